"""By what drafts of the library are found at the desk, by those who keep the library: title, key
and everything that the record says. What is published is found in the library."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from cairn.kernel.errors import CairnError
from cairn.kernel.predicates import Eq, Never, Predicate
from cairn.knowledge.editing.models import Entry as Draft
from cairn.knowledge.editing.states import Status
from cairn.knowledge.kinds import kinds
from cairn.search.guarded.entries import Entry, Text
from cairn.search.guarded.writing import Findable
from cairn.sharing.viewer import Viewer

KIND = "draft"
LIBRARY = "library"  # in the place of an audience class: those who keep the library


def predicate(viewer: Viewer) -> Predicate:
    return Eq("audience_class", LIBRARY) if viewer.library else Never()


def readable(viewer: Viewer, pks: Sequence[int]) -> list[Entry]:
    if not viewer.library:
        return []
    return _findable.made(_rows().filter(pk__in=pks))


def _rows() -> QuerySet[Draft]:
    unpublished = (Status.DRAFT, Status.IN_REVIEW)
    return Draft.objects.filter(status__in=unpublished, kind__in=list(kinds()))


def _of(row: Draft) -> Iterator[Entry]:
    words = (Text("", row.ref), Text("", row.key), Text("", row.title))
    yield Entry(
        KIND,
        row.pk,
        row.ref,
        {"audience_class": LIBRARY},
        timezone.localdate(row.changed_at),
        (*words, *_within(row)),
        name=row.ref,
        row=row,
    )


def _within(row: Draft) -> tuple[Text, ...]:
    kind = kinds()[row.kind]
    try:
        face = kind.face(kind.load(row.body))
    except CairnError:  # of another version of the program, which read it otherwise
        return ()
    parts = [one for part in face.parts for one in part.texts]
    return tuple(Text(one.language, one.text) for one in (*face.titles, *face.texts, *parts))


_findable = Findable(_rows, _of, "lib-")
everything, entries = _findable.everything, _findable.entries
