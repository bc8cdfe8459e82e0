"""What a filing gives back to its own organisation: its numbers over time, and where to explore.

Only the organisation's own filings are looked at, whatever their status, so that the officer sees
the new number beside the old ones at once; Explore follows when the filing is validated.
"""

from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cairn.kernel.cells import Cell
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.checks import totals_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.states import FilingStatus
from cairn.web.components import Column, Link, Table, Value
from cairn.web.desk.filing.words import status_words
from cairn.web.say import say

PERIODS = 12
COLUMNS = 4  # numbers beside one another; more would not be read
EXPLORED = {  # measure of a filing → measure of Explore
    "irregular_entries": "detections",
    "smuggled_detected": "smuggled_migrants",
    "dead": "smuggled_dead",
    "missing": "smuggled_missing",
    "suspected": "suspected_persons",
    "arrested": "arrested_persons",
    "prosecuted": "prosecuted_persons",
    "convicted": "convicted_persons",
}


@dataclass(frozen=True, slots=True)
class Back:
    """A table of the organisation's own numbers, and where they are explored."""

    table: Table
    links: tuple[Link, ...]


def given_back(filing: Filing) -> Back | None:
    """The last periods of the same length; None where this is the first. Two queries."""
    length = (filing.period_last - filing.first).days
    newest = (
        Filing.objects.filter(owner=filing.owner, section=filing.section)
        .exclude(status__in=(FilingStatus.WITHDRAWN, FilingStatus.SUPERSEDED))
        .values("ref")
        .annotate(last=Max("pk"))
        .values("last")
    )
    mine = [
        one
        for one in Filing.objects.filter(pk__in=newest.order_by()).order_by("-period")[
            : 2 * PERIODS
        ]
        if abs((one.period_last - one.first).days - length) <= 3
    ][:PERIODS]
    if len(mine) < 2:
        return None
    given: dict[int, list[FilingCount]] = {}
    for row in FilingCount.objects.filter(filing__in=[one.pk for one in mine]):
        given.setdefault(row.filing_id, []).append(row)
    totals = {pk: totals_of([input_of(row) for row in rows]) for pk, rows in given.items()}
    known = {key for found in totals.values() for key in found}
    keys = [key for key in section(filing.section).measures if key in known][:COLUMNS]
    measures = section(filing.section).measures
    rows: list[list[Value]] = [
        [
            one.whole,
            status_words(one.status),
            *(totals.get(one.pk, {}).get(key, Cell.NOT_RECORDED) for key in keys),
        ]
        for one in mine
    ]
    table = Table(
        caption=_("Your own numbers, period by period"),
        columns=[
            Column(_("Period")),
            Column(_("Status")),
            *(Column(say(measures[key].title), "number") for key in keys),
        ],
        rows=rows,
    )
    return Back(table, tuple(_links(filing, keys)))


def _links(filing: Filing, keys: list[str]) -> list[Link]:
    if not Filing.objects.countable().filter(owner=filing.owner).exists():
        return []
    query = urlencode({"source": source_key(filing.owner)})
    return [
        Link(
            say(section(filing.section).measures[key].title),
            f"{reverse('desk:explore_measure', args=[EXPLORED[key]])}?{query}",
        )
        for key in keys
        if key in EXPLORED
    ]
