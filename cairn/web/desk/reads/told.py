"""Corrections and recalls: what a reader is told and acknowledges; for the owner, who has not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.dates import Period
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.notices import CLOSED, LEFT, OF_FINDINGS, WORDS
from cairn.reporting.filings.recalling import (
    REMINDED,
    acknowledge,
    answer_by,
    find_told,
    overdue,
    to_acknowledge,
    told_of_ours,
)
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing.reads.models import Door
from cairn.sharing.reads.queries import copies_of
from cairn.web.components import Link
from cairn.web.desk.filing.doors import find_filing
from cairn.web.desk.filing.versions import differences_between
from cairn.web.desk.filing.words import section_words
from cairn.web.desk.findings.versions import finding_now
from cairn.web.desk.importing.doors import Page, by_key, needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import once
from cairn.web.desk.reads.after import Answered, answered, overseen
from cairn.web.desk.reads.noting import read
from cairn.web.desk.reads.tabs import tabs
from cairn.web.say import current, say

SHOWN = 50
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Heard:
    """A notice as its reader sees it. Without a period it is of a State and no record."""

    ref: str
    words: str
    section: str
    period: Period | None
    state: str
    organisation: str
    at: date
    by: date  # when it is to be acknowledged
    waits: int  # days, once they are too many
    url: str


def heard(notice: Notice, today: date) -> Heard | None:
    """None where it speaks of a section that is no more."""
    values: Mapping[str, Any] = notice.values
    period = None
    if notice.kind not in (LEFT, CLOSED):
        if values["section"] not in sections():
            return None
        first, last = values["period"], values["period_last"]
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    return Heard(
        notice.ref,
        say(WORDS[notice.kind][0]),
        section_words(values["section"]) if period else "",
        period,
        name_of(values.get("state") or "", current()),
        notice.organisation.called,
        timezone.localdate(notice.at),
        answer_by(notice),
        overdue(notice, today),
        reverse("desk:reads_notice", args=[notice.ref]),
    )


def waiting(request: HttpRequest) -> list[Heard]:
    """For the first page of the desk: what the person's organisations are to acknowledge."""
    found = (heard(one, timezone.localdate()) for one in to_acknowledge(viewer_of(request)))
    return [one for one in found if one]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """What became of what was read; its button says that the organisation has taken note."""
    viewer = viewer_of(request)
    if request.method == "POST":
        acknowledge(ref=ref, viewer=viewer, by=person_of(request))
        messages.success(request, _("You have acknowledged it; its owner sees that."))
        return redirect("desk:reads_notice", ref=ref)
    found = find_told(ref, viewer)
    told = heard(found, timezone.localdate())
    doer = found.done_by or ""
    by = people({doer}, viewer, about=[found.ref])[doer] if doer else ""
    context = {
        "notice": found,
        "told": told,
        "by": by,
        "left": found.kind == LEFT,
        "open_again": found.kind == CLOSED and not found.values["records"],
        "finding": found.kind in OF_FINDINGS,
        "copies": copies_of(found.values.get("records", [found.target]), viewer.organisations),
        **_now(request, found),
    }
    return render(request, "desk/reads/notice.html", context)


def _now(request: HttpRequest, found: Notice) -> dict[str, Any]:
    """What changed since the version that was read, if both may still be read; else nothing."""
    if found.kind in OF_FINDINGS:
        return finding_now(request, found)
    seen = Filing.objects.visible_to(viewer_of(request)).filter(ref=found.target)
    rows = {one.number: one for one in seen.exclude(status=FilingStatus.WITHDRAWN)}
    old, new = rows.get(found.values.get("read", 0)), rows.get(found.values.get("number", 0))
    if new is None or found.kind in (LEFT, CLOSED):
        return {"readable": None}
    number = new.number
    new = read(request, lambda: find_filing(request, found.target, number), Door.PAGE)
    if new.status == FilingStatus.WITHDRAWN:
        return {"readable": None}
    where = reverse("desk:filing", args=[new.ref])
    if old is None or old.number >= new.number:
        return {"readable": new, "readable_at": where}
    differences = differences_between(request, old, new)
    compared = {"compared": differences is not None, **(differences or {})}
    return {"readable": new, "readable_at": where, **compared}


@require_safe
@needs(Permission.READS_SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Whom changes of ours were told, and who has acknowledged them; the newest first."""
    rows = told_of_ours(overseen(request))
    unanswered = request.GET.get("whose") == OPEN
    if unanswered:
        rows = rows.filter(done_at__isnull=True)
    page: Page = by_key(rows.select_related("organisation"), request, ["-at", "pk"], size=SHOWN)
    action = reverse("desk:reads_told")
    context = {
        "tabs": tabs(request, "desk:reads_told"),
        "ways": [
            Link(_("All"), action, not unanswered),
            Link(_("Not acknowledged"), f"{action}?whose={OPEN}", unanswered),
        ],
        "lines": list(_lines(page.rows)),
        "page_of": page,
        "unanswered": unanswered,
        "days": REMINDED.days,
    }
    return render(request, "desk/reads/told.html", context)


def _lines(notices: list[Notice]) -> Iterator[tuple[Answered, Heard, str]]:
    today = timezone.localdate()
    for one, answer in zip(notices, answered(notices, today), strict=True):
        told = heard(one, today)
        if told:
            yield answer, told, _where(one) if told.period else ""


def _where(notice: Notice) -> str:
    name = "desk:finding" if notice.kind in OF_FINDINGS else "desk:filing"
    return reverse(name, args=[notice.target])
