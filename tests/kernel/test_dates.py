"""Dates as they are known, and the one rule of when a record counts in a period.

kd01  what is printed is read back as the same     kd04  a record counts where its span lies inside
kd02  periods of a level cover without overlap     kd05  a span says how precise it is
kd03  what is no period is refused in a sentence   kd06  a span is never reversed
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.dates import (
    DateSpan,
    Level,
    Period,
    Precision,
    ReversedSpan,
    UnreadablePeriod,
    last_day,
)

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
LEVELS = st.sampled_from(Level)


@st.composite
def periods(draw):
    first, last = sorted([draw(DAYS), draw(DAYS)])
    return Period(first.replace(day=1), last_day(last.year, last.month))


@st.composite
def spans(draw):
    first = draw(DAYS)
    return DateSpan.between(first, first + timedelta(days=draw(st.integers(0, 800))))


@given(period=periods())
def test_kd01_a_printed_period_is_read_back_as_the_same(period):
    assert Period.parse(str(period)) == period


@given(day=DAYS, level=LEVELS)
def test_kd01_one_period_of_a_level_prints_as_that_level(day, level):
    period = Period.of(day, level)
    assert period.level == level
    assert ".." not in str(period)
    assert Period.parse(str(period)).level == level


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-H2", "2015-07-01", "2015-12-31"),
        ("2015-q3", "2015-07-01", "2015-09-30"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015..2018", "2015-01-01", "2018-12-31"),
        ("2017-10..2018-09", "2017-10-01", "2018-09-30"),
        (" 2015-Q4..2016 ", "2015-10-01", "2016-12-31"),
    ],
)
def test_kd01_people_may_write_periods_in_these_ways(written, first, last):
    period = Period.parse(written)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@given(period=periods(), level=LEVELS)
def test_kd02_the_parts_of_a_period_cover_it_without_overlap(period, level):
    parts = list(period.split(level))
    assert parts[0].first <= period.first
    assert period.last <= parts[-1].last
    assert all(part.level == level for part in parts)
    for one, next_one in zip(parts, parts[1:], strict=False):
        assert one.last + timedelta(days=1) == next_one.first


@given(day=DAYS)
def test_kd02_a_day_lies_in_exactly_one_period_of_each_level(day):
    for level in Level:
        year = Period(date(day.year, 1, 1), date(day.year, 12, 31))
        holding = [part for part in year.split(level) if part.first <= day <= part.last]
        assert holding == [Period.of(day, level)]


@pytest.mark.parametrize(
    "written",
    ["", "15", "2015-13", "2015-00", "2015-Q5", "2015-H3", "0000", "2018..2015", "2015..", "..2015",
     "2015...2016", "2015-1", "2015-07-01", "٢٠١٥-13", "last year"],
)  # fmt: skip
def test_kd03_what_is_no_period_is_refused_in_a_sentence(written):
    with pytest.raises(UnreadablePeriod, match="is not a period; write 2015"):
        Period.parse(written)


@given(period=periods(), span=spans())
def test_kd04_a_record_counts_where_every_day_of_its_span_lies_inside(period, span):
    days = [span.earliest + timedelta(days=n) for n in range(span.days)]
    inside = [period.first <= day <= period.last for day in days]
    assert period.holds(span) == all(inside)
    assert period.touches(span) == any(inside)


@given(span=spans(), level=LEVELS)
def test_kd04_a_record_counts_in_one_period_of_a_level_or_is_not_precise_enough(span, level):
    around = Period(span.earliest.replace(day=1), last_day(span.latest.year, span.latest.month))
    holding = [part for part in around.split(level) if part.holds(span)]
    assert len(holding) == (Period.of(span.earliest, level) == Period.of(span.latest, level))


@given(span=spans())
def test_kd05_a_span_has_the_precision_that_its_ends_amount_to(span):
    whole = {
        level: Period.of(span.earliest, level) == Period(span.earliest, span.latest)
        for level in Level
    }
    if span.precision == Precision.DAY:
        assert span.days == 1
    elif span.precision == Precision.SPAN:
        assert span.days > 1
        assert not any(whole.values())
    else:
        assert whole[Level(span.precision.value)]


def test_kd05_months_quarters_and_years_are_made_whole():
    assert DateSpan.month(2024, 2).days == 29
    assert DateSpan.quarter(2023, 4) == DateSpan(
        date(2023, 10, 1), date(2023, 12, 31), Precision.QUARTER
    )
    assert DateSpan.year(2023).days == 365


@given(first=DAYS, second=DAYS)
def test_kd06_a_span_never_ends_before_it_begins(first, second):
    if second < first:
        with pytest.raises(ReversedSpan):
            DateSpan(first, second)
    else:
        assert DateSpan(first, second).days >= 1


@given(period=periods())
def test_the_year_before_holds_the_same_months(period):
    before = period.year_before()
    assert (before.first.month, before.last.month) == (period.first.month, period.last.month)
    assert (before.last + timedelta(days=1)).day == 1  # the month is whole, leap years included
    assert len(list(before.split(Level.MONTH))) == len(list(period.split(Level.MONTH)))
