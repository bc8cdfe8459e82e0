"""The header is found under titles, over several rows, and never taken from the data."""

import csv
import io

import pytest

from cairn.formats import errors as e
from cairn.formats.tables import open_table


def sheet_of(tmp_path, *lines):
    path = tmp_path / "table.csv"
    buffer = io.StringIO()
    csv.writer(buffer).writerows([cell.strip() for cell in line.split("|")] for line in lines)
    path.write_text(buffer.getvalue())
    return open_table(path).sheet()


BODY = ("Italy  | 1 | 2 | 3", "Greece | 4 | 5 | 6", "Spain  | 7 | 8 | 9")


@pytest.mark.parametrize(
    ("lines", "header", "header_rows"),
    [
        (["country | a | b | c"], ("country", "a", "b", "c"), (1,)),
        (["Deaths at sea | | |", "| | |", "country | a | b | c"], ("country", "a", "b", "c"), (3,)),
        (["Agency | Coast guard | |", "country | a | b | c"], ("country", "a", "b", "c"), (2,)),
        (["Made on | 2024-01-01 | |", "country | a | b | c"], ("country", "a", "b", "c"), (2,)),
        (["country | 2021 | 2022 | 2023"], ("country", "2021", "2022", "2023"), (1,)),
        (
            ["country | 2023 | | 2024", " | women | men | women"],
            ("country", "2023 / women", "2023 / men", "2024 / women"),
            (1, 2),
        ),
        (
            ["Deaths", "| 2023 | | 2024", "country | women | men | women"],
            ("country", "2023 / women", "2023 / men", "2024 / women"),
            (2, 3),
        ),
        (
            [" | dead | | ", "country | sea | | land", " | women | men | all"],
            ("country", "dead / sea / women", "dead / sea / men", "dead / land / all"),
            (1, 2, 3),
        ),
        (["country | dead | dead | dead"], ("country", "dead", "dead (2)", "dead (3)"), (1,)),
        (["country | a | | c"], ("country", "a", "(C)", "c"), (1,)),
        (["Total\nnumber | a |  b | c"], ("Total number", "a", "b", "c"), (1,)),
    ],
)
def test_the_header_is_found(tmp_path, lines, header, header_rows):
    sheet = sheet_of(tmp_path, *lines, *BODY)
    assert sheet.header == header
    assert sheet.header_rows == header_rows
    assert [cells for _, cells in sheet.rows()] == [
        tuple(cell.strip() for cell in line.split("|")) for line in BODY
    ]


def test_rows_of_data_are_no_header(tmp_path):
    with pytest.raises(e.NoHeader):
        sheet_of(tmp_path, *BODY)


def test_a_table_of_text_takes_its_first_row_as_header(tmp_path):
    sheet = sheet_of(tmp_path, "case | country", "A v. B | Italy", "C v. D | Spain")
    assert sheet.header == ("case", "country")
    assert len(list(sheet.rows())) == 2


def test_totals_and_notes_below_are_left_to_the_caller(tmp_path):
    sheet = sheet_of(
        tmp_path, "country | a | b | c", *BODY, "Total | 12 | 15 | 18", "Source: police"
    )
    assert [cells[0] for _, cells in sheet.rows()][-2:] == ["Total", "Source: police"]


def test_a_column_without_any_name_keeps_its_values(tmp_path):
    sheet = sheet_of(tmp_path, " | country | a", "1 | Italy | 3", "2 | Spain | 4", "3 | Malta | 5")
    assert sheet.header == ("(A)", "country", "a")
    assert next(iter(sheet.rows())) == (2, ("1", "Italy", "3"))
