"""The one page before a record that is read for more than its owner permits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.reference.countries import name_of
from cairn.reporting.filings.notices import Told
from cairn.reporting.findings.models import Finding
from cairn.web.desk.filing.doors import find_filing
from cairn.web.desk.filing.words import section_words
from cairn.web.desk.findings.doors import find_finding
from cairn.web.desk.importing.doors import needs
from cairn.web.desk.once import once
from cairn.web.desk.reads.noting import purpose_for
from cairn.web.desk.reads.purpose import going_to
from cairn.web.desk.reads.uses import beyond, was_told
from cairn.web.say import current


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """What its owner permits, and nothing of its content; a button leads on to it."""
    given: Any = request.POST if request.method == "POST" else request.GET
    record = _find(request, ref, given.get("number", ""))
    purpose = purpose_for(request, record)
    said, leads = beyond(record, purpose), going_to(given)
    if said is None:
        return redirect(leads)
    if request.method == "POST":
        was_told(request, record, purpose)
        return redirect(leads)
    state = record.about if isinstance(record, Finding) else record.state
    context = {
        "record": record,
        "finding": isinstance(record, Finding),
        "section": section_words(record.section),
        "state": name_of(state or "", current()),
        "beyond": said,
        "next": leads,
    }
    return render(request, "desk/reads/permitted.html", context)


def _find(request: HttpRequest, ref: str, number: str) -> Told:
    if ref.startswith("fnd-"):
        return find_finding(request, ref)
    version = int(number) if number.isdecimal() and len(number) < 7 else None
    return find_filing(request, ref, version)
