"""One time of a State, or none where its clocks differ."""

from datetime import UTC, datetime, timedelta

import pytest

from cairn.reference.zones import offset_in

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "at", "hours"),
    [
        ("NER", WINTER, 1),
        ("MLI", SUMMER, 0),
        ("FRA", WINTER, 1),
        ("FRA", SUMMER, 2),
        ("NPL", WINTER, 5.75),
        ("ARG", WINTER, -3),  # twelve zones that show the same
    ],
)
def test_where_all_clocks_show_one_time_it_is_known(state, at, hours):
    assert offset_in(state, at) == timedelta(hours=hours)


@pytest.mark.parametrize("state", ["RUS", "USA", "BRA", "CHN", "QMA", "STL", ""])
def test_where_they_differ_or_nothing_is_known_nothing_is_said(state):
    assert offset_in(state, WINTER) is None
