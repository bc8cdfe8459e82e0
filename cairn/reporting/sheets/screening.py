"""The cells of a workbook before anything of them is stored: what is not taken in, what is asked.

Numbers and addresses that identify a person are taken out of their cell, and their place stays
marked. A likely name stays where it is, and its row counts for nothing until a person has said what
it is. Pure: it knows places and kinds, and passes on no value.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cairn.formats.grids import CellValue
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Block, Layout, Role
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.screening.findings import LABELS, CellHit, Kind, Where
from cairn.reporting.screening.screen import screen, screen_cells
from cairn.reporting.sheets.errors import NotTakenIn

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

    def as_json(self) -> list[Any]:
        return [self.sheet, self.row, self.column, self.start, self.end]


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
        hits = list(_hits(sheet, layout, not_persons))
        gone: dict[tuple[int, int], Kind] = {}
        for hit in hits:
            kinds = [one.kind for one in hit.hits if one.kind is not Kind.NAME]
            if kinds:
                gone[hit.row, hit.column] = kinds[0]
                continue
            if _understood(sheet, layout, hit):
                continue
            names += [
                Likely(sheet.name, hit.row, hit.column, one.start, one.end) for one in hit.hits
            ]
        taken += [Taken(sheet.name, row, column, kind) for (row, column), kind in gone.items()]
        rows |= {(sheet.name, row) for row, _ in gone}
        filled += sum(any(value is not None for value in cells) for cells in sheet.rows)
        clean.append(without(sheet, gone))
        for one in screen(sheet.name, where=Where.FILE_NAME, not_persons=not_persons):
            names.append(Likely(sheet.name, 0, 0, one.start, one.end))
    return Screened(tuple(clean), tuple(names), tuple(taken), len(rows), filled)


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


def _hits(sheet: Sheet, layout: Layout, not_persons: Collection[str]) -> Iterator[CellHit]:
    """What stands below a heading is read with it; headings and all else as they are."""
    held = layout.sheet(sheet.name)
    heads: dict[int, tuple[CellValue, ...]] = {}
    for block in held.blocks if held else ():
        heading = _heading(sheet, block)
        for row in range(block.area.top, block.area.bottom + 1):
            if _role(block, row) is not Role.HEADER:
                heads[row] = heading
    if not heads:
        heads = _below_first(sheet)
    rows: list[tuple[int, Sequence[object]]] = []
    over: tuple[CellValue, ...] = ()
    for number, cells in enumerate(sheet.rows, 1):
        now = heads.get(number, ())
        if now is not over and rows:
            yield from screen_cells(rows, over, not_persons=not_persons)
            rows = []
        over = now
        rows.append((number, cells))
    yield from screen_cells(rows, over, not_persons=not_persons)


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
