"""A draft that is open in an emergency: read on the screen, and handed over as it stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.access import emergencies
from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.actions import asked_of
from cairn.reporting.filings.models import Filing
from cairn.sharing.viewer import Viewer
from cairn.web.desk.emergency.doors import find_running
from cairn.web.desk.filing.asking import open_questions
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.filing.heading import headed
from cairn.web.desk.filing.showing import facts_about, judgement_facts, measures_of, reasons_of
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.observing import sections
from cairn.web.desk.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest, ref: str, record: str) -> HttpResponse:
    """Entered in the log and in the access log before anything of it is shown."""
    person, found, wrong = person_of(request), find_running(request, ref), NOTHING_WRONG
    if request.method == "POST":
        if request.POST.get("act") != "hand_over":
            raise NotFound()
        done, wrong = tried(
            emergencies.hand_over,
            emergency=found,
            ref=record,
            seen=request.POST.get("seen", ""),
            user=person,
        )
        if done:
            words = _("It was handed over in your name; the contact point decides about it.")
            messages.success(request, words)
            return redirect("desk:emergencies")
    filing = emergencies.open_record(emergency=found, ref=record, user=person)
    viewer = Viewer(
        today=timezone.localdate(),
        states=viewer_of(request).states,  # of her own State, so places and days are exact
        emergency=emergencies.opens(found),
    )
    context = {"emergency": found, **_content(filing, viewer, wrong)}
    return render(request, "desk/emergency/record.html", context, status=400 if wrong else 200)


def _content(filing: Filing, viewer: Viewer, wrong: Wrong) -> dict[str, Any]:
    return {
        **headed(filing),
        "measures": measures_of(filing),
        "records": sections.shown(filing, viewer),
        "facts": facts_about(filing),
        "judgement": judgement_facts(filing),
        "reasons_given": reasons_of(filing, inside=True),
        "asked": open_questions(filing, (), asked_of(filing)),
        "seen": emergencies.stamp(filing),
        "wrong": wrong,
    }
