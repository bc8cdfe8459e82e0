"""A publication as lists, search and other records see it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cairn.knowledge.face import Face, Link, Tag
from cairn.knowledge.publications.citing import plain, spoken
from cairn.knowledge.publications.schema import Record
from cairn.knowledge.texts import Text

SYMBOL = re.compile(r"\b[A-Z]+(?:/[A-Z0-9.]+)+\b")
FILTERS = ("type", "year", "about", "theme", "method", "language")


def identifiers(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """DOI of the publication."""
    return [("doi", str(body["csl"].get("DOI", "")))]


def face(record: Record) -> Face:
    """What is shown of it, by what it is found, and where it leads."""
    csl, note = record.csl, record.annotation
    issued = record.issued
    language = record.language or "und"
    texts = [
        Text(one, language)
        for key in ("abstract", "container-title", "publisher", "keyword")
        if (one := plain(str(csl.get(key, ""))))
    ]
    names = [said for one in csl.get("author", ()) if (said := spoken(one))]
    return Face(
        titles=(Text(plain(record.title), language if record.language else ""),),
        number=str(csl.get("DOI", "")),
        span=issued,
        texts=(*texts, *(Text(one, "und") for one in names), *note.synopsis, *note.critique),
        tags=tuple(_tags(record)),
        links=(
            *(Link("state", one) for one in note.countries),
            *(Link("entry", f"document:{one}", note="verified") for one in symbols(note.verified)),
        ),
        licence=record.licence,
        licence_url=record.licence_url,
        source=str(csl.get("URL", "")),
        asked={
            "author": bool(csl.get("author")),
            "issued": issued is not None,
            "language": bool(record.language),
            "where": bool(csl.get("publisher") or csl.get("container-title")),
            "address": bool(csl.get("DOI") or csl.get("URL")),
            "countries": bool(note.countries),
            "themes": bool(note.themes),
            "methods": bool(note.methods),
            "synopsis": bool(note.synopsis),
            "peer_reviewed": note.peer_reviewed is not None,
            "work_licence": bool(note.work_licence),
            "verified": bool(note.verified),
        },
    )


def _tags(record: Record) -> list[Tag]:
    note, issued = record.annotation, record.issued
    tags = [Tag("type", str(record.csl["type"]))]
    if issued and issued.earliest.year == issued.latest.year:
        tags.append(Tag("year", str(issued.earliest.year)))
    if record.language:
        tags.append(Tag("language", record.language.split("-")[0][:20]))
    tags += [Tag("about", one) for one in note.countries]
    tags += [Tag("theme", one.value) for one in note.themes]
    tags += [Tag("method", one.value) for one in note.methods]
    if note.peer_reviewed is not None:
        tags.append(Tag("reviewed", "yes" if note.peer_reviewed else "no"))
    return tags


@lru_cache(4096)
def symbols(text: str) -> tuple[str, ...]:
    """Symbols of documents of the United Nations in a text, each once."""
    return tuple(
        dict.fromkeys(one for one in SYMBOL.findall(text) if any(c.isdigit() for c in one))
    )
