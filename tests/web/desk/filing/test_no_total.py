"""A number of which only parts were written: what pages say, and the one click that takes the sum
over."""

import re

import pytest

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import form_of, line_named, page_of, text_of

pytestmark = pytest.mark.django_db
SMUGGLED, DEAD = "smuggled_detected", "dead"


def month(text):
    period = Period.parse(text)
    return DateSpan.between(period.first, period.last)


def written(office, *inputs, number=12):
    """A draft without its total."""
    filing = drafted(office.people, value=number)
    changes = [Change(CountInput(SMUGGLED), Was(number)), *(Change(one) for one in inputs)]
    save_counts(filing=filing, changes=changes, by=office.people.officer)
    return filing


@pytest.fixture
def monthly(niger):
    """Last quarter 50 were filed; this one has its months and no total."""
    validated(niger.people, "2023-Q4", 50)
    values = {"2024-01": 1200, "2024-02": 1300, "2024-03": 1212}
    return written(niger, *(CountInput(SMUGGLED, n, span=month(at)) for at, n in values.items()))


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text_of(answer)))


def test_pages_say_that_no_total_was_written_and_what_the_parts_are(niger, monthly):
    for name in ("filing", "filing_return"):
        text = plain(niger.officer.get(page_of(name, monthly)))
        assert "No total was written. Its months add up to 3,712." in text
        assert "Not recorded" not in text


def test_not_recorded_stands_only_where_somebody_chose_it(niger):
    filing = drafted(niger.people)
    chosen = Change(CountInput(SMUGGLED, missing=Cell.NOT_RECORDED), Was(12))
    save_counts(filing=filing, changes=[chosen], by=niger.people.officer)
    text = plain(niger.officer.get(page_of("filing", filing)))
    assert "Not recorded" in text
    assert "No total was written" not in text


def test_a_breakdown_that_may_miss_somebody_is_not_added_up(niger):
    filing = written(
        niger,
        CountInput(SMUGGLED, 5, dims={"origin": "NER"}),
        CountInput(SMUGGLED, missing=Cell.WITHHELD, dims={"origin": "MLI"}),
    )
    text = plain(niger.officer.get(page_of("filing", filing)))
    assert "No total was written." in text
    assert "add up to" not in text


def test_the_check_asks_for_the_total_and_one_click_writes_it(niger, monthly):
    address = page_of("filing_check", monthly)
    page = text_of(niger.officer.get(address))
    assert "its total is empty. Its parts (Month) add up to 3,712" in page
    assert "Nothing is asked any more" not in page
    fields = form_of(niger.officer, address)
    refused = niger.officer.post(address, fields | {"act": "submit"})
    assert refused.url == address
    assert niger.officer.send(address, act=f"sum:{SMUGGLED}").status_code == 302
    assert monthly.counts.get(key=f"{SMUGGLED}|").value == 3712
    assert "Nothing is asked any more" in text_of(niger.officer.get(address))


def test_the_click_writes_nothing_where_no_sum_is_asked_about(niger):
    filing = drafted(niger.people, value=12)
    niger.officer.send(page_of("filing_check", filing), act=f"sum:{SMUGGLED}")
    niger.officer.send(page_of("filing_check", filing), act="sum:nothing_of_the_kind")
    assert {row.key: row.value for row in filing.counts.all()} == {f"{SMUGGLED}|": 12}


@pytest.mark.parametrize("name", ["filing_write", "filing_measure"])
def test_the_field_proposes_the_sum_and_never_last_time(niger, monthly, name):
    address = page_of(name, monthly, *([SMUGGLED] if name == "filing_measure" else []))
    page = text_of(niger.officer.get(address))
    assert "Its months add up to 3,712" in page
    assert "last time: 50" not in page
    fields = form_of(niger.officer, address)
    line = line_named(fields, SMUGGLED)
    niger.officer.post(address, fields | {"act": f"sum:{line}"})
    assert monthly.counts.get(key=f"{SMUGGLED}|").value == 3712
    assert "Its months add up to" not in plain(niger.officer.get(address))


