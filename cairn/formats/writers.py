"""Tables written out: CSV, JSON lines, and a person's own workbook back with its problems marked.

Everything is written as it comes, in constant memory. A text that a spreadsheet program would run
as a formula gets an apostrophe in front, in every format that such a program opens. Words
that people read are given by the caller, who knows the language.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from cairn.formats import errors
from cairn.formats.tables import CellValue, RowProblem, Sheet
from cairn.kernel.text import noop

BOM = "\ufeff"  # tells Excel that the text is UTF-8
CHUNK = 64 * 1024
EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384
EXCEL_TEXT = 32_767

_RUNS = "=+-@\uff1d\uff0b\uff0d\uff20"  # also their wide forms
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?", re.ASCII)


def harmless(text: str) -> str:
    """The text as no spreadsheet program runs it: numbers stay, formulas get an apostrophe."""
    if not text or text[0].isalnum():
        return text
    if text[0] not in "\t\r\n" and text.lstrip()[:1] not in _RUNS:
        return text
    if not text.strip() or _NUMBER.fullmatch(text):
        return text if text[0] not in "\t\r" else f"'{text}"
    return f"'{text}"


def _cell(value: object) -> str:
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def write_csv(
    rows: Iterable[Sequence[object]],
    header: Sequence[str],
    stream: IO[str],
    *,
    bom: bool = False,
) -> None:
    """Write a table to a stream that was opened with `newline=""`."""
    if bom:
        stream.write(BOM)
    writer = csv.writer(stream)
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)


def stream_csv(
    rows: Iterable[Sequence[object]], header: Sequence[str], *, bom: bool = True
) -> Iterator[bytes]:
    """The same table as UTF-8, piece by piece, as it can be sent."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    if bom:
        buffer.write(BOM)
    writer.writerow([_cell(name) for name in header])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if buffer.tell() > CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Each row as its line, for whoever counts rows while writing them."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_jsonl(rows: Iterable[Mapping[str, object]], stream: IO[str]) -> None:
    """Write one object on each line; dates as ISO text."""
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False, allow_nan=False, default=_json))
        stream.write("\n")


def _json(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"cannot be written as JSON: {type(value).__name__}")


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the annotated workbook; the caller gives them translated."""

    problems: str = noop("Problems")
    row: str = noop("Row")
    column: str = noop("Column")
    advice: str = noop("What to do")


def annotated_xlsx(
    sheet: Sheet,
    problems: Iterable[RowProblem],
    path: Path,
    *,
    describe: Callable[[RowProblem], str],
    labels: Labels = Labels(),
    right_to_left: bool = False,
) -> None:
    """Write a person's own table back: rows and columns where they were, problems beside them.

    Cells with a problem are marked; a second sheet lists all problems. `describe` says each problem
    in the language of the person.
    """
    by_row: dict[int, list[RowProblem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(path, options) as book:
        table = book.add_worksheet(_sheet_name(sheet.name, labels))
        listing = book.add_worksheet(labels.problems[:31])
        if right_to_left:
            table.right_to_left()
            listing.right_to_left()
        marks = _Marks(
            book.add_format({"bg_color": "#f6d7b0"}),
            book.add_format({"bg_color": "#f6d7b0", "num_format": "yyyy-mm-dd"}),
            book.add_format({"bold": True}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        _write_table(table, sheet, by_row, describe, labels, marks)
        _write_listing(listing, by_row, describe, labels, marks)


@dataclass(frozen=True, slots=True)
class _Marks:
    problem: Any
    problem_date: Any
    title: Any
    wrapped: Any


def _sheet_name(name: str, labels: Labels) -> str:
    """A name that Excel accepts, other than that of the list of problems."""
    kept = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "1"
    return kept if kept.lower() != labels.problems.lower() else f"{kept[:29]} 1"


def _write_table(
    table: Any,
    sheet: Sheet,
    by_row: dict[int, list[RowProblem]],
    describe: Callable[[RowProblem], str],
    labels: Labels,
    marks: _Marks,
) -> None:
    last = sheet.first_column + len(sheet.header)
    positions = {name: sheet.first_column + at for at, name in enumerate(sheet.header)}
    for raw in sheet.preamble:
        for position, value in enumerate(raw.cells[:last]):
            _put(table, raw.number - 1, position, value, marks.title)
        if raw.number == sheet.header_rows[-1]:
            table.write_string(raw.number - 1, last, labels.problems, marks.title)
    # Records of JSON are counted from 1 and have no header row: it gets one here.
    shift = 0 if sheet.header_rows else 1
    if shift:
        for name, position in positions.items():
            table.write_string(0, position, name, marks.title)
        table.write_string(0, last, labels.problems, marks.title)
    begins = sheet.header_rows[-1] if sheet.header_rows else 0
    for number, cells, _ in sheet.grid.read():  # as they stand, also where they do not fit
        if number <= begins:
            continue
        line = number - 1 + shift
        if line >= EXCEL_ROWS:
            raise errors.TooManyRows(allowed=EXCEL_ROWS)
        found = by_row.get(number, ())
        marked = {positions[p.column] for p in found if p.column in positions}
        cells = cells + [None] * (last - len(cells))
        for position, value in enumerate(cells[: EXCEL_COLUMNS - 1]):
            plain = not isinstance(value, date)
            mark = (marks.problem if plain else marks.problem_date) if position in marked else None
            # What is too much stands beyond the problems.
            _put(table, line, position if position < last else position + 1, value, mark)
        if found:
            text = "\n".join(describe(problem) for problem in found)[:EXCEL_TEXT]
            table.write_string(line, last, text, marks.wrapped)


def _put(table: Any, row: int, column: int, value: CellValue, mark: Any) -> None:
    match value:
        case None:
            if mark:
                table.write_blank(row, column, None, mark)
        case bool():
            table.write_boolean(row, column, value, mark)
        case str():
            table.write_string(row, column, harmless(value)[:EXCEL_TEXT], mark)
        case date() if value.year >= 1900:
            table.write_datetime(row, column, value, mark)
        case int() | float() if abs(value) < 2**53:
            table.write_number(row, column, value, mark)
        case _:
            table.write_string(row, column, str(value), mark)


def _write_listing(
    listing: Any,
    by_row: dict[int, list[RowProblem]],
    describe: Callable[[RowProblem], str],
    labels: Labels,
    marks: _Marks,
) -> None:
    listing.set_column(2, 2, 90)
    for column, word in enumerate((labels.row, labels.column, labels.advice)):
        listing.write_string(0, column, word, marks.title)
    line = 1
    for number in sorted(by_row):
        for problem in by_row[number]:
            if line == EXCEL_ROWS:
                return
            listing.write_number(line, 0, number)
            if problem.column:
                listing.write_string(line, 1, harmless(problem.column))
            listing.write_string(line, 2, describe(problem)[:EXCEL_TEXT], marks.wrapped)
            line += 1
