"""Finds the words that announce something: which of them stand in a text, where, and of what sort.

The words are data (`data/cues.yaml`). Scripts with spaces are looked up word by word, in a time
that grows with the text alone; Chinese phrases by one expression.
"""

import functools
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cairn.reference.loading import read_yaml
from cairn.reporting.screening.plain import low

DATA = Path(__file__).parent / "data"
HAN = "\u3400-\u9fff"
WORD = re.compile(rf"[^\W\d{HAN}]+")
_HAN = re.compile(f"[{HAN}]")
# What Arabic writes together with the next word: and, then, with, for, like; and the article.
_PREFIX = re.compile("^[وفبلك]?(?:ال|لل)?")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase in a text."""

    start: int
    end: int
    sort: str


# The sorts that say what a number is; the others say what stands nearby.
ANNOUNCES = frozenset({"passport", "identity", "phone", "plate", "account", "document", "other"})


class Cues:
    """The cues of one text, in order."""

    def __init__(self, found: Iterable[Cue]) -> None:
        self.all = sorted(found, key=lambda cue: (cue.start, -cue.end))
        self._starts = [cue.start for cue in self.all]

    def between(self, start: int, end: int) -> list[Cue]:
        """The cues that begin in this stretch."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, start: int, sorts: Collection[str], reach: int = 30) -> Cue | None:
        """The last cue of these sorts that ends before `start`, and at most so far from it."""
        for cue in reversed(self.between(start - reach - 30, start)):
            if cue.sort in sorts and start - reach < cue.end <= start:
                return cue
        return None


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a line of a data file, separated by commas."""
    return tuple(low(one.strip()) for one in text.split(",") if one.strip())


class Lexicon:
    """Phrases of several sorts, the longest first."""

    def __init__(self, sorts: dict[str, tuple[str, ...]]) -> None:
        self._first: dict[str, list[tuple[str, str]]] = {}
        chinese: dict[str, str] = {}
        for sort, listed in sorts.items():
            for phrase in listed:
                if _HAN.search(phrase):
                    chinese.setdefault(phrase, sort)
                elif found := WORD.match(phrase):
                    self._first.setdefault(found[0], []).append((phrase, sort))
        for listed_here in self._first.values():
            listed_here.sort(key=lambda one: -len(one[0]))
        self._sorts = chinese
        longest = sorted(chinese, key=len, reverse=True)
        self._chinese = re.compile("|".join(map(re.escape, longest))) if longest else None

    def find(self, text: str) -> Iterator[Cue]:
        """All cues in a lower-case text; a phrase hides the shorter ones inside of it."""
        done = 0
        for word in WORD.finditer(text):
            if word.start() < done:
                continue
            if (cue := self._at(text, word)) is not None:
                done = cue.end
                yield cue
        if self._chinese is not None and _HAN.search(text):
            for found in self._chinese.finditer(text):
                yield Cue(found.start(), found.end(), self._sorts[found[0]])

    def _at(self, text: str, word: re.Match[str]) -> Cue | None:
        for phrase, sort in self._first.get(word[0], ()):
            if _stands(text, phrase, word.start()):
                return Cue(word.start(), word.start() + len(phrase), sort)
        if "\u0620" <= word[0][0] <= "\u06d3" and (glued := _PREFIX.match(word[0])):
            for cut in (1, 2, 3):
                if cut > glued.end():
                    break
                for phrase, sort in self._first.get(word[0][cut:], ()):
                    if _stands(text, phrase, word.start() + cut):
                        start = word.start() + cut
                        return Cue(start, start + len(phrase), sort)
        return None


def _stands(text: str, phrase: str, at: int) -> bool:
    end = at + len(phrase)
    if not text.startswith(phrase, at) or end >= len(text) or not phrase[-1].isalpha():
        return text.startswith(phrase, at)
    # "no12345" is announced by "no"; the N of "passport N1234567" belongs to the number.
    if text[end].isdigit():
        return phrase[-2:-1].isalpha()
    return not text[end].isalpha() or bool(_HAN.match(text[end]))


@functools.cache
def announcing() -> Lexicon:
    """The cues of all languages: what is written in one is often quoted in another."""
    held = read_yaml("cues.yaml", DATA)
    return Lexicon(
        {
            sort: tuple(phrase for line in by_language.values() for phrase in phrases(line))
            for sort, by_language in held.items()
        }
    )


# Of one phrase in several sorts the first wins: "matrícula" is a plate, "telegram" a phone.
