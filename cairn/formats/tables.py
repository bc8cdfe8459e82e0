"""Opens a file of any accepted format as sheets with a header and a stream of rows.

Decides what is a file error (raised), what a row problem (reported beside the rows, which go on),
and which cells belong to which column. It does not know what the columns mean. Nothing is trusted:
sizes are limited, contents are looked at before they are parsed, and with `isolated=True` workbooks
are parsed in another process, as files of strangers should be.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from cairn.formats import errors
from cairn.formats.archives import check_archive, check_ole
from cairn.formats.delimited import open_delimited
from cairn.formats.encodings import Encoding, chosen_encoding, detect_encoding
from cairn.formats.grids import HEAD, CellValue, Grid, RawRow
from cairn.formats.header_rows import find_header
from cairn.formats.isolation import read_rows_isolated, survey_isolated
from cairn.formats.json_records import open_json
from cairn.formats.limits import DEFAULT, MB, Limits
from cairn.formats.opening import (
    AS_FOUND,
    DELIMITERS,
    DelimiterNotNeeded,
    EncodingNotNeeded,
    HeaderRowNotNeeded,
    Opening,
)
from cairn.formats.sniffing import Kind, sniff
from cairn.formats.workbooks import SheetHead, read_rows, survey
from cairn.kernel.errors import CairnError

__all__ = ["CellValue", "Limits", "Row", "RowProblem", "Sheet", "Workbook", "open_table"]

Row = tuple[int, tuple[CellValue, ...]]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row, or with its cell in one column."""

    row: int
    column: str | None
    error: CairnError


Report = Callable[[RowProblem], object]


def stop(problem: RowProblem) -> None:
    """The report of a caller who did not say where problems go: none is passed over in silence."""
    raise problem.error


