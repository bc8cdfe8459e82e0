"""What is asked of a table when neither its title nor its sheet says it."""

import pytest
import xlsxwriter

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged


def keys(file):
    return [one.key for one in opened(file).questions]


def plain_sheet(path, title, name="2024"):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(name)
        page.write(0, 0, title)
        page.write_row(1, 0, ["Nationalité", "janvier", "février", "mars"])
        for row, country in enumerate(("Niger", "Mali", "Tchad"), 2):
            page.write_row(row, 0, [country, row, row + 1, row + 2])
    return path


def test_which_number_is_asked_of_a_table_whatever_its_sheet_is_called(niger, tmp_path):
    file = staged(niger, plain_sheet(tmp_path / "a.xlsx", "Tableau 2024", name="T1|2024"))
    [key] = keys(file)
    file, wrong = answer_sheet(file=file, given={key: "dead"}, by=niger.officer)
    assert not wrong
    [filing] = take_over(file=file, by=niger.officer).filings
    assert filing.counts.filter(measure="dead").count() == 9


@pytest.mark.parametrize(("said", "sex"), [("yes", "female"), ("no", None)])
def test_what_a_title_may_say_of_all_numbers_is_asked(niger, tmp_path, said, sex):
    title = "Migrants objet d'un trafic, femmes interceptées à la frontière, 2024"
    file = staged(niger, plain_sheet(tmp_path / "a.xlsx", title))
    [key] = [one for one in keys(file) if one.startswith("constant|")]
    file, wrong = answer_sheet(file=file, given={key: said}, by=niger.officer)
    assert not wrong
    [filing] = take_over(file=file, by=niger.officer).filings
    assert set(filing.counts.values_list("sex", flat=True)) == {sex}


def test_a_period_is_asked_and_may_be_written_in_words(niger, tmp_path):
    file = staged(niger, plain_sheet(tmp_path / "a.xlsx", "Migrants objet d'un trafic", "Feuil1"))
    [key] = keys(file)
    file, wrong = answer_sheet(file=file, given={key: "soon"}, by=niger.officer)
    assert [type(one).__name__ for one in wrong.values()] == ["NotUnderstood"]
    file, wrong = answer_sheet(file=file, given={key: "2024"}, by=niger.officer)
    [filing] = take_over(file=file, by=niger.officer).filings
    assert str(filing.whole) == "2024-Q1"
