"""Words are found by their digest, however they are written, and nothing else goes with them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cairn.erasure.marks import Finder, mark_of, mask_of, plain

KEY = b"k" * 32
NAME = "Quillfeather Nkemi Zoraïde"
MASK = mask_of(date(2026, 11, 30), "identifier")


def finder(*words: str) -> Finder:
    return Finder([mark_of(one, KEY, MASK) for one in words], KEY)


@pytest.mark.parametrize(
    "written",
    [
        NAME,
        NAME.upper(),
        "quillfeather  nkemi\u00a0zoraïde",
        unicodedata.normalize("NFD", NAME),
        "Quill\u00adfeather\n Nkemi\u200b Zoraïde",
        "Ｑuillfeather Ｎkemi Zoraïde",
    ],
)
def test_words_are_found_however_they_are_written(written):
    text = f"She said that {written}, aged 30, was there."
    assert finder(NAME).masked(text) == f"She said that {MASK}, aged 30, was there."


def test_a_short_name_is_found_as_a_word_and_not_inside_of_another():
    assert not finder("Ali").holds("Australia, Malian")
    assert finder("Ali").masked("ALI, from Mali; Ali.") == f"{MASK}, from Mali; {MASK}."
    assert finder("Juan Perez").masked("scan_JuanPerez.pdf") == "scan_JuanPerez.pdf"
    assert finder("JuanPerez").masked("scan_JuanPerez2.pdf") == f"scan_{MASK}2.pdf"


def test_two_chinese_signs_are_found_within_a_sentence():
    assert finder("王芳").masked("昨天王芳到了") == f"昨天{MASK}到了"


def test_arabic_names_are_found_among_marks_of_direction():
    text = "قالت \u200fزهرة الكندي\u200f إنها"
    assert "زهرة" not in finder("زهرة الكندي").masked(text)


def test_several_words_are_looked_for_at_once_and_each_has_its_mark():
    one, two = mark_of("Amina Test", KEY, "[1]"), mark_of("Test Bravo", KEY, "[2]")
    found = Finder([one, two], KEY)
    assert found.masked("Amina Test and Test Bravo") == "[1] and [2]"
    assert Finder([one, two], KEY).masked("Amina Test Bravo") in {"[1] Bravo", "Amina [2]"}


def test_a_field_that_is_too_short_for_the_mark_loses_the_words_all_the_same():
    short = finder(NAME).masked(f"x {NAME}", longest=30)
    assert len(short) <= 30
    assert not finder(NAME).holds(short)


def test_words_of_the_mark_itself_go_too():
    found = finder("erased")
    assert not found.holds(found.masked("It was erased."))


def test_keys_and_values_of_json_are_read_and_the_rest_is_left():
    held = {NAME: [1, None, {"a": f"<{NAME}>"}], "b": True}
    assert finder(NAME).masked_json(held) == {MASK: [1, None, {"a": f"<{MASK}>"}], "b": True}


def test_another_key_finds_nothing():
    assert not Finder([mark_of(NAME, KEY)], b"x" * 32).holds(NAME)


@given(st.text(), st.text(min_size=2, max_size=12), st.text())
def test_what_is_put_between_other_texts_is_gone_afterwards(before, words, after):
    assume(len(plain(words)) >= 2)
    found = finder(words)
    assert not found.holds(found.masked(f"{before} {words} {after}"))


@given(st.text(), st.text(min_size=2, max_size=12))
def test_a_text_without_the_words_is_not_changed(text, words):
    assume(len(plain(words)) >= 2)
    assume(plain(words) not in plain(text))
    assert finder(words).masked(text) == text


LETTERS = st.text("abcdefgh", min_size=1)


@given(st.text("xyzXYZ ", min_size=6, max_size=12), LETTERS, LETTERS)
def test_between_plain_words_only_the_words_go(words, before, after):
    words = f"x{words}y"
    assert finder(words).masked(f"{before} {words} {after}") == f"{before} {MASK} {after}"
