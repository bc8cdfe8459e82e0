"""From what was typed to the plan that every index answers, and what in it came from where.

A question is a row of units: a word, a phrase, or words that name a concept of a vocabulary. A word
fits by itself, by its stem in any language of its script, and in titles for more. A concept fits by
its words, by the tag of a record, and by its names in other languages. Of two units both are
needed, of more most of them; a word that stands nowhere is read as the words nearest to it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn.search.analysis import flattened, folded, languages_of, prepared, stems_of, words
from cairn.search.index import Reader
from cairn.search.lexicon import Lexicon, Named, meaning, words_of
from cairn.search.questions import AnyOf, AtLeast, Node, Phrase, Term
from cairn.search.reading import Typed
from cairn.search.spelling import nearest

TITLE, HEAD_STEM = 2.5, 1.6
STEM, OTHER_STEM = 0.8, 0.5
CONCEPT, HINT, TRANSLATED = 6.0, 1.5, 1.2
MOST_NAMES = 8  # of concepts, that are looked for in texts of other languages
MOST_UNITS = 24
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Reread:
    """A word that stands nowhere, and as what it was read instead, the nearest first."""

    word: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that was asked for: its words, folded, and the concepts that they name."""

    words: tuple[str, ...]
    node: Node
    phrase: bool = False
    named: tuple[Named, ...] = ()
    hinted: tuple[Named, ...] = ()
    reread: Reread | None = None

    @property
    def shown(self) -> str:
        han = all(_HAN.match(word) for word in self.words)
        return unpaired(self.words) if han else " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Thought:
    """The units of a question and how they are put together."""

    units: tuple[Unit, ...]
    node: Node | None

    @property
    def rereads(self) -> tuple[Reread, ...]:
        return tuple(one.reread for one in self.units if one.reread)


def think(typed: Typed, index: Reader, lexicon: Lexicon | None, language: str) -> Thought:
    """What the words of a question are looked for as; without a lexicon only as themselves."""
    units = [_phrase(one) for one in typed.phrases]
    row: list[tuple[str, bool]] = []  # word, and whether it is Chinese
    for word in typed.words:
        for piece in words(flattened(prepared(word))):
            row += [(piece, True)] if _HAN.match(piece) else [(one, False) for one in folded(piece)]
    telling = set(meaning([word for word, han in row if not han]))
    run: list[str] = []
    for word, han in [*row, ("", True)]:
        if not han:
            if word in telling:
                run.append(word)
            continue
        units += _latin(run, index, lexicon, language)
        run = []
        if word:
            units += _han(word, index, lexicon)
    units = [one for one in units if one.words][:MOST_UNITS]
    if not units:
        return Thought((), None)
    need = needed(len(units))
    bare = [one for one in units if not one.phrase]
    if len(bare) == len(units):
        node: Node = units[0].node if len(units) == 1 else AtLeast(_nodes(units), need)
    else:  # phrases are meant as they stand: all of them
        said = [one for one in units if one.phrase]
        rest = (AtLeast(_nodes(bare), needed(len(bare))),) if bare else ()
        node = AtLeast((*_nodes(said), *rest), len(said) + len(rest))
    return Thought(tuple(units), node)


def needed(units: int) -> int:
    """How many of so many units a document must have: one. What has more of them stands first, and
    each result says which it lacks. Judged questions of whole sentences found nothing where more
    was asked for, above all across languages (`bench/search_quality.py`)."""
    return min(units, 1)


def unpaired(terms: Sequence[str]) -> str:
    """Chinese that was cut into pairs, put together again."""
    return terms[0] + "".join(one[-1] for one in terms[1:]) if terms else ""


def _nodes(units: Iterable[Unit]) -> tuple[Node, ...]:
    return tuple(one.node for one in units)


