"""The open forms in which laws come: facts, one law to a line, and texts, one State to a file.

Both say little that `schema` does not; this module says where each of it goes. Whatever a file does
not say stays unsaid: a name without its language gets none, and a status keeps its words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.knowledge.laws.identified import Named, by_key, key_of, same_perhaps
from cairn.knowledge.laws.schema import (
    Article,
    Record,
    Related,
    Relation,
    Source,
    Status,
    Type,
    Version,
)
from cairn.knowledge.shapes import span_of
from cairn.knowledge.texts import Standing, Text

UNKNOWN = "und"  # BCP 47: nobody said which language it is
TYPES = {
    "act": Type.ACT,
    "code": Type.CODE,
    "penal code": Type.PENAL_CODE,
    "legislative decree": Type.DECREE,
    "ordinance": Type.ORDINANCE,
    "treaty approval": Type.TREATY_APPROVAL,
    "EU directive": Type.EU_DIRECTIVE,
    "EU framework decision": Type.EU_FRAMEWORK_DECISION,
    "EU proposal": Type.PROPOSAL,
}
STATUSES = {
    "in force": Status.IN_FORCE,
    "repealed": Status.REPEALED,
    "replaced": Status.REPLACED,
    "renumbered": Status.RENUMBERED,
    "proposal": Status.PROPOSED,
}
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
DESCRIBED = re.compile(r"\((.+)\)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Facts:
    """A line of the form of facts."""

    id: str
    country: str
    name: str
    type: str = ""
    articles_smuggling: tuple[str, ...] = ()
    penalty_as_read: str = ""
    status: str = ""
    criminalizes_smuggling: bool | None = None
    source_url: str = ""
    note: str = ""
    read: date | None = None
    date: DateSpan | None = None  # last: from here on the word means this field


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    read: date | None = None
    date_basis: str = ""
    published: date | None = None
    consolidated_on: date | None = None
    amending_act: str = ""
    text_quality: str = ""
    repealed: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    number: str
    versions: tuple[Wording, ...]
    heading: str = ""
    heading_note: str = ""
    history: str = ""
    amendment_note: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """One law of the form of texts."""

    title: str
    official_id: str
    language: str
    articles: tuple[Numbered, ...]
    title_en: str = ""
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """A file of the form of texts; `laws` are read one by one."""

    state: str
    laws: tuple[Any, ...]
    terms: str = ""
    notes: str = ""


def of_facts(given: Facts) -> tuple[str, Record]:
    """The key and the record of one line."""
    known = by_key().get(given.id)
    status = next((s for word, s in STATUSES.items() if given.status.startswith(word)), None)
    return given.id, Record(
        country=given.country,
        titles=(_name(given.name, known),),
        type=TYPES.get(given.type, Type.ACT),
        adopted=given.date,
        repealed=_day_in(given.status) if status is Status.REPEALED else None,
        status=status or Status.NOT_READ,
        status_words=given.status,
        status_read=given.read,
        criminalizes=given.criminalizes_smuggling,
        penalties=_ours(given.penalty_as_read),
        named=given.articles_smuggling,
        notes=_ours(given.note),
        sources=(Source(given.source_url, given.read),) if given.source_url else (),
    )


def of_texts(file: Texts, law: Law) -> tuple[str, Record]:
    """The key and the record of one law of a file of texts."""
    key = key_of(file.state, law.official_id)
    titles = [Text(law.title, law.language)]
    if law.title_en and law.title_en != law.title:
        titles.append(Text(law.title_en, "en", Standing.UNOFFICIAL))
    perhaps = () if key in by_key() else same_perhaps(file.state, law.title, law.title_en)
    known = by_key().get(key)
    return key, Record(
        country=file.state,
        titles=tuple(titles),
        type=known.type if known else Type.ACT,
        official_id=law.official_id,
        chapter=law.chapter,
        notes=_ours(file.notes),
        articles=tuple(_article(one, law.language) for one in law.articles),
        relations=tuple(Relation(Related.SAME_PERHAPS, one.name, one.key) for one in perhaps),
        sources=tuple(_sources(law)),
        licence=file.terms,
    )


def _article(given: Numbered, language: str) -> Article:
    described = DESCRIBED.match(given.heading)
    heading = described[1] if described else given.heading
    return Article(
        number=given.number,
        heading=(Text(heading, language),) if heading else (),
        heading_own=not described,
        heading_note=given.heading_note,
        history=given.history or given.amendment_note,
        versions=tuple(_versions(given.versions, language)),
    )


def _versions(given: tuple[Wording, ...], language: str) -> Iterator[Version]:
    taken: set[str] = set()
    for one in given:
        name, times = name_of(one.valid_from, one.published, one.consolidated_on), 2
        id = name
        while id in taken:
            id, times = f"{name}-{times}", times + 1
        taken.add(id)
        yield Version(
            id=id,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            published=one.published,
            consolidated_on=one.consolidated_on,
            date_basis=one.date_basis,
            amending_act=one.amending_act,
            repealed=one.repealed,
            texts=(Text(one.text, language),),
            quality=one.text_quality,
            sources=(Source(one.source, one.read),) if one.source else (),
        )


def name_of(valid_from: date | None, published: date | None, consolidated: date | None) -> str:
    """What a wording is called, so that it is known again: by the best day that it has."""
    if valid_from:
        return valid_from.isoformat()
    if consolidated:
        return f"consolidated-{consolidated.isoformat()}"
    return f"published-{published.isoformat()}" if published else "undated"


def _sources(law: Law) -> Iterator[Source]:
    """The files that were read, each once."""
    seen = {(v.source, v.read): None for one in law.articles for v in one.versions if v.source}
    for url, read in seen:
        yield Source(url, read)


def _name(name: str, known: Named | None) -> Text:
    if known is None:
        return Text(name, UNKNOWN)
    return Text(name, known.language, known.standing)


def _ours(text: str) -> tuple[Text, ...]:
    return (Text(text, "en", Standing.PARAPHRASE),) if text else ()


def _day_in(words: str) -> DateSpan | None:
    found = DAY.search(words)
    if found is None:
        return None
    try:
        return span_of(found[0])
    except CairnError:
        return None


Given = Mapping[str, Any]


def is_facts(value: Any) -> bool:
    return isinstance(value, Mapping) and "id" in value and "name" in value


def is_texts(value: Any) -> bool:
    return isinstance(value, Mapping) and "state" in value and "laws" in value
