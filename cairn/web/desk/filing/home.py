"""The first page of the desk: what waits for me, and what changed in what I follow, no more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.access.emergency_reviews import concerned
from cairn.accounts.permissions import Permission, permissions_of
from cairn.kernel.dates import Period
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.notices import GONE_BACK, LAPSES, WORDS
from cairn.reporting.filings.recalling import overdue_of
from cairn.reporting.filings.ruling import CHANGED as FOUR_EYES
from cairn.reporting.filings.states import WRITABLE
from cairn.reporting.filings.waiting import asked_for, put_away, questions_for, tellings
from cairn.web.desk.auditing.server import told_of_server
from cairn.web.desk.correcting.told import told_of_corrections
from cairn.web.desk.erasing.doors import WRITES
from cairn.web.desk.erasing.ruling import told_of_rules
from cairn.web.desk.filing.doors import may_file_for, newest_seen
from cairn.web.desk.filing.listing import clears, listed_waiting, stuck, waiting_filings
from cairn.web.desk.filing.sent import sent
from cairn.web.desk.filing.words import section_words
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.library.told import told_of_library
from cairn.web.desk.once import once
from cairn.web.desk.people.told import told_of_people
from cairn.web.desk.reads.after import overseen
from cairn.web.desk.reads.told import waiting as acknowledgements
from cairn.web.desk.rights.told import told_of_rights
from cairn.web.desk.searches.told import told_of_searches
from cairn.web.desk.second.told import told_of_second
from cairn.web.desk.sheets.waiting import together, waiting_sheets
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that only tells. Without a period it is of no filing."""

    ref: str
    words: str
    section: str
    period: Period | None
    state: str
    at: Any
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
@once
def home(request: HttpRequest) -> HttpResponse:
    """What waits, and what is told; a telling is put away by its button."""
    if request.method == "POST":
        put_away(
            ref=request.POST.get("notice", ""), viewer=viewer_of(request), by=person_of(request)
        )
        return redirect("desk:home")
    files_for = may_file_for(request)
    waiting = waiting_filings(request, newest_seen(viewer_of(request)), files_for)
    became, any_sent = sent(request, files_for, waiting) if files_for else ([], False)
    context = {
        "sent": became,
        "any_sent": any_sent,
        "waiting": listed_waiting(request, waiting),
        "more_waiting": waiting.more,
        "asked": list(_asked(questions_for(viewer_of(request)))),
        "sheets": waiting_sheets(request, files_for),
        "together": together(request, files_for),
        "due": list(_due(request, asked_for(viewer_of(request)), {one.pk for one in waiting})),
        "told": list(_told(request, tellings(viewer_of(request)))),
        "stuck": stuck(request),
        "may_begin": bool(files_for),
        "clears": clears(request),
        "server": told_of_server(request),
        "people": told_of_people(request),
        "keeping": told_of_rules(request),
        "rights": told_of_rights(request),
        "second": told_of_second(request),
        "library": told_of_library(request),
        "corrections": told_of_corrections(request),
        "searches": told_of_searches(request),
        "acknowledge": acknowledgements(request),
        "unanswered": overdue_of(overseen(request), timezone.localdate()),
        "oversees": bool(overseen(request)),
        "erases": bool(permissions_of(person_of(request)) & set(WRITES)),
        "emergencies": Permission.EMERGENCY_TAKE in permissions_of(person_of(request))
        or concerned(person_of(request)).exists(),
    }
    return render(request, "desk/home.html", context)


def _told(request: HttpRequest, notices: list[Notice]) -> Iterator[Told]:
    for one in notices:
        values: Mapping[str, Any] = one.values
        if one.kind == FOUR_EYES:
            if values["state"] in clears(request):  # the page of the rules is for no one else
                state, where = name_of(values["state"], current()), reverse("desk:filing_rules")
                words = say(WORDS[one.kind][0])
                yield Told(
                    one.ref, words, _("Rules of your State"), None, state, one.at.date(), where
                )
            continue
        if values.get("section") not in sections():
            continue
        lapses, gone = one.kind == LAPSES, one.kind in GONE_BACK
        url = reverse("desk:filing", args=[one.target])
        if lapses or gone:  # while it is written only its organisation sees it
            url = reverse("desk:participation" if lapses else "desk:filings")
        yield Told(
            one.ref,
            say(WORDS[one.kind][0]),
            section_words(values["section"]),
            Period(date.fromisoformat(values["period"]), date.fromisoformat(values["period_last"])),
            values.get("owner", "")
            if gone
            else name_of(values["state"], current())
            if values.get("state")
            else "",
            date.fromisoformat(values["day"]) if lapses else one.at.date(),
            url,
        )


def _asked(notices: list[Notice]) -> Iterator[Told]:
    """What somebody asked about filings, with who asked in the place of the State."""
    for one in notices:
        values: Mapping[str, Any] = one.values
        if values.get("section") not in sections():
            continue
        period = Period(
            date.fromisoformat(values["period"]), date.fromisoformat(values["period_last"])
        )
        url = f"{reverse('desk:filing', args=[one.target])}#{values.get('comment') or 'comments'}"
        section, who = section_words(values["section"]), values.get("who", "")
        yield Told(one.ref, say(WORDS[one.kind][0]), section, period, who, one.at.date(), url)


def _due(request: HttpRequest, notices: list[Notice], waiting: set[int]) -> Iterator[Told]:
    """What a schedule asks for. The link goes on with the draft that was begun, else it opens the
    form with its section and period; a draft that waits above with its day is not told again."""
    drafts = _drafts(request) if notices else {}
    for one in notices:
        values: Mapping[str, Any] = one.values
        if values.get("section") not in sections():
            continue
        period = Period(
            date.fromisoformat(values["period"]), date.fromisoformat(values["period_last"])
        )
        begun = drafts.get((one.organisation.ref, values["section"], period))
        if begun and begun.pk in waiting:
            continue
        chosen = {
            "organisation": one.organisation.ref,
            "section": values["section"],
            "period": period,
            "until": period.last.year,
        }
        yield Told(
            one.ref,
            _("overdue") if one.kind == "overdue" else _("due soon"),
            section_words(values["section"]),
            period,
            one.organisation.called,
            date.fromisoformat(values["day"]) if values.get("day") else None,
            reverse("desk:filing_write", args=[begun.ref])
            if begun
            else f"{reverse('desk:filing_new')}?{urlencode(chosen)}",
        )


def _drafts(request: HttpRequest) -> dict[tuple[str, str, Period], Filing]:
    """What the person's bodies have begun, by body, section and period."""
    bodies = [one.ref for one in may_file_for(request)]
    rows = newest_seen(viewer_of(request)).filter(owner__in=bodies, status__in=WRITABLE)
    return {(one.owner_id, one.section, one.whole): one for one in rows}
