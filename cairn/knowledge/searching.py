"""What of the library can be found: every published record, and each part with an anchor.

Reads `Item` and its companions, which drafts never enter. A record of a kind that is not here any
more, or that its kind cannot read, is found by what stands in its columns.
"""

import functools
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from cairn.kernel.errors import CairnError
from cairn.knowledge.face import Face, Part
from cairn.knowledge.kinds import kinds
from cairn.knowledge.models import Item, ItemLink, ItemTag
from cairn.knowledge.texts import Text
from cairn.search.documents import Document, Mark, Words

TOGETHER = 200  # records that are read at a time
PARTS = {  # what a part of each kind is called
    "law": "article",
    "document": "paragraph",
    "strategy": "action",
}
LINKED = ("obligation", "state", "route")  # what leads there is found by it


def total() -> int:
    return Item.objects.published().count()


def everything() -> Iterator[list[Document]]:
    last = 0
    while True:
        rows = list(Item.objects.published().filter(pk__gt=last).order_by("pk")[:TOGETHER])
        if not rows:
            return
        last = rows[-1].pk
        yield _documents(rows)


def documents(refs: Iterable[str]) -> list[Document]:
    return _documents(list(Item.objects.published().filter(ref__in=list(refs)).order_by("pk")))


def published(refs: Iterable[str]) -> set[str]:
    wanted = list(refs)
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_published(len(wanted), connection.vendor), wanted)
        return {str(ref) for (ref,) in cursor.fetchall()}


@functools.cache
def _published(number: int, vendor: str) -> str:
    """The query for so many references. Every search asks it, and to put it together takes longer
    than to answer it."""
    rows = Item.objects.published().filter(ref__in=[f"lib-{at}" for at in range(number)])
    statement, values = rows.values_list("ref", flat=True).query.sql_with_params()
    assert len(values) == number, "nothing but references is asked for"
    return statement


def stamps() -> Iterator[tuple[str, str]]:
    rows = Item.objects.published().order_by("pk").only("ref", "number", "published_at")
    for item in rows.iterator(chunk_size=2_000):
        yield str(item.ref), _stamp(item)


def _documents(items: Sequence[Item]) -> list[Document]:
    keys = [one.pk for one in items]
    marks: dict[int, list[tuple[str, Mark]]] = {}
    for tag in ItemTag.objects.filter(item__in=keys).order_by("pk"):
        mark = Mark(tag.field, tag.key, tag.by)
        marks.setdefault(tag.item_id, []).append((tag.place, mark))
    for link in ItemLink.objects.filter(item__in=keys, kind__in=LINKED).order_by("pk"):
        mark = Mark(link.kind, link.target)
        marks.setdefault(link.item_id, []).append((link.place, mark))
    return [one for item in items for one in _of(item, marks.get(item.pk, []))]


def _of(item: Item, marks: Sequence[tuple[str, Mark]]) -> Iterator[Document]:
    face = _face(item)
    titles = tuple(_words(face.titles)) if face else ()
    span = item.span
    whole = Document(
        ref=str(item.ref),
        kind=item.kind,
        titles=titles or tuple(Words(*one) for one in item.titles.items()),
        published=item.published_at,
        stamp=_stamp(item),
        texts=tuple(_words(face.texts)) if face else (),
        number=item.official_number,
        country=item.country,
        first=span.earliest if span else None,
        last=span.latest if span else None,
        marks=tuple(dict.fromkeys(mark for _, mark in marks)),
        licence=item.licence,
        licence_url=item.licence_url,
        source=item.source,
        invented=item.invented,
    )
    yield whole
    for place, part in enumerate(face.parts if face else (), start=1):
        own = tuple(dict.fromkeys(mark for anchor, mark in marks if anchor == part.anchor))
        yield _part(whole, place, part, own)


def _part(whole: Document, place: int, part: Part, marks: tuple[Mark, ...]) -> Document:
    return Document(
        ref=whole.ref,
        kind=PARTS.get(whole.kind, "part"),
        titles=whole.titles,
        published=whole.published,
        stamp=whole.stamp,
        anchor=part.anchor,
        place=place,
        heading=part.heading,
        record=whole.kind,
        texts=tuple(_words(part.texts)),
        country=whole.country,
        first=part.span.earliest if part.span else whole.first,
        last=part.span.latest if part.span else whole.last,
        marks=marks,
        licence=whole.licence,
        licence_url=whole.licence_url,
        source=whole.source,
        invented=whole.invented,
    )


def _face(item: Item) -> Face | None:
    kind = kinds().get(item.kind)
    if kind is None:
        return None
    try:
        return kind.face(kind.load(item.body))
    except CairnError:
        return None


def _words(texts: Iterable[Text]) -> Iterator[Words]:
    for one in texts:
        yield Words(one.language, one.text)


def _stamp(item: Item) -> str:
    return f"{item.number}.{item.published_at:%Y%m%d%H%M%S%f}"
