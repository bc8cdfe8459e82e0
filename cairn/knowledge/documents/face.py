"""A document as lists, search and other records see it."""

from collections.abc import Mapping
from typing import Any

from cairn.knowledge.documents.schema import Is, Recognized, Record
from cairn.knowledge.face import Face, Link, Part, Tag
from cairn.knowledge.texts import Text

FILTERS = ("organ", "year", "claim", "text")


def identifiers(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Symbol of the document."""
    return [("symbol", body.get("symbol", ""))]


def face(record: Record) -> Face:
    """By what it is found, and where each paragraph leads."""
    links = []
    parts = []
    for piece in record.pieces:
        for one in piece.found:
            if one.kind is Recognized.STATE:
                links.append(Link("state", one.value, piece.anchor))
            elif one.kind is Recognized.SYMBOL and one.value != record.symbol:
                links.append(Link("entry", f"document:{one.value}"[:230], piece.anchor))
        if piece.kind is Is.PARAGRAPH:
            said = piece.text or " · ".join(one.said for one in piece.found)
            parts.append(Part(piece.anchor, piece.number, (Text(said, record.language),)))
    claims = (
        Tag("claim", one) for one in dict.fromkeys(one.subject.value for one in record.claims)
    )
    year = Tag("year", str(record.dated.earliest.year)) if record.dated else None
    return Face(
        titles=(Text(record.title, record.language),),
        number=record.symbol,
        span=record.dated,
        texts=tuple(
            Text(one.text, record.language) for one in record.pieces if one.kind is Is.HEADING
        ),
        tags=(
            *((year,) if year else ()),
            *((Tag("organ", record.organ[:120]),) if record.organ else ()),
            Tag("text", "held" if record.text_held else "not_held"),
            *claims,
        ),
        links=tuple(links),
        parts=tuple(parts),
        licence=record.licence,
        licence_url=record.licence_url,
        source=record.source,
        asked={
            "symbol": bool(record.symbol),
            "organ": bool(record.organ),
            "session": bool(record.session),
            "dated": record.dated is not None,
            "text": record.text_held,
            "licence": bool(record.licence),
            "source": bool(record.source),
        },
    )
