"""Of what a national filing was made: the agencies, their numbers, and why people count once.

Whoever may read the national filing reads which agencies it was made from. An agency's own filing,
its numbers and what was decided of them are for those who may see that very filing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Min
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.reporting.filings.merging import Decision
from cairn.reporting.filings.models import Double, Filing, FilingCount
from cairn.reporting.filings.proposing import sources_of
from cairn.web import numbers
from cairn.web.components import Column, Table
from cairn.web.desk.filing.doors import is_inside
from cairn.web.desk.filing.listing import clears
from cairn.web.desk.filing.words import key_words
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.desk.merging.alike import decisions
from cairn.web.desk.merging.doors import Merge
from cairn.web.desk.merging.outcome import Own, own_numbers, sums_of, totals_table
from cairn.web.say import current

REASONS = 50  # reasons, and numbers written by hand, that are listed
MOST = 5_000  # numbers of all agencies that are added up while a page is read


@dataclass(frozen=True, slots=True)
class Source:
    """One agency; `ref` only for a viewer who may open its filing."""

    agency: str
    ref: str


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What a merge was made from, as far as this viewer may see it."""

    sources: Sequence[Source]
    totals: Table | None  # None where the viewer may not see all the filings, or there are too many
    decided: Table | None
    own: Sequence[Own]  # numbers that somebody wrote by hand
    more_own: int
    reasons: Sequence[tuple[str, str]]  # (cell, or how many; why)
    more: int
    decides: bool  # whether the viewer may open the pages of the merge


def made_from(request: HttpRequest, filing: Filing) -> MadeFrom | None:
    """None where the filing is no merge, and for another State, which reads what it says only."""
    viewer = viewer_of(request)
    if not filing.merged_from or not is_inside(viewer, filing):
        return None
    sources = sources_of(filing)
    seen = set(
        Filing.objects.visible_to(viewer)
        .filter(pk__in=[one.pk for one in sources])
        .values_list("pk", flat=True)
    )
    named = [Source(one.owner.called, one.ref if one.pk in seen else "") for one in sources]
    own = own_numbers(filing)
    if not sources or len(seen) < len(sources):
        shown, more_shown = _without_the_merge(own)
        return MadeFrom(named, None, None, shown, more_shown, (), 0, False)
    merge = Merge(Filing.objects.get(ref=filing.ref, number=1), sources, False)
    few = FilingCount.objects.filter(filing__in=sources).count() <= MOST
    doubles = Double.objects.filter(filing=merge.filing).exclude(reason="")
    told = doubles.values_list("reason").annotate(n=Count("pk"), cell=Min("key")).order_by("-n")
    return MadeFrom(
        named,
        totals_table(merge, sums_of(merge)) if few else None,
        _decided(merge),
        own[:REASONS],
        max(0, len(own) - REASONS),
        [(_cells(filing, n, key), reason) for reason, n, key in told[:REASONS]],
        max(0, told.count() - REASONS),
        filing.state in clears(request),
    )


def _without_the_merge(own: Sequence[Own]) -> tuple[list[Own], int]:
    """That they were written by hand, for whoever may not see what the agencies gave."""
    return [replace(one, merged="") for one in own[:REASONS]], max(0, len(own) - REASONS)


def _cells(filing: Filing, n: int, key: str) -> str:
    """Which cell, where it is one; else how many."""
    if n == 1:
        return key_words(filing, key)
    return ngettext("%(n)s number", "%(n)s numbers", n) % {"n": numbers.number(n, current())}


def _decided(merge: Merge) -> Table | None:
    """How many pairs of numbers were decided in which way."""
    rows = Double.objects.filter(filing=merge.filing, decision__isnull=False)
    found = dict(rows.values_list("decision").annotate(n=Count("pk")).order_by())
    if not found:
        return None
    words = dict(decisions(merge))
    return Table(
        caption=_("What was decided of people whom two agencies gave"),
        columns=[Column(_("Decision")), Column(_("Numbers"), "number")],
        rows=[(words[one.value], found[one.value]) for one in Decision if one.value in found],
    )
