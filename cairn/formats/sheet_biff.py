"""What the parser of workbooks does not say about an XLS sheet, found in its records.

As `sheet_xml` for XLSX: cells that hold an error, or a formula without a result, look empty to the
parser and would become "not recorded"; rows and columns that somebody hid; and texts of which a
part is raised by its font only, as the marks of footnotes are (`raised`). Also found here, for the
older container has no parts with names: a password, sheets of macros, and values that are taken
from other files. The format (that of Excel 97 to 2003) ends at 65,536 rows and 256 columns, so that
nothing can lie far away.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cairn.formats import errors
from cairn.formats.grids import Flaw, column_letter
from cairn.formats.ole import read_stream
from cairn.formats.raised import MOST, with_signs
from cairn.formats.sheet_xml import MOST_FLAWS, SheetScan

EXCEL_97 = 0x0600
BOF, EOF = 0x0809, 0x000A
FILEPASS, BOUNDSHEET, SUPBOOK, RECALCID = 0x002F, 0x0085, 0x01AE, 0x01C1
FORMULA, BOOLERR, STRING = 0x0006, 0x0205, 0x0207
FONT, SST, CONTINUE, LABELSST = 0x0031, 0x00FC, 0x003C, 0x00FD
ROW, COLINFO = 0x0208, 0x007D
ROW_HIDDEN, COLUMN_HIDDEN = 0x20, 0x01
LAST_COLUMN = 255
WIDE, EXTENDED, RICH = 0x01, 0x04, 0x08  # of a text: two bytes a letter, phonetics, fonts within
BETWEEN = (0x003C, 0x04BC, 0x0221, 0x0236)  # may stand between a formula and its text
WORKSHEET, MACROS = 0, 1
OWN, ADD_INS = 0x0401, 0x3A01  # what a SUPBOOK names, other than a file
NO_NUMBER = b"\xff\xff"  # ends the result of a formula that is something else:
A_TEXT, AN_ERROR, EMPTY_TEXT = 0, 2, 3
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def scan_records(path: Path) -> dict[str, SheetScan]:
    """Look through the sheets of an XLS file, by name."""
    name, stream = read_stream(path, "Workbook", "Book")
    try:
        if name == "Book" or _version(stream) != EXCEL_97:
            raise errors.UnknownFormat(found="XLS 95")
        sheets = list(_sheets(stream))
        calculated = any(kind == RECALCID for kind, _, _ in _records(stream, 0))
        raised = raised_texts(stream)
        return {title: _look(stream, start, calculated, raised) for title, start in sheets}
    except (struct.error, IndexError):
        raise errors.BrokenWorkbook(part="XLS") from None


def _version(stream: bytes) -> int:
    kind, _, version = struct.unpack_from("<HHH", stream)
    if kind != BOF:
        raise errors.BrokenWorkbook(part="XLS")
    return int(version)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record of this part, without those of charts within it."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, start)
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, start + 4, length
        start += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name of each worksheet and where its records begin."""
    for kind, at, length in _records(stream, 0):
        if kind == FILEPASS:
            raise errors.EncryptedWorkbook
        if kind == SUPBOOK and struct.unpack_from("<H", stream, at + 2)[0] not in (OWN, ADD_INS):
            raise errors.HasExternalLinks
        if kind == BOUNDSHEET:
            start, _, type_, count, wide = struct.unpack_from("<IBBBB", stream, at)
            if type_ == MACROS:
                raise errors.HasMacros
            written = stream[at + 8 : at + length]
            title = written.decode("utf-16-le" if wide & 1 else "latin-1", "replace")[:count]
            if type_ == WORKSHEET:
                yield title, start


def raised_texts(stream: bytes) -> dict[int, str]:
    """Number of a shared text → the text with signs for what its fonts raise in it."""
    fonts: list[bool] = []
    pieces: list[bytes] = []
    within = False
    for kind, at, length in _records(stream, 0):
        if kind == FONT:
            fonts.append(struct.unpack_from("<H", stream, at + 8)[0] != 0)
        within = kind == SST or within and kind == CONTINUE
        if within:
            pieces.append(stream[at : at + length])
    if not pieces or not any(fonts):
        return {}
    found: dict[int, str] = {}
    texts = _Texts(pieces)
    for number in range(texts.count):
        text, runs = texts.next()
        if runs and len(found) < MOST and (said := _with_signs(text, runs, fonts)) is not None:
            found[number] = said
    return found


