"""What the same organisation filed before: offered beside each field, never copied by itself."""

from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus

# A draft was filed with nobody; what was returned is not what stands.
OFFERED = (FilingStatus.SUBMITTED, FilingStatus.CLEARED, FilingStatus.VALIDATED)


def last_filed(filing: Filing) -> Filing | None:
    """The newest version of the filing of this section that ended last before this one began."""
    before = Filing.objects.filter(
        owner=filing.owner,
        section=filing.section,
        period_last__lt=filing.period,
        status__in=OFFERED,
    )
    found: Filing | None = before.order_by("-period_last", "-number").first()
    return found


def numbers_before(filing: Filing, measure: str | None = None) -> dict[str, CountInput]:
    """Cell → what stood in it; only numbers of the whole period, for months have other names."""
    earlier = last_filed(filing)
    if earlier is None:
        return {}
    rows = earlier.counts.filter(when_earliest__isnull=True)
    if measure is not None:
        rows = rows.filter(measure=measure)
    return {row.key: input_of(row) for row in rows.order_by("key")}
