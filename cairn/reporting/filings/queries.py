"""Reads of filings for pages and checks; each with a constant number of queries."""

from collections import defaultdict
from datetime import date, timedelta

from cairn.reporting.filings.checks import totals_of
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.states import FilingStatus

LOOKED_BACK = 8  # earlier filings of the same length


def history_of(filing: Filing) -> dict[str, list[int]]:
    """Measure → totals of earlier validated filings of the same length, the newest first."""
    from cairn.reporting.filings.drafting import input_of

    length = (filing.period_last - filing.first).days
    same = [
        one
        for one in Filing.objects.filter(
            owner=filing.owner,
            section=filing.section,
            status=FilingStatus.VALIDATED,
            period_last__lt=filing.period,
            conduct=filing.conduct or find_section(filing.section).conduct,
        ).order_by("-period")[: 2 * LOOKED_BACK]
        if abs((one.period_last - one.first).days - length) <= 3
    ][:LOOKED_BACK]
    inputs = defaultdict(list)
    for row in FilingCount.objects.filter(filing__in=[one.pk for one in same]):
        inputs[row.filing_id].append(input_of(row))
    found: dict[str, list[int]] = defaultdict(list)
    for one in same:
        for measure, total in totals_of(inputs[one.pk]).items():
            found[measure].append(total)
    return dict(found)


def replaced_by(filing: Filing) -> dict[str, int]:
    """Measure → its total in the version that this one replaces, if there is one."""
    from cairn.reporting.filings.drafting import input_of

    rows = FilingCount.objects.filter(filing__ref=filing.ref, filing__number=filing.number - 1)
    return totals_of(input_of(row) for row in rows)


def period_before(first: date, last: date) -> tuple[date, date]:
    """The period of the same length that ends the day before `first`."""
    end = first - timedelta(days=1)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1), end
