"""A list of records of one kind: filters with exact counts, newest first, read by key.

A kind says which of its tags are filters and how their values are said; the rest is the same for
all. Each filter counts what would be left if it alone were chosen otherwise. The number of queries
is that of the filters, whatever the list holds. The address names all that is chosen, and a cursor
is signed and belongs to one list.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from cairn.kernel.collation import in_order
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.models import Item
from cairn.knowledge.queries import facets, narrowed
from cairn.reference.countries import name_of
from cairn.web.components import Choice
from cairn.web.numbers import number
from cairn.web.say import current, say

PAGE = 25
UNDATED = date(1, 1, 1)  # sorts behind everything that has a date
SALT = "library.list.%s"  # of one kind


class SpoiltPlace(CairnError):
    text = noop("This page of the list is not there any more; begin again at its first page.")


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: `name` in the address and of the tag ("country": whose the record is); `words`
    says a value in the language of the reader."""

    name: str
    label: str
    words: Callable[[str], str]


COUNTRY = Filter("country", noop("State"), lambda key: name_of(key, current()))


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, and how many records there are with it."""

    key: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A filter as the page shows it."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list."""

    items: tuple[Item, ...]
    total: int
    filters: tuple[Offered, ...]
    chosen: tuple[Choice, ...]
    previous: str
    next: str


def listed(request: HttpRequest, kind: str, filters: Sequence[Filter]) -> Listed:
    """The page of the list that the address names."""
    asked = {one.name: request.GET.get(one.name, "").strip() for one in filters}
    asked = {name: value for name, value in asked.items() if value}
    every = Item.objects.published().filter(kind=kind)
    rows = narrowed(every, asked)
    counted = {one.name: _counts(every, one.name, asked) for one in filters}
    page, back, forth = _page(request, rows, asked, SALT % kind)
    return Listed(
        page,
        rows.count(),
        tuple(_offered(one, counted[one.name], asked.get(one.name, "")) for one in filters),
        tuple(_chosen(filters, asked)),
        back,
        forth,
    )


def _counts(every: "QuerySet[Item]", name: str, asked: Mapping[str, str]) -> Counter[str]:
    rows = narrowed(every, {key: value for key, value in asked.items() if key != name})
    if name != COUNTRY.name:
        return facets(rows, [name])[name]
    found = rows.exclude(country="").order_by().values_list("country").annotate(Count("pk"))
    return Counter(dict(found))


def _offered(one: Filter, counted: Counter[str], chosen: str) -> Offered:
    keys = {*counted, chosen} - {""}
    words = {key: one.words(key) for key in keys}
    ordered = in_order(keys, current(), words.__getitem__)
    options = tuple(
        Option(key, f"{words[key]} ({number(counted[key], current())})", key == chosen)
        for key in ordered
    )
    return Offered(one.name, say(one.label), options, bool(chosen))


def _chosen(filters: Sequence[Filter], asked: Mapping[str, str]) -> list[Choice]:
    return [
        Choice(
            say(one.label),
            one.words(asked[one.name]),
            f"?{urlencode({key: value for key, value in asked.items() if key != one.name})}",
        )
        for one in filters
        if one.name in asked
    ]


def _page(
    request: HttpRequest, rows: "QuerySet[Item]", asked: Mapping[str, str], salt: str
) -> tuple[tuple[Item, ...], str, str]:
    back = "before" in request.GET
    place = request.GET.get("before") or request.GET.get("after") or ""
    rows = rows.annotate(day=Coalesce("span_latest", UNDATED)).defer("body")
    if place:
        day, ref = _read(place, salt)
        way = "gt" if back else "lt"
        same = Q(day=day, **{"ref__lt" if back else "ref__gt": ref})
        rows = rows.filter(Q(**{f"day__{way}": day}) | same)
    order = ("day", "-ref") if back else ("-day", "ref")
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if back:
        found.reverse()
    later, earlier = (True, more) if back else (more, bool(place))
    return (
        tuple(found),
        _address(asked, "before", found[0], salt) if found and earlier else "",
        _address(asked, "after", found[-1], salt) if found and later else "",
    )


def _address(asked: Mapping[str, str], name: str, item: Any, salt: str) -> str:
    cursor = signing.dumps([item.day.isoformat(), item.ref], salt=salt)
    return f"?{urlencode({**asked, name: cursor})}"


def _read(cursor: str, salt: str) -> tuple[date, str]:
    try:
        day, ref = signing.loads(cursor, salt=salt)
        return date.fromisoformat(day), str(ref)
    except (signing.BadSignature, ValueError, TypeError):
        raise SpoiltPlace() from None
