"""What is written can be read again, and no spreadsheet program runs it."""

import io
import json
from datetime import date
from itertools import count

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.formats import errors as e
from cairn.formats.delimited import UNSAFE
from cairn.formats.tables import RowProblem, open_table
from cairn.formats.writers import (
    Labels,
    annotated_xlsx,
    harmless,
    stream_csv,
    write_csv,
    write_jsonl,
)

HEADER = ("name", "value", "note")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+1.234,5", "+1.234,5"),
        ("-1e5", "-1e5"),
        ("Côte d'Ivoire", "Côte d'Ivoire"),
        ("", ""),
        ("a=b", "a=b"),
    ],
)
def test_formulas_get_an_apostrophe_and_numbers_stay(text, written):
    assert harmless(text) == written


def test_cells_are_written_so_that_they_can_be_read():
    stream = io.StringIO()
    write_csv([(None, True, date(2024, 3, 1)), (1.5, -3, "x,y")], HEADER, stream, bom=True)
    assert stream.getvalue() == ('\ufeffname,value,note\r\n,true,2024-03-01\r\n1.5,-3,"x,y"\r\n')


def test_a_stream_is_the_same_table_in_pieces():
    rows = [(n, "x" * 50, "=1") for n in range(3000)]
    stream = io.StringIO()
    write_csv(rows, HEADER, stream, bom=True)
    pieces = list(stream_csv(rows, HEADER))
    assert len(pieces) > 1
    assert b"".join(pieces).decode() == stream.getvalue()


def test_a_stream_does_not_wait_for_the_last_row():
    endless = ((n, "x" * 100, "") for n in count())
    assert next(stream_csv(endless, HEADER)).startswith(b"\xef\xbb\xbfname,value,note")


texts = st.text(st.characters(codec="utf-8"), max_size=15).filter(
    lambda text: not UNSAFE.search(text) and "\ufeff" not in text
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=6))
def test_what_is_written_as_csv_is_read_back(tmp_path, table):
    kept = [row for row in table if any(cell.strip() for cell in row) and row != HEADER]
    path = tmp_path / "written.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_csv([("first", "1", ""), *kept], HEADER, stream)
    read = [cells for _, cells in open_table(path).sheet().rows()]
    assert read[1:] == [tuple(harmless(cell) or None for cell in row) for row in kept]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.tuples(texts, st.integers(), st.booleans() | st.none()), min_size=1))
def test_what_is_written_as_json_lines_is_read_back(tmp_path, table):
    path = tmp_path / "written.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        write_jsonl((dict(zip(HEADER, row, strict=True)) for row in table), stream)
    read = [cells for _, cells in open_table(path).sheet().rows()]
    assert read == [(row[0] or None, *row[1:]) for row in table]


def test_json_lines_hold_dates_as_text_and_no_infinity():
    stream = io.StringIO()
    write_jsonl([{"day": date(2024, 3, 1)}], stream)
    assert json.loads(stream.getvalue()) == {"day": "2024-03-01"}
    with pytest.raises(ValueError, match="JSON"):
        write_jsonl([{"n": float("inf")}], stream)


def test_a_file_comes_back_with_its_problems_beside_the_rows(tmp_path):
    source = tmp_path / "source.csv"
    source.write_text("Deaths 2024\n\ndate,place,dead\n2024-01-01,=evil(),3\n2024-13-01,B,x,more\n")
    sheet = open_table(source).sheet()
    problems: list[RowProblem] = []
    list(sheet.rows(problems.append))
    problems.append(RowProblem(5, "date", e.ImpossibleDate(value="2024-13-01")))
    target = tmp_path / "annotated.xlsx"
    labels = Labels(problems="Problèmes", row="Ligne", column="Colonne", advice="À faire")
    annotated_xlsx(
        sheet, problems, target, describe=lambda p: str(p.error), labels=labels, right_to_left=True
    )
    book = openpyxl.load_workbook(target)
    table, listing = book.worksheets
    assert table.sheet_view.rightToLeft
    assert [[cell.value for cell in row[:4]] for row in table.iter_rows()][:4] == [
        ["Deaths 2024", None, None, None],
        [None] * 4,
        ["date", "place", "dead", "Problèmes"],
        ["2024-01-01", "'=evil()", "3", None],
    ]
    assert [cell.value for cell in table[5]][::4] == ["2024-13-01", "more"]
    assert "is not a day or month" in table["D5"].value
    assert "more cells (4)" in table["D5"].value
    assert table["A5"].fill.fgColor.rgb == "FFF6D7B0"
    assert table["A4"].fill.fill_type is None
    assert [[cell.value for cell in row] for row in listing.iter_rows()] == [
        ["Ligne", "Colonne", "À faire"],
        [5, None, str(problems[0].error)],
        [5, "date", "'2024-13-01' is not a day or month of the calendar; correct it."],
    ]


def test_records_of_json_come_back_under_a_header(tmp_path):
    source = tmp_path / "source.jsonl"
    source.write_text('{"dead": 3}\n{"dead": "many"}\n')
    sheet = open_table(source).sheet()
    target = tmp_path / "annotated.xlsx"
    problem = RowProblem(2, "dead", e.UnreadableCount(value="many"))
    annotated_xlsx(sheet, [problem], target, describe=lambda p: p.error.code)
    table = openpyxl.load_workbook(target).worksheets[0]
    assert [[cell.value for cell in row] for row in table.iter_rows()] == [
        ["dead", "Problems"],
        [3, None],
        ["many", "unreadable_count"],
    ]
