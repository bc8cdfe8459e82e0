"""Sheets as a ministry sent them: every cell, what is merged, and what somebody hid.

Nothing is interpreted here. The files of strangers are read by the isolated worker; a CSV file is
one sheet. Rows are counted from 1, as a spreadsheet program shows them, columns from 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cairn.formats.archives import check_archive, check_ole
from cairn.formats.delimited import open_delimited
from cairn.formats.encodings import detect_encoding
from cairn.formats.errors import EmptyFile, NotATable, TooLarge
from cairn.formats.grids import Area, CellValue, RawRow
from cairn.formats.isolation import read_whole_isolated
from cairn.formats.limits import DEFAULT, MB, Limits
from cairn.formats.sniffing import Kind, sniff
from cairn.formats.workbooks import read_whole
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

MOST_CELLS = 2_000_000  # of one sheet: people read a cross-tab, and no person reads more


class CrosstabTooLarge(CairnError):
    text = noop(
        "The sheet %(sheet)r holds more cells (%(cells)s) than can be read as a cross-tab (at most "
        "%(allowed)s); import it as a list instead, or remove what is empty."
    )


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it is displayed; all rows have the same width."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    hidden: bool = False
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    flaws: Mapping[Place, CairnError] = field(default_factory=dict)
    covered: Mapping[Place, Area] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        covered = {
            (row, column): area
            for area in self.merges
            if area.top <= self.height
            for row in range(area.top, min(area.bottom, self.height) + 1)
            for column in range(area.left, min(area.right, self.width - 1) + 1)
        }
        object.__setattr__(self, "covered", covered)

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def at(self, row: int, column: int) -> CellValue:
        return self.rows[row - 1][column]

    def shown(self, row: int, column: int) -> CellValue:
        """What a person sees there: merged cells show the value of their first."""
        area = self.covered.get((row, column))
        return self.rows[area.top - 1][area.left] if area else self.rows[row - 1][column]

    def anchor(self, row: int, column: int) -> Place:
        """The cell that holds what is seen at this place."""
        area = self.covered.get((row, column))
        return (area.top, area.left) if area else (row, column)

    def unseen(self, row: int, column: int) -> bool:
        return row in self.hidden_rows or column in self.hidden_columns


def sheet_of(
    name: str,
    rows: Iterable[RawRow],
    *,
    hidden: bool = False,
    merges: tuple[Area, ...] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
) -> Sheet:
    """A sheet cut to what is filled, blank texts as nothing."""
    cells: list[list[CellValue]] = []
    flaws: dict[Place, CairnError] = {}
    height = width = 0
    for row in rows:
        values = [None if isinstance(v, str) and not v.strip() else v for v in row.cells]
        cells.append(values)
        filled = max((at for at, v in enumerate(values) if v is not None), default=-1)
        for flaw in row.flaws:
            position = flaw.position or 0
            flaws[row.number, position] = flaw.error
            filled = max(filled, position)
        if filled >= 0:
            height, width = row.number, max(width, filled + 1)
    if height * width > MOST_CELLS:
        raise CrosstabTooLarge(sheet=name, cells=height * width, allowed=MOST_CELLS)
    grid = tuple(
        tuple(values[:width]) + (None,) * (width - len(values)) for values in cells[:height]
    )
    merged = tuple(area for area in merges if area.top <= height and area.left < width)
    unseen = frozenset(row for row in hidden_rows if row <= height)
    columns = frozenset(column for column in hidden_columns if column < width)
    return Sheet(name, grid, hidden, merged, unseen, columns, flaws)


def read_sheets(
    path: Path | str, *, limits: Limits = DEFAULT, isolated: bool = True
) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, or the one of a CSV file; raises the `FileError` that says why."""
    path = Path(path)
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise TooLarge(megabytes=-(-size // MB), allowed=limits.max_bytes // MB)
    with path.open("rb") as file:
        kind = sniff(file.read(4096), path.suffix)
    if kind is Kind.JSON:
        raise NotATable(found="JSON")
    if kind is Kind.TEXT:
        text = open_delimited(path, detect_encoding(path, limits), limits)
        return (sheet_of(path.stem, text.read()),)
    if kind is Kind.ZIP:
        check_archive(path, limits)
    else:
        check_ole(path)
    read = read_whole_isolated if isolated else read_whole
    sheets = tuple(
        sheet_of(
            found.name,
            found.rows,
            hidden=found.hidden,
            merges=found.merges,
            hidden_rows=found.hidden_rows,
            hidden_columns=found.hidden_columns,
        )
        for found in read(path, limits)
    )
    if not any(sheet.height for sheet in sheets):
        raise EmptyFile
    return sheets
