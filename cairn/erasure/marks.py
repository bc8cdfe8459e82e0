"""Finding words again of which only a keyed digest is known, and putting a mark in their place.

Pure. Words are compared without regard to capitals, width, kinds of spaces and signs that nobody
sees. Short words are found only as whole words, longer ones also inside of a word, as in a file
name. What is found is replaced in texts, and in the keys and values of JSON.
"""

import hashlib
import operator
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

SIZE = 32  # bytes of a digest
PAIR = 2  # signs at the beginning of the words that a hint is made of
SHORT = 6  # words below this length are found only as whole words
LEAST, MOST = 2, 200  # signs of what may be looked for, when made plain
BARE = "█"
MASK = re.compile(rf"\[{BARE} erased (\d{{4}}-\d\d-\d\d) ([a-z_]+)\]\Z")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is kept of words: `length` of their plain form, digest and hint keyed, in hexadecimal.
    `mask` is put in their place."""

    digest: str
    length: int
    hint: str
    mask: str = f"[{BARE}]"


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand in a text as it was given; `end` is the first sign behind them."""

    start: int
    end: int
    mark: Mark


class _Unseen(dict[int, int | None]):
    """For `str.translate`: signs that nobody sees are dropped; each is found out once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) == "Cf" else code
        return self[code]


_UNSEEN = _Unseen()


def mask_of(day: date, rule: str) -> str:
    """What stands in the place of words: “erased on … under rule …”, in no language."""
    return f"[{BARE} erased {day.isoformat()} {rule}]"


def day_and_rule(mask: str) -> tuple[str, str] | None:
    """The day (ISO) and the key of the rule in a mark of `mask_of`; None for anything else."""
    found = MASK.match(mask)
    return (found[1], found[2]) if found else None


def plain(text: str) -> str:
    """The text as it is compared."""
    if text.isascii():
        return " ".join(text.lower().split())
    known = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(known.translate(_UNSEEN).split())


def mark_of(words: str, key: bytes, mask: str = f"[{BARE}]") -> Mark:
    """What is kept of these words."""
    known = plain(words)
    return Mark(_digest(known, key), len(known), _hint(known[:PAIR], key), mask)


def _digest(known: str, key: bytes) -> str:
    return hashlib.blake2b(known.encode(), key=key, digest_size=SIZE).hexdigest()


def _hint(pair: str, key: bytes) -> str:
    return hashlib.blake2b(pair.encode(), key=key, digest_size=2, person=b"hint").hexdigest()


class Finder:
    """Looks for all marks at once. A digest that was met is known in clear from then on, for as
    long as this object lives."""

    def __init__(self, marks: Sequence[Mark], key: bytes) -> None:
        self.marks = tuple(marks)
        self._key = key
        self._known: dict[str, Mark] = {}
        self._seen: set[str] = set()  # pairs of signs that were looked at
        self._begins: dict[str, tuple[Mark, ...]] = {}  # those with which words may begin
        self._least = min((one.length for one in marks), default=0)

    def holds(self, text: str) -> bool:
        """Whether any of the words stands in the text."""
        return next(self._met(plain(text)), None) is not None

    def find(self, text: str) -> list[Span]:
        """Where they stand, from left to right; stretches do not overlap. Where the way back to
        the text cannot be told, the whole text is one stretch."""
        found: list[Span] = []
        for words, mark in self._met(plain(text)):
            places = list(_places(text, words))
            found += [Span(start, end, mark) for start, end in places or [(0, len(text))]]
        apart: list[Span] = []
        for span in sorted(found, key=lambda one: (one.start, -one.end)):
            if not apart or span.start >= apart[-1].end:
                apart.append(span)
        return apart

    def masked(self, text: str, *, longest: int | None = None) -> str:
        """The text with marks in place of what was found; never longer than `longest`."""
        new = text
        for span in reversed(self.find(text)):
            new = new[: span.start] + span.mark.mask + new[span.end :]
        if longest is not None and len(new) > longest:
            new = text
            for span in reversed(self.find(text)):
                new = new[: span.start] + BARE + new[span.end :]
            new = new[:longest]
        return BARE if self.holds(new) else new

    def masked_json(self, value: Any) -> Any:
        """The same, for what JSON holds; the value itself where nothing was found."""
        match value:
            case str():
                return self.masked(value) if self.holds(value) else value
            case dict():
                new = {self.masked_json(k): self.masked_json(v) for k, v in value.items()}
                return new if new != value else value
            case list():
                items = [self.masked_json(one) for one in value]
                return items if items != value else value
        return value

    def _met(self, known: str) -> Iterator[tuple[str, Mark]]:
        """The words that stand in a plain text, each once, with their mark."""
        if len(known) < self._least or not self.marks:
            return
        for words, mark in list(self._known.items()):
            if words in known and _stands(known, words):
                yield words, mark
        if len(self._known) == len(self.marks):
            return
        pairs = set(map(operator.add, known, known[1:]))
        for pair in pairs - self._seen:
            self._look_at(pair)
        for pair in pairs & self._begins.keys():
            at = known.find(pair)
            while at >= 0:
                yield from self._begun(known, at, pair)
                at = known.find(pair, at + 1)

    def _look_at(self, pair: str) -> None:
        self._seen.add(pair)
        hint = _hint(pair, self._key)
        if marks := tuple(one for one in self.marks if one.hint == hint):
            self._begins[pair] = marks

    def _begun(self, known: str, at: int, pair: str) -> Iterator[tuple[str, Mark]]:
        """Words that begin here and were not met before."""
        for mark in self._begins[pair]:
            words = known[at : at + mark.length]
            if words in self._known or _digest(words, self._key) != mark.digest:
                continue
            self._known[words] = mark
            if _stands(known, words):
                yield words, mark


def _stands(known: str, words: str) -> bool:
    return next(_offsets(known, words), None) is not None


def _offsets(known: str, words: str) -> Iterator[int]:
    """Where words stand in a plain text, short ones as whole words only."""
    at = known.find(words)
    while at >= 0:
        end = at + len(words)
        inside = len(words) < SHORT and (
            _joins(known[at - 1 : at], words[:1]) or _joins(words[-1:], known[end : end + 1])
        )
        if not inside:
            yield at
        at = known.find(words, at + 1)


def _joins(left: str, right: str) -> bool:
    """Whether two neighbouring signs belong to one word of letters; Chinese has no such words."""
    return all(one.isalnum() and not "\u3040" <= one <= "\u9fff" for one in (left, right))


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """The same in the text as it was given: from the first sign to behind the last."""
    signs: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        part = unicodedata.normalize("NFKC", text[at:end]).casefold()
        for sign in unicodedata.normalize("NFKC", part):
            if unicodedata.category(sign) == "Cf":
                continue
            blank = sign.isspace()
            if blank and (not signs or signs[-1] == " "):
                continue
            signs.append(" " if blank else sign)
            begins.append(at)
            ends.append(end)
        at = end
    known = "".join(signs)
    for found in _offsets(known, words):
        yield begins[found], ends[found + len(words) - 1]
