"""What a filing gives back to its own organisation: its numbers over time, and where to explore.

Only the organisation's own filings are looked at, whatever their status, so that the officer sees
the new number beside the old ones at once; Explore follows when the filing is validated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cairn.kernel.cells import Cell
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.checks import totals_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.states import WRITABLE, FilingStatus
from cairn.web import numbers
from cairn.web.components import Besides, Column, Figure, Link, Table, Value
from cairn.web.desk.filing.figured import EXPLORED, without_figures
from cairn.web.desk.filing.wholeness import not_whole
from cairn.web.desk.filing.words import measure_words, stands_as
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.desk.participation.before import before
from cairn.web.explore.labels import listing
from cairn.web.say import current, say

PERIODS = 12
COLUMNS = 4  # numbers beside one another; more would not be read


@dataclass(frozen=True, slots=True)
class Series:
    """The organisation's filings of one section and length, the newest first, with their totals."""

    filings: Sequence[Filing]
    totals: Mapping[int, Mapping[str, int]]  # filing → measure → its number
    keys: Sequence[str]  # measures of which there is any number, in the order of the section
    # filing → measure → why its number is not of all people of the period
    incomplete: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Back:
    """A chart and a table of the organisation's own numbers, and where they are explored."""

    table: Table
    links: tuple[Link, ...]
    figure: Figure | None
    drawing: SafeString | str
    readers: str  # who may read this filing today, and what it opens
    without: Besides | None  # of what Explore makes no figure
    follows: bool  # Explore makes a figure of some number, once it is validated


def own_series(filing: Filing) -> Series | None:
    """The last periods of the same length; None where this is the first. Two queries."""
    length = (filing.period_last - filing.first).days
    newest = (
        Filing.objects.filter(owner=filing.owner, section=filing.section)
        .exclude(status__in=(FilingStatus.WITHDRAWN, FilingStatus.SUPERSEDED))
        .values("ref")
        .annotate(last=Max("pk"))
        .values("last")
    )
    rows = Filing.objects.filter(pk__in=newest.order_by()).order_by("-period")[: 2 * PERIODS]
    mine = [one for one in rows if abs((one.period_last - one.first).days - length) <= 3][:PERIODS]
    if len(mine) < 2:
        return None
    given: dict[int, list[FilingCount]] = {}
    for row in FilingCount.objects.filter(filing__in=[one.pk for one in mine]):
        given.setdefault(row.filing_id, []).append(row)
    inputs = {pk: [input_of(row) for row in found] for pk, found in given.items()}
    totals = {pk: totals_of(found) for pk, found in inputs.items()}
    known = {key for found in totals.values() for key in found}
    keys = [key for key in section(filing.section).measures if key in known]
    by_pk = {one.pk: one for one in mine}
    incomplete = {pk: not_whole(by_pk[pk], found) for pk, found in inputs.items()}
    return Series(mine, totals, keys, incomplete)


def given_back(request: HttpRequest, filing: Filing) -> Back | None:
    """For a person of its own organisation; None for everybody else, and where it is the first."""
    from cairn.web.desk.filing.trend import figure_of, inline_of

    if filing.owner_id not in viewer_of(request).organisations:
        return None
    series = own_series(filing)
    if series is None:
        return None
    table = _table(filing, series)
    return Back(
        table,
        tuple(_links(filing, series.keys[:COLUMNS])),
        figure_of(filing, series, table),
        inline_of(filing, series),
        _readers(filing),
        without_figures({filing.section: series.keys}),
        any(one in EXPLORED for one in series.keys),
    )


def _table(filing: Filing, series: Series) -> Table:
    measures, keys = section(filing.section).measures, series.keys[:COLUMNS]
    notes = [_notes(filing, series.incomplete.get(one.pk, {}), keys) for one in series.filings]
    rows: list[list[Value]] = [
        [
            one.whole,
            stands_as(one)[0],
            *(series.totals.get(one.pk, {}).get(key, Cell.NOT_RECORDED) for key in keys),
            *([note] if any(notes) else []),
        ]
        for one, note in zip(series.filings, notes, strict=True)
    ]
    return Table(
        caption=_("Your own numbers, period by period"),
        columns=[
            Column(_("Period")),
            Column(_("Status")),
            *(Column(say(measures[key].title), "number") for key in keys),
            *([Column(_("Note"))] if any(notes) else []),
        ],
        rows=rows,
    )


def _notes(filing: Filing, incomplete: Mapping[str, str], keys: Sequence[str]) -> str:
    """What is not whole in one line of the table, each reason once."""
    by_words: dict[str, list[str]] = {}
    for key in keys:
        if words := incomplete.get(key):
            by_words.setdefault(words, []).append(measure_words(filing, key))
    return " ".join(
        _("Incomplete: %(periods)s. %(reason)s") % {"periods": listing(titles), "reason": words}
        for words, titles in by_words.items()
    )


def _readers(filing: Filing) -> str:
    """Who may read it as it stands."""
    if filing.recalled_at is not None:
        return _("It was recalled: today your State and the secretariat alone read it.")
    if filing.number > 1 and filing.status != FilingStatus.VALIDATED:
        return _of_this_version(filing)
    if filing.status in WRITABLE:
        return _("Today only your organisation reads it.")
    if filing.status == FilingStatus.SUBMITTED:
        return _("Today the bodies of your State read it, and nobody else.")
    if filing.status == FilingStatus.CLEARED:
        return _("Today your State and the secretariat read it.")
    return _("Who can read it today? %(who)s") % {"who": before(filing).words}


def _of_this_version(filing: Filing) -> str:
    """The same of an amendment, beside which others may read the version before it."""
    n = {"n": numbers.number(filing.number, current())}
    if filing.status in WRITABLE:
        return _("Today only your organisation reads version %(n)s, which is this one.") % n
    if filing.status == FilingStatus.SUBMITTED:
        words = _("Today the bodies of your State read version %(n)s, which is this one.")
        return words % n
    if filing.status == FilingStatus.CLEARED:
        words = _("Today your State and the secretariat read version %(n)s, which is this one.")
        return words % n
    return _("Version %(n)s, which is this one, was replaced by a later one.") % n


def _links(filing: Filing, keys: Sequence[str]) -> list[Link]:
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
