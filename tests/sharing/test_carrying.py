"""A file of several records is never wider than any of them.

ca01  meeting is associative, commutative, idempotent   ca04  what is left out is enough and least
ca02  never wider than any part, and no narrower        ca05  RED and ended uses leave in no file
ca03  no use in common: no file, and what to leave out  ca06  what a use implies counts as permitted

Promise 2 of the design.
"""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.reference.vocabularies import vocabulary
from cairn.sharing.carrying import (
    ANYTHING,
    FORBIDS,
    IMPLIED,
    NARROWEST,
    NoCommonUse,
    NotExported,
    Part,
    Terms,
    UsesEnded,
    check_may_leave,
    meet,
    smallest_left_out,
    together,
)

TODAY = date(2026, 11, 1)
USES = list(vocabulary("sharing_permissible_use").terms)
PERMIT = [key for key in USES if not key.endswith("_forbidden")]
STATED = st.builds(
    Terms.of,
    st.sampled_from(NARROWEST),
    st.frozensets(st.sampled_from(USES), max_size=4),
    limits=st.frozensets(st.sampled_from(["NER", "MLI", "grp-1"]), max_size=2),
    until=st.none() | st.sampled_from([TODAY - timedelta(days=1), TODAY, date(2027, 1, 1)]),
)
TERMS = st.one_of(STATED, st.lists(STATED, min_size=2, max_size=3).map(together), st.just(ANYTHING))
FILES = st.lists(STATED, max_size=5).map(
    lambda found: [Part(f"part {at}", one) for at, one in enumerate(found)]
)


@given(a=TERMS, b=TERMS, c=TERMS)
def test_ca01_the_order_in_which_parts_meet_says_nothing(a, b, c):
    assert meet(a, meet(b, c)) == meet(meet(a, b), c)
    assert meet(a, b) == meet(b, a)
    assert meet(a, a) == a
    assert meet(a, ANYTHING) == a


def by_definition(parts):
    """The rule read aloud: one question for each thing, one loop, no meeting."""
    marking = next((m for m in NARROWEST if any(p.marking == m for p in parts)), "clear")
    every = [use for use in PERMIT if all(p.uses is None or use in p.uses for p in parts)]
    stated = any(p.uses is not None for p in parts)
    days = sorted(p.until for p in parts if p.until)
    return Terms(
        marking,
        frozenset(limit for p in parts for limit in p.limits),
        frozenset(every) if stated else None,
        any(p.unstated for p in parts),
        frozenset(use for use in USES if any(use in p.forbidden for p in parts)),
        days[0] if days else None,
    )


@given(parts=st.lists(TERMS, max_size=5))
def test_ca02_together_is_the_rule_read_aloud(parts):
    assert together(parts) == by_definition(parts)


@given(parts=st.lists(STATED, min_size=1, max_size=5))
def test_ca02_nobody_may_do_with_the_file_what_one_of_its_parts_forbids(parts):
    whole = together(parts)
    for one in parts:
        assert NARROWEST.index(whole.marking) <= NARROWEST.index(one.marking)
        assert whole.limits >= one.limits
        assert one.until is None or (whole.until is not None and whole.until <= one.until)
        assert set(whole.permitted) - FORBIDS <= set(one.uses or ())
        assert set(whole.permitted) >= one.forbidden


@given(parts=FILES)
def test_ca03_without_a_use_in_common_there_is_no_file(parts):
    readable = [one for one in parts if one.terms.marking != "red" and not ended(one)]
    common = set(PERMIT).intersection(*(one.terms.uses for one in readable if one.terms.uses))
    if common or not any(one.terms.uses for one in readable):
        assert check_may_leave(readable, TODAY) == together(one.terms for one in readable)
    else:
        with pytest.raises(NoCommonUse) as refused:
            check_may_leave(readable, TODAY)
        assert "part " in str(refused.value)


def ended(part):
    return part.terms.until is not None and part.terms.until < TODAY


@given(parts=FILES)
def test_ca04_leaving_out_what_is_named_is_enough_and_fewer_are_not(parts):
    stated = [one for one in parts if one.terms.uses]
    out = smallest_left_out(parts)
    rest = [one for one in parts if one not in out]
    assert together(one.terms for one in rest).uses != frozenset()
    if len(out) > 0 and len(stated) <= 4:
        for fewer in combinations(stated, len(out) - 1):
            left = [one for one in parts if one not in fewer]
            assert together(one.terms for one in left).uses == frozenset()


@given(parts=FILES)
def test_ca05_nothing_red_leaves_whatever_else_is_in_the_file(parts):
    red = Part("red", Terms.of("red", ["statistics_only"]))
    with pytest.raises(NotExported):
        check_may_leave([*parts, red], TODAY)


def test_ca05_what_may_be_used_no_more_leaves_for_nobody_but_its_owner():
    yesterday = TODAY - timedelta(days=1)
    old = Part("fil-old", Terms.of("green", ["statistics_only"], until=yesterday))
    new = Part("fil-new", Terms.of("green", ["statistics_only"], until=TODAY))
    with pytest.raises(UsesEnded) as refused:
        check_may_leave([old, new], TODAY)
    assert "fil-old" in str(refused.value)
    assert "fil-new" not in str(refused.value)
    assert check_may_leave([new], TODAY).until == TODAY
    assert check_may_leave([old, new], TODAY, inside={"fil-old"}).until == yesterday


def test_ca06_whoever_may_analyse_may_count_and_the_file_says_only_that():
    analysis = Terms.of("green", ["strategic_analysis"])
    statistics = Terms.of("green", ["statistics_only"])
    assert analysis.permitted == ("strategic_analysis",)
    assert meet(analysis, statistics).permitted == ("statistics_only",)
    assert meet(statistics, Terms.of("green", [])).permitted == ()  # one part states none
    assert {*IMPLIED, *IMPLIED.values()} <= set(PERMIT)
    assert frozenset(USES) - set(PERMIT) == FORBIDS


def test_what_one_part_forbids_stays_forbidden_and_permits_nothing():
    survey = Terms.of("green", ["immigration_enforcement_forbidden"])
    whole = meet(survey, Terms.of("green", ["operational_lead"]))
    assert whole.permitted == ("immigration_enforcement_forbidden",)


def test_protection_meets_nothing_else():
    protection = Part("protection", Terms.of("amber", ["protection_only"]))
    lead = Part("lead", Terms.of("amber", ["operational_lead"]))
    with pytest.raises(NoCommonUse):
        check_may_leave([protection, lead], TODAY)
