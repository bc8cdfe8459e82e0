"""Marks of footnotes that are raised by formatting: they never become digits of a number."""

import zipfile

import pytest
import xlsxwriter

from cairn.formats.limits import DEFAULT
from cairn.formats.workbooks import read_whole
from cairn.reporting.reading.crosstabs.cells import Cells


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
