"""The residual rule, for each viewer, against a slow second answer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.releases.disclosure.residual import Knowledge, hidden
from cairn.releases.disclosure.viewers import PUBLIC, Viewer, together, with_pairs
from tests.releases.disclosure.small import key, truth


@pytest.mark.parametrize(
    ("unknown", "safe"),
    [
        ([], True),
        ([0, 0], True),  # nothing is unknown but zeros
        ([7], False),
        ([7, 0, 0], False),  # zero filers hide nobody
        ([100, 15], True),
        ([100, 14], False),
        ([100, 8, 7], True),
        ([20, 3], True),
        ([21, 3], False),  # 3 is less than 3.15
    ],
)
def test_the_rule_as_it_is_written(unknown, safe):
    assert hidden(unknown, 15) is safe


@given(st.lists(st.integers(0, 200), min_size=1, max_size=6).filter(any), st.integers(1, 50))
def test_the_rule_means_that_nobody_who_knows_one_part_comes_closer_than_p(parts, p):
    """The second contributor takes its own from the sum: what is left over is its upper bound."""
    largest, *others = sorted(parts, reverse=True)
    error = Fraction(sum(others), largest)
    assert hidden(parts, p) is (error >= Fraction(p, 100))


OWNERS = "ABCD"
cells = st.dictionaries(
    st.tuples(st.sampled_from(["north", "oasis", "sea"]), st.sampled_from(["2024", "2025"])),
    st.dictionaries(st.sampled_from(OWNERS), st.integers(0, 60), min_size=1),
    min_size=1,
)
known = st.sets(
    st.tuples(
        st.sampled_from(
            [
                key(place="oasis", year="2024"),
                key(place="sea", year="2024"),
                key(place="south", year="2024"),
                key(place="south"),
                key(),
            ]
        ),
        st.sampled_from(OWNERS),
    ),
    max_size=4,
)


def by_definition(held, viewer, cell):
    """Leaf by leaf: is it told, for this cell, by something that the viewer knows?"""
    rest = dict.fromkeys(OWNERS, 0)
    for leaf, given_ in held.counts.items():
        if not held.inside(leaf.at, cell.at):
            continue
        for owner, n in given_.items():
            told = owner in viewer.owners or any(
                whose == owner and held.inside(leaf.at, at.at) and held.inside(at.at, cell.at)
                for at, whose in viewer.knows
            )
            rest[owner] += 0 if told else n
    return hidden(rest.values(), 15)


@given(cells, st.lists(st.tuples(st.sets(st.sampled_from(OWNERS)), known), min_size=1, max_size=3))
def test_every_cell_is_judged_for_every_viewer_by_what_remains_unknown(counts, knowing):
    held = truth(counts)
    viewers = [
        Viewer(str(number), frozenset(owners), frozenset(parts))
        for number, (owners, parts) in enumerate(knowing)
    ]
    knowledge = Knowledge(held, viewers)
    for cell, sums in held.contributions.items():
        exposed = not all(by_definition(held, one, cell) for one in viewers)
        assert knowledge.exposed(cell, sums, 15) is exposed


def test_a_contributor_is_told_from_another_by_its_own_part():
    held = truth({("north", "2024"): {"A": 100, "B": 80}})
    cell = key(place="north", year="2024")
    assert not Knowledge(held, [PUBLIC]).exposed(cell, held.contributions[cell], 15)
    assert Knowledge(held, [Viewer("A", frozenset("A"))]).exposed(
        cell, held.contributions[cell], 15
    )


def test_two_who_talk_know_what_both_know():
    a, b = (Viewer(one, frozenset(one)) for one in "AB")
    assert together(a, b).owners == {"A", "B"}
    assert [one.name for one in with_pairs([b, a])] == ["A", "B", "A+B"]
    held = truth({("north", "2024"): {"A": 100, "B": 80, "C": 90}})
    cell = key(place="north", year="2024")
    assert not Knowledge(held, [a, b]).exposed(cell, held.contributions[cell], 15)
    assert Knowledge(held, with_pairs([a, b])).exposed(cell, held.contributions[cell], 15)
