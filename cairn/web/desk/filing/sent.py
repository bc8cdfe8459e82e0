"""What became of what a person's organisations submitted: where it stands, and what comes next.

A filing that waits for her with a reason stands above on her first page, and not here once more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cairn.accounts.models import Organisation
from cairn.observatory.actions import newest_record
from cairn.observatory.filing_rows import in_figures, source_key
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.filings.waiting import cleared_on
from cairn.web import numbers
from cairn.web.desk.filing.figured import EXPLORED, explored_of
from cairn.web.desk.filing.words import section_words, stands_as
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.say import current, isolated

SHOWN = 5
MOVES = ("decided_at", "validated_at", "recalled_at")  # after it was submitted
# Somebody has yet to do something with it; what went into a national filing is decided there.
ON_ITS_WAY = Q(
    status__in=(FilingStatus.SUBMITTED, FilingStatus.RETURNED, FilingStatus.CLEARED),
    merged_into="",
) | Q(status=FilingStatus.VALIDATED, recalled_at__isnull=False)  # until it is said anew


@dataclass(frozen=True, slots=True)
class Sent:
    """One filing that was submitted, with what became of it in a sentence."""

    filing: Filing
    section: str
    url: str
    status: str
    kind: str
    told: str
    day: date  # of its last move
    step_url: str = ""  # where the next step is, if there is one to go to
    step: str = ""


def sent(
    request: HttpRequest, bodies: Collection[Organisation], waiting: Collection[Filing]
) -> tuple[list[Sent], bool]:
    """What is on its way stands first, the last that moved before others; then, of what is done,
    the last day first and of one day the latest period. And whether anything was ever submitted.
    At most four queries."""
    rows = Filing.objects.visible_to(viewer_of(request)).filter(
        owner__in=[one.ref for one in bodies], submitted_at__isnull=False
    )
    newest = rows.exclude(status=FilingStatus.SUPERSEDED).newest().select_related("owner")
    moved = Greatest("submitted_at", *(Coalesce(name, "submitted_at") for name in MOVES))
    under_way = Case(When(ON_ITS_WAY, then=moved))
    ordered = newest.order_by(
        under_way.desc(nulls_last=True), TruncDate(moved).desc(), "-period", "pk"
    )
    above = {one.pk for one in waiting}
    found = list(ordered[: SHOWN + len(above)])
    return list(_told([one for one in found if one.pk not in above][:SHOWN])), bool(found)


def _told(filings: list[Filing]) -> Iterator[Sent]:
    record = newest_record() if filings else None
    as_of = record.as_of if record else None
    explored = _explored(one for one in filings if one.status == FilingStatus.VALIDATED)
    national = cleared_on(one.merged_into for one in filings if one.merged_into)
    for one in filings:
        measure = explored.get(one.pk, "")
        told = _became(one, measure, as_of, national)
        counted = bool(measure) and in_figures(one) and _holds(one, as_of)
        yield Sent(
            one,
            section_words(one.section),
            reverse("desk:filing", args=[one.ref]),
            *stands_as(one),
            told,
            timezone.localdate(_moved(one)),
            *(_in_explore(one, measure) if counted else _next(one)),
        )


def _moved(filing: Filing) -> datetime:
    known = (filing.submitted_at, filing.decided_at, filing.validated_at, filing.recalled_at)
    return max(at for at in known if at)


def _explored(filings: Iterable[Filing]) -> dict[int, str]:
    """Of each filing the first of its numbers of which Explore makes a figure; one query."""
    pks = {one.pk: one for one in filings}
    if not pks:
        return {}
    rows = FilingCount.objects.filter(filing__in=pks, measure__in=EXPLORED, value__isnull=False)
    given = set(rows.values_list("filing_id", "measure").distinct())
    return {
        pk: key
        for pk, one in pks.items()
        for key in reversed(explored_of(one.section))
        if (pk, key) in given
    }


def _holds(filing: Filing, as_of: datetime | None) -> bool:
    """Whether the figures, which stand as of a moment, were made after it was validated."""
    return as_of is not None and filing.validated_at is not None and filing.validated_at <= as_of


def _became(
    filing: Filing, measure: str, as_of: datetime | None, national: Mapping[str, date]
) -> str:
    """What became of it, and who does what next."""
    if filing.merged_into:
        return _into_another(filing, national)
    match filing.status:
        case FilingStatus.SUBMITTED:
            return _("Next, the contact point of your State clears it or returns it.")
        case FilingStatus.RETURNED:
            return _("It came back with this reason: %(reason)s") % {
                "reason": isolated(filing.reason)
            }
        case FilingStatus.CLEARED:
            return _("Next, the secretariat looks at its form and validates it.")
        case FilingStatus.WITHDRAWN:
            return _("Its numbers are shown and counted no more.")
    if filing.recalled_at:
        return _(
            "Nobody outside your State and the secretariat reads it any more. Begin a new version "
            "with what is right, or leave it as it is."
        )
    return _counted(filing, measure, as_of)


def _into_another(filing: Filing, national: Mapping[str, date]) -> str:
    ref = isolated(filing.merged_into)
    if day := national.get(filing.merged_into):
        words = _("It went into the national filing %(ref)s, which was cleared on %(day)s.")
        return words % {"ref": ref, "day": numbers.day(day, current())}
    words = _("It went into the national filing %(ref)s; what becomes of it is decided there.")
    return words % {"ref": ref}


def _counted(filing: Filing, measure: str, as_of: datetime | None) -> str:
    """Of a validated one: whether it is in the figures, and if it is not, why."""
    if not measure:
        return _("Explore makes no figure of what it says; it is read in the filing itself.")
    if not in_figures(filing):
        return _("Not counted in Explore: what it speaks of or its permitted uses keep it out.")
    if not _holds(filing, as_of):
        return _("On its way into the figures, which are made anew within a minute.")
    return _("In the figures.")


def _next(filing: Filing) -> tuple[str, str]:
    if filing.status == FilingStatus.RETURNED:
        return reverse("desk:filing_write", args=[filing.ref]), _("Correct it")
    return "", ""


def _in_explore(filing: Filing, measure: str) -> tuple[str, str]:
    query = urlencode({"source": source_key(filing.owner)})
    page = reverse("desk:explore_measure", args=[EXPLORED[measure]])
    return f"{page}?{query}", _("See it in Explore")