def test_tables_follow_the_year_and_the_language(niger):
    filing = drafted(niger.people, value=60)
    spans = {"2024-03": 30, "2024-01": 10, "2024-02": 20}
    rows = [CountInput(SMUGGLED, n, span=month(at)) for at, n in spans.items()]
    rows += [
        CountInput(SMUGGLED, n, dims={"origin": code})
        for code, n in {"NGA": 30, "UNK": 5, "CIV": 15, "CMR": 10}.items()
    ]
    save_counts(filing=filing, changes=[Change(one) for one in rows], by=niger.people.officer)
    tables = niger.officer.get(page_of("filing", filing)).context["measures"][0].tables
    by_origin, by_month = tables
    assert [row[0] for row in by_month.rows] == ["January 2024", "February 2024", "March 2024"]
    assert [row[0] for row in by_origin.rows][:3] == ["Cameroon", "Côte d’Ivoire", "Nigeria"]
    cut = niger.officer.get(page_of("filing_measure", filing, SMUGGLED)).context["cuts"][0]
    assert [line.fixed["origin"] for line in cut.lines] == ["CMR", "CIV", "NGA", "UNK"]


def test_nationality_by_month_is_a_grid_with_sums(niger):
    filing = drafted(niger.people, value=60)
    cells = {
        ("NGA", "2024-01"): 10,
        ("NGA", "2024-03"): 20,
        ("CMR", "2024-01"): 5,
        ("CMR", "2024-02"): None,
    }
    rows = [
        CountInput(SMUGGLED, n, None if n else Cell.WITHHELD, {"origin": code}, month(at))
        for (code, at), n in cells.items()
    ]
    save_counts(filing=filing, changes=[Change(one) for one in rows], by=niger.people.officer)
    for name in ("filing", "filing_return"):
        [grid] = niger.officer.get(page_of(name, filing)).context["measures"][0].tables
        headings = [column.label for column in grid.columns]
        assert headings == ["Nationality", "Jan 2024", "Feb 2024", "Mar 2024", "Sum"]
        assert list(grid.rows) == [
            ("Cameroon", 5, Cell.WITHHELD, None, None),
            ("Nigeria", 10, None, 20, "30\u202f*"),
        ]
        assert list(grid.totals) == [("Sum", 15, None, "20\u202f*", None)]
        assert "left out" in grid.help
        assert "* At least so many" in grid.help, "a place of these sums is empty"


def test_the_receipt_shows_the_totals_that_were_sent(niger):
    filing = drafted(niger.people, value=1204)
    other = CountInput(DEAD, missing=Cell.WITHHELD)
    save_counts(filing=filing, changes=[Change(other)], by=niger.people.officer)
    submit_filing(filing=filing, by=niger.people.officer)
    answer = niger.officer.get(page_of("filing_receipt", filing))
    assert [fact.value for fact in answer.context["totals"]] == [1204, Cell.WITHHELD]
    assert "Totals that were sent" in text_of(answer)
    assert "1,204" in text_of(answer)


def test_the_receipt_shows_the_sum_of_parts_where_no_total_was_sent_and_says_so(niger):
    filing = drafted(niger.people)
    parts = {"2024-01": 4, "2024-02": 3, "2024-03": 2}
    changes = [Change(CountInput(DEAD, n, span=month(at))) for at, n in parts.items()]
    save_counts(filing=filing, changes=changes, by=niger.people.officer)
    submit_filing(filing=filing, by=niger.people.officer)
    answer = niger.officer.get(page_of("filing_receipt", filing))
    [total, dead] = answer.context["totals"]
    assert (total.value, total.note) == (12, "")
    assert (dead.value, dead.note) == (9, "No total was written. Its months add up to 9.")
