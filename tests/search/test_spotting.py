"""Words are marked where the pattern that says the same would find them.

sp01  the beginnings of words, with the Arabic article and what is written together with it
sp02  words that follow one another, with whatever is no word between them
sp03  vowel marks are no hindrance, and are marked with their word
sp04  one sign stands for one sign, and none of them is changed twice
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.search import spotting
from cairn.search.spotting import beginning, flat, following, running

PIECE = st.sampled_from(
    [
        *("boat", "boats", "sea", "seas", "la", "l’", "d'", "aide", "réfugiés", "лодка", "ой"),
        *("قارب", "القارب", "والقارب", "بقارب", "لل", "ال", "و", "走私", "移民", "318", "_"),
        *(" ", "  ", ", ", "-", "’", "(", "،", "x"),
    ]
)
TEXT = st.lists(PIECE, max_size=12).map("".join)
TERMS = st.lists(
    st.sampled_from(["boat", "sea", "la", "aide", "refugies", "лодка", "قارب", "318", "x"]),
    min_size=1,
    max_size=3,
)
ARABIC = "(?:[وفبكل]?(?:ال|لل)?)"


def spelt(term):
    return (ARABIC if "\u0600" <= term[0] <= "\u06ff" else "") + re.escape(term)


@given(text=TEXT, starts=TERMS)
def test_sp01_words_are_found_by_their_beginning(text, starts):
    signs = flat(text).signs
    longest = "|".join(map(spelt, sorted(starts, key=len, reverse=True)))
    pattern = rf"(?<![^\W_])(?:{longest})[^\W_\u0600-\u06ff]*[\u0600-\u06ff]*"
    assert beginning(signs, starts) == [one.span() for one in re.finditer(pattern, signs)]


@given(text=TEXT, terms=TERMS)
def test_sp02_words_are_found_one_after_the_other(text, terms):
    signs = flat(text).signs
    between = r"[\W_]+(?:[^\W_]{1,2}['’ʼ])?"
    pattern = rf"(?<![^\W_]){between.join(map(spelt, terms))}(?![^\W_])"
    assert following(signs, terms) == [one.span() for one in re.finditer(pattern, signs)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("حكم على المهرِّبين بالسجن", "المهرِّبين"),
        ("في قارِبٍ صغير", "قارِبٍ"),
        ("مهـربين", "مهـربين"),
    ],
)
def test_sp03_vowel_marks_are_marked_with_their_word(text, found):
    looked_at = flat(text)
    spans = beginning(looked_at.signs, ["مهرب", "قارب"])
    assert [text[slice(*looked_at.back(one))] for one in spans] == [found]


def test_sp04_no_sign_is_changed_twice():
    assert not set(spotting._table()) & set(spotting._table().values())
    assert flat("İ") is None  # two signs in lower case


def test_chinese_is_found_wherever_it_stands():
    assert list(running("被告人走私移民走私", "走私")) == [(3, 5), (7, 9)]
