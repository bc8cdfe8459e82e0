"""Bad files, built when they are needed, each with what must come of it.

`BAD_FILES` is a table for any part that takes files: each entry says how to make the file and what
is expected of it, either one `FileError` that refuses the file, or the set of the errors that are
reported beside its rows (the empty set: the file looks bad and is read all the same). The columns
of the tables are named after what they hold: date, country, dead, latitude, longitude,
coordinates.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter

from cairn.formats import errors as e
from cairn.formats.limits import DEFAULT, Limits
from cairn.kernel.errors import CairnError

TODAY = date(2026, 11, 21)
HEADER = "date,country,dead,latitude,longitude\n"
GOOD = "2024-03-01,Italy,3,35.5,12.6\n"
Make = Callable[[Path], object]


@dataclass(frozen=True)
class BadFile:
    """One file: its name, how it is made, and what is expected of it."""

    name: str
    make: Make
    expect: type[CairnError] | frozenset[type[CairnError]]
    limits: Limits = DEFAULT
    rows: int | None = None  # how many come out, good and bad, where that is the point


def refused(name: str, make: Make, error: type[CairnError], limits: Limits = DEFAULT) -> BadFile:
    return BadFile(name, make, error, limits)


def reported(name: str, make: Make, *errors: type[CairnError], rows: int | None = None) -> BadFile:
    return BadFile(name, make, frozenset(errors), rows=rows)


def text(content: str, encoding: str = "utf-8") -> Make:
    return lambda path: path.write_bytes(content.encode(encoding))


def data(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


CHAIN = b"\5\0\0\0\6\0\0\0\7\0\0\0"  # each sector of the sheet is followed by the next


def old(part: bytes, other: bytes, share: float = 1.0) -> Make:
    """A workbook of Excel 97, with one part of it changed, or cut."""
    content = (Path(__file__).parent / "data" / "by_a_spreadsheet.xls").read_bytes()
    assert part in content
    changed = content.replace(part, other, 1)
    return data(changed[: int(share * len(changed))])


def table(*lines: str) -> Make:
    """A CSV file with the usual header, one good row and these."""
    return text(HEADER + GOOD + "".join(f"{line}\n" for line in lines))


def places(*coordinates: str) -> Make:
    return text("country;coordinates\n" + "".join(f"Italy;{each}\n" for each in coordinates))


def dates(*written: str) -> Make:
    return text("date;dead\n" + "".join(f"{each};1\n" for each in written))


def sheet(*rows: list[object]) -> Make:
    def make(path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            for number, row in enumerate(rows or [["date", "dead"], ["2024-01-01", 1]]):
                page.write_row(number, 0, row)

    return make


def repacked(
    change: Mapping[str, bytes | Callable[[bytes], bytes]], make: Make | None = None
) -> Make:
    """A workbook in which parts were added, or replaced by what a function makes of them."""

    def build(path: Path) -> None:
        (make or sheet())(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name, content in change.items():
            parts[name] = content(parts[name]) if callable(content) else content
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return build


def archive(**parts: bytes) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in parts.items():
                target.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)

    return make


def cut(make: Make, keep: float) -> Make:
    def build(path: Path) -> None:
        make(path)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * keep)])

    return build


def patched(make: Make, change: Callable[[bytearray], None]) -> Make:
    def build(path: Path) -> None:
        make(path)
        content = bytearray(path.read_bytes())
        change(content)
        path.write_bytes(content)

    return build


def _flip_sheet(content: bytearray) -> None:
    """Change one byte of the packed first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        part = opened.getinfo("xl/worksheets/sheet1.xml")
    content[part.header_offset + 30 + len(part.filename) + part.compress_size // 2] ^= 0x55


def _lie_about_size(content: bytearray) -> None:
    """Say that the first sheet unpacks to ten bytes."""
    at = content.rindex(b"PK\x01\x02")
    while content[at + 46 : at + 70] != b"xl/worksheets/sheet1.xml":
        at = content.rindex(b"PK\x01\x02", 0, at)
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")


def _lock_parts(content: bytearray) -> None:
    """Set the flag of encryption on every part."""
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)


def _formulas(path: Path) -> None:
    """Formulas as programs write them that cannot calculate."""
    book = openpyxl.Workbook()
    for row in (["date", "dead"], ["2024-01-01", "=1+2"], ["2024-01-02", 4]):
        book.active.append(row)
    book.save(path)


def _spreadsheet_errors(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["date", "dead"])
        page.write_row(1, 0, ["2024-01-01", 3])
        page.write(2, 0, "2024-01-02")
        page.write_formula(2, 1, "=Other!A1", None, "#REF!")


