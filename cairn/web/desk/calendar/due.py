"""What the person's organisations must file and by when; for a contact point, all agencies of the
State in one table. Five queries however many schedules there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cairn.accounts.models import OrganisationKind
from cairn.accounts.permissions import Permission
from cairn.formats.ical import DayEntry, write_days
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import noop
from cairn.reference.countries import name_of
from cairn.reporting.filings.calendar import When
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing, Schedule
from cairn.reporting.filings.scheduling import Waiting, days_of, first_submitted, what_is_due
from cairn.reporting.filings.states import WRITABLE, FilingStatus
from cairn.web import numbers
from cairn.web.desk.calendar.late import late_states
from cairn.web.desk.filing.doors import may_file_for, newest_seen
from cairn.web.desk.filing.listing import clears, listed, next_step
from cairn.web.desk.filing.words import section_words, status_words
from cairn.web.desk.importing.doors import needs, viewer_of
from cairn.web.say import current, say

UNDATED_SHOWN = 50  # drafts without a day
FILED_SHOWN = 12  # what was filed already, the newest first
WHENS = {
    When.OVERDUE: (noop("overdue"), "problem"),
    When.SOON: (noop("due soon"), "attention"),
    When.LATER: (noop("due later"), "waiting"),
    When.FILED: (noop("filed"), "done"),
}
LEVEL_WORDS = {
    Level.MONTH: noop("each month"),
    Level.QUARTER: noop("each quarter"),
    Level.HALF: noop("each half-year"),
    Level.YEAR: noop("each year"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One section and period, and the step that it asks for."""

    section: str
    period: Period
    organisation: str
    day: date
    words: str
    kind: str
    url: str
    step: str
    filed: bool
    late: str = ""  # of what was filed after its day, by how much


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """How one schedule of an agency stands."""

    organisation: str
    section: str
    how_often: str
    overdue: int
    next_period: Period | None
    next_day: date | None
    words: str
    kind: str


@require_safe
@needs(Permission.DESK_READ)
def page(request: HttpRequest) -> HttpResponse:
    """Mine first, then those of the State."""
    today = timezone.localdate()
    entries = list(_entries(request, _sorted(what_is_due(_mine(request), today))))
    filed = [one for one in entries if one.filed]
    states = sorted(clears(request))
    context = {
        "waiting": [one for one in entries if not one.filed],
        "filed": filed[::-1][:FILED_SHOWN],
        "undated": [listed(one, next_step(request, one)) for one in _undated(request)],
        "agencies": list(_agencies(states, today)) if states else [],
        "states": [name_of(one, current()) for one in states],
        "secretariat": viewer_of(request).secretariat,
        "late": late_states(today) if viewer_of(request).secretariat else [],
    }
    return render(request, "desk/calendar/index.html", context)


def _mine(request: HttpRequest) -> list[Schedule]:
    """What the person's own organisations file."""
    rows = Schedule.objects.filter(
        organisation__ref__in=viewer_of(request).organisations, until__isnull=True
    )
    return list(rows.select_related("organisation").order_by("organisation__name", "section"))


def _undated(request: HttpRequest) -> list[Filing]:
    """What was begun and is to be submitted, and no schedule says by when."""
    bodies = [one.ref for one in may_file_for(request)]
    rows = newest_seen(viewer_of(request)).filter(owner__in=bodies, status__in=WRITABLE)
    found = list(rows.select_related("owner").order_by("touched_at", "pk")[:UNDATED_SHOWN])
    dated = days_of(found)
    return [one for one in found if one.pk not in dated]


def _open(one: Waiting) -> bool:
    return one.due.when is not When.FILED


def _sorted(found: Iterable[Waiting]) -> list[Waiting]:
    known = (one for one in found if one.schedule.section in sections())
    return sorted(known, key=lambda one: (one.due.day, one.schedule.section, one.schedule.pk))


def _entries(request: HttpRequest, found: list[Waiting]) -> Iterator[Entry]:
    files_for = {one.ref for one in may_file_for(request)}
    there = _there(request, found)
    covering = [
        _covering(there[one.schedule.organisation.ref, one.schedule.section], one.due.period)
        for one in found
    ]
    submitted = first_submitted(one.ref for one in covering if one)
    for one, filing in zip(found, covering, strict=True):
        body = one.schedule.organisation
        words, kind = WHENS[one.due.when]
        if filing and filing.status in WRITABLE and body.ref in files_for:
            url, step = reverse("desk:filing_write", args=[filing.ref]), next_step(request, filing)
        elif filing:
            url, step = reverse("desk:filing", args=[filing.ref]), status_words(filing.status)
        elif body.ref in files_for:
            url, step = _begin_url(one), _("begin it")
        else:
            url, step = "", ""
        yield Entry(
            section_words(one.schedule.section),
            one.due.period,
            body.called,
            one.due.day,
            say(words),
            kind,
            url,
            step,
            not _open(one),
            _late_words(one, filing, submitted),
        )


