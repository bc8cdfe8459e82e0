"""Puts a record where anyone may read it, and takes it away again. Called by `editing` only, in the
transaction in which a person decided it.

Shelving the same record again changes nothing but what differs; its tags and links are those of its
newest version. Whatever listens (`listeners`) is told the reference: search writes it into its
outbox, in the same transaction.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.face import Face, Tag
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item, ItemLink, ItemTag

LONGEST = {"number": 200, "licence": 300, "licence_url": 500, "source": 1000}
listeners: list[Callable[[str], None]] = []  # each is told the reference of what changed


class DoesNotFit(CairnError):
    text = noop("%(value)r is longer than %(most)s signs, which no name of this kind is.")


def check_fits(face: Face) -> None:
    """Refuse what would mean something else once it is cut; sentences are cut."""
    parts = [("", face.tags), *((one.anchor, one.tags) for one in face.parts)]
    told = [(face.country, 3)]
    told += [(place, 100) for place, _ in parts]
    for tag in (one for _, tags in parts for one in tags):
        told += [(tag.field, 40), (tag.key, 120), (tag.by, 20)]
    for link in face.links:
        told += [(link.kind, 20), (link.target, 230)]
        told += [(link.place, 100), (link.target_place, 100)]
    for value, most in told:
        if len(value) > most:
            raise DoesNotFit(value=value[:60], most=most)


def shelve(
    *, ref: str, kind: str, key: str, number: int, body: Mapping[str, Any], at: datetime
) -> Item:
    """Make this content what the public reads under the reference."""
    key, record = kind_of(kind).outward(key, kind_of(kind).load(body))
    face = kind_of(kind).face(record)
    before = Item.objects.filter(ref=ref).first()
    values = _columns(face) | {
        "kind": kind,
        "key": key,
        "number": number,
        "body": kind_of(kind).write(record),
        "published_at": at,
        "first_published_at": before.first_published_at if before else at,
        "withdrawn_at": None,
        "withdrawn_because": "",
    }
    item, _ = Item.objects.update_or_create(ref=ref, defaults=values)
    _point(item, face)
    _tell(ref)
    return item


def unshelve(*, ref: str, because: str, at: datetime) -> None:
    """Empty the record and leave its stub; nothing where it was never shelved."""
    item = Item.objects.filter(ref=ref).first()
    if item is None:
        return
    for name in ("official_number", "licence", "licence_url", "source", "span_written"):
        setattr(item, name, "")
    item.titles, item.body, item.title_language, item.completeness = {}, {}, "", None
    item.span = None
    item.withdrawn_at, item.withdrawn_because = at, because
    item.save()
    item.tags.all().delete()
    item.links.all().delete()
    _tell(ref)


def _columns(face: Face) -> dict[str, Any]:
    span = face.span
    return {
        "titles": {one.language.split("-")[0]: one.text for one in reversed(face.titles)},
        "title_language": face.titles[0].language.split("-")[0][:20] if face.titles else "",
        "official_number": face.number[: LONGEST["number"]],
        "country": face.country,
        "span_earliest": span.earliest if span else None,
        "span_latest": span.latest if span else None,
        "span_precision": span.precision.value if span else None,
        "span_written": span.as_written[:100] if span else "",
        "licence": face.licence[: LONGEST["licence"]],
        "licence_url": face.licence_url[: LONGEST["licence_url"]],
        "source": face.source[: LONGEST["source"]],
        "completeness": face.completeness,
        "invented": face.invented,
    }


def _point(item: Item, face: Face) -> None:
    """Tags and links of all parts, each once."""
    tags: dict[tuple[str, Tag], None] = {("", one): None for one in face.tags}
    for part in face.parts:
        tags |= {(part.anchor, one): None for one in part.tags}
    item.tags.all().delete()
    ItemTag.objects.bulk_create(
        ItemTag(item=item, place=place, field=one.field, key=one.key, by=one.by)
        for place, one in tags
    )
    item.links.all().delete()
    ItemLink.objects.bulk_create(
        ItemLink(
            item=item,
            place=one.place,
            kind=one.kind,
            target=one.target,
            target_place=one.target_place,
            note=one.note[:300],
        )
        for one in dict.fromkeys(face.links)
    )


def _tell(ref: str) -> None:
    for listener in listeners:
        listener(ref)
