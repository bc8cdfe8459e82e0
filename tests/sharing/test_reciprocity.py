"""Who contributes may read, month by month.

rc01  a contributed month is open for good      rc04  grace needs a contribution not long before
rc02  a month in grace is open until its day    rc05  a longer period needs all of its months
rc03  after its grace a month is closed         rc06  a rule out of its limits cannot exist

Promise 3 of the design.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.dates import Level, Period, last_day
from cairn.sharing.reciprocity import (
    SHARED,
    Rule,
    UnusableRule,
    Why,
    ends,
    months,
    openings,
    standings,
)

RULE = Rule(grace_days=120, memory_months=12)
TODAY = date(2026, 11, 29)
MONTHS = st.builds(date, st.integers(2022, 2026), st.integers(1, 12), st.just(1))


def why(month: date, contributed: set[date], rule: Rule = RULE, today: date = TODAY) -> Why:
    (found,) = standings(dict.fromkeys(contributed, "fil-x"), [month], today, rule)
    return found.why


@pytest.mark.parametrize(
    ("month", "contributed", "expected"),
    [
        (date(2025, 3, 1), {date(2025, 3, 1)}, Why.CONTRIBUTED),
        (date(2020, 3, 1), {date(2020, 3, 1)}, Why.CONTRIBUTED),
        (date(2026, 8, 1), {date(2026, 7, 1)}, Why.GRACE),  # until 29 December 2026
        (date(2026, 8, 1), {date(2025, 8, 1)}, Why.GRACE),  # twelve months before
        (date(2026, 8, 1), {date(2025, 7, 1)}, Why.NOTHING_BEFORE),  # thirteen
        (date(2026, 8, 1), {date(2026, 9, 1)}, Why.NOTHING_BEFORE),  # a later one is no earlier one
        (date(2026, 7, 1), {date(2026, 6, 1)}, Why.LAPSED),  # its grace ended on 28 November
        (date(2026, 12, 1), {date(2026, 11, 1)}, Why.NOT_YET),
        (date(2026, 11, 1), set(), Why.NOTHING_BEFORE),
    ],
)
def test_rc01_rc02_rc03_rc04_each_month_has_its_reason(month, contributed, expected):
    assert why(month, contributed) is expected


def test_rc02_the_last_day_of_grace_is_still_open_and_the_next_is_not():
    month, before = date(2026, 8, 1), {date(2026, 7, 1)}
    last = date(2026, 8, 31) + timedelta(days=120)
    assert ends(month, RULE) == last
    assert why(month, before, today=last) is Why.GRACE
    assert why(month, before, today=last + timedelta(days=1)) is Why.LAPSED


def by_definition(month, contributed, today, rule):
    """The rule read aloud, day by day and month by month."""
    if month in contributed:
        return True
    if month > today:
        return False
    late = last_day(month.year, month.month)
    for _ in range(rule.grace_days):
        late += timedelta(days=1)
    if today > late:
        return False
    looked = month
    for _ in range(rule.memory_months):
        looked = (looked - timedelta(days=1)).replace(day=1)
        if looked in contributed:
            return True
    return False


@given(
    month=MONTHS,
    contributed=st.sets(MONTHS, max_size=8),
    today=st.dates(date(2022, 1, 1), date(2026, 12, 31)),
    grace=st.integers(0, 200),
    memory=st.integers(0, 24),
)
def test_open_is_what_the_definition_says(month, contributed, today, grace, memory):
    rule = Rule(grace_days=grace, memory_months=memory)
    given_by = dict.fromkeys(contributed, "fil-x")
    (found,) = standings(given_by, [month], today, rule)
    assert found.open == by_definition(month, contributed, today, rule)
    assert (found.until is not None) == (found.why in (Why.GRACE, Why.NOTHING_BEFORE))


@given(held=st.sets(MONTHS, max_size=40))
def test_rc05_a_period_is_open_when_all_its_months_are_and_only_then(held):
    found = {(audience, first) for _, audience, firsts in openings({"x": held}) for first in firsts}
    for level, audience in SHARED.items():
        for first in months(date(2022, 1, 1), date(2026, 12, 1)):
            period = Period.of(first, level)
            if period.first == first:
                whole = set(months(period.first, period.last)) <= held
                assert ((audience, first) in found) == whole
    assert all(
        Period.of(first, level).first == first
        for level in Level
        for first in held
        if (SHARED[level], first) in found
    )


@pytest.mark.parametrize("terms", [{"grace_days": -1}, {"grace_days": 731}, {"memory_months": 61}])
def test_rc06_a_rule_out_of_its_limits_is_refused_with_the_limits(terms):
    with pytest.raises(UnusableRule, match="from 0 to"):
        Rule(**terms)
