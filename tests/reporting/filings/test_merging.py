"""Merging agencies' numbers: nothing is lost, nothing is counted twice that somebody called double.

MG-1 without doubles a merge is a plain sum; MG-2 the same people count once; MG-3 an undecided pair
stops the merge; MG-4 proposals are symmetric and scored between 0 and 1; MG-5 a cell that only one
agency gives passes unchanged.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.reporting.filings.merging import Decision, Given, Undecided, merge, proposals

FILINGS = ("fil-a", "fil-b", "fil-c")
numbers = st.one_of(st.none(), st.integers(0, 50))
cells = st.dictionaries(
    st.tuples(st.sampled_from(FILINGS), st.sampled_from(("k1", "k2", "k3"))), numbers
)


def told(found):
    return [
        Given(filing, key, value, None if value is not None else Cell.NOT_RECORDED)
        for (filing, key), value in found.items()
    ]


def decided(given_, decision):
    return {(one.key, one.left.filing, one.right.filing): decision for one in proposals(given_)}


@given(cells)
def test_mg1_other_people_add_up(found):
    rows = told(found)
    for one in merge(rows, decided(rows, Decision.DIFFERENT)):
        known = [row.value for row in rows if row.key == one.key and row.value is not None]
        assert one.value == (sum(known) if known else None)
        assert (one.missing is None) == bool(known)


@given(cells, st.sampled_from([Decision.LEFT, Decision.RIGHT, Decision.LARGER]))
def test_mg2_the_same_people_count_once(found, decision):
    rows = told(found)
    for one in merge(rows, decided(rows, decision)):
        known = [row.value for row in rows if row.key == one.key and row.value is not None]
        if known:
            assert min(known) <= one.value <= max(known)
        if known and decision is Decision.LARGER:
            assert one.value == max(known)


def test_mg3_an_undecided_pair_stops_the_merge():
    rows = [Given("fil-a", "k", 3), Given("fil-b", "k", 4)]
    with pytest.raises(Undecided):
        list(merge(rows, {}))


@given(cells)
def test_mg4_every_pair_of_numbers_is_proposed_once_with_its_reasons(found):
    rows = told(found)
    pairs = list(proposals(rows))
    assert len({(one.key, one.left.filing, one.right.filing) for one in pairs}) == len(pairs)
    for one in pairs:
        assert 0 <= one.score <= 1
        assert one.because
        assert one.left.filing < one.right.filing
    assert [p.score for p in proposals(reversed(rows))] == [p.score for p in pairs]


def test_mg5_a_cell_of_one_agency_passes_unchanged():
    rows = [Given("fil-a", "k", 3), Given("fil-b", "other", None, Cell.WITHHELD)]
    found = {one.key: one for one in merge(rows, {})}
    assert (found["k"].value, found["k"].counted) == (3, ("fil-a",))
    assert (found["other"].value, found["other"].missing) == (None, Cell.WITHHELD)


def test_equal_large_numbers_speak_more_for_a_double_than_different_ones():
    equal = next(proposals([Given("fil-a", "k", 137), Given("fil-b", "k", 137)]))
    apart = next(proposals([Given("fil-a", "k", 137), Given("fil-b", "k", 12)]))
    assert equal.score > 0.9 > 0.5 > apart.score
