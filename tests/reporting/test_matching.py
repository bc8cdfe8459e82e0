"""How alike two accounts are, feature by feature and as a whole.

lk01 every finding and the score are the same whichever account comes first
lk02 what is not recorded speaks neither for nor against
lk03 certain means equal day and equal point
"""

import math
from datetime import date

import pytest
from hypothesis import given

from cairn.reporting.matching import (
    FEATURES,
    WEIGHTS,
    compare,
    distance,
    is_certain,
)
from tests.reporting.tellings import telling, told


@pytest.mark.parametrize(
    ("feature", "theirs", "score"),
    [
        ("day", {}, 1.0),
        ("day", {"days": 1}, 0.75),
        ("day", {"days": 3}, 0.25),
        ("day", {"days": 4}, 0.0),
        ("day", {"latest": date(2024, 3, 9)}, 0.0),
        ("place", {"latitude": 35.2001}, 1.0),
        ("place", {"latitude": 35.21799}, 0.5),  # two kilometres north
        ("place", {"latitude": 36.0}, 0.0),
        ("total", {"total": 11}, 1 - 2 / 12),
        ("total", {"total": 6}, 0.0),
        ("total", {"total": 0}, 0.0),
        ("survivors", {"survivors": 30}, 1.0),
        ("country", {"country": "TUN"}, 0.0),
        ("cause", {"cause": "drowning"}, 1.0),
        ("cause", {"cause": "violence"}, 0.0),
        ("origin", {"origin": "EGY"}, 0.0),
    ],
)
def test_a_feature_scores_as_documented(feature, theirs, score):
    found = FEATURES[feature](told(), told("acc-b", **theirs))
    assert found.score == pytest.approx(score, abs=0.01)
    assert found.because % found.values


@pytest.mark.parametrize(
    ("feature", "theirs"),
    [
        ("place", {"latitude": None, "longitude": None}),
        ("total", {"total": None}),
        ("survivors", {"survivors": None}),
        ("country", {"country": None}),
        ("cause", {"cause": "mixed_unknown"}),
        ("origin", {"origin": "UNK"}),
        ("origin", {"origin": "OOO"}),
    ],
)
def test_lk02_what_is_not_recorded_speaks_neither_for_nor_against(feature, theirs):
    assert FEATURES[feature](told(), told("acc-b", **theirs)).score == 0.5


def test_lk02_none_recorded_is_not_none():
    nobody = FEATURES["total"](told(total=0), told("acc-b", total=0))
    assert (nobody.score, nobody.values) == (1.0, {"number": 0})


def test_equal_years_are_not_equal_days():
    year = {"latest": date(2024, 12, 31)}
    likeness = compare(told(**year), told("acc-b", **year))
    assert likeness.findings["day"].score == 0.5
    assert not is_certain(likeness)


def test_weights_are_shares_of_one():
    assert set(WEIGHTS) == set(FEATURES)
    assert math.fsum(WEIGHTS.values()) == pytest.approx(1)
    assert compare(told(), told("acc-b")).score == 1


def test_the_date_line_is_no_distance():
    apart = distance(told(latitude=0.0, longitude=179.99), told(latitude=0.0, longitude=-179.99))
    assert apart == pytest.approx(2.2, abs=0.1)


@given(telling("acc-a"), telling("acc-b"))
def test_lk01_likeness_is_symmetric_and_a_share(one, other):
    likeness = compare(one, other)
    assert likeness == compare(other, one)
    assert 0 <= likeness.score <= 1
    assert all(0 <= found.score <= 1 for found in likeness.findings.values())
    assert all(found.because % found.values for found in likeness.findings.values())


@given(telling("acc-a"), telling("acc-b"))
def test_lk03_certain_needs_equal_day_and_point(one, other):
    if is_certain(compare(one, other)):
        assert one.earliest == other.earliest == one.latest == other.latest
        assert (distance(one, other) or 0) < 0.1
        assert None not in (one.latitude, other.latitude)
