"""All records of a filing on one page: to read for whoever may see it, to go on from for its
writers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.reporting.filings import beside
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.observations.catalogue import kind
from cairn.reporting.observations.checks import told_apart
from cairn.reporting.observations.queries import kinds_of
from cairn.sharing.reads.models import Door
from cairn.web.desk.importing.doors import needs, viewer_of
from cairn.web.desk.observing import sections
from cairn.web.desk.observing.doors import find_filing, headed, may_write
from cairn.web.desk.observing.words import filled
from cairn.web.desk.reads.noting import purpose_for, read
from cairn.web.desk.reads.uses import beyond
from cairn.web.say import say


@require_safe
@needs(Permission.DESK_READ)
def records(request: HttpRequest, ref: str) -> HttpResponse:
    filing = read(request, lambda: find_filing(request, ref), Door.PAGE)
    if filing.status == FilingStatus.WITHDRAWN:
        raise NotFound()  # a stub with its reason is left, nothing of what it said
    writes = may_write(request, filing)
    context = {
        **headed(filing),
        "beyond": beyond(filing, purpose_for(request, filing)),
        "about": say(section(filing.section).about),
        "index": sections.index(filing),
        "records": _records(request, filing, writes),
        "kinds": [kind(key) for key in kinds_of(filing)] if writes else [],
        "writes": writes,
    }
    return render(request, "desk/observing/records.html", context)


def _records(request: HttpRequest, filing: Filing, writes: bool) -> list[dict[str, Any]]:
    asked = beside.asked(filing) if writes else []
    return [
        {
            "shown": one,
            "asked": [filled(check.sentence, check.values) for check in told_apart(asked, one.ref)],
            "map": kind(one.kind).legs,
        }
        for one in sections.shown(filing, viewer_of(request))
    ]
