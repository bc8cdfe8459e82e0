"""Reasons given on a sheet that becomes two filings: each stays with the filing that it is about.

RP-1 a reason for a total stays with the filing of its quarter alone
RP-2 a reason that is emptied at one quarter is gone there, and kept at the other
RP-3 a reason that is changed at one quarter is changed there alone
RP-4 what was left aside has a reason in each quarter; what changes in one is asked there alone
RP-5 one reason for all fills those that have none, and no other
RP-6 a total over both quarters tells its reason to both
"""

import pytest
import xlsxwriter

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.correcting import correct_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import FOR_ALL, settle_sheet
from cairn.reporting.sheets.taking_over import take_over
from tests.factories import ScheduleFactory
from tests.reporting.sheets.books import staged

FIRST, SECOND = "total|T1!B7", "total|T2!B7"


@pytest.fixture
def quarterly(niger):
    return ScheduleFactory(organisation=niger.agency, section="smuggled_migrants", level="quarter")


def book(path, *, off=1, names=("Niger", "Mali", "Syrie")):
    """A sheet for each quarter; the total of its first month is wrong by `off`."""
    with xlsxwriter.Workbook(path) as held:
        for quarter, months in ((1, ("janv", "févr", "mars")), (2, ("avr", "mai", "juin"))):
            page = held.add_worksheet(f"T{quarter}")
            page.write(0, 0, "Migrants objet d'un trafic, détectés par poste")
            page.write_row(2, 0, ["Nationalité", *(f"{month}-24" for month in months)])
            for row, name in enumerate(names, 3):
                page.write_row(row, 0, [name, 10 * row, 20 + row, 7])
            page.write_row(6, 0, ["Total", 120 + off, 72, 21])
    return path


def given(file):
    return {one.key: one.reason for one in opened(file).totals}


def test_rp1_a_reason_stays_with_the_filing_of_its_quarter(niger, quarterly, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx"))
    reasons = {FIRST: "One post late.", SECOND: "Counted twice."}
    file = settle_sheet(file=file, reasons=reasons, by=niger.officer)
    filings = take_over(file=file, by=niger.officer).filings
    said = {str(one.whole): set(one.differences.values()) for one in filings}
    assert said == {"2024-Q1": {"One post late."}, "2024-Q2": {"Counted twice."}}


def test_rp2_an_emptied_reason_is_gone_at_its_quarter_alone(niger, quarterly, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx"))
    reasons = {FIRST: "One post late.", SECOND: "One post late."}
    file = settle_sheet(file=file, reasons=reasons, by=niger.officer)
    assert not opened(file).open
    emptied = {FIRST: "One post late.", SECOND: " "}
    file = settle_sheet(file=file, reasons=emptied, by=niger.officer)
    assert given(file) == {FIRST: "One post late.", SECOND: ""}
    assert opened(file).open == {"totals": 1}


def test_rp3_a_changed_reason_is_changed_at_its_quarter_alone(niger, quarterly, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx"))
    file = settle_sheet(file=file, reasons={FIRST: "Late.", SECOND: "Late."}, by=niger.officer)
    file = settle_sheet(file=file, reasons={SECOND: "Twice."}, by=niger.officer)
    assert given(file) == {FIRST: "Late.", SECOND: "Twice."}


def test_rp4_what_was_left_aside_has_its_reason_in_each_quarter(niger, quarterly, tmp_path):
    path = book(tmp_path / "a.xlsx", off=0, names=("Atlantes", "Mali", "Syrie"))
    file = staged(niger, path)
    file, _ = answer_sheet(file=file, given={"country|Atlantes": "leave_out"}, by=niger.officer)
    first, second = opened(file).asides
    assert opened(file).open == {"aside": 2}
    reasons = {first.key: "No State.", second.key: "No State either."}
    file = settle_sheet(file=file, reasons=reasons, by=niger.officer)
    assert not opened(file).open
    file = correct_sheet(
        file=file, sheet="T2", row=6, column=None, scope="row", what="ignored", by=niger.officer
    )
    kept, asked = opened(file).asides
    assert (kept.reason, asked.reason) == ("No State.", "")
    file = settle_sheet(file=file, reasons={asked.key: "Two lines."}, by=niger.officer)
    filings = take_over(file=file, by=niger.officer).filings
    said = {str(one.whole): set(one.differences.values()) for one in filings}
    assert said == {"2024-Q1": {"No State."}, "2024-Q2": {"Two lines."}}


def test_rp5_one_reason_for_all_fills_those_that_have_none(niger, quarterly, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx"))
    file = settle_sheet(file=file, reasons={FIRST: "Late."}, by=niger.officer)
    both = {FIRST: "Late.", SECOND: "", FOR_ALL: "Twice."}
    file = settle_sheet(file=file, reasons=both, by=niger.officer)
    assert given(file) == {FIRST: "Late.", SECOND: "Twice."}


def test_rp6_a_total_over_both_quarters_tells_its_reason_to_both(niger, quarterly, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("2024")
        page.write(0, 0, "Migrants objet d'un trafic, détectés par poste")
        page.write_row(2, 0, ["Nationalité", "mars-24", "avr-24", "Total"])
        for row, name in enumerate(("Niger", "Mali", "Syrie"), 3):
            page.write_row(row, 0, [name, row, 20, row + 20])
        page.write_row(6, 0, ["Total", 12, 60, 99])
    file = staged(niger, path)
    keys = list(given(file))
    assert keys == ["total|2024!D7"]
    file = settle_sheet(file=file, reasons={keys[0]: "Carried over."}, by=niger.officer)
    filings = take_over(file=file, by=niger.officer).filings
    assert [set(one.differences.values()) for one in filings] == [{"Carried over."}] * 2
