"""What a spreadsheet became, at the address that it had, for whoever sent it.

One filing: its own page. Several, as of the quarters of a year: all of them with what is open in
each, what can be said once for all, and one step that submits them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.kernel.errors import NotFound, allowed
from cairn.reporting.filings.actions import asked_of
from cairn.reporting.filings.asked import Check
from cairn.reporting.filings.definitions import CONDUCTS
from cairn.reporting.filings.models import FilingCount, Marking
from cairn.reporting.filings.policies import check_may_write
from cairn.reporting.filings.saving import Given, digest_of
from cairn.reporting.sheets.models import SheetTaken
from cairn.reporting.sheets.together import submit_together
from cairn.web.components import Besides
from cairn.web.desk.filing.checking import conducts, where_asked
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, newest_seen, tried
from cairn.web.desk.filing.figured import without_figures
from cairn.web.desk.filing.marked import MarkingAsked, marking_asked_of_all
from cairn.web.desk.filing.saving import Outcome, save
from cairn.web.desk.filing.words import check_words, section_words
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.sheets.before import Led

ONCE = {"no_conduct": "conduct", "no_coverage_note": "coverage_note"}  # check → field of a filing
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Became(Led):
    """One of the filings, and what is still open in it."""

    writable: bool
    asked: Sequence[Check]

    @property
    def numbers(self) -> int:
        return self.filing.counts.count()

    @property
    def ready(self) -> bool:
        return self.writable and not self.asked

    def lacks(self, field: str) -> bool:
        return self.writable and any(ONCE.get(one.code) == field for one in self.asked)

    @property
    def open(self) -> list[tuple[str, str, str]]:
        """What is asked, where it is put right, and the field of a reason that settles it."""
        return [
            (check_words(self.filing, one), where_asked(self.filing, one), self.field(one))
            for one in self.asked
        ]

    def field(self, one: Check) -> str:
        """ "" where it must change."""
        return f"why|{self.filing.ref}|{one.settles}.{one.key}" if one.settles else ""


def page(request: HttpRequest, taken: SheetTaken) -> HttpResponse:
    """The filings of one sheet; a form of the page describes and submits them."""
    if len(taken.filings) == 1:
        return redirect("desk:filing", ref=taken.filings[0])
    found = _became(request, taken)
    if not found:
        raise NotFound()
    act = request.POST.get("act") if request.method == "POST" else ""
    if act not in ("submit", "ready", "save"):
        return redirect(request.path) if request.method == "POST" else _shown(request, found)
    outcome = _said_of_all(request, found)
    found = _became(request, taken)
    if outcome and outcome.wrong:
        return _shown(request, found, outcome=outcome)
    if act == "save":
        messages.success(request, _("Saved."))
        return redirect(request.path)
    ready = [one.filing for one in found if one.ready]
    if act == "submit" and len(ready) < sum(one.writable for one in found) or not ready:
        wrong = _("Nothing was submitted yet: something is still open in the filings below.")
        return _shown(request, found, wrong=Wrong({}, (wrong,)))
    done, wrong_now = tried(submit_together, filings=ready, by=person_of(request))
    if wrong_now:
        return _shown(request, _became(request, taken), wrong=wrong_now)
    words = ngettext("%(n)s filing was submitted.", "%(n)s filings were submitted.", len(done))
    messages.success(request, words % {"n": len(done)})
    return redirect(request.path)


def _became(request: HttpRequest, taken: SheetTaken) -> list[Became]:
    """As far as the person may see them now."""
    seen = newest_seen(viewer_of(request)).filter(ref__in=taken.filings).select_related("owner")
    found = []
    for filing in seen.order_by("period"):
        writable = allowed(check_may_write, person_of(request), filing)
        found.append(Became(filing, writable, asked_of(filing) if writable else ()))
    return found


def _marked(request: HttpRequest, found: Sequence[Became]) -> MarkingAsked | None:
    """How those that may be written are marked; None where there is none."""
    open_ones = [one.filing for one in found if one.writable]
    chosen = request.POST.get("marking", "")
    return marking_asked_of_all(open_ones, chosen) if open_ones else None


def _without_figures(found: Sequence[Became]) -> Besides | None:
    """Of what the sheet brought, that of which Explore makes no figure; one query."""
    rows = FilingCount.objects.filter(
        filing__in=[one.filing.pk for one in found], value__isnull=False
    )
    given = set(rows.values_list("measure", flat=True).distinct())
    return without_figures({found[0].filing.section: given})


def _said_of_all(request: HttpRequest, found: Sequence[Became]) -> Outcome | None:
    """What is said once goes into every filing that lacks it, and each reason to what it settles;
    what somebody wrote there meanwhile stays."""
    said = {
        "conduct": request.POST.get("conduct", ""),
        "coverage_note": request.POST.get("coverage_note", "").strip().replace("\r\n", "\n"),
    }
    if said["conduct"] not in CONDUCTS:
        said["conduct"] = ""
    outcome, marking = None, request.POST.get("marking", "")
    was = request.POST.get("was.marking", "")
    for one in found:
        details = {
            name: Given(text[:LONGEST], digest_of(""))
            for name, text in said.items()
            if text and one.lacks(name)
        }
        stands = one.filing.marking
        if one.writable and marking in Marking.values and was in ("", stands):
            details["marking"] = Given(marking, digest_of(stands))
        for check in one.asked:
            if reason := request.POST.get(one.field(check), "").strip():
                details[f"{check.settles}.{check.key}"] = Given(reason[:LONGEST], digest_of(""))
        if details:
            outcome = save(request, one.filing, [], details)
            if outcome.wrong:
                return outcome
    return outcome


def _shown(
    request: HttpRequest,
    found: Sequence[Became],
    *,
    wrong: Wrong = NOTHING_WRONG,
    outcome: Outcome | None = None,
) -> HttpResponse:
    said = [name for name in ONCE.values() if sum(one.lacks(name) for one in found) > 1]
    context: dict[str, Any] = {
        "filings": found,
        "section": section_words(found[0].filing.section),
        "without": _without_figures(found),
        "organisation": found[0].filing.owner,
        "writable": sum(one.writable for one in found),
        "given": request.POST,
        "reasons": any(one.field(check) for one in found for check in one.asked),
        "ready": sum(one.ready for one in found),
        "once_for_all": said,
        "marked": _marked(request, found),
        "conducts": conducts() if "conduct" in said else (),
        "conduct": request.POST.get("conduct", ""),
        "coverage_note": request.POST.get("coverage_note", ""),
        "sheets": reverse("desk:sheets"),
        "wrong": outcome.wrong if outcome else wrong,
        "no_persons": outcome.no_persons if outcome else (),
    }
    status = 400 if context["wrong"] else 200
    return render(request, "desk/sheets/became.html", context, status=status)
