"""Questions are read from what stands in a URL, and written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.figures.questions import (
    NotANumber,
    OneLevelOnly,
    PeriodTwice,
    Question,
    UnknownFilter,
    UnknownGrouping,
    granularity,
)
from cairn.kernel.dates import Level, Period, UnreadablePeriod

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=6).filter(
    lambda text: text != "not_recorded"
)


def test_a_url_becomes_a_question():
    question = Question.parse(
        "dead_and_missing",
        {"period": "2015..2016", "route": "med, sahara", "origin": "not_recorded", "source": "mmp"},
        "quarter,route",
    )
    assert question == Question(
        "dead_and_missing",
        Period.parse("2015..2016"),
        (("origin", (None,)), ("route", ("med", "sahara")), ("source", ("mmp",))),
        ("quarter", "route"),
    )
    assert question.level is Level.QUARTER
    assert question.dimensions == ("route",)
    assert question.asked == {"origin", "route"}


@given(places=st.lists(TEXT, min_size=1, max_size=3, unique=True), missing=st.booleans())
def test_the_filters_of_a_question_can_be_read_back(places, missing):
    values = (*places, None) if missing else tuple(places)
    question = Question("arrivals", Period.parse("2015-Q3"), (("place", values),), ("sex",))
    assert Question.parse("arrivals", question.pairs(), question.by) == question


def test_source_is_in_every_answer_and_needs_no_grouping():
    assert Question.parse("dead", {}, "source,route").by == ("route",)


def test_an_empty_filter_is_none():
    assert Question.parse("dead", {"route": "", "period": " "}) == Question("dead")


def test_numbers_are_read_as_numbers():
    assert Question.parse("dead", {"quality": "1,5"}).values("quality") == (1, 5)
    with pytest.raises(NotANumber):
        Question.parse("dead", {"quality": "good"})


def test_what_a_measure_does_not_know_is_refused_with_what_it_does():
    with pytest.raises(UnknownFilter, match="period, source, route, origin"):
        Question.parse("dead", {"sex": "female"})
    with pytest.raises(UnknownGrouping, match="route, .*month, quarter, half, year"):
        Question.parse("dead", {}, "week")
    with pytest.raises(UnreadablePeriod):
        Question.parse("dead", {"period": "last year"})
    with pytest.raises(OneLevelOnly):
        Question.parse("dead", {}, "year,month")
    with pytest.raises(PeriodTwice):
        Question.parse("dead", [("period", "2015"), ("period", "2016")])


@pytest.mark.parametrize(
    ("period", "level"),
    [
        ("2015", "year"),
        ("2015..2018", "year"),
        ("2015-H1", "half"),
        ("2017-10..2018-09", "quarter"),
        ("2015-07", "month"),
        ("2015-07..2015-12", "half"),
        ("2015-02..2015-12", "month"),
    ],
)
def test_a_period_is_made_up_of_the_coarsest_level_that_fits(period, level):
    assert granularity(Period.parse(period)) == level
