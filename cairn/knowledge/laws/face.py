"""What lists, search and other records see of a law: each article is a part with its own anchor."""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.knowledge.face import Face, Link, Part, Tag
from cairn.knowledge.laws.schema import Article, Record
from cairn.knowledge.texts import Text

FILTERS = ("country", "type", "status", "element", "obligation", "text")
NO_PROVISION = "no_provision"


def identifiers(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """ELI of the law."""
    return [("eli", body.get("eli", ""))]


def face(record: Record) -> Face:
    source = next((one.url for one in record.sources), "")
    return Face(
        titles=record.titles,
        number=record.official_id,
        country=record.country,
        span=record.adopted or record.in_force,
        texts=(*record.penalties, *record.notes),
        tags=tuple(_tags(record)),
        links=tuple(_links(record)),
        parts=tuple(_part(one) for one in record.articles),
        licence=record.licence,
        licence_url=record.licence_url,
        source=source,
        invented=record.invented,
        asked={
            "official_id": bool(record.official_id),
            "adopted": record.adopted is not None,
            "in_force": record.in_force is not None,
            "status": bool(record.status_read),
            "articles": bool(record.articles),
            "text": record.held,
            "days": any(version.valid_from for one in record.articles for version in one.versions),
            "tags": any(one.tags for one in record.articles),
            "sources": any(one.read for one in record.sources),
        },
    )


def _tags(record: Record) -> Iterator[Tag]:
    yield Tag("type", record.type.value)
    yield Tag("status", record.status.value)
    yield Tag("text", "held" if record.held else "not_held")
    for found in record.not_found:
        yield Tag(NO_PROVISION, found.obligation or str(found.element))


def _links(record: Record) -> Iterator[Link]:
    yield Link("state", record.country)
    for article, tag in record.all_tags():
        if tag.obligation:
            yield Link("obligation", tag.obligation, article.anchor)
    for one in record.relations:
        if one.law:
            yield Link("entry", f"law:{one.law}", note=one.kind.value)
    for article in record.articles:
        for version in article.versions:
            if version.amending_law:
                yield Link("entry", f"law:{version.amending_law}", article.anchor)


def _part(article: Article) -> Part:
    tags = [
        Tag("obligation", one.obligation, one.by[:20])
        if one.obligation
        else Tag("element", str(one.element), one.by[:20])
        for one in article.tags
    ]
    return Part(
        anchor=article.anchor,
        heading=" ".join((article.number, *(one.text for one in article.heading[:1]))),
        texts=tuple(_texts(article)),
        tags=tuple(dict.fromkeys(tags)),
    )


def _texts(article: Article) -> Iterator[Text]:
    """Every wording once, so that a search finds what applied at any time."""
    yield from article.heading
    texts = (text for version in article.versions for text in version.texts)
    yield from dict.fromkeys(texts)
