"""A tool as lists, search and other records see it."""

from collections.abc import Iterator

from cairn.knowledge.face import Face, Link, Tag
from cairn.knowledge.sources import links_of, rests_on
from cairn.knowledge.texts import Text
from cairn.knowledge.tools.schema import Record

FILTERS = ("sort", "serves", "exists_in", "publisher", "year")


def face(record: Record) -> Face:
    """By what it is found, and where it leads."""
    return Face(
        titles=record.titles,
        span=record.published,
        texts=(*record.summary, *(Text(one, "") for one in record.publishers)),
        tags=tuple(dict.fromkeys(_tags(record))),
        links=(
            *(Link("obligation", id) for id in record.obligations),
            *links_of(record.sources),
        ),
        **rests_on(record),
        asked={
            "publishers": bool(record.publishers),
            "published": record.published is not None,
            "serves": bool(record.serves),
            "languages": bool(record.languages),
            "summary": bool(record.summary),
            "address": bool(record.address),
        },
    )


def _tags(record: Record) -> Iterator[Tag]:
    yield Tag("sort", record.sort.value)
    yield from (Tag("serves", one.value) for one in record.serves)
    yield from (Tag("exists_in", one.split("-")[0]) for one in record.languages)
    yield from (Tag("publisher", one[:120]) for one in record.publishers)
    if record.published:
        yield Tag("year", str(record.published.latest.year))
