"""A mandate as lists, search and other records see it. Its title begins with its body and number,
where it has one, and goes on with what it says."""

from collections.abc import Iterator
from dataclasses import replace

from cairn.knowledge.face import Face, Link, Tag
from cairn.knowledge.mandates.schema import Record
from cairn.knowledge.sources import links_of, rests_on
from cairn.knowledge.texts import Text

FILTERS = ("organ", "act", "theme", "year", "checked")

MOST = 140  # signs of a title


def face(record: Record) -> Face:
    """By what it is found, and where it leads."""
    return Face(
        titles=tuple(replace(one, text=short(_told(record, one.text))) for one in record.says),
        number=record.symbol[:200],
        span=record.adopted,
        texts=(*record.says, *(Text(one, "") for one in (record.note, record.meeting) if one)),
        tags=tuple(dict.fromkeys(_tags(record))),
        links=(
            *(Link("obligation", id) for id in record.obligations),
            *links_of(record.sources),
        ),
        **rests_on(record),
        asked={
            "number": bool(record.number),
            "adopted": record.adopted is not None,
            "addressee": bool(record.addressee),
            "themes": bool(record.themes),
            "symbol": bool(record.symbol),
            "checked": record.checked is not None,
            "address": bool(record.address),
        },
    )


def _told(record: Record, text: str) -> str:
    return f"{record.body} {record.number}: {text}" if record.number else text


def short(text: str) -> str:
    """The first words, whole ones, as far as a title goes."""
    if len(text) <= MOST:
        return text
    return text[:MOST].rpartition(" ")[0].rstrip(",;:") + " …"


def _tags(record: Record) -> Iterator[Tag]:
    yield Tag("act", record.act.value)
    yield Tag("organ", record.body[:120])
    yield from (Tag("theme", one.value) for one in record.themes)
    if record.adopted:
        yield Tag("year", str(record.adopted.latest.year))
    if record.checked:
        yield Tag("checked", record.checked.value)
