"""By what accounts of events are found at the desk: what their source says of place, route, cause
and day. All accounts of one import change together."""

from collections.abc import Iterator, Sequence
from datetime import date

from cairn.kernel.predicates import Predicate
from cairn.reporting.models import Account
from cairn.search.guarded.entries import Entry, Text, columns_of
from cairn.search.guarded.writing import some_at_a_time
from cairn.sharing.viewer import Viewer, visible

KIND = "account"
BESIDE = ("dataset", "batch")


def predicate(viewer: Viewer) -> Predicate:
    return visible(viewer)


def everything() -> Iterator[list[Entry]]:
    for rows in some_at_a_time(Account.objects.current().select_related(*BESIDE)):
        yield [_of(row) for row in rows]


def entries(units: Sequence[str]) -> Iterator[Entry]:
    refs = [one for one in units if one.startswith("imp-")]
    if refs:
        current = Account.objects.current().filter(batch__ref__in=refs)
        for rows in some_at_a_time(current.select_related(*BESIDE)):
            for row in rows:
                yield _of(row)


def readable(viewer: Viewer, pks: Sequence[int]) -> list[Entry]:
    rows = Account.objects.current().visible_to(viewer).filter(pk__in=pks)
    return [_of(row) for row in rows.select_related(*BESIDE)]


def _of(row: Account) -> Entry:
    first, last = _days(row)
    words = (row.ref, row.region, row.origin_region)  # what its page shows
    year = str(first.year) if first else ""
    keys = (row.country, row.origin, row.route, row.cause)
    return Entry(
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
