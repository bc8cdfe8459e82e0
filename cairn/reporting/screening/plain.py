"""A text made easy to read for rules, with the way back to the offsets of the text as it was given.

Digits of all scripts become ASCII digits, all spaces one kind of space, all dashes one dash; marks
that nobody sees (direction, joiners, Arabic vowels and tatweel) are dropped, letters and their
accents are put together. `low` is the same text, letter by letter, in lower case without accents:
words are looked up there. Nothing is decided here.
"""

import re
import unicodedata
from dataclasses import dataclass

DROPPED = (
    "\u00ad\u034f\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
)
_DROPPED = re.compile(f"[{DROPPED}]")
_UNITS = re.compile(f"[{DROPPED}]|(?s:.)[\u0300-\u036f]*")
_SAME = {"\ufe63": "-", "\uff0d": "-", "\u2212": "-", "\u00b0": "°", "\uff0b": "+", "\uff20": "@"}
_OPEN = {"\uff08": "(", "\uff09": ")", "\uff1a": ":", "\uff0c": ",", "\uff0f": "/", "\uff0e": "."}


class _Plain(dict[int, int | str]):
    """For `str.translate`: one character for one character, found out once each."""

    def __missing__(self, code: int) -> int | str:
        letter = chr(code)
        same: int | str = code
        if letter in _SAME or letter in _OPEN:
            same = _SAME.get(letter) or _OPEN[letter]
        elif (digit := unicodedata.decimal(letter, None)) is not None:
            same = str(digit)
        elif (kind := unicodedata.category(letter)) == "Pd":
            same = "-"
        elif kind == "Zs" or (kind == "Cc" and letter not in "\n\r"):
            same = " "
        elif kind == "Cs":
            same = "?"
        elif 0xFF21 <= code <= 0xFF5A:
            same = unicodedata.normalize("NFKC", letter)
        self[code] = same
        return same


class _Low(dict[int, int | str]):
    def __missing__(self, code: int) -> int | str:
        letter = chr(code)
        bare = unicodedata.normalize("NFD", letter)[0].lower()
        same = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "’": "'", "ʼ": "'", "‘": "'", "_": " "}.get(
            bare, bare
        )
        self[code] = same if len(same) == 1 else code
        return self[code]


_PLAIN, _LOW = _Plain(), _Low()


@dataclass(frozen=True, slots=True)
class Plain:
    """`raw` keeps the letters, `low` is what words are looked up in; both have one length."""

    raw: str
    low: str
    starts: tuple[int, ...] | None  # where each character began in the text given; None: the same
    ends: tuple[int, ...] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as it was given."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    if text.isascii():
        raw = text.translate(_PLAIN) if not text.isprintable() else text
        return Plain(raw, raw.lower().replace("_", " "), None, None)
    if not _DROPPED.search(text) and unicodedata.is_normalized("NFC", text):
        raw = text.translate(_PLAIN)
        return Plain(raw, raw.translate(_LOW), None, None)
    letters, starts, ends = [], [], []
    for unit in _UNITS.finditer(text):
        if _DROPPED.match(unit[0]):
            continue
        for letter in unicodedata.normalize("NFC", unit[0]):
            letters.append(letter)
            starts.append(unit.start())
            ends.append(unit.end())
    raw = "".join(letters).translate(_PLAIN)
    return Plain(raw, raw.translate(_LOW), tuple(starts), tuple(ends))


def low(text: str) -> str:
    """A word as the rules compare words."""
    return plain(text).low
