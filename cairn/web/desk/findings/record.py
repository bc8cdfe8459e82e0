"""One finding as those who may see it read it; its own organisation changes or withdraws it, and
sees who has read it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.reference.vocabularies import label
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.findings import actions
from cairn.reporting.findings.models import METHODS, Finding, FindingStatus, Method
from cairn.sharing.reads.models import Door
from cairn.web.components import Column, Fact, Table
from cairn.web.desk.filing.asking import no_persons, say_no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, newest_seen, tried
from cairn.web.desk.filing.listing import listed as listed_filing
from cairn.web.desk.findings.doors import contributes_for, find_finding, listed
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.once import once
from cairn.web.desk.reads.after import after
from cairn.web.desk.reads.noting import read
from cairn.web.say import current, paired, say

STANDS = (FilingStatus.CLEARED, FilingStatus.VALIDATED)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """What was found, and beside it what States filed on the same subject."""
    finding = _looked_up(request, ref)
    own = finding.owner in contributes_for(request)
    wrong = NOTHING_WRONG
    if request.method == "POST":
        if not own:
            raise NotFound()
        done, wrong = _done(request, finding)
        if done:
            leads = "desk:finding_write" if done.status == FindingStatus.DRAFT else "desk:finding"
            return redirect(leads, ref=ref)
    stub = finding.status == FindingStatus.WITHDRAWN
    context = {
        "line": listed(finding),
        "finding": finding,
        "stub": stub,
        "own": own,
        "facts": list(_facts(finding)),
        "counts": None if stub else _counts(finding),
        "filings": [] if stub else _filings(request, finding),
        **after(request, finding),
        "wrong": wrong,
        "no_persons": no_persons(request.POST, wrong),
        "reason": request.POST.get("reason", "") if wrong else "",
    }
    status = 400 if wrong else 200
    return render(request, "desk/findings/record.html", context, status=status)


def _looked_up(request: HttpRequest, ref: str) -> Finding:
    """What is only looked at is entered as read by whoever is not of its organisation."""
    if request.method == "POST":
        return find_finding(request, ref)
    return read(request, lambda: find_finding(request, ref), Door.PAGE)


def _done(request: HttpRequest, finding: Finding) -> tuple[Any, Wrong]:
    person = person_of(request)
    match request.POST.get("act"):
        case "share":
            done, wrong = tried(actions.share_finding, finding=finding, by=person)
            words = _("It was shared.")
        case "amend":
            done, wrong = tried(actions.begin_version, finding=finding, by=person)
            words = _("A new version was begun. The one before stands until this one is shared.")
        case "withdraw":
            if wrong := say_no_persons(request, finding.owner):
                return None, wrong
            reason = request.POST.get("reason", "")
            done, wrong = tried(actions.withdraw_finding, finding=finding, reason=reason, by=person)
            words = _("It was withdrawn; a stub with your reason is left.")
        case _:
            raise NotFound()
    if done:
        messages.success(request, words)
    return done, wrong


def _facts(finding: Finding) -> Iterator[Fact]:
    yield Fact(_("Contributed by"), finding.owner.called, finding.owner.get_kind_display())
    if finding.method:
        yield Fact(_("How it was found"), say(METHODS[Method(finding.method)]))
    if finding.rests_on is not None:
        yield Fact(_("Persons asked or records read"), finding.rests_on)
    uses = [label("sharing_permissible_use", one, current()) for one in finding.uses]
    yield Fact(_("Permissible uses"), " · ".join(uses) or _("not said"))
    for name, vocabulary, words in (
        ("source_grade", "grading_admiralty_source", _("Reliability of the source")),
        ("information_grade", "grading_admiralty_information", _("Credibility of the information")),
    ):
        if grade := getattr(finding, name):
            yield Fact(words, paired(grade, label(vocabulary, grade, current())))
    if finding.shared_at:
        yield Fact(_("Shared on"), finding.shared_at.date())


def _counts(finding: Finding) -> Table | None:
    """Its own numbers, in the order of the section."""
    measures = sections()[finding.section].measures
    rows: list[list[Any]] = [
        [say(one.title), finding.counts[key]]
        for key, one in measures.items()
        if key in finding.counts
    ]
    if not rows:
        return None
    return Table(
        caption=_("Numbers as this contributor counted them"),
        columns=[Column(_("Measure")), Column(_("Number"), "number")],
        rows=rows,
        help=_("Count basis: %(basis)s. They are added to nobody's numbers and enter no figure.")
        % {"basis": label("count_basis", finding.count_basis, current())},
    )


def _filings(request: HttpRequest, finding: Finding) -> list[Any]:
    """What this viewer may read of what the State filed on the same subject."""
    whole = finding.whole
    rows = newest_seen(viewer_of(request)).filter(
        state=finding.about,
        section=finding.section,
        period__lte=whole.last,
        period_last__gte=whole.first,
        status__in=STANDS,
    )
    return [
        listed_filing(one) for one in rows.select_related("owner").order_by("-period", "pk")[:20]
    ]
