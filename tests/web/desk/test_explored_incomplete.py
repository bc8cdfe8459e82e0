"""Explore over filings that do not say everything: no sum passes for a whole one.

xi01 a quarter of which a month has no number is said, marked and not compared, everywhere
xi02 a month that was filed is what the filing says, and what is left is "not broken down"
xi03 a nationality without a number in a month bears the mark in table, chart, file and citation
xi04 what was sent before its time was over covers no later day
xi05 the link of a citation opens the same figure
xi06 the filing's own chart and tables say it too, and so does the receipt
"""

import csv
import html
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.actions import asked_of, clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts, save_details
from cairn.reporting.filings.models import Filing, FilingCount
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import niger, text_of  # noqa: F401

pytestmark = pytest.mark.django_db
LACKS = "At least so many: a number that belongs here is not recorded."


def cell(value, month=None, **dims):
    missing = None if value is not None else Cell.NOT_RECORDED
    span = DateSpan.month(2024, month) if month else None
    return CountInput("smuggled_detected", value, missing, dims, span)


def filed(people, period, cells):
    """A validated filing with these numbers, whose differences somebody gave reasons for."""
    filing = drafted(people, period)
    FilingCount.objects.filter(filing=filing).delete()
    save_counts(filing=filing, changes=[Change(one) for one in cells], by=people.officer)
    reasons = {one.key: "So reported" for one in asked_of(filing)}
    filing = save_details(filing=filing, values={"differences": reasons}, by=people.officer)
    filing = submit_filing(filing=filing, by=people.officer)
    filing = clear_filing(filing=filing, by=people.contact, zeros_are_true=True)
    return validate_filing(filing=filing, by=people.secretary)


@pytest.fixture
def short(niger):  # noqa: F811
    """Whole in the first quarter of 2023 and of 2024; the second of 2024 has no number for June."""
    validated(niger.people, "2023-Q2", 12)
    filed(
        niger.people,
        "2024-Q2",
        [
            *(cell(50), cell(20, 4), cell(30, 5), cell(None, 6)),
            *(cell(20, 4, origin="NER"), cell(None, 5, origin="NER"), cell(30, 5, origin="MLI")),
        ],
    )
    desk_snapshot()
    return niger


def page(desk, people, **more):
    query = {"source": source_key(people.agency)} | more
    address = reverse("desk:explore_measure", args=["smuggled_migrants"])
    return html.unescape(text_of(desk.get(address, query)))


def file(desk, people, block, kind, **more):
    query = {"source": source_key(people.agency)} | more
    answer = desk.get(reverse("desk:explore_file", args=["smuggled_migrants", block, kind]), query)
    assert answer.status_code == 200
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return whole.decode("utf-8-sig")


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_xi01_xi03_xi05_xi06_what_is_not_whole_is_said_wherever_it_is_shown(short):
    on_the_page_and_in_files(short)  # xi01
    of_a_nationality(short)  # xi03
    in_a_citation(short)  # xi05
    on_the_filings_own_pages(short)  # xi06


def on_the_page_and_in_files(short):
    told = page(short.officer, short.people, period="2024-Q2")
    assert "Incomplete: made of 2 of 3 months." in told
    assert "There is no number for June 2024." in told
    assert "No change is shown. The source ends on 31 May 2024." in told
    assert "The recorded number rose" not in told
    assert f"* {LACKS}" in told
    by_quarter = page(short.officer, short.people, level="quarter")
    assert "The source covers 1 Apr 2023 to 31 May 2024." in by_quarter
    assert "Incomplete: Q2 2024. The source ends on 31 May 2024." in by_quarter
    assert "Q2 2024 (incomplete)" in by_quarter, "the drawing marks its bar"
    with_both = page(short.officer, short.people, period="2024-Q2", with_period="2023-Q2")
    assert "No difference is shown. The source ends on 31 May 2024." in with_both
    line = rows_of(file(short.officer, short.people, "trend", "csv", level="quarter"))[-1]
    assert (line["quarter"], line["value"], line["records_not_recorded"]) == ("2024-Q2", "50", "1")
    assert line["lacks_a_number"] == "yes"
    assert "made of 2 of 3 months" in line["made_of"]
    assert "June 2024" in line["made_of"]
    cited = file(short.officer, short.people, "made", "txt", period="2024-Q2")
    assert "50 people\u202f*" in cited
    assert f"* {LACKS}" in cited
    assert "Incomplete: made of 2 of 3 months." in cited


