"""A quarter of which one part is blank: its total is a number that the sheet gives, or is asked."""

import xlsxwriter

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


def book(path, *, totals=True):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Interceptions")
        page.write(0, 0, "Migrants objet d’un trafic illicite interceptés, 1er semestre 2024")
        page.merge_range(2, 0, 3, 0, "Nationalité")
        page.merge_range(2, 1, 2, 6, "2024")
        page.merge_range(2, 7, 3, 7, "Total")
        page.write_row(3, 1, MONTHS)
        for at, (name, *values) in enumerate(ROWS, 4):
            page.write_row(at, 0, [name, *values, sum(value or 0 for value in values)])
        if not totals:
            return path
        sums = [sum(row[at] or 0 for row in ROWS) for at in range(1, 7)]
        page.write_row(7, 0, ["Total", *sums, sum(sums)])
    return path


def staged_with_a_blank(world, path):
    file = staged(world, path)
    said = {one.key: "not_recorded" for one in opened(file).questions if one.kind == "word"}
    file, wrong = answer_sheet(file=file, given=said, by=world.officer)
    assert not wrong
    return file


def test_the_total_is_the_sum_of_the_totals_that_the_sheet_gives_and_is_announced(niger, tmp_path):
    validated(niger, "2024-Q1", 300)
    file = staged_with_a_blank(niger, book(tmp_path / "s1.xlsx"))
    target = next(one for one in opened(file).targets if one.filing)
    [total] = target.differing
    assert (total.draft.value, total.sheet.value, total.partly) == (300, 159, True)
    assert target.going == target.open_ended == ()
    file = settle_sheet(file=file, everything=TAKE, by=niger.officer)
    filing, _second = take_over(file=file, by=niger.officer).filings
    assert filing.counts.get(key="smuggled_detected|").value == 159
    assert asked_of(Filing.objects.get(pk=filing.pk)) == []


def test_without_a_total_in_the_sheet_it_is_asked_for_and_never_said_to_be_not_recorded(
    niger, tmp_path
):
    validated(niger, "2024-Q1", 400)
    file = staged_with_a_blank(niger, book(tmp_path / "s1.xlsx", totals=False))
    target = next(one for one in opened(file).targets if one.filing)
    assert [one.key for one in target.going] == ["smuggled_detected|"]
    assert target.open_ended == ()
    file = settle_sheet(file=file, everything=TAKE, by=niger.officer)
    filing, _second = take_over(file=file, by=niger.officer).filings
    assert not filing.counts.filter(key="smuggled_detected|").exists()
    asked = {one.code: one for one in asked_of(Filing.objects.get(pk=filing.pk))}
    assert asked["total_required"].values["sum"] == 159
