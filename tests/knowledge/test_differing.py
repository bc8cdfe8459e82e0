"""What differs between two contents.

kd01  nothing differs from itself; of two contents every differing value is told, and no other
kd02  the words of both texts can be read from the pieces
kd03  what is put into a list in front does not make its other members differ
"""

from hypothesis import given
from hypothesis import strategies as st

from cairn.knowledge.differing import differences, words
from cairn.knowledge.shapes import write
from tests.knowledge.leaflet.there import records
from tests.knowledge.leaflet.there import words as texts

sentences = st.lists(texts, max_size=12).map(" ".join)


@given(one=records, other=records)
def test_kd01_every_value_that_differs_is_told_and_no_other(one, other):
    old, new = write(one), write(other)
    assert list(differences(old, old)) == []
    found = list(differences(old, new))
    assert bool(found) == (old != new)
    for each in found:
        assert each.before != each.after or type(each.before) is not type(each.after)


@given(before=sentences, after=sentences)
def test_kd02_the_words_of_both_can_be_read_from_the_pieces(before, after):
    pieces = list(words(before, after))
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after


def test_kd02_a_very_long_text_is_compared_paragraph_by_paragraph():
    before = "\n".join(f"line {n} of it" for n in range(3_000))
    changed = [p for p in words(before, before.replace("line 7 ", "row 7 ")) if p.kind != "same"]
    assert [p.text for p in changed] == ["line 7 of it\n", "row 7 of it\n"]


def test_kd03_what_is_put_in_front_is_the_only_difference():
    old = {"sections": [{"heading": "b"}, {"heading": "c"}]}
    new = {"sections": [{"heading": "a"}, {"heading": "b"}, {"heading": "d"}]}
    found = [(one.place, one.before, one.after) for one in differences(old, new)]
    assert found == [
        (("sections", 0, "heading"), None, "a"),
        (("sections", 2, "heading"), "c", "d"),
    ]
