"""By what data sets are found at the desk: what is said of the source."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from cairn.kernel.predicates import Predicate
from cairn.reporting.models import DataSet
from cairn.reporting.querysets import SharedQuerySet
from cairn.search.guarded.entries import Entry, Text, columns_of
from cairn.search.guarded.writing import Findable
from cairn.sharing.viewer import Viewer, visible

KIND = "data_set"


def predicate(viewer: Viewer) -> Predicate:
    return visible(viewer)


def readable(viewer: Viewer, pks: Sequence[int]) -> list[Entry]:
    return _findable.made(_rows().visible_to(viewer).filter(pk__in=pks))


def _rows() -> SharedQuerySet:
    """Of an erased one nothing is left to be found."""
    rows: SharedQuerySet = DataSet.objects.filter(stub="")
    return rows


def _of(row: DataSet) -> Iterator[Entry]:
    accepted = timezone.localdate(row.accepted_at) if row.accepted_at else date.max
    day = min(row.retrieved_on or accepted, accepted)  # a mistyped year does not stand on top
    words = (row.ref, row.key, row.title, row.publisher, row.citation, *map(str, row.notes))
    yield Entry(
        KIND,
        row.pk,
        row.ref,
        columns_of(row),
        day if day < date.max else date.min,
        tuple(Text("", one) for one in words if one),
        name=row.ref,
        row=row,
    )


_findable = Findable(_rows, _of, "set-")
everything, entries = _findable.everything, _findable.entries