def test_xi02_a_filed_month_is_what_explore_says_of_it(niger):  # noqa: F811
    filed(
        niger.people,
        "2024-Q2",
        [
            *(cell(145), cell(52, 4), cell(45, 5), cell(48, 6)),
            *(cell(36, 4, origin="NER"), cell(32, 5, origin="NER"), cell(40, 6, origin="NER")),
        ],
    )
    desk_snapshot()
    lines = rows_of(file(niger.officer, niger.people, "trend", "csv", level="month"))
    assert [(one["month"], one["value"]) for one in lines] == [
        *(("2024-04", "52"), ("2024-05", "45"), ("2024-06", "48"))
    ]
    for period, whole in (("2024-Q2", 145), ("2024-04", 52)):
        parts = rows_of(
            file(niger.officer, niger.people, "breakdown", "csv", by="origin", period=period)
        )
        assert sum(int(one["value"]) for one in parts) == whole
        assert [one["origin"] for one in parts if one["origin"] != "NER"] == ["not_broken_down"]
    told = page(niger.officer, niger.people, by="origin", period="2024-Q2")
    assert "Not broken down</a>" in told
    assert "Not recorded</a>" not in told


def test_xi02_what_is_in_no_month_is_told_for_what_it_is(niger):  # noqa: F811
    validated(niger.people, "2024-Q1", 12)
    filed(niger.people, "2024-Q2", [cell(145), cell(52, 4), cell(45, 5), cell(41, 6)])
    filed(niger.people, "2024-Q3", [cell(30), cell(20, 7), cell(15, 8), cell(5, 9)])
    desk_snapshot()
    too_many = page(niger.officer, niger.people, level="month", period="2024-Q3")
    assert "The parts of filings exceed their totals by 10." in too_many
    assert '<span class="huge number">30</span>' in too_many
    half = {"level": "month", "period": "2024-H1"}
    told = page(niger.officer, niger.people, **half)
    assert "Not broken down into these periods: 2 numbers of filings, in all 19." in told
    assert "Date not precise enough" not in told
    lines = rows_of(file(niger.officer, niger.people, "trend", "csv", **half))
    assert [(one["month"], one["value"], one["status"]) for one in lines][-1] == (
        *("", "19", "not_broken_down"),
    )


def of_a_nationality(short):
    query = {"period": "2024-Q2", "by": "origin"}
    told = page(short.officer, short.people, **query)
    assert '20 <span class="flagged" aria-hidden="true">*</span>' in told
    drawn = file(short.officer, short.people, "breakdown", "svg", **query)
    assert "Niger\u202f*" in drawn
    assert LACKS in drawn
    lines = {
        one["origin"]: one
        for one in rows_of(file(short.officer, short.people, "breakdown", "csv", **query))
    }
    assert (lines["NER"]["lacks_a_number"], lines["NER"]["records_not_recorded"]) == ("yes", "2")
    assert lines["NER"]["made_of"] == LACKS, "not what all rows together are made of"
    alone = page(short.officer, short.people, period="2024-Q2", origin="NER")
    assert "Incomplete: made of 1 of 3 months." in alone
    assert "Made of 3 months." not in alone
    assert "It covers the whole of Q2 2024." not in alone


def test_xi04_what_was_sent_early_covers_no_later_day(niger):  # noqa: F811
    validated(niger.people, "2023-Q2", 12)
    validated(niger.people, "2024-Q2", 50)
    early = Filing.objects.get(period="2024-04-01")
    Filing.objects.filter(pk=early.pk).update(submitted_at=datetime(2024, 5, 20, 9, tzinfo=UTC))
    desk_snapshot()
    told = page(niger.officer, niger.people, period="2024-Q2")
    assert "The filing for Q2 2024 was sent on 20 May 2024, before its time was over." in told
    assert "No change is shown. The source ends on 20 May 2024." in told


def in_a_citation(short):
    address = reverse("desk:explore_measure", args=["smuggled_migrants"])
    asked = {"period": "2024-Q2"}
    told = html.unescape(text_of(short.officer.get(address, asked)))
    mine = f"source={source_key(short.people.agency)}"
    cited = told[told.index('<p class="small cite">') :].partition("</p>")[0]
    assert mine in cited
    text = short.officer.get(
        reverse("desk:explore_file", args=["smuggled_migrants", "made", "txt"]), asked
    )
    assert mine in text.content.decode()


def on_the_filings_own_pages(short):
    filing = Filing.objects.get(period="2024-04-01")
    kept = html.unescape(
        text_of(short.officer.get(reverse("desk:filing_receipt", args=[filing.ref])))
    )
    why = "Incomplete: Q2 2024. There is no number for June 2024."
    assert f"* {why}" in kept, "below the chart"
    assert "50 *" in kept, "at its bar"
    assert "There is no number for June 2024." in kept[kept.index("period by period") :], (
        "in its table"
    )
    assert "Left empty in tables by month; not zeros" in kept
    whole = text_of(short.officer.get(reverse("desk:filing_return", args=[filing.ref])))
    assert f"* {LACKS}" in whole
    assert "20 *" in whole
    for told in (whole, kept[kept.index("Totals that were sent") :]):
        assert "There is no number for June 2024." in told.partition("</section>")[0]
