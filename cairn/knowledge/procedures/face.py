"""A procedure as lists, search and other records see it.

Search finds the record and not its answers one by one: all of them bear the name of the State, and
a question that names it would find nothing else.
"""

from collections.abc import Iterator

from cairn.kernel.languages import LANGUAGES
from cairn.knowledge.face import Face, Link, Tag
from cairn.knowledge.procedures.schema import QUESTIONS, Answer, Record
from cairn.knowledge.sources import address_of, links_of
from cairn.knowledge.texts import Standing, Text
from cairn.reference.countries import name_of

FILTERS = ("country", "answers", "confirmed", "technique", "cooperation", "year")

TITLE = {
    "ar": "الإجراءات الوطنية",
    "en": "National procedure",
    "es": "Procedimiento nacional",
    "fr": "Procédure nationale",
    "ru": "Национальная процедура",
    "zh": "国家程序",
}
COLON = {"fr": "\u202f: ", "zh": "："}


def face(record: Record) -> Face:
    """By what it is found, and what it rests on."""
    sources = [one for _, answer in record.answers() for one in answer.sources]
    return Face(
        titles=titles_of(record.country),
        country=record.country,
        span=record.as_on,
        texts=(*record.notes, *(text for _, answer in record.answers() for text in _texts(answer))),
        tags=tuple(dict.fromkeys(_tags(record))),
        links=tuple(_links(record)),
        licence=record.licence,
        licence_url=record.licence_url,
        source=address_of(sources),
        invented=record.invented,
        asked={one: record.answer(one) is not None for one in QUESTIONS},
    )


def titles_of(country: str) -> tuple[Text, ...]:
    """One title for each of the six languages, English first: what it is, and of which State."""
    order = ["en", *(one for one in LANGUAGES if one != "en")]
    return tuple(
        Text(f"{TITLE[one]}{COLON.get(one, ': ')}{name_of(country, one)}", one, Standing.PARAPHRASE)
        for one in order
    )


def confirmation_of(record: Record) -> str:
    """Whether the State confirmed all answers, some, or none."""
    found = [answer.confirmed is not None for _, answer in record.answers()]
    return "all" if all(found) else "some" if any(found) else "none"


def _tags(record: Record) -> Iterator[Tag]:
    yield Tag("year", str(record.as_on.latest.year))
    yield Tag("confirmed", confirmation_of(record))
    for key, answer in record.answers():
        yield Tag("answers", key)
        yield from _concepts(key, answer)


def _concepts(key: str, answer: Answer) -> Iterator[Tag]:
    """What of an answer the shared vocabularies name in all languages."""
    if key == "techniques":
        yield from (Tag("technique", one.kind) for one in dict.fromkeys(answer.values))
    if key == "joint":
        yield from (Tag("cooperation", one) for one in dict.fromkeys(answer.values))


def _links(record: Record) -> Iterator[Link]:
    yield Link("state", record.country)
    for key, answer in record.answers():
        for cited in answer.provisions:
            if cited.law:
                yield Link("entry", cited.law, key, cited.article)
        yield from links_of(answer.sources, key)


def _texts(answer: Answer) -> Iterator[Text]:
    yield from answer.texts
    for one in answer.provisions:
        yield Text(one.cited, "")
    for source in answer.sources:
        if source.quote:
            yield Text(source.quote, source.language)
