"""Where in a text the words stand that are looked for, without a pattern made for each question.

A text is looked at flat: in lower case, one sign for one sign without accents. Arabic vowel marks
are left out of it meanwhile, and what is found is put back to where it stands in the text. A word
may carry the Arabic article and what is written together with it; between the words of a name
anything may stand that is no word, and what French elides.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cairn.search.analysis import flattened

Span = tuple[int, int]

_JOINED = ("", *"وفبكل")  # what Arabic writes together with a word, before the article
HEADS = frozenset(first + article for first in _JOINED for article in ("", "ال", "لل"))
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")
_REST = re.compile(r"[^\W_\u0600-\u06ff]*[\u0600-\u06ff]*")
_BREAK = re.compile(r"[\W_]+")
_ELIDED = re.compile(r"[^\W_]{1,2}['’ʼ]")


@dataclass(frozen=True, slots=True)
class Flat:
    """A text to be looked at. `at`: where each sign stands in the text itself; None: just there."""

    signs: str
    at: tuple[int, ...] | None = None

    def back(self, span: Span) -> Span:
        """Where that is in the text itself, with the marks above its last letter."""
        if self.at is None:
            return span
        return self.at[span[0]], self.at[span[1]]


def flat(text: str) -> Flat | None:
    """None where lower case has other signs than the text, so that places would not agree."""
    made = text.lower()
    if len(made) != len(text):
        return None
    if made.isascii():
        return Flat(made)
    for sign in set(_signs().findall(made)):
        made = made.replace(sign, _table()[sign])
    if not _MARKS.search(made):
        return Flat(made)
    kept = [at for at, sign in enumerate(made) if not _MARKS.match(sign)]
    return Flat("".join(made[at] for at in kept), (*kept, len(made)))


def beginning(signs: str, starts: Sequence[str]) -> list[Span]:
    """The words that begin with one of these, in the order of the text."""
    ends: dict[int, int] = {}
    for start in starts:
        for place, end in _standing(signs, start):
            ends[place] = max(end, ends.get(place, 0))
    found: list[Span] = []
    for place, end in sorted(ends.items()):
        if not found or place >= found[-1][1]:
            rest = _REST.match(signs, end)
            assert rest is not None  # it fits nothing, too
            found.append((place, rest.end()))
    return found


def following(signs: str, terms: Sequence[str]) -> list[Span]:
    """Where these words follow one another."""
    if any(term not in signs for term in terms):
        return []
    found: list[Span] = []
    for begin, end in _standing(signs, terms[0]):
        if found and begin < found[-1][1]:
            continue
        for term in terms[1:]:
            end = _next(signs, end, term)
            if end < 0:
                break
        if end > 0 and not signs[end : end + 1].isalnum():
            found.append((begin, end))
    return found


def running(signs: str, run: str) -> Iterator[Span]:
    """Where a run of Chinese stands, wherever in a sentence."""
    at = signs.find(run)
    while at >= 0:
        yield at, at + len(run)
        at = signs.find(run, at + len(run))


def _standing(signs: str, term: str) -> Iterator[Span]:
    """Where a word begins with this, with its article, from the place where the word begins."""
    longest = 3 if "\u0600" <= term[0] <= "\u06ff" else 0
    at = signs.find(term)
    while at >= 0:
        for head in range(min(longest, at), -1, -1):
            begin = at - head
            if signs[begin:at] in HEADS and not (begin and signs[begin - 1].isalnum()):
                yield begin, at + len(term)
                break
        at = signs.find(term, at + 1)


def _next(signs: str, end: int, term: str) -> int:
    """Where this term ends, if it is the next word from there on; else -1."""
    gap = _BREAK.match(signs, end)
    if gap is None:
        return -1
    elided = _ELIDED.match(signs, gap.end())
    for at in (elided.end() if elided else -1, gap.end()):
        if at < 0:
            continue
        for head in HEADS if "\u0600" <= term[0] <= "\u06ff" else ("",):
            if signs.startswith(head + term, at):
                return at + len(head) + len(term)
    return -1


@functools.cache
def _table() -> dict[str, str]:
    """One sign for one sign: accents off, one form of each letter."""
    table = {}
    ranges = ((0xC0, 0x250), (0x400, 0x460), (0x621, 0x64B), (0x670, 0x6D4), (0x1E00, 0x1F00))
    for sign in (chr(one) for first, last in ranges for one in range(first, last)):
        made = flattened(sign)
        if len(made) == 1 and made != sign and sign.lower() == sign:
            table[sign] = made
    return {sign: made for sign, made in table.items() if made not in table}


@functools.cache
def _signs() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_table())}]")
