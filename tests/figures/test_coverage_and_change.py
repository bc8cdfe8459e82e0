"""A change is shown only between two complete periods; otherwise the reason is."""

import pytest

from cairn.figures import coverage
from cairn.figures.compare import NO_NUMBER, compare
from cairn.figures.coverage import completeness
from cairn.figures.manifest import Source
from cairn.figures.questions import Question
from cairn.kernel.dates import Period

from . import worlds
from .worlds import event, on

MMP = {
    "key": "mmp",
    "title": "Missing people",
    "coverage_from": "2014-01-01",
    "coverage_to": "2026-05-06",
    "complete_to": "2026-03-31",
    "gaps": [{"from": "2025-09-09", "to": "2025-12-31", "reason": "The archive is not public."}],
}


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ("2015", ""),
        ("2025-08", ""),
        ("2025-09", coverage.HAS_GAP),
        ("2025", coverage.HAS_GAP),
        ("2013-12..2014-02", coverage.BEGINS),
        ("2026", coverage.ENDS),
        ("2026-04", coverage.NOT_COMPLETE_YET),
        ("2026-01..2026-03", ""),
    ],
)
def test_a_period_is_complete_or_partial_for_a_reason(period, reason):
    found = completeness(Source.parse(MMP), Period.parse(period))
    assert found.reason == reason
    assert found.complete is (reason == "")
    assert (found.reason % found.values == "") is found.complete


def test_the_gap_is_given_with_its_own_reason():
    found = completeness(Source.parse(MMP), Period.parse("2025"))
    assert found.gap.reason == "The archive is not public."


def test_a_source_of_unknown_coverage_is_never_called_complete():
    found = completeness(Source("x", "X"), Period.parse("2015"))
    assert (found.complete, found.reason) == (False, coverage.COVERAGE_UNKNOWN)


def test_a_table_may_end_before_its_source():
    table = worlds.table("months", coverage_to="2019-12-31", gaps=[])
    source = Source.parse(MMP | {"tables": [table]})
    assert completeness(source, Period.parse("2019"), "months").complete
    assert completeness(source, Period.parse("2020"), "months").reason == coverage.ENDS
    assert completeness(source, Period.parse("2020")).complete


def changes(tmp_path, period, events):
    snapshot = worlds.build(tmp_path, events, sources=(MMP,))
    return compare(snapshot, Question.parse("dead", {"period": period}, "route"))


EVENTS = [
    event("a1", **on("2022-03-02"), dead=10),
    event("a2", **on("2023-07-02"), dead=12),
    event("a3", **on("2024-07-02")),
    event("a4", **on("2025-07-02"), dead=12),
]


def test_two_complete_years_have_a_difference(tmp_path):
    (change,) = changes(tmp_path, "2023", EVENTS)
    assert (change.difference, change.ratio, change.reason) == (2, 0.2, "")
    assert str(change.year_before) == "2022"


@pytest.mark.parametrize(
    ("period", "reason"),
    [("2014", coverage.BEGINS), ("2025", coverage.HAS_GAP), ("2024", NO_NUMBER)],
)
def test_otherwise_the_reason_is_given_and_no_difference(tmp_path, period, reason):
    events = [*EVENTS, event("a5", **on("2014-03-01"), dead=1)]
    (change,) = changes(tmp_path, period, events)
    assert (change.difference, change.ratio, change.reason) == (None, None, reason)
    assert change.reason % change.values


def test_without_a_period_there_is_nothing_to_compare(tmp_path):
    snapshot = worlds.build(tmp_path, EVENTS, sources=(MMP,))
    assert compare(snapshot, Question("dead")) == ()


def test_from_zero_there_is_a_difference_and_no_ratio(tmp_path):
    events = [event("a1", **on("2022-03-02"), dead=0), event("a2", **on("2023-03-02"), dead=2)]
    (change,) = changes(tmp_path, "2023", events)
    assert (change.difference, change.ratio) == (2, None)
