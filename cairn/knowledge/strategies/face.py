"""A strategy as lists, search and other records see it: each action is a part with an anchor."""

from collections.abc import Iterator

from cairn.knowledge.face import Face, Link, Part, Tag
from cairn.knowledge.sources import links_of, rests_on
from cairn.knowledge.strategies.schema import Action, Record

FILTERS = ("country", "reach", "against", "progress", "year")


def face(record: Record) -> Face:
    """By what it is found, and where it leads."""
    return Face(
        titles=record.titles,
        country=record.states[0] if len(record.states) == 1 else "",
        span=record.period or record.adopted,
        texts=record.summary,
        tags=tuple(dict.fromkeys(_tags(record))),
        links=tuple(_links(record)),
        parts=tuple(_part(one) for one in record.actions),
        **rests_on(record),
        asked={
            "body": bool(record.body),
            "adopted": record.adopted is not None,
            "period": record.period is not None,
            "summary": bool(record.summary),
            "actions": bool(record.actions),
            "owners": bool(record.actions) and all(one.owner for one in record.actions),
            "indicators": bool(record.actions) and all(one.indicator for one in record.actions),
            "progress": bool(record.actions) and all(one.progress for one in record.actions),
            "text": bool(record.address),
        },
    )


def _tags(record: Record) -> Iterator[Tag]:
    yield Tag("reach", record.reach.value)
    yield from (Tag("against", one.value) for one in record.against)
    yield from (Tag("progress", one.progress.value) for one in record.actions if one.progress)
    for span in (record.adopted, record.period):
        if span:
            yield Tag("year", str(span.earliest.year))


def _links(record: Record) -> Iterator[Link]:
    yield from (Link("state", code) for code in record.states)
    yield from (Link("obligation", id) for id in record.obligations)
    for action in record.actions:
        yield from (Link("obligation", id, action.anchor) for id in action.obligations)
    yield from links_of(record.sources)


def _part(action: Action) -> Part:
    return Part(action.anchor, action.number, (*action.what, *action.indicator))
