"""Public references are caught when they are misheard or mistyped, and tell nobody an order.

kr01  every single substitution is caught     kr03  lookalikes and case are forgiven
kr02  every swap of neighbours is caught      kr04  many at once are as good as one at a time
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.refs import (
    ALPHABET,
    CHECK,
    LENGTH,
    UnreadableReference,
    check_character,
    new_ref,
    new_refs,
    parse_ref,
)

BODIES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def is_read(text: str) -> bool:
    try:
        parse_ref(text)
    except UnreadableReference:
        return False
    return True


@given(body=BODIES)
def test_kr01_every_single_substitution_is_caught(body):
    check = check_character(body)
    for place in range(LENGTH):
        for other in ALPHABET:
            changed = body[:place] + other + body[place + 1 :]
            assert is_read(f"inc-{changed}-{check}") == (changed == body)
    for other in CHECK:
        assert is_read(f"inc-{body}-{other}") == (other == check)


@given(body=BODIES)
def test_kr02_every_swap_of_neighbours_is_caught(body):
    for place in range(LENGTH - 1):
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert is_read(f"inc-{swapped}-{check_character(body)}") == (swapped == body)


@given(body=BODIES)
def test_kr03_a_reference_is_read_in_small_letters_and_with_lookalikes(body):
    ref = f"acc-{body}-{check_character(body)}"
    heard = ref[4 : 4 + LENGTH].replace("0", "o").replace("1", "l").lower()
    assert parse_ref(f" ACC-{heard}-{ref[-1].lower()} ") == ("acc", ref)


def test_kr04_many_references_at_once_are_all_different_and_readable():
    refs = new_refs("acc", 5_000)
    assert len(set(refs)) == 5_000
    assert all(parse_ref(ref) == ("acc", ref) for ref in refs)
    assert {character for ref in refs for character in ref.split("-")[1]} == set(ALPHABET)
    assert all(ref.removeprefix("acc-").replace("-", "").isalnum() for ref in refs)
    assert new_refs("acc", 0) == []


def test_a_fresh_reference_is_readable():
    ref = new_ref("set")
    assert parse_ref(ref) == ("set", ref)


@pytest.mark.parametrize("text", ["", "inc", "inc-123", "inc-0123456789", "inc-0123456789-00",
                                  "inc-012345678-0", "inc-01234!6789-0", "a-b-c-d"])  # fmt: skip
def test_what_is_no_reference_is_refused_in_a_sentence(text):
    with pytest.raises(UnreadableReference, match="is not a reference; copy it again"):
        parse_ref(text)
