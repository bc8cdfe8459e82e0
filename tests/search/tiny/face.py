"""How a tiny record shows itself."""

from cairn.knowledge.face import Face, Link, Part, Tag


def face(record):
    return Face(
        titles=record.titles,
        texts=record.texts,
        country=record.country,
        span=record.date,
        number=record.number,
        tags=tuple(Tag(*one) for one in record.tags.items()),
        links=tuple(Link("obligation", one) for one in record.obligations),
        parts=tuple(
            Part(one.anchor, one.heading, one.texts, tuple(Tag(*t) for t in one.tags.items()))
            for one in record.parts
        ),
        licence=record.licence,
    )
