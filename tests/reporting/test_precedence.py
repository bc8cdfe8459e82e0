"""Which account gives the figure: the rule as a table of cases, and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.reporting.precedence import (
    ALONE,
    BY_NAME,
    FIGURES,
    MOST,
    Telling,
    gives_the_figure,
)


def telling(ref: str, source: str, number: int = 1, **figures: int | None) -> Telling:
    return Telling(ref, source, source.title(), number, figures)


CASES = [
    ("one source", [telling("a", "iom", dead=1)], "a", ALONE),
    ("its newest version", [telling("a", "iom", 1, dead=1), telling("a", "iom", 2)], "a", ALONE),
    ("most figures", [telling("a", "x", dead=1), telling("b", "y", dead=1, missing=0)], "b", MOST),
    ("a zero is recorded", [telling("a", "x", dead=None), telling("b", "y", dead=0)], "b", MOST),
    ("tie: first by name", [telling("a", "y", dead=9), telling("b", "x", dead=1)], "b", BY_NAME),
    (
        "an old version with more figures does not count",
        [telling("a", "x", 1, dead=1, missing=1), telling("a", "x", 2), telling("b", "y", dead=1)],
        "b",
        MOST,
    ),
]


@pytest.mark.parametrize(("name", "told", "ref", "because"), CASES, ids=[c[0] for c in CASES])
def test_the_rule(name, told, ref, because):
    found = gives_the_figure(told)
    assert (found.ref, found.because) == (ref, because)
    assert found.because % found.values


figures = st.dictionaries(st.sampled_from(FIGURES), st.none() | st.integers(0, 9))
tellings = st.lists(
    st.builds(
        Telling,
        ref=st.sampled_from("abcd"),
        source=st.sampled_from(["iom", "unhcr", "frontex"]),
        title=st.just("T"),
        number=st.integers(1, 3),
        figures=figures,
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: (one.ref, one.number),
)


@given(tellings, st.randoms())
def test_the_order_in_which_accounts_came_changes_nothing(told, chance):
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert gives_the_figure(told).ref == gives_the_figure(shuffled).ref


@given(tellings)
def test_nobody_recorded_more_than_the_one_that_is_chosen(told):
    newest = {one.ref: one for one in sorted(told, key=lambda one: one.number)}
    chosen = newest[gives_the_figure(told).ref]
    assert all(other.recorded <= chosen.recorded for other in newest.values())
