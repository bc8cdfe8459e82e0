"""The controlled vocabularies: what a key means, in the six languages and Portuguese.

Keys are stored, labels are shown. A key is deprecated with its successor, never deleted. Terms
whose evidence is `recalled` or `project` are ours: a page may use them, and may never show them as
the official list of the system that `source` names. `Term.official` answers that.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import noop
from cairn.reference.loading import load, read_yaml

FOLDER = "vocabularies"
DEFINED_IN = tuple(language for language in LANGUAGES if language != "en")
LABEL_LANGUAGES = (*DEFINED_IN, "pt")
NOT_REVIEWED = "not reviewed by a person"


class UnknownVocabulary(CairnError):
    text = noop("There is no vocabulary %(key)r.")


class UnknownTerm(CairnError):
    text = noop("The vocabulary %(vocabulary)s has no term %(key)r.")


class Evidence(StrEnum):
    """How far a term was checked."""

    READ = "read"  # the term or a clear equivalent was seen in a public source
    TREATY = "treaty"  # paraphrase of a treaty provision
    RECALLED = "recalled"  # general knowledge of the named source, not checked
    PROJECT = "project"  # coined here


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary."""

    key: str
    labels: Mapping[str, str]
    definition: str  # English; see `definition()` for other languages
    source: str  # the system that the concept belongs to: an attribution, not proof
    evidence: Evidence
    article: str | None = None
    deprecated: bool = False
    replaced_by: str | None = None

    @property
    def official(self) -> bool:
        """True where the term may be shown as one of the named source."""
        return self.evidence in (Evidence.READ, Evidence.TREATY)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of terms for one question."""

    key: str
    titles: Mapping[str, str]
    description: str  # English
    source_system: str
    terms: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Labels:
    """One file of labels, and whether a person who knows the field has read them."""

    language: str
    review: str
    titles: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]

    @property
    def reviewed(self) -> bool:
        return self.review != NOT_REVIEWED


@dataclass(frozen=True, slots=True)
class Definitions:
    """One file of definitions, read only by who asks for one in its language."""

    language: str
    review: str
    definitions: Mapping[str, Mapping[str, str]]

    @property
    def reviewed(self) -> bool:
        return self.review != NOT_REVIEWED


@dataclass(frozen=True, slots=True)
class _Term:
    key: str
    label: str
    definition: str
    source: str
    evidence: Evidence
    article: str | None = None
    deprecated: bool = False
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    title: str
    description: str
    source_system: str
    terms: tuple[_Term, ...]


@dataclass(frozen=True, slots=True)
class _About:
    licence: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _File:
    about: _About
    vocabularies: Mapping[str, _Vocabulary]


@functools.cache
def labels(language: str) -> Labels:
    """The labels of one language, with their review status."""
    name = f"{FOLDER}/labels.{language}.yaml"
    return load(Labels, read_yaml(name), file=name, where=language)


@functools.cache
def definitions(language: str) -> Definitions:
    """The definitions in one of the six languages but English, with their review status."""
    name = f"{FOLDER}/definitions.{language}.yaml"
    return load(Definitions, read_yaml(name), file=name, where=language)


@functools.cache
def _terms() -> Mapping[str, _Vocabulary]:
    name = f"{FOLDER}/terms.yaml"
    return load(_File, read_yaml(name), file=name, where="terms").vocabularies


@functools.cache
def vocabulary(key: str) -> Vocabulary:
    """One vocabulary with its labels in all languages."""
    found = _terms().get(key)
    if found is None:
        raise UnknownVocabulary(key=key)
    others = [labels(language) for language in LABEL_LANGUAGES]
    titles = {"en": found.title} | {other.language: other.titles[key] for other in others}
    terms = {
        term.key: Term(
            key=term.key,
            labels=MappingProxyType(
                {"en": term.label}
                | {other.language: other.labels[key][term.key] for other in others}
            ),
            definition=term.definition,
            source=term.source,
            evidence=term.evidence,
            article=term.article,
            deprecated=term.deprecated,
            replaced_by=term.replaced_by,
        )
        for term in found.terms
    }
    return Vocabulary(
        key,
        MappingProxyType(titles),
        found.description,
        found.source_system,
        MappingProxyType(terms),
    )


@functools.cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """All vocabularies, by key, in the order of the file."""
    return MappingProxyType({key: vocabulary(key) for key in _terms()})


def term(vocabulary_key: str, key: str) -> Term:
    """One term; raise `UnknownTerm` where the vocabulary has none of that key."""
    found = vocabulary(vocabulary_key).terms.get(key)
    if found is None:
        raise UnknownTerm(vocabulary=vocabulary_key, key=key)
    return found


@functools.lru_cache(maxsize=8192)
def label(vocabulary_key: str, key: str, language: str) -> str:
    """The label in `language`, else in English; only the file of that language is read."""
    language = language.split("-")[0].lower()
    found = _terms().get(vocabulary_key)
    if found is None:
        raise UnknownVocabulary(key=vocabulary_key)
    if language in LABEL_LANGUAGES:
        other = labels(language).labels[vocabulary_key]
        if key in other:
            return other[key]
    for one in found.terms:
        if one.key == key:
            return one.label
    raise UnknownTerm(vocabulary=vocabulary_key, key=key)


def definition(vocabulary_key: str, key: str, language: str) -> tuple[str, str]:
    """The definition, and the language that it is in: English where nobody translated it."""
    english = term(vocabulary_key, key).definition
    language = language.split("-")[0].lower()
    if language not in DEFINED_IN:
        return english, "en"
    translated = definitions(language).definitions.get(vocabulary_key, {}).get(key)
    return (translated, language) if translated else (english, "en")
