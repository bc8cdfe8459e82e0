"""Which rows of a sheet name its columns, and what the names are.

Titles and remarks may stand above. A header may take up to three rows, merged cells over single
ones; a name is then made of all its parts: "2024 / Women". Only the first rows are looked at. A
table that consists of text alone and has no header cannot be told from one that has one; its first
row is taken.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from cairn.formats.errors import NoHeader, NoRows, TooManyColumns
from cairn.formats.grids import HEAD, CellValue, Grid, Merge, RawRow, column_letter
from cairn.formats.opening import NoRowsBelow, NoSuchHeaderRow

MOST_HEADER_ROWS = 3
SHARE = 0.6  # of the usual number of cells that a row of names has

_PERIOD = re.compile(r"(?:19|20)\d\d(?:[-/.](?:[QqTHhS]?\d\d?|(?:19|20)?\d\d))?")


@dataclass(frozen=True, slots=True)
class Header:
    """The names, the rows they stand in, and the position of the first column."""

    names: tuple[str, ...]
    rows: tuple[int, ...]
    first: int


def find_header(grid: Grid, most_columns: int, chosen: int = 0) -> Header:
    """Find the names of the columns in the first rows of a grid, or take the row that was chosen.

    A chosen row is taken alone and as it stands: who chooses it has seen what is above and below.
    """
    rows = [row for row in grid.head if any(map(_filled, row.cells))]
    if chosen:
        return _chosen(grid, rows, chosen, most_columns)
    if not rows:
        raise NoHeader
    merges = grid.merges
    at = _candidate(rows)
    left = next(place for place, cell in enumerate(rows[at].cells) if _filled(cell))
    top, bottom = at, at
    while bottom - top + 1 < MOST_HEADER_ROWS and _groups(rows, top, left, merges):
        top -= 1
    while bottom - top + 1 < MOST_HEADER_ROWS and _continues(rows, bottom):
        bottom += 1
    body = [row.cells for row in rows[bottom + 1 :]]
    if not body and _ends(grid, rows[bottom].number):
        raise NoRows
    return _header(rows[top : bottom + 1], body, merges, most_columns)


def _chosen(grid: Grid, rows: list[RawRow], chosen: int, most_columns: int) -> Header:
    at = next((at for at, row in enumerate(rows) if row.number == chosen), None)
    if at is None:
        raise NoSuchHeaderRow(row=chosen, most=HEAD)
    body = [row.cells for row in rows[at + 1 :]]
    if not body and _ends(grid, chosen):
        raise NoRowsBelow(row=chosen)
    return _header(rows[at : at + 1], body, grid.merges, most_columns)


def _ends(grid: Grid, last_row: int) -> bool:
    """True where nothing comes below, not even a row that cannot be read."""
    broken = any(row.flaws and row.number > last_row for row in grid.head)
    return not broken and len(grid.head) < HEAD


def _header(
    header: list[RawRow],
    body: list[list[CellValue]],
    merges: tuple[Merge, ...],
    most_columns: int,
) -> Header:
    first, last = _extent([row.cells for row in header], body)
    if last - first >= most_columns:
        raise TooManyColumns(columns=last - first + 1, allowed=most_columns)
    parts = [_texts(row, first, last, merges, spread=row is not header[-1]) for row in header]
    names = [_join(column) for column in zip(*parts, strict=True)]
    return Header(_distinct(names, first), tuple(row.number for row in header), first)


def _filled(cell: CellValue) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _count(cells: Sequence[CellValue]) -> int:
    return sum(map(_filled, cells))


def _at(cells: Sequence[CellValue], position: int) -> CellValue:
    return cells[position] if position < len(cells) else None


def _named(cell: CellValue) -> bool:
    """True where there are letters in the cell."""
    return isinstance(cell, str) and any(c.isalpha() for c in cell)


def _period(cell: CellValue) -> bool:
    """True for a year, month or quarter: it may be a value or, in a wide table, a name."""
    if isinstance(cell, date):
        return True
    return not isinstance(cell, bool) and _PERIOD.fullmatch(str(cell).strip()) is not None


def _names(cells: Sequence[CellValue], below: Sequence[CellValue]) -> bool:
    """True where a row may hold names: letters, or periods that do not go on below."""
    named = False
    for position, cell in enumerate(cells):
        if not _filled(cell):
            continue
        if _named(cell):
            named = True
        elif not _period(cell) or _period(_at(below, position)):
            return False
        else:
            named = named or _filled(_at(below, position))
    return named


def _candidate(rows: list[RawRow]) -> int:
    """The first row that holds names and about as many cells as rows usually do."""
    counts = Counter(count for row in rows if (count := _count(row.cells)) > 1)
    usual = max(counts, key=lambda count: (counts[count], count), default=1)
    needed = max(min(usual, 2), ceil(usual * SHARE))
    fullest = 0
    for index, row in enumerate(rows):
        below = rows[index + 1].cells if index + 1 < len(rows) else []
        count = _count(row.cells)
        if count < needed:
            continue
        if count > fullest and _names(row.cells, below):
            return index
        fullest = max(fullest, count)  # data stand above: only a fuller row can still be the header
    raise NoHeader


def _groups(rows: list[RawRow], top: int, left: int, merges: tuple[Merge, ...]) -> bool:
    """True where the row above `top` groups its names, as merged cells do; a title does not."""
    if top == 0 or rows[top - 1].number != rows[top].number - 1:
        return False
    above, cells = rows[top - 1], rows[top].cells
    if not _names(above.cells, cells) or len(above.cells) > len(cells) + 1:
        return False
    wide = [place for place, cell in enumerate(cells) if _filled(cell)]
    for merge in merges:
        if merge.number == above.number:
            return (merge.first, merge.last) != (0, max(wide)) and merge.first <= max(wide)
    if not _filled(_at(above.cells, left)) and max(wide) > left:
        return True  # nothing stands over the first column, where a title would
    if _count(above.cells) < 2:
        return False
    names = Counter(_text(cell) for cell in cells if _filled(cell))
    repeated = any(n > 1 for n in names.values())
    return repeated or any(
        _filled(cell) and not _filled(_at(cells, place)) for place, cell in enumerate(above.cells)
    )


def _continues(rows: list[RawRow], bottom: int) -> bool:
    """True where the row below fills gaps of the header with names, and data begin after it."""
    if bottom + 2 >= len(rows) or rows[bottom + 1].number != rows[bottom].number + 1:
        return False
    cells, below, after = (rows[bottom + step].cells for step in range(3))
    if not _names(below, after):
        return False
    gaps = any(_filled(cell) and not _filled(_at(cells, place)) for place, cell in enumerate(below))
    breaks = any(
        _named(cell) and _filled(_at(after, place)) and not _named(_at(after, place))
        for place, cell in enumerate(below)
    )
    return gaps and breaks


def _extent(header: list[list[CellValue]], body: list[list[CellValue]]) -> tuple[int, int]:
    """First and last column: those with a name, and those that most rows fill without one."""
    places = {place for cells in header for place, cell in enumerate(cells) if _filled(cell)}
    used = Counter(place for cells in body for place, cell in enumerate(cells) if _filled(cell))
    places |= {place for place, n in used.items() if 2 * n > len(body)}
    return min(places), max(places)


def _text(cell: CellValue) -> str:
    return " ".join(str(cell).replace("\ufeff", "").split()) if _filled(cell) else ""


def _texts(
    row: RawRow, first: int, last: int, merges: tuple[Merge, ...], *, spread: bool
) -> list[str]:
    """The texts of one header row; where it groups others, each over all columns of its group."""
    texts = [_text(_at(row.cells, place)) for place in range(first, last + 1)]
    if not spread:
        return texts
    here = [merge for merge in merges if merge.number == row.number]
    for place in range(1, len(texts)):
        merged = any(merge.first < place + first <= merge.last for merge in here)
        if not texts[place] and (merged or not merges):
            texts[place] = texts[place - 1]
    return texts


def _join(parts: Sequence[str]) -> str:
    kept = [part for place, part in enumerate(parts) if part and part not in parts[:place]]
    return " / ".join(kept)


def _distinct(names: list[str], first: int) -> tuple[str, ...]:
    """Each name once: "Men", "Men (2)"; a column without a name is called by its letter: "(C)"."""
    distinct: dict[str, None] = {}
    for place, name in enumerate(names):
        name = name or f"({column_letter(first + place)})"
        unique, n = name, 1
        while unique in distinct:
            n += 1
            unique = f"{name} ({n})"
        distinct[unique] = None
    return tuple(distinct)
