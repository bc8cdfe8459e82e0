"""What an address asks for.

rd01 filters are those of figures        rd02 nothing in an address breaks the page
rd03 names that mean nothing are ignored rd04 the second selection
rd05 a period may be written as pages call it
"""

from urllib.parse import urlencode

import pytest
from django.utils.translation import override

from cairn.figures.dimensions import PERIOD
from cairn.kernel.dates import Level, Period
from cairn.web import numbers
from cairn.web.explore.reading import MAPS


def test_rd01_filters_and_the_period_are_read(asked):
    found = asked("dead_and_missing", "period=2023&route=central_mediterranean&level=quarter")
    assert found.question.period == Period.parse("2023")
    assert found.question.values("route") == ("central_mediterranean",)
    assert found.level is Level.QUARTER
    assert found.problems == ()


def test_rd01_several_values_may_stand_apart_or_between_commas(asked):
    apart = asked("dead_and_missing", "origin=SYR&origin=ERI")
    together = asked("dead_and_missing", "origin=SYR,ERI")
    assert apart.question == together.question
    assert apart.question.values("origin") == ("SYR", "ERI")


def test_rd01_the_address_is_written_as_it_was_read(asked):
    address = "period=2023&origin=not_recorded&by=cause"
    found = asked("dead_and_missing", address)
    assert dict(found.pairs()) == {"period": "2023", "origin": "not_recorded", "by": "cause"}
    assert asked("dead_and_missing", "&".join(f"{k}={v}" for k, v in found.pairs())) == found


@pytest.mark.parametrize(
    ("address", "name", "code"),
    [
        ("period=twenty", PERIOD, "unreadable_period"),
        ("period=9999", PERIOD, "period_out_of_reach"),
        ("period=0001", PERIOD, "period_out_of_reach"),
        ("route=nowhere", "route", "not_in_the_list"),
        ("sex=female", "sex", "not_a_filter_here"),
        ("quality=good", "quality", "not_a_number"),
        ("source=mmp,fx", "source", "one_source_at_a_time"),
        ("source=fx", "source", "not_in_the_list"),
        ("level=week", "level", "no_such_level"),
        ("by=shoe_size", "by", "no_such_breakdown"),
        ("with_period=soon", "with_period", "unreadable_period"),
    ],
)
def test_rd02_what_is_not_understood_is_told_and_left_out(asked, address, name, code):
    found = asked("dead_and_missing", f"{address}&origin=SYR")
    assert [(problem.name, problem.error.code) for problem in found.problems] == [(name, code)]
    assert found.question.where == (("origin", ("SYR",)),)
    assert found.question.period is None
    assert found.second is None


def test_rd03_names_that_mean_nothing_are_passed_over(asked):
    found = asked("dead_and_missing", "utm_source=letter&map=globe&fbclid=1&route=")
    assert found.problems == ()
    assert found.question.where == ()
    assert found.map not in MAPS


def test_rd04_the_second_selection_is_the_first_with_some_filters_changed(asked):
    found = asked("dead_and_missing", "period=2023&origin=SYR&with_period=2022&with_origin=all")
    assert found.second is not None
    assert found.second.period == Period.parse("2022")
    assert found.second.where == ()
    assert dict(found.pairs())["with_origin"] == "all"


@pytest.mark.parametrize(
    ("language", "text", "period"),
    [
        ("en", "2023 Q3", "2023-Q3"),
        ("en", "q3 2023", "2023-Q3"),
        ("fr", "T3 2023", "2023-Q3"),
        ("en", "July 2023", "2023-07"),
        ("es", "julio de 2023", "2023-07"),
        ("ar", "٢٠٢٣", "2023"),
        ("zh", "2023年7月", "2023-07"),
    ],
)
def test_rd05_a_period_may_be_written_as_pages_write_it(asked, language, text, period):
    with override(language):
        found = asked("detections", urlencode({"period": text}))
    assert (str(found.question.period), found.problems) == (period, ())


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_rd05_what_a_chart_calls_a_quarter_is_understood(asked, language):
    with override(language):
        shown = numbers.period(Period.parse("2023-Q3"), language)
        assert str(asked("detections", urlencode({"period": shown})).question.period) == "2023-Q3"


def test_rd05_what_is_no_period_is_still_refused(asked):
    assert asked("detections", "period=2023 Q5").problems
    assert asked("detections", "period=about 2023").problems
