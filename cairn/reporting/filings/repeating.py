"""Whether a filing says the same as an earlier one of its organisation: asked about, never refused.

Only the organisation's own earlier filings of the same section are looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cairn.kernel.dates import Level, Period
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.states import FilingStatus

LOOKED_AT = 12  # earlier filings, the nearest first
# Filed is what was handed in, also where nobody cleared it yet or a later version replaced it.
FILED = (
    FilingStatus.SUBMITTED,
    FilingStatus.CLEARED,
    FilingStatus.VALIDATED,
    FilingStatus.SUPERSEDED,
)

Cells = Mapping[tuple[object, ...], tuple[int | None, str | None]]


@dataclass(frozen=True, slots=True)
class Repeated:
    """The earlier filing that has the same cells, and how many of them are not zero."""

    ref: str
    period: Period
    cells: int


def repeated_by(filing: Filing, *, least: int) -> Repeated | None:
    """The nearest earlier filing with the same cells, `least` or more of them not zero."""
    mine = _cells(filing)
    counted = sum(1 for value, _missing in mine.values() if value)
    if counted < least:
        return None
    earlier = (
        Filing.objects.filter(
            owner=filing.owner,
            section=filing.section,
            status__in=FILED,
            period__lt=filing.period,
        )
        .exclude(ref=filing.ref)
        .order_by("-period", "-number")
        .prefetch_related("counts")[:LOOKED_AT]
    )
    for one in earlier:
        if _cells(one) == mine:
            return Repeated(one.ref, one.whole, counted)
    return None


def _cells(filing: Filing) -> Cells:
    """Its cells, each by what it is of; a month is told by its place in the period."""
    names = [field.name for field in FilingCount._meta.fields if field.name not in NOT_COMPARED]
    found = {}
    for row in filing.counts.all():
        about = tuple(getattr(row, name) for name in names)
        month = _place(filing.first, row.when_earliest)
        found[(*about, month, row.when_precision)] = (row.value, row.no_value)
    return found


NOT_COMPARED = {
    *("id", "filing", "key", "value", "no_value", "source_cell"),
    *("when_earliest", "when_latest", "when_precision", "when_written"),
}


def _place(first: date, day: date | None) -> int | None:
    if day is None:
        return None
    return sum(1 for one in Period(first, day).split(Level.MONTH)) if day >= first else 0
