"""What words in any language mean to our vocabularies, so that a question finds what is written in
another one.

A concept is a term of a vocabulary, a State, a route, an article of a treaty or what is known of an
element of the offence; its names are the labels in six languages and Portuguese. A question names a
concept where its words are those of a name, by their stems and in that order. A concept that one
word of a short name points to is taken as a hint only, and only where the word points to few. Where
the names come from is another question (`gathering`).
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import yaml

from cairn.kernel.languages import LANGUAGES
from cairn.search.analysis import folded, languages_of, stems_of

FEW = 3  # concepts that one word may point to


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that records are tagged with. `of`: a vocabulary, or country, route, treaty."""

    of: str
    key: str
    names: Mapping[str, str] = field(hash=False, compare=False, default_factory=dict)

    def name_in(self, language: str) -> str:
        return self.names.get(language.split("-")[0]) or self.names.get("en") or self.key


@dataclass(frozen=True, slots=True)
class Named:
    """That words name a concept: in which language, and by which of its names."""

    concept: Concept
    language: str
    name: str
    worth: float = 1.0  # beside what other names are worth


# words → which concepts, each with the name it is and what that is worth
Pointers = dict[str, list[tuple[int, str, float]]]


@dataclass(slots=True)
class Tables:
    """What a lexicon looks things up in, as JSON holds it. `exact` and `pointing` begin with the
    language of the stems; `han` is Chinese."""

    concepts: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    exact: Pointers = field(default_factory=dict)
    pointing: Pointers = field(default_factory=dict)
    han: Pointers = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        found = {"concepts": self.concepts, "exact": self.exact}
        return found | {"pointing": self.pointing, "han": self.han}


class Lexicon:
    """Finds concepts in the words of a question."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rows = [Concept(*one) for one in tables.concepts]
        self.concepts = {(one.of, one.key): one for one in self.rows}
        self.longest_han = max(map(len, tables.han), default=1)

    def naming(self, words: Sequence[str], language: str) -> list[Named]:
        """The concepts that these words name, those in the language of the reader first."""
        found: dict[Concept, Named] = {}
        for one in _preferred(languages_of(words[0]), language):
            stemmed = " ".join([one, *(stem_in(word, one) for word in words)])
            for named in self._named(self.tables.exact, stemmed, one):
                found.setdefault(named.concept, named)
        return list(found.values())

    def pointed_to(self, word: str, language: str) -> list[Named]:
        """The few concepts to which one word of their name points; none where it is many."""
        found: dict[Concept, Named] = {}
        for one in _preferred(languages_of(word), language):
            for named in self._named(self.tables.pointing, f"{one} {stem_in(word, one)}", one):
                found.setdefault(named.concept, named)
        return list(found.values()) if len(found) <= FEW else []

    def _named(self, table: Pointers, words: str, language: str) -> Iterator[Named]:
        for at, name, worth in table.get(words, ()):
            yield Named(self.rows[at], language, name, worth)

    def parts_of(self, run: str) -> Iterator[tuple[str, list[Named]]]:
        """A run of Chinese, cut where a name begins or ends."""
        at, begun = 0, 0
        while at < len(run):
            for length in range(min(self.longest_han, len(run) - at), 1, -1):
                named = list(self._named(self.tables.han, run[at : at + length], "zh"))
                if named:
                    if begun < at:
                        yield run[begun:at], []
                    yield run[at : at + length], named
                    at += length
                    begun = at
                    break
            else:
                at += 1
        if begun < at:
            yield run[begun:at], []

    def labelled(self, prefix: str, language: str) -> Iterator[Concept]:
        """Concepts whose name in this language has a word that begins so."""
        wanted = tuple(folded(prefix))
        if not wanted:
            return
        for concept in self.concepts.values():
            name = words_of(concept.name_in(language))
            for at in range(len(name) - len(wanted) + 1):
                part = name[at : at + len(wanted)]
                if part[:-1] == wanted[:-1] and part[-1].startswith(wanted[-1]):
                    yield concept
                    break


def _preferred(languages: Sequence[str], language: str) -> Iterable[str]:
    among = [*languages, "pt"] if "en" in languages else list(languages)
    return sorted(among, key=lambda one: one != language)


@functools.lru_cache(maxsize=50_000)
def stem_in(word: str, language: str) -> str:
    """One stem of a folded word; the word itself in a language without a stemmer."""
    found = stems_of(word, language)
    return found[0] if found else word


@functools.lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded."""
    return tuple(folded(name))


@functools.cache
def passed_over() -> frozenset[str]:
    """Words that say little by themselves, folded."""
    text = files("cairn.search").joinpath("data/stopwords.yaml").read_text("utf-8")
    held: dict[str, Any] = yaml.safe_load(text)
    return frozenset(word for words in held.values() for word in folded(words))


def meaning(words: Sequence[str]) -> list[str]:
    """The words that say something; all of them where none does."""
    return [word for word in words if word not in passed_over()] or list(words)


@functools.cache
def lexicon() -> Lexicon:
    """Read once in a process, when something is first looked for."""
    from cairn.search.gathering import tables

    return Lexicon(tables())


def name_of(key: str, language: str) -> str:
    """The name of a key by itself, in whichever vocabulary it stands; "" where it is in none."""
    for concept in _by_key().get(key, ()):
        return concept.name_in(language)
    return ""


@functools.cache
def _by_key() -> Mapping[str, list[Concept]]:
    found: dict[str, list[Concept]] = {}
    for concept in lexicon().concepts.values():
        found.setdefault(concept.key, []).append(concept)
    return found


INTERFACE = tuple(LANGUAGES)
