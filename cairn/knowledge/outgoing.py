"""What leaves of a published record, whichever door it leaves by: files, interface, harvests.

What is on the shelf was made fit to be read by anyone when it was published. It is asked again here
by the rule of today, so that a name which should stay inside stays there even before the record
is published anew.
"""

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from cairn.knowledge.kinds import Kind, kind_of
from cairn.knowledge.models import Item

Address = Callable[[str, str], str]  # of the page of a record, from its kind and its reference
ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # made once
ANY = "lib-0000000000-0"  # stands for any reference


def pages_in(language: str) -> Address:
    """Whole addresses of pages in this language; each kind's is looked up once."""
    known: dict[str, str] = {}

    def address(kind: str, ref: str) -> str:
        if kind not in known:
            known[kind] = _pattern(kind, language)
        return known[kind].replace(ANY, ref)

    return address


def kind_page(kind: Kind, language: str) -> str:
    """The whole address of the list of a kind."""
    with override(language):
        try:
            return settings.ENVIRONMENT.origin.rstrip("/") + reverse(kind.listed)
        except NoReverseMatch:
            return ""


def _pattern(kind: str, language: str) -> str:
    with override(language):
        try:
            path = reverse(kind_of(kind).address, args=[ANY])
        except NoReverseMatch:  # a process that shows no pages of it
            return ""
    return settings.ENVIRONMENT.origin.rstrip("/") + path


def body_of(item: Item) -> Mapping[str, Any]:
    """The content in the shape of its kind; empty where the record was withdrawn."""
    kind = kind_of(item.kind)
    asks = getattr(import_module(f"{kind.package}.face"), "asks_what_stays", None)
    if asks is None or not asks(item.body):
        return dict(item.body)
    _, record = kind.outward(item.key, kind.load(item.body))
    return kind.write(record)


def identifiers_of(item: Item) -> list[tuple[str, str]]:
    """(scheme, name) under which others know it, each once; only what the record itself holds."""
    tells = getattr(import_module(f"{kind_of(item.kind).package}.face"), "identifiers", None)
    found = list(tells(body_of(item))) if tells else []
    return list(
        dict.fromkeys(one for one in (*found, ("official", item.official_number)) if one[1])
    )


def line_of(item: Item, address: Address) -> str:
    """A line of Cairn's own form, with what else is needed to use the record and to cite it."""
    told = {
        "kind": item.kind,
        "key": item.key,
        "record": body_of(item),
        "ref": item.ref,
        "version": item.number,
        "published": item.published_at.isoformat(),
        "page": address(item.kind, item.ref),
        "licence": item.licence,
        "licence_url": item.licence_url,
        "source": item.source,
    }
    return ENCODED(told) + "\n"
