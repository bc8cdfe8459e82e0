"""Marks of footnotes that are raised by formatting: they never become digits of a number."""

import shutil
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter

from cairn.formats.errors import BrokenWorkbook, FileError
from cairn.formats.limits import DEFAULT
from cairn.formats.raised import with_signs
from cairn.formats.sheet_biff import raised_texts
from cairn.formats.workbooks import read_rows, read_whole
from cairn.reporting.reading.crosstabs.cells import Cells

DATA = Path(__file__).parent / "data"


def book(path, *cells, inline=False):
    with xlsxwriter.Workbook(path) as made:
        raised, plain = made.add_format({"font_script": 1}), made.add_format({"bold": True})
        sheet = made.add_worksheet()
        for row, (text, mark) in enumerate(cells):
            if mark:
                sheet.write_rich_string(row, 0, plain, text, raised, mark)
            else:
                sheet.write_string(row, 0, text)
    if inline:
        _inlined(path)
    return path


def _inlined(path):
    """The same workbook as programs write it that keep no table of texts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings = parts["xl/sharedStrings.xml"].decode()
    items = [one.split("</si>")[0] for one in strings.split("<si>")[1:]]
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for number, item in enumerate(items):
        old = f't="s"><v>{number}</v></c>'
        sheet = sheet.replace(old, f't="inlineStr"><is>{item}</is></c>')
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)


def texts(path):
    [sheet] = read_whole(path, DEFAULT)
    return [row.cells[0] for row in sheet.rows]


@pytest.mark.parametrize("inline", [False, True], ids=["shared texts", "inline texts"])
def test_a_raised_digit_stays_apart_from_the_number(tmp_path, inline):
    path = book(tmp_path / "a.xlsx", ("12", "1"), ("7", ""), ("Niger", "2"), inline=inline)
    assert texts(path) == ["12¹", "7", "Niger²"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (("12", "(1)"), "12¹"),
        (("12", "1, 2"), "12¹²"),
        (("12", "a"), "12(a)"),
        (("12", "*"), "12*"),
        (("1", "er"), "1er"),
    ],
)
def test_signs_say_what_formatting_said(tmp_path, written, read):
    assert texts(book(tmp_path / "a.xlsx", written)) == [read]


def test_the_number_counts_without_its_mark(tmp_path):
    [text] = texts(book(tmp_path / "a.xlsx", ("12", "1")))
    value = Cells().read(text)
    assert (value.number, value.mark) == (12, "¹")


def test_only_the_cell_with_the_mark_is_changed(tmp_path):
    path = book(tmp_path / "a.xlsx", ("121", ""), ("12", "1"))
    assert texts(path) == ["121", "12¹"]


# --- ODS and XLS, as a spreadsheet program writes them --------------------------------------------


@pytest.fixture(params=["raised.ods", "raised.xls"])
def real(request):
    return DATA / request.param


def test_marks_are_found_in_the_files_of_other_programs(real):
    [sheet] = read_whole(real, DEFAULT)
    rows = [row.cells[:3] for row in sheet.rows]
    assert rows[1] == ["Niger", "12¹", "121"]
    assert rows[2] == ["Mali²", "12¹", 34]
    assert rows[3] == ["Tchad", "7(a)", "1 234¹²"]
    assert rows[160][:2] == ["Libye", "88³"]  # behind texts that fill more than one record


def test_a_number_that_is_raised_as_a_whole_stays_a_number(real):
    [sheet] = read_whole(real, DEFAULT)
    assert sheet.rows[4].cells[:3] == ["Soudan", "56", 5]


def test_what_somebody_hid_is_known_of_other_programs_too(real):
    [sheet] = read_whole(real, DEFAULT)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((6,), (3,))


def test_marks_are_found_where_rows_are_imported_too(real):
    rows = list(read_rows(real, "Données", DEFAULT))
    assert rows[1].cells[1] == "12¹"


def changed_ods(tmp_path, old: bytes, new: bytes, part="content.xml") -> Path:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(DATA / "raised.ods") as was, zipfile.ZipFile(path, "w") as made:
        for name in was.namelist():
            body = was.read(name)
            if name == part:
                assert old in body
                body = body.replace(old, new)
            made.writestr(name, body)
    return path


@pytest.mark.parametrize(
    ("place", "read"),
    [
        (b"super 58%", "12¹"),
        (b"-33% 58%", "12¹"),
        (b"0% 100%", "121"),
        (b"", "121"),
        (b"sub", "12¹"),
    ],
)
def test_any_way_to_raise_letters_is_known(tmp_path, place, read):
    path = changed_ods(tmp_path, b'text-position="33% 58%', b'text-position="' + place)
    [sheet] = read_whole(path, DEFAULT)
    assert sheet.rows[1].cells[1] == read


def test_a_style_raises_as_the_one_does_that_it_is_made_from(tmp_path):
    style = b'<style:style style:name="Up" style:family="text"><style:text-properties '
    style += b'style:text-position="super 58%"/></style:style>'
    child = b'<style:style style:name="Upper" style:family="text" style:parent-style-name="Up"/>'
    end = b"</office:automatic-styles>"
    path = changed_ods(tmp_path, end, style + child + end)
    shutil.move(path, tmp_path / "b.ods")
    with zipfile.ZipFile(tmp_path / "b.ods") as was, zipfile.ZipFile(path, "w") as made:
        for name in was.namelist():
            body = was.read(name)
            if name == "content.xml":
                new = b'<text:p>9<text:span text:style-name="Upper">1</text:span></text:p>'
                assert b"<text:p>121</text:p>" in body
                body = body.replace(b"<text:p>121</text:p>", new)
            made.writestr(name, body)
    [sheet] = read_whole(path, DEFAULT)
    assert sheet.rows[1].cells[2] == "9¹"


@pytest.mark.parametrize("broken", [b"<table:table-cell", b"</office:body>"])
def test_an_ods_that_is_no_xml_is_damaged(tmp_path, broken):
    path = changed_ods(tmp_path, broken, b"<<")
    with pytest.raises(BrokenWorkbook):
        list(read_whole(path, DEFAULT))


@pytest.mark.parametrize("cut", range(20_000, 44_000, 1_500))
def test_an_xls_that_was_damaged_is_read_or_named_as_damaged(tmp_path, cut):
    body = bytearray((DATA / "raised.xls").read_bytes())
    body[cut % len(body) : cut % len(body) + 64] = b"\xff" * 64
    path = tmp_path / "a.xls"
    path.write_bytes(body)
    with suppress(FileError):  # anything else would be a mistake of ours
        list(read_whole(path, DEFAULT))


def records(*parts: tuple[int, bytes]) -> bytes:
    whole = ((0x0809, b"\0\6" + b"\0" * 14), *parts, (0x000A, b""))
    return b"".join(
        kind.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body for kind, body in whole
    )


def font(raised: int) -> bytes:
    return b"\0" * 8 + raised.to_bytes(2, "little") + b"\0" * 6


@pytest.mark.parametrize("cut", [3, 5, 7, 9, 11, 12, 13, 14, 15, 16, 17])
def test_a_text_that_goes_on_in_the_next_record_is_put_together(cut):
    """Wherever the record ends: within letters, the next one says anew how wide they are."""
    letters = "121".encode("utf-16-le")
    text = b"\x03\0" + b"\x09" + b"\x01\0" + letters + b"\x02\0" + b"\x01\0"
    body = b"\x02\0\0\0" * 2 + text + b"\x02\0\0ab"
    at = 8 + cut
    flag = b"\1" if cut in (5, 7, 9) else b""
    parts = ((0x31, font(0)), (0x31, font(1)), (0xFC, body[:at]), (0x3C, flag + body[at:]))
    assert raised_texts(records(*parts)) == {0: "12¹"}


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([("12", False), ("1", True)], "12¹"),
        ([("12", True)], None),
        ([(" ", False), ("12", True)], None),
        ([("12", False), (" ", True)], None),
        ([], None),
    ],
)
def test_only_a_part_that_is_raised_is_a_mark(runs, said):
    assert with_signs(runs) == said
