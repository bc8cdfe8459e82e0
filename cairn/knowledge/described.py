"""How a record is described to other catalogues: in Dublin Core for harvesters, in the words of
schema.org for search engines. Each kind says the same few things of itself; both are made of them.

Only what the record holds is said, and only of what may be read by anyone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import Address, body_of, identifiers_of
from cairn.knowledge.texts import Text

CONTEXT = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made the thing itself: a person who wrote it, or a body."""

    name: str
    person: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """What a kind says of one record; `more` are further properties of schema.org."""

    type: str = "CreativeWork"  # of schema.org
    makers: tuple[Maker, ...] = ()
    publisher: str = ""
    summaries: tuple[Text, ...] = ()  # what it is about, in each language in which that is held
    languages: tuple[str, ...] = ()  # of the thing itself
    date: str = ""  # as it is known: 2018, 2018-05, 2018-05-12
    address: str = ""  # of the thing itself, elsewhere
    more: Mapping[str, Any] = field(default_factory=dict)


def described(item: Item, record: Any = None) -> Described:
    """The description of a published record; `record` is what was read of it already, as anyone
    may read it."""
    kind = kind_of(item.kind)
    name = f"{kind.package}.described"
    if not find_spec(name):
        return Described()
    found: Described = import_module(name).described(record or kind.load(body_of(item)))
    return found


def linked(item: Item, address: Address, record: Any = None) -> dict[str, Any]:
    """The record in the words of schema.org: what it is, whose, when, and under which licence."""
    found, page = described(item, record), address(item.kind, item.ref)
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": found.type,
        "@id": page,
        "url": page,
        "identifier": [item.ref, *dict.fromkeys(value for _, value in identifiers_of(item))],
        "name": _said(item.titles.items()),
        "abstract": _said((one.language, one.text) for one in found.summaries),
        "author": [_maker(one) for one in found.makers],
        "publisher": {"@type": "Organization", "name": found.publisher}
        if found.publisher
        else None,
        "inLanguage": list(found.languages),
        "countryOfOrigin": {"@type": "Country", "identifier": item.country}
        if item.country
        else None,
        "dateCreated": found.date,
        "sdDatePublished": item.published_at.date().isoformat(),
        "sdPublisher": {"@type": "Organization", "name": "Cairn"},
        "sdLicense": item.licence_url or item.licence,
        "version": str(item.number),
        "creativeWorkStatus": "invented" if item.invented else None,
        "isBasedOn": item.source,
        "sameAs": found.address,
    } | dict(found.more)
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def _maker(one: Maker) -> dict[str, str]:
    return {"@type": "Person" if one.person else "Organization", "name": one.name}


def _said(texts: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts if text]
