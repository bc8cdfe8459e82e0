"""Files of every format become sheets: header, rows with their numbers, problems beside them."""

import json
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.formats import errors as e
from cairn.formats.limits import Limits
from cairn.formats.tables import RowProblem, open_table
from tests.formats.corpus import far_away, sheet

OPEN_DATA = Path(__file__).parents[3] / "shared" / "data" / "open"


@pytest.fixture
def opened(tmp_path):
    """Open a file with this content."""

    def opened(content, name="table.csv", encoding="utf-8", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return open_table(path, **options)

    return opened


def rows(book):
    return list(book.sheet().rows())


# --- text ----------------------------------------------------------------------------------------


def test_rows_come_with_the_number_that_a_spreadsheet_shows(opened):
    book = opened('a,b\n1,"two\nlines"\n\n , \n3,\n')
    assert book.sheet().header == ("a", "b")
    assert rows(book) == [(2, ("1", "two\nlines")), (5, ("3", None))]


def test_rows_may_be_read_any_number_of_times(opened):
    book = opened("a,b\n1,2\n")
    assert rows(book) == rows(book) == book.sheet().sample()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(opened, delimiter):
    lines = ["name,value,note", "x,1,", "y,2,z"]
    book = opened("\n".join(lines).replace(",", delimiter) + "\n")
    assert book.delimiter == delimiter
    assert rows(book) == [(2, ("x", "1", None)), (3, ("y", "2", "z"))]


def test_commas_in_the_decimals_are_no_delimiter(opened):
    book = opened("a;b;c\n" + "1,5;2,5;3,5\n" * 30)
    assert book.delimiter == ";"
    assert rows(book)[0] == (2, ("1,5", "2,5", "3,5"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_of_three_ways(opened, end):
    assert rows(opened(end.join(["a,b", "1,2", "3,4", ""]))) == [(2, ("1", "2")), (3, ("3", "4"))]


def test_the_hint_of_excel_is_followed_and_not_shown(opened):
    book = opened("sep=;\na;b,c\n1;2,3\n")
    assert (book.sheet().header, rows(book)) == (("a", "b,c"), [(3, ("1", "2,3"))])


def test_spaces_after_the_delimiter_may_stand_before_quotes(opened):
    assert rows(opened('a, b\n"1, 2", "3, 4"\n"5", "6"\n')) == [
        (2, ("1, 2", "3, 4")),
        (3, ("5", "6")),
    ]


WORDS = {
    "utf-8": "País;Côte d’Ivoire;Ливия;ليبيا;利比亚",
    "utf-8-sig": "País;Côte d’Ivoire;Ливия;ليبيا;利比亚",
    "utf-16": "País;Côte d’Ivoire;Ливия;ليبيا;利比亚",
    "utf-16-le": "Pays;Reference;Number",
    "utf-16-be": "Pays;Reference;Number",
    "cp1252": "País;Méditerranée centrale;Côte d’Ivoire;São Tomé;München;José",
    "cp1251": "страна;Центральное Средиземноморье;Сирия",
    "cp1256": "البلد;وسط البحر المتوسط;ليبيا",
    "gb18030": "国家;地中海中部;利比亚",
}


@pytest.mark.parametrize("encoding", WORDS)
def test_the_encoding_is_found(opened, encoding):
    """Also where the first foreign letter stands far from the beginning."""
    table = "a;b\n" + "1;2\n" * 30_000 + "".join(f"3;{w}\n" for w in WORDS[encoding].split(";"))
    book = opened(table, encoding=encoding)
    assert [cells[1] for _, cells in rows(book)][30_000:] == WORDS[encoding].split(";")
    assert book.encoding.name.startswith(encoding[:5])


@pytest.mark.parametrize(
    ("encoding", "word"),
    [("cp1252", "José"), ("cp1252", "ÉTÉ"), ("cp1251", "Ирак"), ("cp1251", "дата")]
    + [("cp1256", "مصر"), ("gb18030", "死亡"), ("cp1252", "Niño"), ("cp1252", "Région;Année")],
)
def test_one_word_is_enough_to_tell_the_encoding(opened, encoding, word):
    assert rows(opened(f"a;b\n{word};1\n", encoding=encoding))[0][1][0] == word.split(";")[0]


def test_a_byte_that_is_not_text_is_named_by_line_and_place(opened):
    good = "ville;n\n" + "Tòzeur;1\n" * 20
    with pytest.raises(e.WronglyEncoded) as caught:
        opened(good.encode() + b"Sf\xe9x;2\n")
    assert caught.value.values == {
        "line": 22,
        "offset": len(good.encode()) + 2,
        "encoding": "UTF-8",
    }


def test_after_a_broken_row_reading_goes_on(opened):
    problems: list[RowProblem] = []
    book = opened('a,b\n1,"x"y\n2,3\n4,5,6\n7;8\n9,10\n')
    found = list(book.sheet().rows(problems.append))
    assert found == [
        (2, (None, None)), (3, ("2", "3")), (4, (None, None)), (5, (None, None)), (6, ("9", "10")),
    ]  # fmt: skip
    assert [(p.row, type(p.error)) for p in problems] == [
        (2, e.BrokenQuotes), (4, e.RaggedRow), (5, e.OtherDelimiter),
    ]  # fmt: skip


def test_a_problem_that_nobody_takes_is_raised(opened):
    with pytest.raises(e.RaggedRow):
        rows(opened("a,b\n1,2\n3,4\n1,2,3\n"))


def test_a_short_row_is_filled_up_unless_the_file_ends_in_it(opened):
    assert rows(opened("a,b,c\n1\n2,3,4\n")) == [(2, ("1", None, None)), (3, ("2", "3", "4"))]
    problems: list[RowProblem] = []
    assert list(opened("a,b,c\n1\n2,3").sheet().rows(problems.append)) == [
        (2, ("1", None, None)),
        (3, (None, None, None)),
    ]
    assert [(p.row, p.error.code) for p in problems] == [(3, "cut_row")]


def test_a_large_file_is_read_in_little_memory(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("a,b,c\n")
        file.writelines([f"2024-01-01,{'Central Mediterranean ' * 20},12\n"] * 20_000)
    tracemalloc.start()
    count = sum(1 for _ in open_table(path).sheet().rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert path.stat().st_size > 8_000_000 > 2 * peak


def test_every_open_series_at_hand_is_read_without_a_problem():
    for path in OPEN_DATA.glob("*/*.csv"):
        book = open_table(path)
        assert book.encoding.certain
        assert sum(1 for _ in book.sheet().rows()) > 5


# --- workbooks -----------------------------------------------------------------------------------


def test_cells_of_a_workbook_have_their_types(tmp_path):
    path = tmp_path / "types.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.append(["text", "whole", "part", "day", "moment", "truth", "nothing"])
    page.append(["x", 3, 2.5, date(2024, 3, 1), datetime(2024, 3, 1, 12, 30), True, None])  # noqa: DTZ001
    book.save(path)
    expected = ("x", 3, 2.5, date(2024, 3, 1), datetime(2024, 3, 1, 12, 30), True, None)  # noqa: DTZ001
    for isolated in (False, True):
        [(number, cells)] = rows(open_table(path, isolated=isolated))
        assert number == 2
        assert cells == expected
        assert [type(cell) for cell in cells] == [type(cell) for cell in expected]


def test_sheets_are_named_and_hidden_ones_are_marked(tmp_path):
    path = tmp_path / "sheets.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Lists", "2023", "2024", "Notes", "Blank"):
            page = book.add_worksheet(name)
            if name not in ("Notes", "Blank"):
                page.write_column(0, 0, ["month", name])
                page.write_column(0, 1, ["dead", 1])
        book.get_worksheet_by_name("Notes").write(0, 0, "made in May")
        book.get_worksheet_by_name("2023").activate()
        book.get_worksheet_by_name("Lists").hide()
    opened = open_table(path)
    assert [(s.name, s.hidden) for s in opened.sheets] == [
        ("Lists", True), ("2023", False), ("2024", False),
    ]  # fmt: skip
    assert opened.sheet().name == "2023"
    assert opened.sheet("2024").header == ("month", "dead")
    assert {name: error.code for name, error in opened.unusable} == {
        "Notes": "no_rows",
        "Blank": "empty_file",
    }
    with pytest.raises(e.NoSuchSheet, match="Lists, 2023, 2024"):
        opened.sheet("2025")


def test_a_table_may_begin_anywhere_in_a_sheet(tmp_path):
    path = tmp_path / "offset.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write(1, 1, "Deaths by month")
        page.write_row(3, 2, ["month", "dead"])
        page.write_row(4, 2, ["2024-01", 5])
        page.write_row(6, 2, ["2024-02", 7])
        page.write(7, 0, "draft")
    opened = open_table(path).sheet()
    problems: list[RowProblem] = []
    assert (opened.header, opened.header_rows, opened.first_column) == (("month", "dead"), (4,), 2)
    assert list(opened.rows(problems.append)) == [
        (5, ("2024-01", 5)), (7, ("2024-02", 7)), (8, (None, None)),
    ]  # fmt: skip
    assert [(p.row, p.column, p.error.code) for p in problems] == [(8, None, "ragged_row")]


def test_a_cell_that_cannot_be_read_is_named_and_the_others_stay(tmp_path):
    path = tmp_path / "errors.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["place", "dead"])
        page.write(1, 0, "Lampedusa")
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        page.write_row(2, 0, ["Samos", 4])
    problems: list[RowProblem] = []
    found = list(open_table(path).sheet().rows(problems.append))
    assert found == [(2, ("Lampedusa", None)), (3, ("Samos", 4))]
    [problem] = problems
    assert (problem.row, problem.column, problem.error.code) == (2, "dead", "error_in_cell")
    assert problem.error.values == {"value": "#DIV/0!"}


def test_a_reader_that_needs_too_much_is_stopped(tmp_path):
    path = tmp_path / "much.xlsx"
    far_away(100_000, 499)(path)
    with pytest.raises(e.ParserStopped, match="400 MB"):
        open_table(path, limits=Limits(memory=400 * 1024 * 1024), isolated=True)


def test_reading_may_stop_half_way(tmp_path):
    path = tmp_path / "long.xlsx"
    sheet(["a", "b"], *([n, n] for n in range(20_000)))(path)
    stream = open_table(path, isolated=True).sheet().rows()
    assert next(stream) == (2, (0, 0))
    stream.close()
    assert list(stream) == []


ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="2024"><table:table-row>
<table:table-cell office:value-type="string"><text:p>day</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>dead</text:p></table:table-cell>
</table:table-row><table:table-row>
<table:table-cell office:value-type="date" office:date-value="2024-03-01"/>
<table:table-cell office:value-type="float" office:value="3" %s/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(path, extra=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.replace("\n", "") % extra)


def test_an_open_document_spreadsheet_is_read(tmp_path):
    ods(tmp_path / "table.ods")
    opened = open_table(tmp_path / "table.ods", isolated=True).sheet()
    assert (opened.name, opened.header) == ("2024", ("day", "dead"))
    assert list(opened.rows()) == [(2, (date(2024, 3, 1), 3))]


def test_a_cell_repeated_without_end_is_refused(tmp_path):
    ods(tmp_path / "bomb.ods", 'table:number-columns-repeated="999999999"')
    with pytest.raises(e.TooManyColumns):
        open_table(tmp_path / "bomb.ods", isolated=True)


# --- JSON ----------------------------------------------------------------------------------------

RECORDS = [{"a": 1, "b": "x"}, {"b": None, "c": 2.5}, {"a": True, "c": ""}]


@pytest.mark.parametrize("name", ["records.jsonl", "records.json", "records.csv"])
def test_the_names_of_all_records_are_the_header(opened, name):
    lines = "\n".join(json.dumps(r) for r in RECORDS)
    book = opened(json.dumps(RECORDS, indent=1) if name.endswith("json") else lines, name)
    assert book.sheet().header == ("a", "b", "c")
    assert rows(book) == [(1, (1, "x", None)), (2, (None, None, 2.5)), (3, (True, None, None))]


def test_a_long_array_is_read_record_by_record(opened):
    records = [{"n": n, "text": "é" * 50} for n in range(5_000)]
    book = opened(json.dumps(records), "long.json")
    assert [cells[0] for _, cells in book.sheet().rows()] == list(range(5_000))


# --- anything ------------------------------------------------------------------------------------

STARTS = [b"", b"a,b\n", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"[{", b'{"a":', b'a;"b']


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(STARTS), content=st.binary(max_size=300), suffix=st.sampled_from(
    [".csv", ".json", ".xlsx"]
))  # fmt: skip
def test_random_bytes_raise_nothing_but_errors_of_ours(tmp_path, start, content, suffix):
    path = tmp_path / f"random{suffix}"
    path.write_bytes(start + content)
    read_all_or_refuse(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=5))
def test_a_damaged_workbook_raises_nothing_but_errors_of_ours(tmp_path, changes):
    path = tmp_path / "damaged.xlsx"
    if not (tmp_path / "sound.xlsx").exists():
        sheet(["date", "dead"], ["2024-01-01", 3], ["2024-01-02", 4])(tmp_path / "sound.xlsx")
    content = bytearray((tmp_path / "sound.xlsx").read_bytes())
    for place, byte in changes:
        content[int(place * len(content))] = byte
    path.write_bytes(content)
    read_all_or_refuse(path)


def read_all_or_refuse(path):
    problems: list[RowProblem] = []
    try:
        book = open_table(path)
        for page in book.sheets:
            for number, cells in page.rows(problems.append):
                assert number > 0
                assert len(cells) == len(page.header)
    except e.FileError as error:
        problems.append(RowProblem(0, None, error))
    assert all(str(problem.error) for problem in problems)
