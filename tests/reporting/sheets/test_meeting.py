"""What a sheet would change in filings that are there, and one decision for all of them."""

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.reporting.filings.actions import clear_filing, submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, VersionOnItsWay, begin_version, save_counts
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.errors import NothingToTake, StillOpen
from cairn.reporting.sheets.meeting import LEAVE, TAKE
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import settle_sheet
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.filings.doing import drafted, validated
from tests.reporting.sheets.books import staged

MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin"]
MONTHS += ["juil.", "août", "sept.", "oct.", "nov.", "déc."]


def year(path):
    """Two nationalities, twelve months, no totals: Niger 1 to 12, Mali 11 to 22."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("2024")
        page.write(0, 0, "Migrants objet d'un trafic, détectés, 2024")
        page.write_row(2, 0, ["Nationalité", *(f"{month} 2024" for month in MONTHS)])
        page.write_row(3, 0, ["Niger", *range(1, 13)])
        page.write_row(4, 0, ["Mali", *range(11, 23)])
    return path


@pytest.fixture
def quarters(niger):
    """Four quarters: validated, submitted, a draft, and one validated that says the same."""
    first = validated(niger, "2024-Q1", 12)
    second = submit_filing(filing=drafted(niger, "2024-Q2", 7), by=niger.officer)
    third = drafted(niger, "2024-Q3", 9)
    return first, second, third


@pytest.fixture
def sheet(niger, quarters, tmp_path):
    return staged(niger, year(tmp_path / "2024.xlsx"))


def of(file, period):
    return next(one for one in opened(file).targets if str(one.part.period) == period)


def key(file, period):
    return of(file, period).key


def test_each_filing_says_before_what_the_sheet_would_change(niger, sheet, quarters):
    assert [str(one.part.period) for one in opened(sheet).targets] == [
        *("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"),
    ]
    first = of(sheet, "2024-Q1")
    assert (len(first.differing), first.fresh, first.equal, first.gone) == (1, 6, 0, ())
    [total] = first.differing  # its total, and what the sheet adds up to
    assert (total.input.key, total.draft.value, total.sheet.value) == ("smuggled_detected|", 12, 42)
    assert first.amends
    assert opened(sheet).open == {"filings": 2, "differing": 1}
    assert of(sheet, "2024-Q2").options == (LEAVE,)
    assert of(sheet, "2024-Q4").filing is None


def test_everything_goes_into_new_versions_by_one_decision(niger, sheet, quarters):
    file = settle_sheet(file=sheet, everything=TAKE, by=niger.officer)
    assert opened(file).open == {"filings": 1}  # what was submitted can only be left
    with pytest.raises(StillOpen):
        take_over(file=file, by=niger.officer)
    file = settle_sheet(file=file, filings={key(file, "2024-Q2"): LEAVE}, by=niger.officer)
    taken = take_over(file=file, by=niger.officer)
    assert [str(one.whole) for one in taken.filings] == ["2024-Q1", "2024-Q3", "2024-Q4"]
    first, second, third = quarters
    versions = Filing.objects.filter(ref=first.ref).order_by("number")
    assert [one.status for one in versions] == ["validated", "draft"]
    assert versions[0].counts.get().value == 12
    assert versions[1].counts.count() == 7
    assert versions[1].counts.get(key="smuggled_detected|").value == 42
    assert second.counts.get().value == 7
    assert third.counts.count() == 7


def test_all_are_left_as_they_are_by_one_decision(niger, sheet, quarters):
    file = settle_sheet(file=sheet, everything=LEAVE, by=niger.officer)
    [filing] = take_over(file=file, by=niger.officer).filings
    assert str(filing.whole) == "2024-Q4"
    assert Filing.objects.filter(ref=quarters[0].ref).count() == 1
    assert quarters[0].counts.get().value == 12


def test_one_filing_is_decided_apart_from_the_others(niger, sheet, quarters):
    file = settle_sheet(file=sheet, everything=LEAVE, by=niger.officer)
    file = settle_sheet(file=file, filings={key(file, "2024-Q1"): TAKE}, by=niger.officer)
    taken = take_over(file=file, by=niger.officer)
    assert [str(one.whole) for one in taken.filings] == ["2024-Q1", "2024-Q4"]
    assert taken.removed == 0


def test_what_may_not_be_said_of_a_filing_is_not_taken(niger, sheet):
    given = {key(sheet, "2024-Q2"): TAKE, key(sheet, "2024-Q1"): "anything", "filing|x|1|1": TAKE}
    file = settle_sheet(file=sheet, filings=given, by=niger.officer)
    assert opened(file).open == {"filings": 2, "differing": 1}


def test_a_filing_that_says_the_same_is_left_without_a_question(niger, quarters, tmp_path):
    first = quarters[0]
    draft = begin_version(filing=first, by=niger.officer)
    changes = [
        Change(one, None)
        for one in of(staged(niger, year(tmp_path / "a.xlsx")), "2024-Q1").part.all
    ]
    save_counts(filing=draft, changes=changes, by=niger.officer)
    Filing.objects.filter(pk=draft.pk).update(status=FilingStatus.SUBMITTED)
    draft.counts.filter(key="smuggled_detected|").delete()
    target = of(staged(niger, year(tmp_path / "b.xlsx")), "2024-Q1")
    assert (target.changes, target.equal, target.left, target.to_decide) == (False, 6, True, False)


def test_the_decision_is_asked_anew_where_the_draft_moved_on(niger, quarters, tmp_path):
    third = quarters[2]
    january = CountInput("smuggled_detected", 99, dims={"origin": "NER"}, span=_july())
    save_counts(filing=third, changes=[Change(january)], by=niger.officer)
    file = staged(niger, year(tmp_path / "a.xlsx"))
    file = settle_sheet(file=file, everything=TAKE, by=niger.officer)
    assert of(file, "2024-Q3").said == TAKE
    other = CountInput("smuggled_detected", 4, dims={"origin": "TCD"})
    save_counts(filing=third, changes=[Change(other)], by=niger.officer)
    assert of(file, "2024-Q3").said == ""
    assert opened(file).open["differing"] == 2  # July, and the total


def _july():
    from datetime import date

    from cairn.kernel.dates import DateSpan

    return DateSpan.between(date(2024, 7, 1), date(2024, 7, 31))


def test_where_nothing_goes_in_nothing_is_taken_over(niger, quarters, tmp_path):
    clear_filing(filing=quarters[1], by=niger.contact)
    drafted(niger, "2024-Q4", 5)
    Filing.objects.filter(ref=quarters[2].ref).update(status=FilingStatus.CLEARED)
    Filing.objects.filter(period="2024-10-01").update(status=FilingStatus.SUBMITTED)
    file = staged(niger, year(tmp_path / "a.xlsx"))
    file = settle_sheet(file=file, everything=LEAVE, by=niger.officer)
    assert not opened(file).open
    with pytest.raises(NothingToTake):
        take_over(file=file, by=niger.officer)
    assert Filing.objects.count() == 4


def test_a_version_that_was_begun_meanwhile_is_not_begun_twice(niger, sheet, quarters):
    begin_version(filing=quarters[0], by=niger.officer)
    with pytest.raises(VersionOnItsWay):
        begin_version(filing=quarters[0], by=niger.officer)
    assert not of(sheet, "2024-Q1").locked  # the draft of it takes the numbers


def test_the_next_version_after_one_that_was_withdrawn_has_a_number_of_its_own(niger, quarters):
    draft = begin_version(filing=quarters[0], by=niger.officer)
    Filing.objects.filter(pk=draft.pk).update(status=FilingStatus.WITHDRAWN)
    assert begin_version(filing=quarters[0], by=niger.officer).number == 3


def test_queries_do_not_grow_with_the_filings_that_are_met(niger, tmp_path):
    def queries(name):
        file = staged(niger, year(tmp_path / name))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert opened(file).targets
        return len(seen)

    validated(niger, "2024-Q1")
    few = queries("a.xlsx")
    for period in ("2024-Q2", "2024-Q3", "2024-Q4"):
        validated(niger, period)
    assert queries("b.xlsx") == few


def test_what_was_said_before_numbers_differed_is_no_answer_to_that(niger, tmp_path):
    """A draft of which the sheet said nothing at first: "take it" was said of new numbers only."""
    path = tmp_path / "words.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("2024")
        page.write(0, 0, "Tableau")
        page.write_row(2, 0, ["Nationalité", "janv. 2024", "févr. 2024", "mars 2024", "Total"])
        page.write_row(3, 0, ["Niger", 12, 9, 3, 24])
        page.write_row(4, 0, ["Mali", 6, 4, 2, 12])
        page.write_row(5, 0, ["Total", 18, 13, 5, 36])
    draft = drafted(niger, "2024-Q1", 29)
    file = staged(niger, path)
    [asked] = opened(file).questions
    file, _ = answer_sheet(file=file, given={asked.key: "injured"}, by=niger.officer)
    [target] = opened(file).targets
    file = settle_sheet(file=file, filings={target.key: TAKE}, by=niger.officer)
    assert not opened(file).open
    file, _ = answer_sheet(file=file, given={asked.key: "smuggled_detected"}, by=niger.officer)
    now = opened(file)
    assert dict(now.open) == {"differing": 1}  # 36 of the sheet, 29 of the draft
    with pytest.raises(StillOpen):
        take_over(file=file, by=niger.officer)
    [target] = now.targets
    file = settle_sheet(file=file, filings={target.key: TAKE}, by=niger.officer)
    take_over(file=file, by=niger.officer)
    assert draft.counts.get(key="smuggled_detected|").value == 36


def test_a_choice_between_two_numbers_holds_for_those_two(niger, quarters, sheet):
    [differing] = of(sheet, "2024-Q3").differing
    sheet = settle_sheet(file=sheet, choices={differing.key: "sheet"}, by=niger.officer)
    assert of(sheet, "2024-Q3").differing[0].chosen == "sheet"
    change = Change(CountInput("smuggled_detected", value=70), differing.draft)
    save_counts(filing=quarters[2], changes=[change], by=niger.officer)
    assert of(sheet, "2024-Q3").differing[0].chosen == ""
