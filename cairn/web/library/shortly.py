"""Pages of kinds whose records are short: what it is, what it says, where that was read."""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from cairn.kernel.text import Message
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.queries import that_cite
from cairn.knowledge.texts import Text
from cairn.web import numbers
from cairn.web.components import Fact, Link
from cairn.web.library import resting
from cairn.web.library.answering import kept
from cairn.web.library.laws.said import best_spoken, obligation_words
from cairn.web.library.listing import Filter, listed
from cairn.web.library.sending import with_choice
from cairn.web.library.words import line_of
from cairn.web.say import current, say


def list_page(
    request: HttpRequest,
    kind: str,
    filters: Sequence[Filter],
    *,
    lead: str,
    teaches: str,
    counted: Callable[[int], Message],
) -> HttpResponseBase:
    """The list; `counted` says how many records there are."""
    found = listed(request, kind, filters)
    values = {
        "list": found,
        "lines": [line_of(one) for one in found.items],
        "file": with_choice(reverse(f"library:{kind}_file"), request, filters),
        "list_words": say(kind_of(kind).words),
        "lead": lead,
        "teaches": teaches,
        "counted": say(counted(found.total)),
    }
    return kept(request, render(request, "library/short_list.html", values))


def record_page(
    request: HttpRequest,
    found: Item,
    record: Any,
    *,
    summary: tuple[Text, ...],
    summary_words: str,
    address_words: str,
    facts: Iterable[Fact],
    note: str = "",
    titles: tuple[Text, ...] = (),
    heading: str = "",  # where it bears no title
) -> HttpResponseBase:
    """One record; six queries, whatever it holds."""
    kind = kind_of(found.kind)
    title, said = best_spoken(titles), best_spoken(summary)
    address = record.address
    values = {
        "item": found,
        "record": record,
        "list_words": say(kind.words),
        "list_address": reverse(kind.listed),
        "title": title,
        "heading": heading or (title.text if title else ""),
        "titles": [one for one in titles if title and one.text != title.text],
        "summary": [said] if said else [],
        "summary_words": summary_words,
        "note": note,
        "address": address if address.startswith(("https://", "http://")) else "",
        "address_words": address_words,
        "facts": list(facts),
        "obligations": [
            Link(obligation_words(id), reverse("library:obligation", args=[id]))
            for id in record.obligations
        ],
        "sources": resting.all_of(record.sources),
        "citing": list(dict.fromkeys(line_of(one.item) for one in that_cite(found))),
        "alone": f"library:{found.kind}_alone",
    }
    return kept(request, render(request, "library/short.html", values))


def said_of(words: Mapping[Any, str], kind: type[enum.StrEnum], key: str) -> str:
    """The word of a value; a key that nobody knows as it is."""
    return say(words[kind(key)]) if key in set(kind) else key


def together(words: Mapping[Any, str], values: Iterable[enum.StrEnum]) -> str:
    """Several values in one line."""
    return numbers.comma(current()).join(say(words[one]) for one in values)
