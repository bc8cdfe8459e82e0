"""Which words of a text are those that were asked for, and the piece of it that shows most of them.

Marks come from the same folding and stemming as the index, so what is marked is what was found.
Nothing here writes HTML: a text comes as pieces, marked or not, and the door escapes each.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cairn.search.analysis import LONGEST_WORD, folded, languages_of, stems_of
from cairn.search.documents import Words
from cairn.search.lexicon import words_of
from cairn.search.planning import Unit, unpaired
from cairn.search.spotting import beginning, flat, following, running

ROUND = 260  # signs of a piece
MOST_MARKS = 400  # in one text
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was asked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A text in pieces, with its language; `cut` where it goes on before or behind."""

    pieces: tuple[Piece, ...]
    language: str
    before: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """From where to where, and which unit of the question it is."""

    start: int
    end: int
    unit: int
    name: str = ""  # a name of a concept in another language that stands here


class Marker:
    """Made once for a question."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.quoted = [f"“{unit.shown}”" for unit in units]
        self.words: list[tuple[frozenset[str], dict[str, frozenset[str]]]] = []
        starts: dict[str, None] = {}
        self.sequences: list[tuple[tuple[str, ...], int, str]] = []
        for at, unit in enumerate(units):
            forms: set[str] = set()
            if not unit.phrase and not any(_HAN.match(word) for word in unit.words):
                forms = set(unit.words) | set(unit.reread.instead if unit.reread else ())
            elif unit.words:
                self.sequences.append((unit.words, at, ""))
            names = (name for one in unit.named for name in one.concept.names.values())
            for name in dict.fromkeys(names):
                terms = words_of(name)
                if terms and terms != unit.words:
                    self.sequences.append((terms, at, name))
            stems = {
                language: frozenset(stem for word in forms for stem in stems_of(word, language))
                for language in dict.fromkeys(one for w in forms for one in languages_of(w))
            }
            self.words.append((frozenset(forms), stems))
            for word in forms:
                known = min([len(word), *(len(s) for held in stems.values() for s in held)])
                starts[word[: max(2, min(known, len(word)) - 1)]] = None
        self.starts = tuple(starts)

    def marks(self, text: str, language: str) -> list[Mark]:
        """What of this text was asked for; `text` is composed (NFC)."""
        looked_at = flat(text)
        if looked_at is None:
            return []
        signs = looked_at.signs
        found: list[Mark] = []
        for terms, unit, name in self.sequences:
            han = _HAN.match(terms[0])
            for span in running(signs, unpaired(terms)) if han else following(signs, terms):
                found.append(Mark(*looked_at.back(span), unit, name))
                if len(found) > MOST_MARKS:
                    break
        tag = language.split("-")[0].lower()
        for span in beginning(signs, self.starts):
            start, end = looked_at.back(span)
            for unit in self._units_of(text[start:end].lower(), tag):
                found.append(Mark(start, end, unit))
            if len(found) > MOST_MARKS:
                break
        return sorted(found, key=lambda one: (one.start, -one.end))

    def _units_of(self, word: str, language: str) -> Iterator[int]:
        terms, stemmed = _read(word, language)
        for at, (forms, stems) in enumerate(self.words):
            if not forms.isdisjoint(terms) or not stemmed.isdisjoint(stems.get(language, ())):
                yield at


def show(text: Words, marks: Sequence[Mark], *, length: int = ROUND) -> Shown:
    """The piece of a text with most of what was asked for; its beginning where nothing is in it."""
    whole = composed(text.text)
    start, end = _window(whole, marks, length)
    pieces: list[Piece] = []
    at = start
    for one in marks:
        if one.start < at or one.end > end:
            continue
        if one.start > at:
            pieces.append(Piece(whole[at : one.start]))
        pieces.append(Piece(whole[one.start : one.end], marked=True))
        at = one.end
    if at < end:
        pieces.append(Piece(whole[at:end]))
    return Shown(tuple(pieces), text.language, start > 0, end < len(whole))


def composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _window(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    if len(text) <= length * 1.2:
        return 0, len(text)
    best, most = 0, -1
    for at, one in enumerate(marks[:100]):
        inside = [o for o in marks[at : at + 40] if o.end <= one.start + length]
        worth = 10 * len({o.unit for o in inside}) + min(len(inside), 9)
        if worth > most:
            best, most = one.start, worth
    start = max(0, best - length // 4) if marks else 0
    end = min(len(text), start + length)
    if start:
        space = text.find(" ", start, start + 30)
        start = space + 1 if 0 <= space < (best if marks else end) else start
    if end < len(text):
        space = text.rfind(" ", end - 30, end)
        end = space if space > start else end
    return start, end


@functools.lru_cache(maxsize=20_000)
def _read(word: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(folded(word)), frozenset(stems_of(word[:LONGEST_WORD], language))