def _phrase(text: str) -> Unit:
    terms = tuple(folded(text))
    if len(terms) == 1:
        return Unit(terms, AnyOf((Term("fold", terms[0]), Term("title", terms[0], TITLE))), True)
    both = (Phrase("fold", terms, 1.5), Phrase("title", terms, TITLE))
    return Unit(terms, AnyOf(both), phrase=True)


def _latin(
    row: Sequence[str], index: Reader, lexicon: Lexicon | None, language: str
) -> Iterable[Unit]:
    """Words of scripts that part them, taken together where they name a concept."""
    at = 0
    while at < len(row):
        for length in range(min(8, len(row) - at), 0, -1):
            part = row[at : at + length]
            named = lexicon.naming(part, language) if lexicon else []
            if named:
                yield _concept(tuple(part), named, index, language)
                at += length
                break
        else:
            hinted = lexicon.pointed_to(row[at], language) if lexicon else []
            yield _word(row[at], hinted, index, language)
            at += 1


def _concept(part: tuple[str, ...], named: list[Named], index: Reader, language: str) -> Unit:
    single = [_word(word, [], index, language) for word in part]
    own: Node = single[0].node if len(single) == 1 else AtLeast(_nodes(single), len(single))
    tags = [_tag(one) for one in named]
    names = [_name(terms) for terms in _names(named, {part})]
    return Unit(part, AnyOf((own, *tags, *names)), named=tuple(named))


def _tag(one: Named) -> Term:
    return Term("concept", one.concept.key, CONCEPT * one.worth, constant=True)


def _names(named: Iterable[Named], besides: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The names of concepts in all languages, but for those that were typed."""
    found = dict.fromkeys(
        terms
        for one in named
        for name in one.concept.names.values()
        if (terms := words_of(name)) and terms not in besides
    )
    return list(found)[:MOST_NAMES]


def _name(terms: tuple[str, ...]) -> Node:
    if len(terms) == 1:
        return Term("fold", terms[0], TRANSLATED)
    return Phrase("fold", terms, TRANSLATED)


def _word(word: str, hinted: list[Named], index: Reader, language: str) -> Unit:
    forms = list(_forms(word, language))
    reread = None
    if len(word) > 3 and not any(index.frequency(one.field, one.term) for one in forms):
        near = nearest(word, index)
        if near:
            reread = Reread(word, near)
            for place, one in enumerate(near):
                worth = 0.9 ** (place + 1)
                forms += [Term("fold", one, worth), Term("title", one, TITLE * worth)]
    hints = [Term("concept", one.concept.key, HINT, constant=True) for one in hinted]
    return Unit((word,), AnyOf((*forms, *hints)), hinted=tuple(hinted), reread=reread)


def _forms(word: str, language: str) -> Iterable[Term]:
    yield Term("fold", word)
    yield Term("title", word, TITLE)
    for one in languages_of(word):
        worth = STEM if one == language else OTHER_STEM
        for stem in stems_of(word, one):
            yield Term(f"stem_{one}", stem, worth)
            yield Term(f"head_{one}", stem, worth * HEAD_STEM)


def _han(run: str, index: Reader, lexicon: Lexicon | None) -> Iterable[Unit]:
    parts = lexicon.parts_of(run) if lexicon else [(run, [])]
    for text, named in parts:
        terms = tuple(folded(text))
        own: list[Node] = []
        if len(text) == 1:
            own = [Term("stem_zh", text), Term("head_zh", text, TITLE)]
        elif len(terms) == 1:
            own = [Term("fold", terms[0]), Term("title", terms[0], TITLE)]
        else:
            own = [Phrase("fold", terms, 1.5), Phrase("title", terms, TITLE)]
            if not named:
                pairs = tuple(Term("fold", one, 0.6) for one in terms)
                own.append(AtLeast(pairs, needed(len(pairs))))
        tags = [_tag(one) for one in named]
        names = [_name(one) for one in _names(named, {terms})]
        yield Unit(terms, AnyOf((*own, *tags, *names)), named=tuple(named))
