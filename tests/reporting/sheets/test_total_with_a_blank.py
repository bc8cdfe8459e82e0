"""A quarter of which one part is blank: what the page announces of its total is what is filed."""

import xlsxwriter

from cairn.kernel.cells import Cell
from cairn.reporting.filings.actions import asked_of
from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.meeting import TAKE
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import settle_sheet
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.filings.doing import validated
from tests.reporting.sheets.books import staged

MONTHS = ["Janvier", "Février", "Mars", "Avril", "Mai", "Juin"]
ROWS = [
    ("Afghanistan", 12, 15, 9, 22, 31, 28),
    ("Bangladesh", 3, None, 5, 8, 2, 1),
    ("Guinée", 43, 40, 32, 50, 77, 67),
]


def book(path):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Interceptions")
        page.write(0, 0, "Migrants objet d’un trafic illicite interceptés, 1er semestre 2024")
        page.merge_range(2, 0, 3, 0, "Nationalité")
        page.merge_range(2, 1, 2, 6, "2024")
        page.merge_range(2, 7, 3, 7, "Total")
        page.write_row(3, 1, MONTHS)
        for at, (name, *values) in enumerate(ROWS, 4):
            page.write_row(at, 0, [name, *values, sum(value or 0 for value in values)])
        sums = [sum(row[at] or 0 for row in ROWS) for at in range(1, 7)]
        page.write_row(7, 0, ["Total", *sums, sum(sums)])
    return path


def test_a_total_that_becomes_not_recorded_is_filed_so_and_nothing_says_that_it_is_a_number(
    niger, tmp_path
):
    validated(niger, "2024-Q1", 1110)
    file = staged(niger, book(tmp_path / "s1.xlsx"))
    said = {one.key: "not_recorded" for one in opened(file).questions if one.kind == "word"}
    file, wrong = answer_sheet(file=file, given=said, by=niger.officer)
    assert not wrong
    target = next(one for one in opened(file).targets if one.filing)
    announced = {one.key: one.missing for one in target.open_ended}
    file = settle_sheet(file=file, everything=TAKE, by=niger.officer)
    filing, _second = take_over(file=file, by=niger.officer).filings
    total = filing.counts.filter(key="smuggled_detected|").first()
    assert announced == {"smuggled_detected|": Cell.NOT_RECORDED}
    assert (total.value, total.no_value) == (None, Cell.NOT_RECORDED)
    asked = asked_of(Filing.objects.get(pk=filing.pk))
    assert "far_from_replaced" not in {one.code for one in asked}
