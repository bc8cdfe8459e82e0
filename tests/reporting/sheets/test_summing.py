"""Numbers of a filing that stand in no cell of the sheet: sums, and what it does not speak of."""

from datetime import date

import pytest
import xlsxwriter

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.reporting.filings.actions import asked_of
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.meeting import KEEP, LEAVE, TAKE
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import settle_sheet
from cairn.reporting.sheets.summing import Sums
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.filings.doing import drafted, validated
from tests.reporting.sheets.books import staged
from tests.reporting.sheets.test_meeting import MONTHS, of, year

SUM = 1 + 2 + 3 + 11 + 12 + 13  # of the first quarter of `year`
TOTAL = "smuggled_detected|"
WHOLE = DateSpan.between(date(2024, 1, 1), date(2024, 3, 31))


def with_totals(path, *, missing=False):
    """As `year`, with a column and a row of totals that close."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("2024")
        page.write(0, 0, "Migrants objet d'un trafic, détectés, 2024")
        page.write_row(2, 0, ["Nationalité", *(f"{month} 2024" for month in MONTHS), "Total"])
        page.write_row(3, 0, ["Niger", *range(1, 13), 78])
        page.write_row(4, 0, ["Mali", *range(11, 23), 198])
        sums = [one + 10 + one for one in range(1, 13)]
        page.write_row(5, 0, ["Total", *sums, 276])
        if missing:
            page.write(3, 1, "n.d.")
            page.write(5, 1, 11)
            page.write(3, 13, 77)
            page.write(5, 13, 275)
    return path


def months(value, origin="NER", *, of=((1, 31), (2, 29), (3, 31))):
    return [
        CountInput("smuggled_detected", value, None, {"origin": origin},
                   DateSpan.between(date(2024, month, 1), date(2024, month, last)))
        for month, last in of
    ]  # fmt: skip


def put(filing, world, *inputs):
    save_counts(filing=filing, changes=[Change(one) for one in inputs], by=world.officer)
    return filing


def test_a_total_that_the_sheet_adds_up_to_is_the_same_and_is_kept(niger, tmp_path):
    filing = drafted(niger, "2024-Q1", SUM)
    file = staged(niger, year(tmp_path / "a.xlsx"))
    target = of(file, "2024-Q1")
    assert (target.equal, target.differing, target.gone) == (1, (), ())
    taken = take_over(file=file, by=niger.officer)
    assert taken.removed == 0
    assert filing.counts.get(key=TOTAL).value == SUM


def test_a_total_that_the_sheet_contradicts_differs(niger, tmp_path):
    filing = drafted(niger, "2024-Q1", 12)
    file = staged(niger, year(tmp_path / "a.xlsx"))
    [one] = of(file, "2024-Q1").differing
    assert (one.draft.value, one.sheet.value, one.input.source_cell) == (12, SUM, "")
    assert opened(file).open == {"differing": 1}
    file = settle_sheet(file=file, choices={one.key: "draft"}, by=niger.officer)
    take_over(file=file, by=niger.officer)
    assert filing.counts.get(key=TOTAL).value == 12


def test_a_filing_that_gets_months_gets_their_sum_where_the_totals_of_the_sheet_hold_it(
    niger, tmp_path
):
    validated(niger, "2024-Q2", 12)  # so the year becomes quarters
    file = staged(niger, with_totals(tmp_path / "a.xlsx"))
    first = of(file, "2024-Q1")
    assert [(one.key, one.value) for one in first.sums] == [(TOTAL, SUM)]
    file = settle_sheet(file=file, everything=LEAVE, by=niger.officer)
    taken = take_over(file=file, by=niger.officer)
    held = {str(one.whole): one for one in taken.filings}
    assert held["2024-Q1"].counts.get(key=TOTAL).value == SUM


def test_without_totals_or_with_a_month_unrecorded_there_is_no_sum(niger, tmp_path):
    validated(niger, "2024-Q2", 12)
    assert of(staged(niger, year(tmp_path / "a.xlsx")), "2024-Q1").sums == ()
    file = staged(niger, with_totals(tmp_path / "b.xlsx", missing=True))
    said = {one.key: "not_recorded" for one in opened(file).questions if one.kind == "word"}
    file, wrong = answer_sheet(file=file, given=said, by=niger.officer)
    assert not wrong
    assert of(file, "2024-Q1").sums == ()
    assert of(file, "2024-Q3").sums != ()


def test_for_a_sum_alone_nothing_is_amended(niger, tmp_path):
    validated(niger, "2024-Q1", SUM)
    file = staged(niger, with_totals(tmp_path / "a.xlsx"))
    assert of(file, "2024-Q1").sums == ()  # the filing has its total already


def test_nationalities_of_the_whole_differ_from_those_of_its_months(niger, tmp_path):
    filing = drafted(niger, "2024-Q1", SUM)
    put(filing, niger, CountInput("smuggled_detected", 2, dims={"origin": "NER"}))
    target = of(staged(niger, year(tmp_path / "a.xlsx")), "2024-Q1")
    [one] = target.differing
    assert (one.draft.value, one.sheet.value) == (2, 6)
    assert target.gone == ()


@pytest.mark.parametrize(("choice", "stands"), [(TAKE, [41, None]), (KEEP, [41, 2])])
def test_what_the_filing_tells_of_its_whole_follows_from_the_months_of_the_sheet(
    niger, tmp_path, choice, stands
):
    filing = drafted(niger, "2024-Q1", 99)
    put(filing, niger, CountInput("smuggled_detected", 2, dims={"origin": "NER"}))
    file = staged(niger, with_totals(tmp_path / "a.xlsx", missing=True))
    said = {one.key: "not_recorded" for one in opened(file).questions if one.kind == "word"}
    file, _wrong = answer_sheet(file=file, given=said, by=niger.officer)
    target = of(file, "2024-Q1")
    niger_whole = "smuggled_detected||origin=NER"
    # The total is what the sheet's own totals say; a sum over what is not recorded would pass for
    # the whole of a nationality.
    [total] = target.differing
    assert (total.input.key, total.draft.value, total.sheet.value) == (TOTAL, 99, 41)
    assert total.partly
    assert {one.key for one in target.going} == {niger_whole}
    assert [(one.key, one.value) for one in target.sums] == [
        ("smuggled_detected||origin=MLI", 11 + 12 + 13)
    ]
    file = settle_sheet(file=file, everything=choice, by=niger.officer)
    take_over(file=file, by=niger.officer)
    whole = {one.key: one for one in filing.counts.filter(when_earliest__isnull=True)}
    assert [whole[key].value for key in (TOTAL, niger_whole)] == stands
    assert whole["smuggled_detected||origin=MLI"].value == 36
    asked = {one.code for one in asked_of(Filing.objects.get(pk=filing.pk))}
    # Two for the whole period is less than its months already give: that is a difference.
    assert ("tables_differ" in asked, "total_required" in asked) == (choice == KEEP, False)


def test_a_table_of_the_whole_says_of_which_line_the_sheet_misses_a_month(niger, tmp_path):
    filing = drafted(niger, "2024-Q1", 99)
    put(filing, niger, CountInput("smuggled_detected", 2, dims={"origin": "MLI"}))
    file = staged(niger, with_totals(tmp_path / "a.xlsx", missing=True))
    said = {one.key: "not_recorded" for one in opened(file).questions if one.kind == "word"}
    file, _wrong = answer_sheet(file=file, given=said, by=niger.officer)
    [one] = of(file, "2024-Q1").sums
    assert (one.dims, one.value, one.missing) == ({"origin": "NER"}, None, Cell.NOT_RECORDED)


@pytest.fixture
def beside(niger, tmp_path):
    """A draft with a nationality that the sheet does not speak of."""
    filing = drafted(niger, "2024-Q1", SUM)
    put(filing, niger, CountInput("smuggled_detected", 5, dims={"origin": "TCD"}))
    return filing, staged(niger, year(tmp_path / "a.xlsx"))


def test_what_would_go_is_named_before(beside):
    [one] = of(beside[1], "2024-Q1").going
    assert (one.key, one.was.value, one.dims) == (
        *("smuggled_detected||origin=TCD", 5),
        {"origin": "TCD"},
    )
    assert of(beside[1], "2024-Q1").options == (TAKE, KEEP, LEAVE)


@pytest.mark.parametrize(("choice", "stays"), [(TAKE, False), (KEEP, True)])
def test_what_the_sheet_does_not_speak_of_goes_or_stays(niger, beside, choice, stays):
    filing, file = beside
    file = settle_sheet(file=file, everything=choice, by=niger.officer)
    taken = take_over(file=file, by=niger.officer)
    assert taken.removed == (not stays)
    assert filing.counts.filter(origin="TCD").exists() == stays
    assert filing.counts.filter(origin="NER", when_earliest__isnull=False).count() == 3


# --- when cells make up a whole -------------------------------------------------------------------


def total(cells, dims=None, span=None):
    found = Sums(cells, WHOLE).of_same("smuggled_detected", dims or {}, span)
    return found.value if found else None


def test_a_sum_is_told_where_the_cells_make_up_the_whole():
    cells = [*months(1), *months(2, "MLI")]
    assert total(cells) == 9
    assert total(cells, {"origin": "MLI"}) == 6
    assert total(cells, {}, cells[0].span) == 3


@pytest.mark.parametrize(
    "cells",
    [
        months(1),  # of one nationality alone
        [*months(1, of=((1, 31), (3, 31))), *months(2, "MLI", of=((1, 31), (3, 31)))],
        [*months(1), *months(None, "MLI")],
        [*months(1), *months(2, "MLI")[:2]],
        [*months(1), *months(2, "MLI"), CountInput("smuggled_detected", 1, None,
                                                   {"origin": "TCD"})],
    ],
    ids=["of one part", "a gap", "an unknown", "a month less", "times that overlap"],
)  # fmt: skip
def test_and_nowhere_else(cells):
    assert total(cells) is None


def test_two_breakdowns_that_disagree_give_no_sum():
    women = [CountInput("smuggled_detected", value, None, {"sex": sex})
             for value, sex in ((4, "female"), (5, "male"))]  # fmt: skip
    assert total([*months(1), *months(2, "MLI"), *women]) == 9
    assert total([*months(1), *months(3, "MLI"), *women]) is None
