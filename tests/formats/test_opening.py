"""What a person chose of a file is what it is opened with, or a sentence says why not."""

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cairn.formats.errors import FileError
from cairn.formats.grids import HEAD
from cairn.formats.opening import (
    DELIMITERS,
    ENCODINGS,
    DelimiterNotNeeded,
    EncodingNotNeeded,
    HeaderRowNotNeeded,
    NoRowsBelow,
    NoSuchDelimiter,
    NoSuchEncoding,
    NoSuchHeaderRow,
    Opening,
    OtherEncoding,
)
from cairn.formats.tables import open_table

ROWS = [["name", "place"], ["one", "two"], ["three", "four"]]


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def everything(path, opening):
    sheet = open_table(path, opening=opening).sheet(opening.sheet or None)
    return [list(sheet.header), *(list(cells) for _, cells in sheet.rows())]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_may_be_chosen_is_read(tmp_path, encoding):
    path = write(tmp_path / "table.csv", "name,place\none,two\nthree,four\n", encoding)
    assert everything(path, Opening(encoding=encoding)) == ROWS


def test_a_mark_of_the_byte_order_is_no_part_of_the_first_name(tmp_path):
    path = write(tmp_path / "table.csv", "name,place\none,two\nthree,four\n", "utf-8-sig")
    assert everything(path, Opening(encoding="utf-8")) == ROWS


@given(
    sign=st.sampled_from(DELIMITERS),
    above=st.integers(0, 5),
    cells=st.lists(
        st.lists(
            st.text("abcdef ", min_size=1).map(str.strip).filter(bool), min_size=2, max_size=2
        ),
        min_size=2,
        max_size=6,
    ),
)
def test_sign_and_row_that_were_said_are_the_ones_used(tmp_path_factory, sign, above, cells):
    names = ["first", "second"]
    lines = ["x" + sign + "y"] * above + [sign.join(row) for row in [names, *cells]]
    path = write(tmp_path_factory.mktemp("said") / "table.csv", "\n".join(lines) + "\n")
    found = everything(path, Opening(delimiter=sign, header_row=above + 1))
    assert found == [names, *(row for row in cells if row != names)]


def refused(path, **chosen):
    opening = Opening(**chosen)
    with pytest.raises(FileError) as caught:
        everything(path, opening)
    return caught.type


def test_what_cannot_be_is_refused(tmp_path):
    text = write(tmp_path / "table.csv", "name,place\none,twö\nthree,four\n", "cp1252")
    records = write(tmp_path / "table.jsonl", '{"name": "one"}\n')
    book = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(book) as made:
        for name in ("a", "b"):
            sheet = made.add_worksheet(name)
            for at, row in enumerate(ROWS):
                sheet.write_row(at, 0, row)
    assert refused(text, encoding="utf-8") is OtherEncoding
    assert refused(text, encoding="rot13") is NoSuchEncoding
    assert refused(text, delimiter=";") is NoSuchDelimiter
    assert refused(text, header_row=3) is NoRowsBelow
    assert refused(text, header_row=HEAD + 1) is NoSuchHeaderRow
    assert refused(text, header_row=-1) is NoSuchHeaderRow
    assert refused(records, delimiter=",") is DelimiterNotNeeded
    assert refused(records, header_row=1) is HeaderRowNotNeeded
    assert refused(book, encoding="utf-8") is EncodingNotNeeded
    assert refused(book, delimiter=",") is DelimiterNotNeeded
    assert refused(book, sheet="b", header_row=7) is NoSuchHeaderRow
    assert everything(book, Opening(sheet="b", header_row=2))[0] == ["one", "two"]


@pytest.mark.parametrize("isolated", [False, True])
def test_a_row_of_names_is_that_of_its_sheet_only(tmp_path, isolated):
    book = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(book) as made:
        for name in ("a", "b"):
            sheet = made.add_worksheet(name)
            for at, row in enumerate(ROWS):
                sheet.write_row(at, 0, row)
    opened = open_table(book, isolated=isolated, opening=Opening(sheet="b", header_row=2))
    assert [sheet.header for sheet in opened.sheets] == [("name", "place"), ("one", "two")]
    opened = open_table(book, isolated=isolated, opening=Opening(header_row=2))
    assert {sheet.header for sheet in opened.sheets} == {("one", "two")}
