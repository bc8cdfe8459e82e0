"""What parts add up to where nobody wrote a total."""

from datetime import date

import pytest

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.reporting.filings.asked import Facts
from cairn.reporting.filings.checks import checks
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.parts import ASKED, PartsSum, sums_of_parts

FIRST, LAST = date(2024, 1, 1), date(2024, 3, 31)
JANUARY = DateSpan.between(date(2024, 1, 1), date(2024, 1, 31))
FEBRUARY = DateSpan.between(date(2024, 2, 1), date(2024, 2, 29))
MARCH = DateSpan.between(date(2024, 3, 1), date(2024, 3, 31))
MONTHS = (JANUARY, FEBRUARY, MARCH)
SMUGGLED = "smuggled_detected"


def one(value=None, span=None, missing=None, **dims):
    return CountInput(SMUGGLED, value, missing, dims, span)


def sums(*given):
    return sums_of_parts(given, first=FIRST, last=LAST)


def months(*values):
    return [one(value, span) for value, span in zip(values, MONTHS, strict=True)]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (months(1, 2, 3), PartsSum(("when",), 6)),
        ([one(5, origin="NER"), one(4, origin="MLI")], PartsSum(("origin",), 9)),
        # the months, where they are all there; else what misses the fewest people
        ([*months(1, 2, 3), one(9, origin="NER")], PartsSum(("when",), 6)),
        ([*months(1, 2, 3)[:2], one(9, origin="NER")], PartsSum(("origin",), 9)),
        ([one(9, origin="NER"), one(11, sex="female")], PartsSum(("sex",), 11)),
        (
            [one(at, span, origin="NER") for at, span in enumerate(MONTHS, start=1)],
            PartsSum(("origin", "when"), 6),
        ),
        ([one(0, origin="NER"), one(0, origin="MLI")], PartsSum(("origin",), 0)),
    ],
)
def test_what_misses_nobody_is_added_up(given, found):
    assert sums(*given) == {SMUGGLED: found}


@pytest.mark.parametrize(
    "given",
    [
        months(1, 2, 3)[:2],  # March is not there
        [one(5, origin="NER"), one(missing=Cell.WITHHELD, origin="MLI")],
        [one(5, origin="NER"), one(missing=Cell.NOT_RECORDED, origin="MLI")],
        [one(missing=Cell.NOT_APPLICABLE, origin="MLI")],
        [*months(1, 2, 3), one(6, DateSpan.between(FIRST, LAST.replace(day=30)))],  # twice
        [*months(1, 2, 3), one(7)],  # a total is there
        [*months(1, 2, 3), one(missing=Cell.WITHHELD)],  # and why there is none, too
        [],
    ],
)
def test_nothing_is_added_up_where_somebody_may_be_missing_or_a_total_is_there(given):
    assert sums(*given) == {}


def asked(*given):
    facts = Facts(section("smuggled_migrants"), FIRST, LAST, "All.", "smuggling", given)
    return {check.code: check for check in checks(facts)}


def test_a_required_total_is_asked_for_with_the_sum_of_its_parts():
    check = asked(*months(1200, 1300, 1212))["total_required"]
    assert (check.measure, check.values["sum"], check.values["by"]) == (SMUGGLED, 3712, "when")
    assert not check.settles
    assert not {"total_required", "number_required"} & asked(*months(1, 2, 3), one(6)).keys()
    assert (
        not {"total_required", "number_required"}
        & asked(*months(1, 2, 3), one(missing=Cell.WITHHELD)).keys()
    )


@pytest.mark.parametrize(
    ("given", "sum_", "misses"),
    [
        (months(1, 2, 3)[:2], 3, "months"),
        ([one(2, JANUARY, origin="NER"), one(3, FEBRUARY, origin="NER")], 5, "months"),
        ([one(5, origin="NER"), one(missing=Cell.NOT_RECORDED, origin="MLI")], 5, "numbers"),
    ],
)
def test_what_is_given_of_a_part_is_offered_as_such(given, sum_, misses):
    check = asked(*given)["total_required"]
    assert (check.values["sum"], check.sentence) == (sum_, ASKED[misses])


@pytest.mark.parametrize(
    "given",
    [
        [one(missing=Cell.NOT_APPLICABLE, origin="MLI")],
        [one(1, JANUARY), one(6, DateSpan.between(FIRST, LAST.replace(day=30)))],  # January twice
    ],
)
def test_a_sum_that_may_count_somebody_twice_or_nobody_is_not_offered(given):
    assert "number_required" in asked(*given)


def test_some_of_the_months_contradict_a_total_only_where_they_are_more():
    assert "parts_differ" not in asked(*months(10, 20, 0)[:2], one(100))
    assert "parts_differ" in asked(*months(10, 20, 0)[:2], one(25))
    assert "parts_differ" in asked(*months(10, 20, 0), one(100))
