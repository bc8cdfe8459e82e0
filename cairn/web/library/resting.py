"""How the sources of a record are shown: in the library where it has the document, else outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cairn.knowledge.models import Item, ItemLink
from cairn.knowledge.queries import cited_in
from cairn.knowledge.sources import Source


@dataclass(frozen=True, slots=True)
class Rests:
    """A source as it is shown."""

    words: str
    address: str  # in the library where it is there, else outside; "" where nothing leads
    outside: bool
    quote: str
    language: str
    read_on: date | None


def cited(names: Iterable[str]) -> dict[str, Item]:
    """What the library has of these, each "kind:key". One query."""
    links = [ItemLink(kind="entry", target=name) for name in sorted(set(names))]
    return dict(cited_in(links)) if links else {}


def rests(one: Source, there: dict[str, Item]) -> Rests:
    item = there.get(one.document)
    address = one.address if one.address.startswith(("https://", "http://")) else ""
    if item is not None:
        address = reverse("library:document", args=[item.ref])
        address += f"#{one.paragraph}" if one.paragraph else ""
    return Rests(
        one.title or one.address or one.document.partition(":")[2],
        address,
        bool(address) and item is None,
        one.quote,
        one.language,
        one.read_on,
    )


def all_of(sources: Iterable[Source]) -> tuple[Rests, ...]:
    """All sources of a record. One query."""
    given = tuple(sources)
    there = cited(one.document for one in given if one.document)
    return tuple(rests(one, there) for one in given)