def _with_signs(text: str, runs: Sequence[tuple[int, int]], fonts: Sequence[bool]) -> str | None:
    """`runs` are where a font begins, and its number; there is no font of number 4."""
    parts = [(text[: runs[0][0]], False)]
    ends = [*(start for start, _ in runs[1:]), len(text)]
    for (start, font), end in zip(runs, ends, strict=True):
        at = font - (font > 4)
        parts.append((text[start:end], at < len(fonts) and fonts[at]))
    return with_signs(parts)


class _Texts:
    """The texts that all sheets share, one after the other, over as many records as they fill. A
    text that goes on in the next record says there anew how wide its letters are."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces, self.number, self.at = pieces, 0, 8
        self.count: int = struct.unpack_from("<I", pieces[0], 4)[0]

    def next(self) -> tuple[str, list[tuple[int, int]]]:
        """A text, and where which fonts begin in it."""
        length, flags = struct.unpack("<HB", self._bytes(3))
        fonts = struct.unpack("<H", self._bytes(2))[0] if flags & RICH else 0
        more = struct.unpack("<I", self._bytes(4))[0] if flags & EXTENDED else 0
        text = self._letters(length, flags & WIDE)
        runs = struct.unpack(f"<{2 * fonts}H", self._bytes(4 * fonts))
        self._bytes(more)
        return text, list(zip(runs[::2], runs[1::2], strict=True))

    def _bytes(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            piece = self.pieces[self.number]
            if self.at >= len(piece):
                self.number, self.at = self.number + 1, 0
                continue
            part = piece[self.at : self.at + count - len(found)]
            found, self.at = found + part, self.at + len(part)
        return found

    def _letters(self, count: int, wide: int) -> str:
        found = []
        while count:
            piece = self.pieces[self.number]
            if self.at >= len(piece):
                self.number, self.at = self.number + 1, 1
                wide = self.pieces[self.number][0] & WIDE
                continue
            size = 2 if wide else 1
            here = min(count, (len(piece) - self.at) // size)
            if not here:
                raise IndexError  # half a letter
            part = piece[self.at : self.at + here * size]
            found.append(part.decode("utf-16-le" if wide else "latin-1", "replace"))
            count, self.at = count - here, self.at + here * size
        return "".join(found)


def _look(stream: bytes, start: int, calculated: bool, raised: Mapping[int, str]) -> SheetScan:
    """The flaws of one sheet, what is hidden and raised in it. Where no spreadsheet program has
    calculated the file, an empty text is what a program wrote in place of a result."""
    if struct.unpack_from("<H", stream, start)[0] != BOF:
        raise errors.BrokenWorkbook(part="XLS")
    scan = SheetScan()
    waiting: tuple[int, int] | None = None  # the place of a formula whose result is a text
    for kind, at, _ in _records(stream, start):
        if kind == LABELSST:
            row, column, _, text = struct.unpack_from("<HHHI", stream, at)
            if (said := raised.get(text)) is not None:
                scan.raised.setdefault(row + 1, {})[column] = said
        elif kind == ROW and stream[at + 12] & ROW_HIDDEN:
            scan.hidden_rows.add(struct.unpack_from("<H", stream, at)[0] + 1)
        elif kind == COLINFO and stream[at + 8] & COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", stream, at)
            scan.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))
        if waiting and kind not in BETWEEN:
            if kind != STRING:
                _add(scan, waiting, None)
            waiting = None
        if kind == BOOLERR and stream[at + 7]:
            _add(scan, struct.unpack_from("<HH", stream, at), stream[at + 6])
        elif kind == FORMULA and stream[at + 12 : at + 14] == NO_NUMBER:
            place = struct.unpack_from("<HH", stream, at)
            if stream[at + 6] == A_TEXT:
                waiting = place
            elif stream[at + 6] == EMPTY_TEXT and not calculated:
                _add(scan, place, None)
            elif stream[at + 6] == AN_ERROR:
                _add(scan, place, stream[at + 8])
    if waiting:
        _add(scan, waiting, None)
    return scan


def _add(scan: SheetScan, place: tuple[int, ...], code: int | None) -> None:
    row, column = place
    if len(scan.flaws) >= MOST_FLAWS:
        return
    error: errors.CellError = (
        errors.FormulaWithoutValue(value=f"{column_letter(column)}{row + 1}")
        if code is None
        else errors.ErrorInCell(value=ERRORS.get(code, "#"))
    )
    scan.flaws.setdefault(row + 1, []).append(Flaw(column, error))