def _late_words(one: Waiting, filing: Filing | None, submitted: dict[str, date]) -> str:
    """By how many days it was late; a return and what followed it do not make it late."""
    if _open(one) or filing is None or filing.whole != one.due.period:
        return ""
    first = submitted.get(filing.ref)
    n = (first - one.due.day).days if first else 0
    if n <= 0:
        return ""
    told = ngettext("%(n)s day late", "%(n)s days late", n)
    return told % {"n": numbers.number(n, current())}


def _there(request: HttpRequest, found: list[Waiting]) -> dict[Any, list[Filing]]:
    """Filings of these bodies that the person may see; one query."""
    held: dict[Any, list[Filing]] = defaultdict(list)
    owners = {one.schedule.organisation.ref for one in found}
    if not owners:
        return held
    seen = newest_seen(viewer_of(request)).filter(owner__in=owners)
    for one in seen.exclude(status=FilingStatus.WITHDRAWN).order_by("period", "pk"):
        held[one.owner_id, one.section].append(one)
    return held


def _covering(filings: list[Filing], period: Period) -> Filing | None:
    """The filing of just this period, else one that has a day of it."""
    near = [one for one in filings if one.first <= period.last and period.first <= one.period_last]
    exact = [one for one in near if one.whole == period]
    return next(iter(exact or near), None)


def _begin_url(one: Waiting) -> str:
    chosen = {
        "organisation": one.schedule.organisation.ref,
        "section": one.schedule.section,
        "period": one.due.period,
        "until": one.due.period.last.year,
    }
    return f"{reverse('desk:filing_new')}?{urlencode(chosen)}"


def _agencies(states: list[str], today: date) -> Iterator[AgencyLine]:
    """All schedules of the contact point's State, the latest agency first."""
    rows = Schedule.objects.filter(
        organisation__state__in=states,
        organisation__kind=OrganisationKind.STATE_BODY,
        until__isnull=True,
    )
    schedules = list(rows.select_related("organisation").order_by("organisation__name", "section"))
    found: dict[int, list[Waiting]] = {one.pk: [] for one in schedules}
    for waiting in what_is_due(schedules, today):
        found[waiting.schedule.pk].append(waiting)
    lines = [_line(one, found[one.pk]) for one in schedules if one.section in sections()]
    yield from sorted(lines, key=lambda one: -one.overdue)


def _line(schedule: Schedule, found: list[Waiting]) -> AgencyLine:
    asked = [one for one in found if _open(one)]
    following = asked[0] if asked else None
    words, kind = WHENS[following.due.when if following else When.FILED]
    return AgencyLine(
        schedule.organisation.called,
        section_words(schedule.section),
        say(LEVEL_WORDS[Level(schedule.level)]),
        sum(one.due.when is When.OVERDUE for one in asked),
        following.due.period if following else None,
        following.due.day if following else None,
        say(words),
        kind,
    )


@require_safe
@needs(Permission.DESK_READ)
def file(request: HttpRequest) -> HttpResponse:
    """The days on which something is due, for a calendar program: section, period and agency, no
    number and nothing of what was written."""
    today = timezone.localdate()
    to_file = _("%(section)s, %(period)s: to be filed by %(agency)s")
    to_submit = _("%(section)s, %(period)s: a draft of %(agency)s waits to be submitted")
    found = [one for one in _sorted(what_is_due(_mine(request), today)) if _open(one)]
    there = _there(request, found)
    entries = [
        DayEntry(
            f"{one.schedule.ref}-{one.due.period}@cairn",
            one.due.day,
            (to_submit if _is_begun(one, there) else to_file)
            % {
                "section": section_words(one.schedule.section),
                "period": numbers.period(one.due.period, current()),
                "agency": one.schedule.organisation.called,
            },
        )
        for one in found
    ]
    content = write_days(entries, name=_("To be filed"), made_at=timezone.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cairn-due.ics"'
    return answer


def _is_begun(one: Waiting, there: dict[Any, list[Filing]]) -> bool:
    filing = _covering(there[one.schedule.organisation.ref, one.schedule.section], one.due.period)
    return filing is not None and filing.status in WRITABLE
