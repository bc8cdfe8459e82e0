"""Where a person was stuck before her own sheet, and the way out.

WO-1 a total that is a typing error beside a blank part is said to be one, and is not filed
WO-2 a breakdown that a number cannot have is taken out of its table, and the numbers are filed
WO-3 a heading is said to be a period, which is written beside the answer
WO-4 labels of rows that are left out are no cells of numbers
WO-6 one column of smugglers in a list of other things does not choose the section
WO-5 a date that may be two is asked once, and one that no calendar has is named with its cell
"""

import xlsxwriter

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.correcting import correct_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import settle_sheet, without_breakdown
from cairn.reporting.sheets.taking_over import take_over
from cairn.reporting.sheets.tallying import tally
from tests.reporting.sheets.books import staged


def book(path, title, heads, rows):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Feuil1")
        page.write(0, 0, title)
        page.write_row(2, 0, heads)
        for at, row in enumerate(rows, 3):
            page.write_row(at, 0, row)
    return path


def answer(world, file, **given):
    file, wrong = answer_sheet(file=file, given=given, by=world.officer)
    assert not wrong
    return file


def test_wo1_a_total_that_is_a_mistake_is_not_filed_beside_a_blank(niger, tmp_path):
    rows = [["Niger", 120, 60], ["Mali", 95, None], ["Total", 225, 60]]
    heads = ["Nationalité", "2024-01", "2024-02"]
    file = staged(niger, book(tmp_path / "a.xlsx", "Migrants objet d'un trafic", heads, rows[:2]))
    assert not opened(file).totals
    rows[0][1], rows[1][1], rows[1][2] = 120, None, 3
    path = book(tmp_path / "b.xlsx", "Migrants objet d'un trafic", heads, rows)
    file = answer(niger, staged(niger, path), **{"word|": "not_recorded"})
    total = next(one for one in opened(file).totals if one.parts_missing)
    assert (total.total.stated, total.total.computed) == (225, 120)
    file = settle_sheet(
        file=file, reasons={one.key: "voir la note" for one in opened(file).totals if one != total},
        mistaken={total.key}, by=niger.officer,
    )  # fmt: skip
    assert not opened(file).open
    [filing] = take_over(file=file, by=niger.officer).filings
    assert not filing.counts.filter(value=225).exists()
    assert filing.counts.filter(value=120).exists()


def test_wo2_a_breakdown_that_a_number_cannot_have_is_taken_out(niger, tmp_path):
    heads = ["Date", "Poste", "Passeurs arrêtés"]
    rows = [["2024-01-05", "Ayorou", 2], ["2024-01-09", "Gaya", 1], ["2024-02-11", "Gaya", 3]]
    path = book(tmp_path / "a.xlsx", "Passeurs arrêtés", heads, rows)
    file = staged(niger, path, section="smugglers")
    [problem] = {one.code: one for one in opened(file).problems}.values()
    assert problem.values["dimension"] == "place"
    file = without_breakdown(file=file, dimension="place", by=niger.officer)
    now = opened(file)
    assert not now.open
    assert [(one.value, "place" in one.dims) for one in now.reading.cells] == [
        (2, False), (1, False), (3, False),
    ]  # fmt: skip


def test_wo2_where_the_breakdown_was_all_that_its_labels_said(niger, tmp_path):
    heads, rows = ["Poste", "2024-01", "2024-02"], [["Ayorou", 2, 1], ["Gaya", 3, 4]]
    path = book(tmp_path / "a.xlsx", "Passeurs arrêtés", heads, rows)
    file = staged(niger, path, section="smugglers")
    file = without_breakdown(file=file, dimension="place", by=niger.officer)
    asks = {one.key: "add" for one in opened(file).questions if one.kind == "same"}
    assert asks
    file = answer(niger, file, **asks)
    assert not opened(file).open
    taken = take_over(file=file, by=niger.officer)
    values = [one.value for filing in taken.filings for one in filing.counts.all()]
    assert (values.count(5), values.count(10)) in ((2, 0), (2, 1))  # and perhaps their sum


def test_wo3_a_heading_is_a_period_that_is_written_beside_it(niger, tmp_path):
    heads = ["Nationalité", "2024-Q1", "Phase deux"]
    rows = [["Niger", 2, 1], ["Mali", 3, 4]]
    file = staged(niger, book(tmp_path / "a.xlsx", "Migrants objet d'un trafic", heads, rows))
    [last] = [one.key for one in opened(file).questions if one.kind == "heading"]
    _, wrong = answer_sheet(file=file, given={last: "period"}, by=niger.officer)
    assert list(wrong) == [last]  # nothing was written beside it
    file = answer(niger, file, **{last: "period=2024-Q2"})
    spans = {one.span.earliest.isoformat() for one in opened(file).reading.cells}
    assert spans == {"2024-01-01", "2024-04-01"}


def test_wo4_labels_that_are_left_out_are_no_cells_of_numbers(niger, tmp_path):
    heads = ["Nationalité", "2024-01", "2024-02"]
    rows = [["Niger", 2, 1], ["Mali", 3, 4], ["Tchad", 5, 6]]
    file = staged(niger, book(tmp_path / "a.xlsx", "Migrants objet d'un trafic", heads, rows))
    before = tally(opened(file).reading, opened(file).section.measures)
    file = correct_sheet(
        file=file, sheet="Feuil1", row=5, column=None, scope="row", what="ignored",
        by=niger.officer,
    )  # fmt: skip
    after = tally(opened(file).reading, opened(file).section.measures)
    assert (before.read, before.left_out) == (6, 0)
    assert (after.read, after.left_out) == (6, 2)


def test_wo6_one_column_among_others_does_not_choose_the_section(niger, tmp_path):
    heads = ["Date", "Lieu", "Nbre de migrants", "Passeurs arrêtés"]
    rows = [["2024-01-05", "Ayorou", 12, 2], ["2024-01-09", "Gaya", 7, 1]]
    file = staged(niger, book(tmp_path / "a.xlsx", "Liste", heads, rows), section="")
    assert file.section == ""  # a person is asked
    heads[2] = "Hommes"
    file = staged(niger, book(tmp_path / "b.xlsx", "Liste", heads, rows), section="")
    assert file.section == "smugglers"


def test_wo5_dates_in_figures_are_days_and_an_impossible_one_is_named(niger, tmp_path):
    heads = ["Date", "Nationalité", "Nombre"]
    rows = [["07/08/2023", "Mali", 12], ["12-09-2023", "Gambie", 7], ["31/09/2023", "Niger", 6]]
    file = staged(niger, book(tmp_path / "a.xlsx", "Migrants objet d'un trafic", heads, rows))
    now = opened(file)
    assert [one.span.earliest.isoformat() for one in now.reading.cells if one.span] == [
        "2023-08-07", "2023-09-12",
    ]  # fmt: skip
    [left] = now.left_to_confirm
    assert (left.place, left.error.code) == ("Feuil1!A6", "impossible_date")
    file = correct_sheet(
        file=file, sheet="Feuil1", row=6, column=0, scope="cell", what="period", text="30/09/2023",
        by=niger.officer,
    )  # fmt: skip
    assert not opened(file).open
