"""The cells of a workbook before anything of them is stored: what is not taken in, what is asked.

Numbers and addresses that identify a person are taken out of their cell, and their place stays
marked. A likely name stays where it is, and its row counts for nothing until a person has said what
it is. Pure: it knows places and kinds, and passes on no value.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cairn.formats.grids import CellValue
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Block, Layout, Role
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.screening.findings import HEADING, LABELS, CellHit, Hit, Kind, Where
from cairn.reporting.screening.headings import OF_ONE_PERSON, Heading, headings, under
from cairn.reporting.screening.screen import screen, screen_cells
from cairn.reporting.sheets.errors import NotTakenIn

Cells = tuple[CellValue, ...]
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_SAID = re.compile(r"[^\W\d_]{3,}|\b(?:19|20)\d\d\b")
LONGEST_HEADING = 60
LIST_ROWS = 10  # rows with identifiers from which on a table may be a list of persons
LIST_SHARE = 1 / 3  # of the rows that are filled
CERTAIN = frozenset({Axis.COUNTRY, Axis.MEASURE, Axis.SEX, Axis.AGE_GROUP, Axis.MODE, *PERIODS})


@dataclass(frozen=True, slots=True)
class Likely:
    """A stretch of a cell that looks like a name. Row 0 is the name of the sheet."""

    sheet: str
    row: int
    column: int
    start: int
    end: int
    heading: str = ""  # over it, where that is what makes it a likely name

    def as_json(self) -> list[Any]:
        return [self.sheet, self.row, self.column, self.start, self.end, self.heading]


@dataclass(frozen=True, slots=True)
class Taken:
    """A place from which a value was taken out, and of what kind it was."""

    sheet: str
    row: int
    column: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Screened:
    sheets: tuple[Sheet, ...]
    names: tuple[Likely, ...]
    taken: tuple[Taken, ...]
    rows: int  # with something taken out
    filled: int

    @property
    def is_list_of_persons(self) -> bool:
        return self.rows >= LIST_ROWS and self.rows >= LIST_SHARE * self.filled


def screened(
    sheets: Sequence[Sheet], layout: Layout, *, not_persons: Collection[str] = ()
) -> Screened:
    """All sheets, headings and names of sheets too."""
    clean: list[Sheet] = []
    names: list[Likely] = []
    taken: list[Taken] = []
    rows: set[tuple[str, int]] = set()
    filled = 0
    for sheet in sheets:
        gone: dict[tuple[int, int], Kind] = {}
        for hit, over in _hits(sheet, layout, not_persons):
            kinds = [one.kind for one in hit.hits if one.kind is not Kind.NAME]
            if kinds:
                gone[hit.row, hit.column] = kinds[0]
                continue
            if _understood(sheet, layout, hit):
                continue
            names += [
                Likely(sheet.name, hit.row, hit.column, one.start, one.end, _over(one, hit, over))
                for one in hit.hits
            ]
        taken += [Taken(sheet.name, row, column, kind) for (row, column), kind in gone.items()]
        rows |= {(sheet.name, row) for row, _ in gone}
        filled += sum(any(value is not None for value in cells) for cells in sheet.rows)
        clean.append(without(sheet, gone))
        for one in screen(sheet.name, where=Where.FILE_NAME, not_persons=not_persons):
            names.append(Likely(sheet.name, 0, 0, one.start, one.end))
    return Screened(tuple(clean), tuple(names), tuple(taken), len(rows), filled)


def _over(one: Hit, hit: CellHit, over: Cells) -> str:
    return str(over[hit.column])[:LONGEST_HEADING] if one.because == HEADING else ""


def _understood(sheet: Sheet, layout: Layout, hit: CellHit) -> bool:
    """True for what is a known country, a period or a measure; and for "Sub-total West", unless a
    name is left without its first word."""
    held = layout.sheet(sheet.name)
    for block in held.blocks if held else ():
        for one in block.meanings:
            if (one.row, one.column) == (hit.row, hit.column) and one.axis in CERTAIN and one.value:
                return True
        if _role(block, hit.row) in (Role.TOTAL, Role.SUBTOTAL):
            rest = str(sheet.at(hit.row, hit.column)).partition(" ")[2]
            return not screen(rest, where=Where.CELL)
    return False


def without(sheet: Sheet, gone: dict[tuple[int, int], Kind]) -> Sheet:
    """The sheet without these values; each place says what became of it."""
    if not gone:
        return sheet
    rows = [list(cells) for cells in sheet.rows]
    flaws = dict(sheet.flaws)
    for (row, column), kind in gone.items():
        rows[row - 1][column] = None
        flaws[row, column] = NotTakenIn(kind=LABELS[kind])
    return replace(sheet, rows=tuple(map(tuple, rows)), flaws=flaws)


def _hits(
    sheet: Sheet, layout: Layout, not_persons: Collection[str]
) -> Iterator[tuple[CellHit, Cells]]:
    """What stands below a heading is read with it; headings and all else as they are."""
    held = layout.sheet(sheet.name)
    heads = _heads(sheet, held.blocks) if held and held.blocks else _below_first(sheet)
    rows: list[tuple[int, Sequence[object]]] = []
    over: tuple[CellValue, ...] = ()
    for number, cells in enumerate(sheet.rows, 1):
        now = heads.get(number, ())
        if now is not over and rows:
            for hit in screen_cells(rows, over, not_persons=not_persons):
                yield hit, over
            rows = []
        over = now
        rows.append((number, cells))
    for hit in screen_cells(rows, over, not_persons=not_persons):
        yield hit, over


def _heads(sheet: Sheet, blocks: Sequence[Block]) -> dict[int, Cells]:
    """Row → what stands over its columns. A list of persons is followed also where it is no table
    of numbers, and goes on where a row of it was taken for the headings of the next one."""
    heads: dict[int, Cells] = {}
    over: Cells = ()
    next_to, row = False, 1
    for block in (*sorted(blocks, key=lambda block: block.area.top), None):
        end = block.area.top if block else sheet.height + 1
        while row < end:
            over, next_to = _outside(sheet, row, over, next_to, heads)
            row += 1
        if block is None:
            break
        tops = [line.at for line in block.rows if line.role is Role.HEADER] or [block.area.top]
        goes_on = not any(_of_persons(sheet.rows[top - 1]) for top in tops) and (
            any(_goes_on(sheet, top, over, next_to=next_to) for top in tops)
        )
        over = over if goes_on else _heading(sheet, block)
        for inside in range(block.area.top, block.area.bottom + 1):
            if goes_on or _role(block, inside) is not Role.HEADER:
                heads[inside] = over
        row, next_to = max(row, block.area.bottom + 1), True
    return heads


def _outside(
    sheet: Sheet, row: int, over: Cells, next_to: bool, heads: dict[int, Cells]
) -> tuple[Cells, bool]:
    """A row of no table may be the headings of a list of persons, or go on with one."""
    cells = sheet.rows[row - 1]
    if sum(isinstance(value, str) for value in cells) >= 2 and _of_persons(cells):
        return cells, True
    if all(value is None for value in cells):
        return over, False
    if _goes_on(sheet, row, over, next_to=next_to):
        heads[row] = over
        return over, True
    return over, next_to


def _of_persons(over: Cells) -> dict[int, Heading]:
    """The columns of one person each, by what their headings announce."""
    found = enumerate(headings(over))
    return {column: sort for column, sort in found if sort in OF_ONE_PERSON}


def _goes_on(sheet: Sheet, row: int, over: Cells, *, next_to: bool) -> bool:
    """Whether a row belongs to the list of persons above it: without an empty row between them, or
    because a number stands in a column of such numbers."""
    persons = _of_persons(over)
    if not persons or next_to:
        return bool(persons)
    stands = ((sort, str(sheet.at(row, column) or "")) for column, sort in persons.items()
              if column < sheet.width)  # fmt: skip
    return any(_DAY.search(text) if sort is Heading.BIRTH else _is_number(sort, text)
               for sort, text in stands)  # fmt: skip


def _is_number(sort: Heading, text: str) -> bool:
    """A number of this sort, and neither words nor the year of a heading."""
    return sort is not Heading.NAME and bool(under(sort, text)) and not _SAID.search(text)


def _role(block: Block, row: int) -> Role | None:
    return next((line.role for line in block.rows if line.at == row), None)


def _heading(sheet: Sheet, block: Block) -> tuple[CellValue, ...]:
    """What the rows of headings say over each column, together."""
    heads = [line.at for line in block.rows if line.role is Role.HEADER]
    first = [row for row in heads if row <= min(heads, default=0) + 3]
    return tuple(
        " ".join(str(said) for row in first if (said := sheet.shown(row, column)) is not None)
        for column in range(sheet.width)
    )


def _below_first(sheet: Sheet) -> dict[int, tuple[CellValue, ...]]:
    """Where no table was found, the first row with two texts is taken for the headings."""
    for number, cells in enumerate(sheet.rows, 1):
        if sum(isinstance(value, str) for value in cells) >= 2:
            return dict.fromkeys(range(number + 1, sheet.height + 1), tuple(cells))
    return {}
