"""What words in any language mean to our vocabularies, so that a question finds what is written in
another one.

A concept is a term of a vocabulary, a State, a route, an article of a treaty or what is known of an
element of the offence; its names are the labels in six languages and Portuguese. A question names a
concept where its words are those of a name, by their stems and in that order. A concept that one
word of a short name points to is taken as a hint only, and only where the word points to few.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import yaml

from cairn.kernel.languages import LANGUAGES
from cairn.reference.countries import Kind as CountryKind
from cairn.reference.countries import countries, invented_states, spellings
from cairn.reference.routes import routes
from cairn.reference.treaties import treaties
from cairn.reference.vocabularies import vocabularies
from cairn.search.analysis import folded, languages_of, stems_of

PASSED_OVER = frozenset({"other", "unknown", "none", "not_recorded", "not_applicable", "several"})
OF_THE_TRADE = (  # vocabularies of how records are kept, which say nothing of what is in them
    *("missing_value_codes", "report_lifecycle_status", "location_precision", "count_basis"),
    *("reading_purpose", "mla_request_status", "report_record_types", "estimation_certainty"),
    *("route_changes", "grading_", "sharing_"),
)
MOST_WORDS = 8  # of a name
FEW = 3  # concepts that one word may point to
_ASIDE = re.compile(r"[(（][^)）]*[)）]")
_OR = re.compile(r"\s*[/;；]\s*|\s+–\s+")


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


@dataclass(slots=True)
class Lexicon:
    """Names by their stems. `read` finds them in the words of a question."""

    exact: dict[tuple[str, tuple[str, ...]], list[Named]] = field(default_factory=dict)
    pointing: dict[tuple[str, str], list[Named]] = field(default_factory=dict)
    han: dict[str, list[Named]] = field(default_factory=dict)
    concepts: dict[tuple[str, str], Concept] = field(default_factory=dict)
    longest_han: int = 1

    def add(
        self,
        concept: Concept,
        names: Iterable[tuple[str, str]],
        *,
        points: bool,
        worth: float = 1.0,
    ) -> None:
        self.concepts[concept.of, concept.key] = concept
        for language, name in names:
            for one in _OR.split(_ASIDE.sub(" ", name)):
                self._name(Named(concept, language, name, worth), one, points)

    def _name(self, named: Named, text: str, points: bool) -> None:
        if named.language == "zh":
            bare = "".join(text.split())
            if len(bare) > 1:
                _once(self.han.setdefault(bare, []), named)
                self.longest_han = max(self.longest_han, len(bare))
            return
        found = meaning(folded(text))
        if not found or len(found) > MOST_WORDS:
            return
        stemmed = tuple(stem_in(word, named.language) for word in found)
        _once(self.exact.setdefault((named.language, stemmed), []), named)
        if points and 1 < len(stemmed) <= FEW:
            for word, stem in zip(found, stemmed, strict=True):
                if len(word) > 4:
                    _once(self.pointing.setdefault((named.language, stem), []), named)

    def naming(self, words: Sequence[str], language: str) -> list[Named]:
        """The concepts that these words name, those in the language of the reader first."""
        found: dict[Concept, Named] = {}
        for one in _preferred(languages_of(words[0]), language):
            stemmed = tuple(stem_in(word, one) for word in words)
            for named in self.exact.get((one, stemmed), ()):
                found.setdefault(named.concept, named)
        return list(found.values())

    def pointed_to(self, word: str, language: str) -> list[Named]:
        """The few concepts to which one word of their name points; none where it is many."""
        found: dict[Concept, Named] = {}
        for one in _preferred(languages_of(word), language):
            for named in self.pointing.get((one, stem_in(word, one)), ()):
                found.setdefault(named.concept, named)
        return list(found.values()) if len(found) <= FEW else []

    def parts_of(self, run: str) -> Iterator[tuple[str, list[Named]]]:
        """A run of Chinese, cut where a name begins or ends."""
        at, begun = 0, 0
        while at < len(run):
            for length in range(min(self.longest_han, len(run) - at), 1, -1):
                named = self.han.get(run[at : at + length])
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
        wanted = folded(prefix)
        if not wanted:
            return
        for concept in self.concepts.values():
            name = folded(concept.name_in(language))
            for at in range(len(name) - len(wanted) + 1):
                part = name[at : at + len(wanted)]
                if part[:-1] == wanted[:-1] and part[-1].startswith(wanted[-1]):
                    yield concept
                    break


def _once(held: list[Named], named: Named) -> None:
    if all(one.concept != named.concept for one in held):
        held.append(named)


def _preferred(languages: Sequence[str], language: str) -> Iterable[str]:
    among = [*languages, "pt"] if "en" in languages else list(languages)
    return sorted(among, key=lambda one: one != language)


@functools.lru_cache(maxsize=50_000)
def stem_in(word: str, language: str) -> str:
    """One stem of a folded word; the word itself in a language without a stemmer."""
    found = stems_of(word, language)
    return found[0] if found else word


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
    """Made once in a process, when something is first looked for."""
    made = Lexicon()
    for vocabulary in vocabularies().values():
        if vocabulary.key.startswith(OF_THE_TRADE):
            continue
        for term in vocabulary.terms.values():
            if not (term.deprecated or term.key in PASSED_OVER or term.key.startswith("none")):
                concept = Concept(vocabulary.key, term.key, term.labels)
                made.add(concept, term.labels.items(), points=True)
    others: dict[str, list[tuple[str, str]]] = {}
    for iso3, alias in spellings():
        if alias.kind in {"short", "long", "former", "demonym"} and len(alias.name) > 3:
            others.setdefault(iso3, []).append((alias.language, alias.name))
    for country in countries().values():
        if country.kind is not CountryKind.SPECIAL:
            names = [*country.names.items(), *others.get(country.iso3, ())]
            made.add(Concept("country", country.iso3, country.names), names, points=False)
    for iso3, called in invented_states().items():
        made.add(Concept("country", iso3, called), called.items(), points=False)
    for route in routes().values():
        made.add(Concept("route", route.key, route.names), route.names.items(), points=False)
    for treaty in treaties().values():
        for provision in treaty.provisions:
            concept = Concept("treaty", f"{treaty.key}-{provision.article}", provision.headings)
            made.add(concept, provision.headings.items(), points=False)
    _elements(made)
    return made


def _elements(made: Lexicon) -> None:
    """What is asked of an element, by the keys of its tags; the file says how it is meant."""
    held: dict[str, Any] = yaml.safe_load(
        files("cairn.search").joinpath("data/elements.yaml").read_text("utf-8")
    )
    known = {key: Concept("element", key, names) for key, names in held["called"].items()}
    for one in held["asked"]:
        names = [
            (language, name.replace("{noun}", noun))
            for language, written in one["names"].items()
            for noun in one["nouns"][language]
            for name in written
        ]
        for key, worth in one["worth"].items():
            made.add(known[key], names, points=False, worth=worth)


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
