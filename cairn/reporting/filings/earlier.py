"""What the same organisation filed before: offered beside each field, never copied by itself."""

from collections.abc import Iterable

from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus

# A draft was filed with nobody; what was returned is not what stands.
OFFERED = (FilingStatus.SUBMITTED, FilingStatus.CLEARED, FilingStatus.VALIDATED)


def last_filed(filing: Filing) -> Filing | None:
    """The newest version of the filing of this section that ended last before this one began, and
    is of a time as long: the number of a half-year says nothing of a quarter."""
    before = Filing.objects.filter(
        owner=filing.owner,
        section=filing.section,
        period_last__lt=filing.period,
        status__in=OFFERED,
    )
    length = (filing.period_last - filing.first).days
    rows: Iterable[Filing] = before.order_by("-period_last", "-number").iterator(chunk_size=50)
    return next(
        (one for one in rows if abs((one.period_last - one.first).days - length) <= 3), None
    )


def numbers_before(filing: Filing, measure: str | None = None) -> dict[str, CountInput]:
    """Cell → what stood in it; only numbers of the whole period, for months have other names."""
    earlier = last_filed(filing)
    if earlier is None:
        return {}
    rows = earlier.counts.filter(when_earliest__isnull=True)
    if measure is not None:
        rows = rows.filter(measure=measure)
    return {row.key: input_of(row) for row in rows.order_by("key")}