def ignore(problem: RowProblem) -> None:
    """The report of a caller who looks at the rows only to learn what the columns hold."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its names of columns and, as often as it is asked for them, its rows."""

    name: str
    hidden: bool
    header: tuple[str, ...]
    header_rows: tuple[int, ...]  # row numbers; none in JSON
    first_column: int  # how many empty columns stand before the table
    preamble: tuple[RawRow, ...] = field(repr=False)  # titles and header, as they stand
    grid: Grid = field(repr=False)
    limits: Limits = field(repr=False)

    def rows(self, report: Report = stop) -> Iterator[Row]:
        """Each row that is not blank, with its number in the file and one cell for each column.

        What is wrong with a row is given to `report` just before the row comes; a cell that cannot
        be read is then None, and so are all cells of a row that does not fit the columns.
        """
        return self._shape(self.grid.read(), report)

    def sample(self, most: int = 50) -> list[Row]:
        """The first rows, without reading the file again; their problems are passed over."""
        return list(islice(self._shape(self.grid.head, ignore), most))

    def _shape(self, raws: Iterable[RawRow], report: Report) -> Iterator[Row]:
        first, width = self.first_column, self.first_column + len(self.header)
        begins = self.header_rows[-1] if self.header_rows else 0
        named = self.preamble[-1].cells if self.header_rows else None
        nothing = (None,) * len(self.header)
        waiting: Row | None = None  # a short row, which may be the last one of a file that was cut
        count = 0
        for number, cells, flaws in raws:
            if number <= begins or not (cells or flaws):
                continue
            size = len(cells)
            if cells.count(None) == size and not flaws:
                continue
            if waiting:
                yield waiting
                waiting = None
            count += 1
            if count > self.limits.max_rows:
                raise errors.TooManyRows(allowed=self.limits.max_rows)
            for position, error in flaws:
                report(RowProblem(number, self._column(position), error))
            if size == width and not first and cells != named:
                yield number, tuple(cells)
                continue
            if misfit := self._misfit(cells, width, named):
                report(RowProblem(number, None, misfit))
                yield number, nothing
                continue
            row = number, tuple(cells[first:width]) + (None,) * (width - max(size, first))
            if size < width and self.grid.unfinished and not flaws:
                waiting = row
            else:
                yield row
        if waiting:
            filled = sum(cell is not None for cell in waiting[1])
            cut = errors.CutRow(cells=filled, columns=len(self.header))
            report(RowProblem(waiting[0], None, cut))
            yield waiting[0], nothing

    def _column(self, position: int | None) -> str | None:
        place = -1 if position is None else position - self.first_column
        return self.header[place] if 0 <= place < len(self.header) else None

    def _misfit(
        self, cells: list[CellValue], width: int, header: list[CellValue] | None
    ) -> CairnError | None:
        if cells == header:
            return errors.RepeatedHeader()
        outside = cells[width:] + cells[: self.first_column]
        if any(cell is not None for cell in outside):
            return errors.RaggedRow(cells=len(cells), columns=len(self.header))
        if len(cells) == 1 and width > 1 and self.grid.delimiter and isinstance(cells[0], str):
            for other in DELIMITERS:
                if cells[0].count(other) >= max(1, width - 2):
                    return errors.OtherDelimiter(found=other, expected=self.grid.delimiter)
        return None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was opened: its tables, and why other sheets are none."""

    path: Path
    kind: Kind
    sheets: tuple[Sheet, ...]
    unusable: tuple[tuple[str, CairnError], ...] = ()
    encoding: Encoding | None = None  # of a text file; `certain` says whether to ask
    delimiter: str = ""

    def sheet(self, name: str | None = None) -> Sheet:
        """The sheet of this name, or the first that is not hidden."""
        if name is None:
            return next((sheet for sheet in self.sheets if not sheet.hidden), self.sheets[0])
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise errors.NoSuchSheet(sheet=name, sheets=", ".join(s.name for s in self.sheets))


def open_table(
    path: Path | str,
    *,
    limits: Limits = DEFAULT,
    isolated: bool = False,
    opening: Opening = AS_FOUND,
) -> Workbook:
    """Open a file, or raise the `FileError` that says why it cannot be read."""
    path = Path(path)
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise errors.TooLarge(megabytes=-(-size // MB), allowed=limits.max_bytes // MB)
    with path.open("rb") as file:
        head = file.read(4096)
    match sniff(head, path.suffix):
        case Kind.ZIP as kind:
            check_archive(path, limits)
            return _workbook(path, kind, limits, isolated, opening)
        case Kind.OLE as kind:
            check_ole(path)
            return _workbook(path, kind, limits, isolated, opening)
        case Kind.JSON as kind:
            if opening.delimiter:
                raise DelimiterNotNeeded()
            if opening.header_row:
                raise HeaderRowNotNeeded()
            encoding = _encoding(path, limits, opening)
            grid = open_json(path, encoding, limits)
            return Workbook(path, kind, (_sheet(grid, limits),), encoding=encoding)
        case Kind.TEXT as kind:
            encoding = _encoding(path, limits, opening)
            text = open_delimited(path, encoding, limits, opening.delimiter)
            start = tuple(islice(text.read(), HEAD))
            grid = Grid(
                path.stem, start, text.read, delimiter=text.delimiter, unfinished=text.unfinished
            )
            sheet = _sheet(grid, limits, opening.header_row)
            return Workbook(path, kind, (sheet,), encoding=encoding, delimiter=text.delimiter)


def _encoding(path: Path, limits: Limits, opening: Opening) -> Encoding:
    if opening.encoding:
        return chosen_encoding(path, opening.encoding, limits)
    return detect_encoding(path, limits)


def _workbook(path: Path, kind: Kind, limits: Limits, isolated: bool, opening: Opening) -> Workbook:
    if opening.encoding:
        raise EncodingNotNeeded()
    if opening.delimiter:
        raise DelimiterNotNeeded()
    sheets: list[Sheet] = []
    unusable: list[tuple[str, CairnError]] = []
    read = read_rows_isolated if isolated else read_rows
    look = survey_isolated if isolated else survey

    def grid_of(found: SheetHead) -> Grid:
        return Grid(
            found.name,
            found.rows,
            lambda: read(path, found.name, limits),
            hidden=found.hidden,
            merges=found.merges,
        )

    for found in look(path, limits):
        row = opening.header_row if opening.sheet in ("", found.name) else 0
        try:
            sheets.append(_sheet(grid_of(found), limits, row))
        except CairnError as error:
            if row and opening.sheet:
                raise  # what was chosen of this sheet cannot be
            unusable.append((found.name, error))
    if not sheets:
        # A sheet with something in it tells more than an empty one.
        raise next(
            (error for _, error in unusable if not isinstance(error, errors.EmptyFile)),
            errors.EmptyFile(),
        )
    return Workbook(path, kind, tuple(sheets), tuple(unusable))


def _sheet(grid: Grid, limits: Limits, header_row: int = 0) -> Sheet:
    if grid.names:
        return Sheet(grid.name, grid.hidden, grid.names, (), 0, (), grid, limits)
    if not any(row.cells or row.flaws for row in grid.head) and len(grid.head) < HEAD:
        raise errors.EmptyFile
    header = find_header(grid, limits.max_columns, header_row)
    preamble = tuple(row for row in grid.head if row.number <= header.rows[-1])
    return Sheet(
        grid.name, grid.hidden, header.names, header.rows, header.first, preamble, grid, limits
    )
