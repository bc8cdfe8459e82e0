"""Two rows of a sheet that give a number for the same thing, from the question to the filing."""

import xlsxwriter

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged


def test_two_rows_of_one_nationality_are_added_and_nothing_is_said_to_be_unreadable(
    niger, tmp_path
):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("mai 2024")
        page.write(0, 0, "Migrants objet d'un trafic, détectés, mai 2024")
        rows = (("RDC", 3), ("Mali", 1), ("Congolais (RDC)", 4), ("RDC", 2), ("Total", 10))
        for at, row in enumerate((("Nationalité", "Nombre"), *rows), 2):
            page.write_row(at, 0, row)
    file = staged(niger, tmp_path / "a.xlsx")
    now = opened(file)
    assert dict(now.open) == {"questions": 2}
    assert [(one.proposed, one.choices) for one in now.questions] == [
        ("add", ("add", "keep_first"))
    ] * 2
    given = {one.key: "add" for one in now.questions}
    file, wrong = answer_sheet(file=file, given=given, by=niger.officer)
    assert not wrong
    assert {one.said for one in opened(file).answered} == {"add"}
    [filing] = take_over(file=file, by=niger.officer).filings
    assert [one.value for one in filing.counts.filter(origin="COD")] == [9]
