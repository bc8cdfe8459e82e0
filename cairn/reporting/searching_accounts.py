"""By what accounts of events are found at the desk: what their source says of place, route, cause
and day. All accounts of one import change together."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cairn.kernel.predicates import Predicate
from cairn.reporting.models import Account
from cairn.search.guarded.entries import Entry, Text, columns_of
from cairn.search.guarded.writing import Findable
from cairn.sharing.viewer import Viewer, visible

KIND = "account"


def predicate(viewer: Viewer) -> Predicate:
    return visible(viewer)


def readable(viewer: Viewer, pks: Sequence[int]) -> list[Entry]:
    return _findable.made(_rows().visible_to(viewer).filter(pk__in=pks))


def _rows() -> Any:
    return Account.objects.current().select_related("dataset", "batch")


def _of(row: Account) -> Iterator[Entry]:
    first, last = _days(row)
    words = (row.ref, row.region, row.origin_region)  # what its page shows
    year = str(first.year) if first else ""
    keys = (row.country, row.origin, row.route, row.cause)
    yield Entry(
        KIND,
        row.pk,
        row.batch.ref,
        columns_of(row),
        last or date.min,
        tuple(Text("", one) for one in (*words, year) if one),
        keys=tuple(one for one in keys if one),
        named=(Text("", row.dataset.title),),
        first=first,
        last=last,
        name=f"{row.ref} {row.number}",
        row=row,
    )


def _days(row: Account) -> tuple[date | None, date | None]:
    if row.when_earliest and row.when_latest:
        return row.when_earliest, row.when_latest
    return (date(row.year, 1, 1), date(row.year, 12, 31)) if row.year else (None, None)


_findable = Findable(_rows, _of, "imp-", unit="batch__ref")
everything, entries = _findable.everything, _findable.entries
