"""Reads of the public library, for pages, API and exports.

Every number of queries here is the same for one record and for a thousand.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.models import CHANGED, Item, ItemLink, ItemQuerySet, ItemTag

COUNTRY = "country"  # the filter that is no tag


class NoSuchItem(NotFound):
    text = noop("The library has no such record.")


def item(kind: str, ref: str) -> Item:
    """One record or its stub; raise where there never was one of this kind."""
    found = Item.objects.filter(kind=kind, ref=ref).first()
    if found is None:
        raise NoSuchItem()
    return found


def narrowed(rows: "QuerySet[Item]", asked: Mapping[str, str]) -> "QuerySet[Item]":
    """The records that have all these values: of a filter, or the State whose they are."""
    for name, value in asked.items():
        rows = rows.filter(country=value) if name == COUNTRY else rows.tagged(name, value)  # type: ignore[attr-defined]
    return rows


def changed_between(
    rows: "ItemQuerySet", since: datetime | None, until: datetime | None
) -> "ItemQuerySet":
    """Records and stubs that became what they are in this time, both ends with it."""
    rows = rows.with_change()
    rows = rows.filter(changed__gte=since) if since else rows  # type: ignore[misc]
    return rows.filter(changed__lte=until) if until else rows  # type: ignore[misc]


def after(rows: "ItemQuerySet", place: tuple[datetime, str] | None) -> "ItemQuerySet":
    """What comes behind this place, in the order in which records changed; read by key."""
    rows = rows.with_change().order_by("changed", "ref")  # type: ignore[misc]
    if place is None:
        return rows
    when, ref = place  # the first condition is what the index is asked for
    behind = Q(changed__gt=when) | Q(ref__gt=ref)
    return rows.filter(behind, changed__gte=when)  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class State:
    """What the shelf holds of a kind."""

    records: int
    withdrawn: int
    changed: datetime | None


def states_of(*kinds: str) -> dict[str, State]:
    """Kind → its state, in one query; a kind of which there never was a record is left out."""
    rows = Item.objects.filter(kind__in=kinds) if kinds else Item.objects.all()
    told = rows.order_by().values_list("kind")
    found = told.annotate(n=Count("pk"), gone=Count("withdrawn_at"), changed=Max(CHANGED))
    return {kind: State(n - gone, gone, changed) for kind, n, gone, changed in found}


def numbers() -> dict[str, int]:
    """Kind → how many records of it are published."""
    rows = Item.objects.published().order_by().values_list("kind").annotate(Count("pk"))
    return dict(rows)


def tags_of(items: Iterable[Item]) -> dict[int, list[ItemTag]]:
    """Primary key → tags, in one query."""
    found: dict[int, list[ItemTag]] = {}
    for tag in ItemTag.objects.filter(item__in=[one.pk for one in items]).order_by("pk"):
        found.setdefault(tag.item_id, []).append(tag)
    return found


def facets(rows: "QuerySet[Item]", fields: Iterable[str]) -> dict[str, Counter[str]]:
    """Filter → value → in how many of these records it stands; each record counts once."""
    names = list(fields)
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    counted = (
        ItemTag.objects.filter(item__in=rows.order_by().values("pk"), field__in=names)
        .values_list("field", "key")
        .annotate(n=Count("item", distinct=True))
        .order_by()
    )
    for name, key, n in counted:
        found[name][key] = n
    return found


def that_speak_of(kind: str, *targets: str) -> "QuerySet[ItemLink]":
    """Places in published records that speak of these, such as an obligation, with their record."""
    return (
        ItemLink.objects.filter(kind=kind, target__in=targets, item__withdrawn_at__isnull=True)
        .select_related("item")
        .order_by("item__kind", "-item__span_latest", "item__ref", "place")
    )


def that_cite(found: Item) -> "QuerySet[ItemLink]":
    """Places in published records that cite this one, by reference or by the key of its source."""
    named = Q(target=found.ref) | Q(target=f"{found.kind}:{found.key}")
    return (
        ItemLink.objects.filter(named, kind="entry", item__withdrawn_at__isnull=True)
        .select_related("item")
        .order_by("item__kind", "-item__span_latest", "item__ref", "place")
    )


def cited_in(links: Iterable[ItemLink]) -> Mapping[str, Item]:
    """Target → the published record it leads to; what leads nowhere is left out. One query."""
    targets = {one.target for one in links if one.kind == "entry"}
    refs = {one for one in targets if ":" not in one}
    keyed = [one.split(":", 1) for one in targets if ":" in one]
    wanted = Q(ref__in=refs)
    for kind in {kind for kind, _ in keyed}:
        wanted |= Q(kind=kind, key__in=[key for other, key in keyed if other == kind])
    found = Item.objects.published().filter(wanted) if targets else Item.objects.none()
    by_name = {}
    for one in found.defer("body"):
        by_name[one.ref] = by_name[f"{one.kind}:{one.key}"] = one
    return by_name
