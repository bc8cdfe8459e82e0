"""What the parser of workbooks does not say about an XLSX sheet, found in its XML.

Cells that hold an error and cells whose formula was never calculated look empty to the parser; read
as empty they would become "not recorded". The reach of the sheet is found too, because the parser
makes room for every cell up to the last one, be it ever so far away; and the rows and columns that
somebody hid, or made too narrow to be seen. A text that is raised by its formatting only, as the
marks of footnotes are, comes with signs that say so (`raised`).
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from defusedxml import ElementTree

from cairn.formats import errors
from cairn.formats.archives import blocks
from cairn.formats.grids import Flaw, column_letter, column_position
from cairn.formats.limits import Limits
from cairn.formats.raised import raised_strings, raised_text

MOST_FLAWS = 100_000
MOST_CELLS = 60_000_000
KEPT = 512 * 1024  # of a block without the end of a cell, more than any cell needs

_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(.*?)</c>', re.S)
_UNCALCULATED = re.compile(
    rb"<c\b([^>]*[^/>])>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d{1,7})"')
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})\d')
_ROW_TAG = re.compile(rb"<row\b([^>]*)>")
_COLUMN_TAG = re.compile(rb"<col\b([^>]*)>")
_UNSEEN = re.compile(rb'\bhidden="(?:1|true)"|\b(?:ht|width)="0(?:\.0*)?"')
_NUMBER = re.compile(rb'\b(r|min|max)="(\d{1,7})"')
_SHARED = re.compile(rb'<c\b([^>]*\bt="s"[^>]*)>\s*<v>(\d{1,9})</v>')
_INLINE = re.compile(rb'<c\b([^>]*\bt="inlineStr"[^>]*)>(.*?)</c>', re.S)


@dataclass(slots=True)
class SheetScan:
    """Flaws by row number, the last row and column (counted from 1) in use, and what is hidden."""

    flaws: dict[int, list[Flaw]] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)  # counted from 1
    hidden_columns: set[int] = field(default_factory=set)  # positions, counted from 0
    raised: dict[int, dict[int, str]] = field(default_factory=dict)  # row → position → text


def scan_sheets(path: Path, limits: Limits) -> dict[str, SheetScan]:
    """Look through the sheets of an XLSX file, by name; of other workbooks, nothing is known."""
    scans = {}
    with zipfile.ZipFile(path) as archive:
        parts = _parts(archive)
        raised = raised_strings(archive) if parts else {}
        for name, part in parts.items():
            scan = SheetScan()
            for text in _cells(archive, part):
                _look(text, scan)
                _look_for_raised(text, scan, raised)
                _look_for_hidden(text, scan, limits)
            if scan.columns > limits.max_columns:
                raise errors.TooManyColumns(columns=scan.columns, allowed=limits.max_columns)
            if scan.rows > limits.max_rows:
                raise errors.TooManyRows(allowed=limits.max_rows)
            if scan.rows * scan.columns > MOST_CELLS:
                column = column_letter(scan.columns - 1)
                raise errors.TooManyCells(sheet=name, row=scan.rows, column=column)
            scans[name] = scan
    return scans


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet → part of the archive that holds it."""
    names = {name.lower(): name for name in archive.namelist()}
    book, relations = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if not book or not relations:
        return {}
    try:
        targets = {
            element.get("Id"): element.get("Target", "")
            for element in ElementTree.fromstring(archive.read(relations))
        }
        sheets = [
            element
            for element in ElementTree.fromstring(archive.read(book)).iter()
            if element.tag.endswith("}sheet")
        ]
    except (ElementTree.ParseError, ValueError):
        raise errors.BrokenWorkbook(part=book) from None
    parts = {}
    for sheet in sheets:
        key = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        target = targets.get(key, "")
        part = names.get((target.lstrip("/") if target[:1] == "/" else f"xl/{target}").lower())
        if part:
            parts[sheet.get("name", "")] = part
    return parts


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML in pieces that end with a whole cell."""
    rest = b""
    for block in blocks(archive, part):
        text = rest + block
        end = text.rfind(b"</c>")
        cut = end + 4 if end >= 0 else max(0, len(text) - KEPT)
        yield text[:cut]
        rest = text[cut:]
    yield rest


def _look(text: bytes, scan: SheetScan) -> None:
    for row in _ROW.findall(text)[-1:]:
        scan.rows = max(scan.rows, int(row))
    # Names of columns sort by length, then letter by letter.
    if letters := set(_CELL.findall(text)):
        last = max(letters, key=lambda name: (len(name), name))
        scan.columns = max(scan.columns, column_position(last.decode()) + 1)
    if b't="e"' in text:
        for found in _ERROR.finditer(text):
            value = _VALUE.search(found[2])
            _add(scan, found[1], value[1].decode("utf-8", "replace") if value else "#")
    if b"<f" in text:
        for found in _UNCALCULATED.finditer(text):
            if b't="str"' not in found[1]:  # an empty text is a result
                _add(scan, found[1], None)


def _look_for_hidden(text: bytes, scan: SheetScan, limits: Limits) -> None:
    """A tag stands whole in one piece, because pieces end where a cell ends."""
    if b'hidden="' not in text and b'ht="0' not in text and b'width="0' not in text:
        return
    for tag in _ROW_TAG.finditer(text):
        if _UNSEEN.search(tag[1]) and (number := dict(_NUMBER.findall(tag[1])).get(b"r")):
            scan.hidden_rows.add(int(number))
    for tag in _COLUMN_TAG.finditer(text):
        if _UNSEEN.search(tag[1]):
            ends = dict(_NUMBER.findall(tag[1]))
            first, last = int(ends.get(b"min", 1)), int(ends.get(b"max", 0))
            scan.hidden_columns.update(range(first - 1, min(last, limits.max_columns)))


def _look_for_raised(text: bytes, scan: SheetScan, shared: dict[int, str]) -> None:
    if shared:
        for found in _SHARED.finditer(text):
            if (said := shared.get(int(found[2]))) is not None:
                _raise(scan, found[1], said)
    if b"vertAlign" in text:
        for found in _INLINE.finditer(text):
            if (said := raised_text(found[2])) is not None:
                _raise(scan, found[1], said)


def _raise(scan: SheetScan, attributes: bytes, said: str) -> None:
    if place := _PLACE.search(attributes):
        row, position = int(place[2]), column_position(place[1].decode())
        scan.raised.setdefault(row, {})[position] = said


def _add(scan: SheetScan, attributes: bytes, value: str | None) -> None:
    place = _PLACE.search(attributes)
    if not place or len(scan.flaws) >= MOST_FLAWS:
        return
    letters, row = place[1].decode(), int(place[2])
    error: errors.CellError = (
        errors.FormulaWithoutValue(value=f"{letters}{row}")
        if value is None
        else errors.ErrorInCell(value=value)
    )
    scan.flaws.setdefault(row, []).append(Flaw(column_position(letters), error))
