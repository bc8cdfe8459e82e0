"""How a leaflet is seen by others."""

from cairn.knowledge.face import Face, Link, Part, Tag
from tests.knowledge.leaflet.schema import Record


def face(record: Record) -> Face:
    tags = [Tag("format", record.format.value)] if record.format else []
    return Face(
        titles=record.titles,
        number=record.number,
        country=record.country,
        span=record.published,
        tags=(*tags, *(Tag("word", one, by="source") for one in record.notes)),
        links=(Link("obligation", record.number),) if record.number else (),
        parts=tuple(
            Part(f"s{n}", one.heading, one.texts, tuple(Tag("word", tag) for tag in one.tags))
            for n, one in enumerate(record.sections, start=1)
        ),
        licence="CC BY 4.0",
        asked={"published": record.published is not None, "pages": record.pages is not None},
    )