def _merged(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 4, "Deaths recorded by the agency")
        page.merge_range(2, 0, 3, 0, "country")
        page.merge_range(2, 1, 2, 2, "2023")
        page.merge_range(2, 3, 2, 4, "2024")
        page.write_row(3, 1, ["women", "men", "women", "men"])
        page.write_row(4, 0, ["Italy", 1, 2, 3, 4])
        page.write_row(5, 0, ["Greece", 5, 6, 7, 8])


def far_away(row: int, column: int) -> Make:
    def make(path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, ["date", "dead"])
            page.write(row, column, "far")

    return make


def _sparse(size: int) -> Make:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.write(HEADER.encode())
            file.truncate(size)

    return make


def _json(*records: object) -> Make:
    return text("".join(json.dumps(record) + "\n" for record in records))


def _wide_xlsx(path: Path) -> None:
    sheet([f"c{n}" for n in range(3000)], list(range(3000)))(path)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
ODT = b"application/vnd.oasis.opendocument.text"
RIGHT_TO_LEFT = "\u202e"

BAD_FILES: list[BadFile] = [
    # Nothing in it, or too little.
    refused("empty.csv", data(b""), e.EmptyFile),
    refused("empty.xlsx", data(b""), e.EmptyFile),
    refused("mark_only.csv", data(b"\xef\xbb\xbf"), e.EmptyFile),
    refused("blank_rows.csv", text("\n\n , ,\n;;;\n\n"), e.EmptyFile),
    refused("blank_sheet.xlsx", sheet([None]), e.EmptyFile),
    refused("header_only.csv", text(HEADER), e.NoRows),
    refused("header_only.xlsx", sheet(["date", "dead"]), e.NoRows),
    refused("title_only.csv", text("Deaths on the route\n"), e.NoRows),
    refused("no_header.csv", text("2024-01-01,3\n2024-01-02,4\n2024-01-03,5\n"), e.NoHeader),
    # Cut, damaged, wrongly encoded.
    refused("truncated.xlsx", cut(sheet(), 0.6), e.TruncatedFile),
    refused("half_a_header.xlsx", data(b"PK\x03\x04\x14"), e.TruncatedFile),
    refused("damaged_sheet.xlsx", patched(sheet(), _flip_sheet), e.BrokenWorkbook),
    refused("false_size.xlsx", patched(sheet(), _lie_about_size), e.BrokenWorkbook),
    refused("no_workbook.xlsx", archive(**{"[Content_Types]_xml": b"<x/>"}), e.BrokenWorkbook),
    refused(
        "broken_xml.xlsx", repacked({"xl/workbook.xml": b"<workbook><sheets>"}), e.BrokenWorkbook
    ),
    reported("open_quote.csv", table('2024-03-02,"Italy,3,1,1', GOOD * 3), e.UnclosedQuote),
    reported("stray_quote.csv", table('2024-03-02,"It"aly,3,1,1', GOOD), e.BrokenQuotes, rows=3),
    reported("cut_row.csv", text(HEADER + GOOD + "2024-03-02,Ita"), e.CutRow, rows=2),
    refused(
        "damaged_utf8.csv",
        data((HEADER + "2024-01-01,Côte d’Ivoire,1,5,-4\n" * 9).encode() + b"2024-01-01,C\xf4te"),
        e.WronglyEncoded,
    ),
    refused("half_utf16.csv", data((HEADER + GOOD).encode("utf-16")[:-1]), e.WronglyEncoded),
    reported("utf16_without_mark.csv", text(HEADER + GOOD, "utf-16-le"), rows=1),
    reported("mark_inside.csv", text(HEADER + GOOD + "\ufeff" + GOOD), rows=2),
    reported("joined.csv", text(HEADER + GOOD + "\ufeff" + HEADER + GOOD), e.RepeatedHeader),
    # Not a table at all.
    refused("report.csv", data(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), e.UnknownFormat),
    refused("photo.xlsx", data(b"\xff\xd8\xff\xe0\x00\x10JFIF"), e.UnknownFormat),
    refused("packed.csv", data(b"\x1f\x8b\x08\x00abc"), e.UnknownFormat),
    refused("page.xls", text("<html><table><tr><td>1</td></tr></table></html>"), e.NotATable),
    refused("feed.csv", text('<?xml version="1.0"?><records/>'), e.NotATable),
    refused("noise.csv", data(bytes(range(256)) * 8 + bytes(400)), e.NotText),
    refused("letter.xlsx", archive(word__document_xml=b"<w/>"), e.UnknownFormat),
    refused("files.xlsx", archive(readme=b"hello"), e.UnknownFormat),
    refused("letter.ods", archive(mimetype=ODT, content_xml=b"<x/>"), e.UnknownFormat),
    refused("old_letter.xls", data(OLE + "WordDocument".encode("utf-16-le")), e.UnknownFormat),
    # Made to do harm.
    refused(
        "bomb.xlsx",
        repacked({"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 20_000_000}),
        e.ZipBomb,
    ),
    refused("entities.xlsx", repacked({"xl/worksheets/sheet1.xml": ENTITIES}), e.UnsafeWorkbook),
    refused("macros.xlsx", repacked({"xl/vbaProject.bin": b"\x00"}), e.HasMacros),
    refused("macros.xlsm", repacked({"xl/macrosheets/sheet1.xml": b"<x/>"}), e.HasMacros),
    refused("binary.xlsx", archive(xl__workbook_bin=b"\x00"), e.UnknownFormat),
    refused("excel_95.xls", old(b"\x09\x08\x10\0\0\6", b"\x09\x08\x10\0\0\5"), e.UnknownFormat),
    refused("cut.xls", old(b"", b"", 0.6), e.TruncatedFile),
    refused("turned.xls", old(CHAIN, b"\5\0\0\0\6\0\0\0\4\0\0\0"), e.BrokenWorkbook),
    refused("password.xls", old(b"\x42\0\2\0\xb0\4", b"\x2f\0\2\0\xb0\4"), e.EncryptedWorkbook),
    refused("links.xls", old(b"\xae\1\4\0\2\0\1\4", b"\xae\1\4\0\2\0\5\0"), e.HasExternalLinks),
    refused("sheet_of_macros.xls", old(b"\1\0\6\0Oculta", b"\1\1\6\0Oculta"), e.HasMacros),
    refused("macros.xls", data(OLE + "_VBA_PROJECT_CUR".encode("utf-16-le")), e.HasMacros),
    refused(
        "macros.ods",
        archive(mimetype=ODS, content_xml=b"<x/>", Basic__Standard__Module1_xml=b"<x/>"),
        e.HasMacros,
    ),
    refused(
        "links.xlsx", repacked({"xl/externalLinks/externalLink1.xml": b"<x/>"}), e.HasExternalLinks
    ),
    refused(
        "password.xlsx", data(OLE + "EncryptedPackage".encode("utf-16-le")), e.EncryptedWorkbook
    ),
    refused("locked_parts.xlsx", patched(sheet(), _lock_parts), e.EncryptedWorkbook),
    refused(
        "password.ods",
        archive(mimetype=ODS, **{"META-INF__manifest_xml": b"<manifest:encryption-data/>"}),
        e.EncryptedWorkbook,
    ),
    # Too much of it.
    refused("300_mb.csv", _sparse(300 * 1024 * 1024), e.TooLarge),
    refused("200_mb_of_nothing.csv", _sparse(200 * 1024 * 1024), e.NotText),
    refused("rows.csv", text(HEADER + GOOD * 200), e.TooManyRows, Limits(max_rows=100)),
    refused("10000_columns.csv", text((",c" * 10_000 + "\n") * 2), e.TooManyColumns),
    refused("3000_columns.xlsx", _wide_xlsx, e.TooManyColumns),
    refused("last_cell.xlsx", far_away(9, 16_383), e.TooManyColumns),
    refused("last_row.xlsx", far_away(200_000, 499), e.TooManyCells),
    refused("one_line.csv", text("a,b;" * 90_000), e.LineTooLong, Limits(max_line=100_000)),
    reported("long_cell.csv", table(f"2024-03-02,{'x' * 40_000},3,1,1"), e.CellTooLong),
    reported("far_too_long.csv", table(f"2024-03-02,{'x' * 140_000},3,1,1"), e.CellFarTooLong),
    reported("many_cells.csv", table("2024-03-02" + ",1" * 9_999), e.RaggedRow, rows=2),
    # Rows of another shape than the rest.
    reported("ragged.csv", table("2024-03-02,Italy,3,1,1,more"), e.RaggedRow, rows=2),
    reported("mixed.csv", table("2024-03-02;Italy;3;1;1"), e.OtherDelimiter, rows=2),
    reported("same_names.csv", text("date,dead,dead\n2024-01-01,1,2\n"), rows=1),
    reported("merged.xlsx", _merged, rows=2),
    # Values that are none.
    reported("formulas.xlsx", _formulas, e.FormulaWithoutValue, rows=2),
    reported("errors.xlsx", _spreadsheet_errors, e.ErrorInCell, rows=2),
    reported("errors.xls", old(b"", b""), e.ErrorInCell, rows=7),
    reported("errors.csv", table("2024-03-02,Italy,#REF!,1,1"), e.ErrorInCell),
    reported("injection.csv", table("2024-03-02,=cmd|' /C calc'!A0,=1+1,1,1"), e.FormulaAsText),
    reported("nul.csv", table("2024-03-02,It\x00aly,3,1,1"), e.HiddenCharacters, rows=2),
    reported("override.csv", table(f"2024-03-02,{RIGHT_TO_LEFT}ylatI,3,1,1"), e.HiddenCharacters),
    reported("negative.csv", table("2024-03-02,Italy,-3,1,1"), e.NegativeCount),
    reported("minus_sign.csv", table("2024-03-02,Italy,−3,1,1"), e.NegativeCount),
    reported("huge.csv", table("2024-03-02,Italy,99999999999999999999,1,1"), e.NumberTooLarge),
    reported("overflow.csv", table("2024-03-02,Italy,1e400,1,1"), e.NumberTooLarge),
    reported("infinity.csv", table("2024-03-02,Italy,inf,1,1"), e.UnreadableCount),
    reported("fraction.csv", table("2024-03-02,Italy,2.5,1,1"), e.FractionalCount),
    reported("shortened.csv", table("2024-03-02,Italy,1.82E+06,1,1"), e.RoundedNumber),
    reported("range.csv", table("2024-03-02,Italy,12-15,1,1"), e.UnreadableCount),
    reported("swapped.csv", places("-110.37, 31.65"), e.SwappedCoordinates),
    reported("swapped_columns.csv", table("2024-03-02,USA,3,-110.37,31.65"), e.LatitudeOutOfRange),
    reported("off_the_map.csv", table("2024-03-02,Italy,3,35.5,212.6"), e.LongitudeOutOfRange),
    reported("no_place.csv", places("near the coast"), e.UnreadableCoordinates),
    reported("impossible_date.csv", dates("2015-02-30", "31/04/2015"), e.ImpossibleDate),
    reported("future_date.csv", dates("2027-01-01", "2206-03-01"), e.FutureDate),
    reported("early_date.csv", dates("1815-03-01"), e.DateTooEarly),
    reported("no_date.csv", dates("last spring"), e.UnreadableDate),
    reported(
        "mixed_dates.csv", dates("25/12/2015", "12/25/2015", "03/04/2015"), e.AmbiguousDate, rows=3
    ),
    reported("weekday.csv", dates("Mon, 05/01/2026", "Tue, 13/01/2026", "Wed, 13/01/2026"),
             e.WrongWeekday),
    # JSON.
    refused("cut.json", text('[{"date": "2024-01-01", "dead": 3}, {"date": "20'), e.TruncatedFile),
    refused("broken.json", text('[{"dead": 3}, {dead: 4}, {"dead": 5}]'), e.BrokenJsonFile),
    refused("one_object.json", text('{\n "dead": {\n  "2024": 3\n }\n}\n'), e.NoRecords),
    refused("numbers.json", text("[1, 2, 3]"), e.NoRecords),
    refused("no_records.json", text("[]"), e.NoRecords),
    reported("broken.jsonl", text('{"dead": 3}\n{"dead": \n{"dead": 5}\n'), e.BrokenJson, rows=3),
    reported("list.jsonl", text('{"dead": 3}\n[4]\n'), e.NotAnObject, rows=2),
    reported("nested.jsonl", _json({"dead": 3}, {"dead": [1, 2]}), e.NestedValue, rows=2),
    reported("deep.jsonl", text('{"dead": 3}\n' + "[" * 9_000 + "\n"), e.NestedValue, rows=2),
    reported("twice.jsonl", text('{"dead": 3}\n{"dead": 3, "dead": 4}\n'), e.DuplicateKey, rows=2),
    reported("twice.json", text('[{"dead": 3}, {"dead": 3, "dead": 4}]'), e.DuplicateKey, rows=2),
    reported("nan.jsonl", text('{"dead": NaN}\n{"dead": 1}\n'), e.UnreadableNumber, rows=2),
    reported("overflow.jsonl", text('{"dead": 1e400}\n{"dead": 1}\n'), e.NumberTooLarge, rows=2),
    reported("digits.jsonl", text('{"dead": ' + "9" * 5000 + "}\n"), e.NumberTooLarge, rows=1),
]  # fmt: skip
