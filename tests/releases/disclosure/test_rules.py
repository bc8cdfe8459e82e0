"""A rule states all of its parameters, and names each one in which it is weaker than another."""

import copy
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.releases.disclosure.rules import Rule, UnreadableRule, load, rounded

STORED = load().stored()
NAMES = [
    path.name.removesuffix(".yaml")
    for path in (files("cairn.releases.disclosure") / "data").iterdir()
]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_that_is_shipped_loads_and_is_read_back_from_a_manifest(name):
    assert Rule.parse(load(name).stored()) == load(name)
    assert load(name).weaker_than(load(name)) == ()


def test_the_rule_of_2026_is_the_one_that_was_agreed():
    rule = load("2026-1")
    assert (rule.counts.threshold, rule.counts.base, rule.counts.min_events) == (9, 5, 3)
    assert (rule.contributions.p, rule.sensitive.top_share) == (15, 0.95)
    assert (rule.fees.middle_from, rule.fees.tails_from, rule.fees.digits) == (20, 50, 2)
    assert (rule.maps.resolution_at_sea, rule.maps.persons, rule.maps.events) == (4, 10, 5)
    assert (rule.maps.days, rule.maps.days_route_change) == (90, 180)
    assert (rule.microdata.k, rule.microdata.l, rule.revisions.owners) == (11, 3, 3)
    assert (rule.bands.numbers, rule.bands.few) == ((10, 20, 50, 100), (3, 6))


def changed(name, value):
    part, parameter = name.split(".")
    stored = copy.deepcopy(STORED)
    stored[part][parameter] = value
    return stored


WEAKER = [
    ("counts.threshold", 4),
    ("counts.base", 1),
    ("counts.min_events", 2),
    ("contributions.p", 14),
    ("sensitive.top_share", 0.96),
    ("fees.middle_from", 19),
    ("fees.tails_from", 49),
    ("fees.digits", 3),
    ("maps.resolution_at_sea", 5),
    ("maps.persons", 9),
    ("maps.events", 4),
    ("maps.days", 89),
    ("maps.days_route_change", 90),
    ("microdata.k", 10),
    ("microdata.l", 2),
    ("revisions.owners", 2),
    ("bands.numbers", [10, 20, 50, 100, 200]),
    ("bands.few", [3, 4, 6]),
]


@pytest.mark.parametrize(("name", "value"), WEAKER)
def test_each_weakened_parameter_is_named_and_is_no_weakness_the_other_way(name, value):
    weaker = Rule.parse(changed(name, value))
    assert [one.name for one in weaker.weaker_than(load())] == [name]
    assert load().weaker_than(weaker) == ()


def test_no_parameter_is_left_out_of_the_comparison():
    parameters = {
        f"{part}.{name}"
        for part, values in STORED.items()
        if isinstance(values, dict)
        for name in values
    }
    assert {name for name, _ in WEAKER} == parameters


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({**STORED, "noise": {"epsilon": 1}}, "unknown: noise"),
        (changed("counts.thresold", 9), "unknown: counts.thresold"),
        ({key: value for key, value in STORED.items() if key != "fees"}, "absent: fees"),
        (changed("counts.threshold", "9"), "counts.threshold: '9'"),
        (changed("counts.base", 4), "even"),
        (changed("counts.base", 25), "rounds 10 to a withheld number"),
        (changed("sensitive.top_share", 1.5), "a share of 1.5"),
        (changed("bands.few", [6, 3]), "rising"),
        (changed("microdata.k", True), "microdata.k: True"),
        ({**STORED, "maps": 4}, "no mapping"),
    ],
)
def test_a_rule_that_is_none_is_refused_with_what_is_wrong(stored, said):
    with pytest.raises(UnreadableRule) as refused:
        Rule.parse(stored)
    assert said in str(refused.value)


def test_a_rule_that_nobody_wrote_is_refused():
    with pytest.raises(UnreadableRule):
        load("2019-1")


@given(n=st.integers(0, 10_000), half=st.integers(0, 20))
def test_rounding_goes_to_the_nearest_multiple(n, half):
    base = 2 * half + 1
    assert rounded(n, base) % base == 0
    assert abs(rounded(n, base) - n) <= half
