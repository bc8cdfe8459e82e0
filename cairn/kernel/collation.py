"""The order of names, as the dictionaries of a language have it.

By code point "Österreich" follows "Zypern", "Ñ" follows "Z" and Chinese follows nothing a reader
knows. `sort_key` follows the Unicode Common Locale Data Repository in our six languages: letters
first, then accents, then capitals; the language's own script before others; Spanish ñ after n;
Chinese by the sound of each character (`data/pinyin.txt`, the 6,763 characters of GB 2312; others
come after them). It is no full implementation: what names of States, routes and sources are written
with is covered, and tests compare the names of all countries with the order of ICU.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

Key = tuple[tuple[tuple[int, float], ...], tuple[str, ...], tuple[bool, ...]]
T = TypeVar("T")

SIGNS = " _-–—,،;؛:!¡?؟¿.…·'‘’\"“”«»()[]{}@*/\\&#%"
# Letters that are written as one and ordered as two, or as another one with a stroke.
WRITTEN = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
# Letters of their own, which Unicode takes apart.
WHOLE = frozenset("йўќѓї")
# Arabic letters that are one letter in the order, and how they follow one another among equals.
ARABIC = {
    **{char: ("ا", str(at)) for at, char in enumerate("ءأؤإئا")},
    **{char: ("ت", str(at)) for at, char in enumerate("ةت")},
    **{char: ("ي", str(at)) for at, char in enumerate("ىي")},
}
NATIVE = {"ru": ("\u0400", "\u052f"), "ar": ("\u0600", "\u06ff"), "zh": ("\u3400", "\u9fff")}
MARKS = ("Mn", "Me")
SIGN, SYMBOL, DIGIT, NATIVE_LETTER, LETTER = range(5)


@cache
def _sounds() -> dict[str, int]:
    text = files("cairn.kernel").joinpath("data/pinyin.txt").read_text("utf-8")
    return {char: at for at, char in enumerate(text.replace("\n", ""))}


@lru_cache(maxsize=20_000)
def sort_key(text: str, language: str) -> Key:
    """What to sort by: letters, then accents, then capitals."""
    letters: list[tuple[int, float]] = []
    accents: list[str] = []
    capitals: list[bool] = []
    for char in unicodedata.normalize("NFC", text):
        for small, big, marks in _taken_apart(char, language):
            if not small:  # a mark of its own, such as a vowel of Arabic
                if accents:
                    accents[-1] += marks
                continue
            letters.append(_weight(small, language))
            accents.append(marks)
            capitals.append(big)
    return tuple(letters), tuple(accents), tuple(capitals)


def _taken_apart(char: str, language: str) -> Iterable[tuple[str, bool, str]]:
    """The letters of one character, whether each is a capital, and the marks on it."""
    small = char.lower()
    if small in WHOLE or (language == "es" and small == "ñ"):
        yield small, small != char, ""
        return
    if char in ARABIC:
        letter, among_equals = ARABIC[char]
        yield letter, False, among_equals
        return
    if char == "آ":
        yield "ا", False, "5"
        yield "ا", False, "6"
        return
    if small in WRITTEN or small == "ß":
        for one in WRITTEN.get(small, "ss"):
            yield one, small != char, small
        return
    base, marks = "", ""
    for one in unicodedata.normalize("NFKD", char):
        if unicodedata.category(one) in MARKS:
            marks += one
        elif base:
            yield base.lower(), base.lower() != base, marks
            base, marks = one, ""
        else:
            base = one
    yield base.lower(), base.lower() != base, marks


def _weight(char: str, language: str) -> tuple[int, float]:
    if char in SIGNS:
        return SIGN, SIGNS.index(char)
    category = unicodedata.category(char)
    if category[0] == "N":
        return DIGIT, unicodedata.numeric(char, 0)
    if category[0] not in "LM":
        return SYMBOL, ord(char)
    if char == "ñ":
        return LETTER, ord("n") + 0.5
    first, last = NATIVE.get(language, ("", ""))
    if first and first <= char <= last:
        place = _sounds().get(char, ord(char)) if language == "zh" else ord(char)
        return NATIVE_LETTER, place
    return LETTER, ord(char)


def in_order(things: Iterable[T], language: str, name: Callable[[T], str] = str) -> list[T]:
    """These things by their names, as the language orders them."""

    def key(thing: T) -> Any:
        return sort_key(name(thing), language)

    return sorted(things, key=key)
