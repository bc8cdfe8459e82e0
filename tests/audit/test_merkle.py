"""One digest for many rows: no other list has it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from cairn.audit.merkle import merkle_root

LEAVES = st.lists(st.text(max_size=8), max_size=40)


def by_definition(leaves):
    """RFC 6962: hash of the two halves, the left one as large a power of two as fits."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0].encode()).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(
        b"\1" + by_definition(leaves[:half]) + by_definition(leaves[half:])
    ).digest()


@given(leaves=LEAVES.filter(bool))
def test_the_streamed_root_is_that_of_the_definition(leaves):
    assert merkle_root(iter(leaves)) == by_definition(leaves).hex()


@given(leaves=LEAVES, other=LEAVES)
def test_two_lists_have_one_root_only_if_they_are_equal(leaves, other):
    assert (merkle_root(leaves) == merkle_root(other)) == (leaves == other)


@given(leaves=LEAVES.filter(lambda leaves: len(leaves) > 1), data=st.data())
def test_leaving_out_or_doubling_a_leaf_changes_the_root(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    assert merkle_root(leaves[:place] + leaves[place + 1 :]) != merkle_root(leaves)
    assert merkle_root([*leaves, leaves[-1]]) != merkle_root(leaves)


def test_no_leaves_have_no_root():
    assert merkle_root([]) == ""
