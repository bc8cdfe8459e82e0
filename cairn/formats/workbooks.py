"""Sheets of a workbook, read with calamine: XLSX, XLS and ODS.

The parser holds a whole sheet in memory, so the file is looked at before (`archives`, `sheet_xml`,
`sheet_ods`, `sheet_biff`), and files of strangers are read in another process (`isolation`). Only
cached results of formulas are read; nothing is calculated, followed or run.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine as calamine

from cairn.formats import errors
from cairn.formats.delimited import UNSAFE
from cairn.formats.grids import HEAD, Area, CellValue, Flaw, Merge, RawRow
from cairn.formats.limits import Limits
from cairn.formats.sheet_biff import scan_records
from cairn.formats.sheet_ods import scan_ods
from cairn.formats.sheet_xml import SheetScan, scan_sheets


class SheetHead(NamedTuple):
    """A sheet and its first rows."""

    name: str
    hidden: bool
    merges: tuple[Merge, ...]
    rows: tuple[RawRow, ...]


class WholeSheet(NamedTuple):
    """A sheet with all that can be seen of it, and what cannot."""

    name: str
    hidden: bool
    merges: tuple[Area, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    rows: tuple[RawRow, ...]


def survey(path: Path, limits: Limits) -> Iterator[SheetHead]:
    """All sheets that hold cells, with their first rows."""
    scans = _scan(path, limits)
    with _workbook(path) as book:
        for entry in book.sheets_metadata:
            if entry.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(entry.name)
            scan = scans.get(entry.name)
            merges = _merges(sheet)
            rows = []
            for row in _rows(sheet, scan, limits):
                rows.append(row)
                if len(rows) == HEAD:
                    break
            hidden = entry.visible != calamine.SheetVisibleEnum.Visible
            yield SheetHead(entry.name, hidden, merges, tuple(rows))


def read_whole(path: Path, limits: Limits) -> Iterator[WholeSheet]:
    """All sheets that hold cells, whole: for tables whose meaning lies in their arrangement."""
    scans = _scan(path, limits)
    with _workbook(path) as book:
        for entry in book.sheets_metadata:
            if entry.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(entry.name)
            scan = scans.get(entry.name)
            yield WholeSheet(
                entry.name,
                entry.visible != calamine.SheetVisibleEnum.Visible,
                tuple(
                    Area(top + 1, left, bottom + 1, right)
                    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                ),
                tuple(sorted(scan.hidden_rows)) if scan else (),
                tuple(sorted(scan.hidden_columns)) if scan else (),
                tuple(_rows(sheet, scan, limits)),
            )


def read_rows(path: Path, name: str, limits: Limits) -> Iterator[RawRow]:
    """All rows of one sheet."""
    scans = _scan(path, limits)
    with _workbook(path) as book:
        scan = scans.get(name)
        yield from _rows(book.get_sheet_by_name(name), scan, limits)


def _scan(path: Path, limits: Limits) -> dict[str, SheetScan]:
    """What the parser will not say, by the name of the sheet."""
    if not zipfile.is_zipfile(path):
        return scan_records(path)
    return scan_sheets(path, limits) or scan_ods(path, limits)


@contextmanager
def _workbook(path: Path) -> Iterator[calamine.CalamineWorkbook]:
    """Whatever the parser finds wrong becomes one error, even a panic of its Rust code."""
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            yield book
    except calamine.PasswordError:
        raise errors.EncryptedWorkbook from None
    except (calamine.CalamineError, ValueError, OverflowError) as error:
        kind = "XML" if isinstance(error, calamine.XmlError) else _kind(path)
        raise errors.BrokenWorkbook(part=kind) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise errors.BrokenWorkbook(part=_kind(path)) from None


def _kind(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return "XLS"
    return path.suffix.lstrip(".").upper() or "XLSX"


def _merges(sheet: calamine.CalamineSheet) -> tuple[Merge, ...]:
    """Cells merged across columns near the top, where headers are."""
    return tuple(
        Merge(row + 1, first, last)
        for (row, first), (end, last) in sheet.merged_cell_ranges or ()
        if row == end and last > first and row < HEAD
    )


def _rows(
    sheet: calamine.CalamineSheet, scan: SheetScan | None, limits: Limits
) -> Iterator[RawRow]:
    if sheet.start is None:
        return
    if sheet.width > limits.max_columns:
        raise errors.TooManyColumns(columns=sheet.width, allowed=limits.max_columns)
    if sheet.total_height > limits.max_rows:
        raise errors.TooManyRows(allowed=limits.max_rows)
    flaws = scan.flaws if scan else {}
    raised = scan.raised if scan else {}
    margin: list[CellValue] = [None] * sheet.start[1]
    for number, values in enumerate(sheet.iter_rows(), 1):
        found = list(flaws.get(number, ()))
        cells = margin + [
            _cell(value, position, found, limits)
            for position, value in enumerate(values, sheet.start[1])
        ]
        for position, text in raised.get(number, {}).items() if raised else ():
            if position < len(cells) and isinstance(cells[position], str):
                cells[position] = text
        yield RawRow(number, cells, tuple(found))


def _cell(value: Any, position: int, flaws: list[Flaw], limits: Limits) -> CellValue:
    """The value in our types: whole numbers whole, midnight a date, an empty text nothing."""
    if isinstance(value, str):
        if len(value) > limits.max_cell:
            error: errors.CellError = errors.CellTooLong(
                value=value, characters=len(value), allowed=limits.max_cell
            )
        elif value.isprintable() or not UNSAFE.search(value):
            return value or None
        else:
            error = errors.HiddenCharacters(value=value)
        flaws.append(Flaw(position, error))
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, bool | int | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return None
