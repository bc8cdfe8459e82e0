"""Tables one below another, each under a month without its year.

MC-1 the year of the sheet's name, or of a title, is theirs
MC-2 else the year in the name of the file
MC-3 else it is asked once for the file, and each table keeps its month
MC-4 several years are asked about, and never chosen between
MC-5 an answer is said anew for one table, which keeps its month
MC-6 a year that was said with the file is theirs
"""

from datetime import date

import pytest
import xlsxwriter

from cairn.reporting.reading.crosstabs.captioned import dated, year_in
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from tests.reporting.sheets.books import staged

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)
CAPTIONS = ("Janvier", "Février")


def book(path, name="Feuil1", title="Migrants objet d'un trafic", captions=CAPTIONS, sheets=1):
    with xlsxwriter.Workbook(path) as held:
        for at in range(sheets):
            page = held.add_worksheet(name if sheets == 1 else f"{name} {'AB'[at]}")
            page.write(0, 0, title)
            for number, caption in enumerate(captions):
                top = 2 + 7 * number
                page.write(top, 0, caption)
                page.write_row(top + 1, 0, ["Nationalité", "Hommes", "Femmes"])
                for row, country in enumerate(("Niger", "Mali", "Tchad")):
                    cells = [country, 10 * at + number + row + 1, row + 5]
                    page.write_row(top + 2 + row, 0, cells)
    return path


def starts(file):
    return sorted({cell.span.earliest for cell in opened(file).reading.cells if cell.span})


def open_keys(file):
    return [one.key for one in opened(file).questions if one.kind == "period"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2024", "Migrants objet d'un trafic"),
        ("Feuil1", "Migrants objet d'un trafic, 2024"),
        ("2024", "Migrants objet d'un trafic, 2024"),
        ("Année 2024", "Migrants objet d'un trafic"),
    ],
)
def test_mc1_the_year_of_the_sheet_or_of_a_title_is_theirs(niger, tmp_path, name, title):
    file = staged(niger, book(tmp_path / "a.xlsx", name, title))
    assert starts(file) == [JANUARY, FEBRUARY]
    assert open_keys(file) == []


@pytest.mark.parametrize("captions", [("يناير", "فبراير"), ("Январь", "Февраль"), ("1月", "2月")])
def test_mc1_months_are_read_in_other_languages(niger, tmp_path, captions):
    file = staged(niger, book(tmp_path / "a.xlsx", "2024", captions=captions))
    assert starts(file) == [JANUARY, FEBRUARY]


def test_mc1_a_sheet_named_as_a_month_under_a_title_of_the_year(niger, tmp_path):
    path = book(tmp_path / "a.xlsx", "Février", "Migrants objet d'un trafic, 2024", ("Tableau 1",))
    assert starts(staged(niger, path)) == [FEBRUARY]


def test_mc2_else_the_year_in_the_name_of_the_file(niger, tmp_path):
    file = staged(niger, book(tmp_path / "migrants_2024_vf.xlsx"))
    assert starts(file) == [JANUARY, FEBRUARY]
    assert open_keys(file) == []
    other = book(tmp_path / "migrants_2023.xlsx", "2024")
    assert starts(staged(niger, other)) == [JANUARY, FEBRUARY]  # the sheet stands nearer


@pytest.mark.parametrize("sheets", [1, 2])
def test_mc3_else_it_is_asked_once_and_each_keeps_its_month(niger, tmp_path, sheets):
    file = staged(niger, book(tmp_path / "a.xlsx", sheets=sheets))
    [key] = open_keys(file)
    [question] = [one for one in opened(file).questions if one.key == key]
    assert question.times == 2 * sheets
    file, wrong = answer_sheet(file=file, given={key: "2024"}, by=niger.officer)
    assert not wrong
    assert starts(file) == [JANUARY, FEBRUARY]
    assert open_keys(file) == []


def test_mc4_several_years_are_asked_about(niger, tmp_path):
    title = "Migrants objet d'un trafic, 2023"
    file = staged(niger, book(tmp_path / "a_2022.xlsx", "2024", title))
    [key] = open_keys(file)
    [question] = [one for one in opened(file).questions if one.key == key]
    assert set(question.choices) == {"2023", "2024"}


def test_mc5_said_anew_for_one_table_it_keeps_its_month(niger, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx"))
    [key] = open_keys(file)
    file, _ = answer_sheet(file=file, given={key: "2024"}, by=niger.officer)
    again = "period|Feuil1|1"
    file, wrong = answer_sheet(file=file, given={again: "2023"}, by=niger.officer)
    assert not wrong
    assert starts(file) == [date(2023, 2, 1), JANUARY]


def test_mc6_a_year_said_with_the_file_is_theirs(niger, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx"), period="2024")
    assert starts(file) == [JANUARY, FEBRUARY]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("migrants_2024.xlsx", "2024"),
        ("2023-2024.xlsx", ""),
        ("stats 2024-03-15.xlsx", ""),
        ("v2.xlsx", ""),
        ("2024_v2.xlsx", "2024"),
        ("20240315.xlsx", ""),
        ("T1 2024", "2024"),
    ],
)
def test_a_file_name_says_a_year_where_it_says_exactly_one(name, year):
    assert year_in(name) == year


def test_a_caption_outside_of_what_another_title_says_is_not_joined_to_it():
    assert dated("--01", "2024") == "2024-01"
    assert dated("--07", "2024-Q1") == ""
