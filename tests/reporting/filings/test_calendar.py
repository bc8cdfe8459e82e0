"""What is due when."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.dates import Level, Period
from cairn.reporting.filings.calendar import Terms, When, due

SINCE = date(2024, 1, 1)


def test_a_quarter_is_due_after_its_days_and_filed_once_it_is_covered():
    terms = Terms(Level.QUARTER, 30, SINCE)
    found = list(due(terms, [Period.parse("2024-Q1")], date(2024, 8, 5)))
    assert [(str(one.period), one.when) for one in found] == [
        ("2024-Q1", When.FILED),
        ("2024-Q2", When.OVERDUE),
        ("2024-Q3", When.LATER),
    ]


def test_three_months_filed_one_by_one_are_the_quarter():
    months = [Period.parse(f"2024-0{month}") for month in (3, 1, 2)]
    (first, *_) = due(Terms(Level.QUARTER, 30, SINCE), months, date(2024, 4, 1))
    assert first.when is When.FILED


def test_a_leap_day_belongs_to_its_month():
    (_, second) = due(Terms(Level.MONTH, 0, SINCE), [], date(2024, 2, 29))
    assert (second.period.last, second.when) == (date(2024, 2, 29), When.SOON)


@given(
    st.sampled_from(list(Level)),
    st.integers(0, 90),
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    st.dates(date(2020, 1, 1), date(2027, 1, 1)),
)
def test_periods_follow_one_another_without_a_gap_and_none_begins_before_the_schedule(
    level, days, since, today
):
    found = list(due(Terms(level, days, since), [], today))
    for one, after in zip(found, found[1:], strict=False):
        assert after.period.first == one.period.last + timedelta(days=1)
    assert all(since <= one.period.first <= today for one in found)
    assert all(one.when is not When.FILED for one in found)
