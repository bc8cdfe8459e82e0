"""One filing as those who may see it read it, and what they may do with it: one button each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.reporting.filings import actions
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.drafting import begin_version
from cairn.reporting.filings.exporting import RED
from cairn.reporting.filings.models import Filing, FilingComment
from cairn.reporting.filings.queries import note_reading
from cairn.reporting.filings.states import FilingStatus
from cairn.web.desk.filing import heading
from cairn.web.desk.filing.doors import (
    NOTHING_WRONG,
    Wrong,
    find_filing,
    newest_seen,
    powers,
    tried,
)
from cairn.web.desk.filing.giving import Back, given_back
from cairn.web.desk.filing.showing import (
    classification_facts,
    conduct_help,
    facts_about,
    judgement_facts,
    measures_of,
)
from cairn.web.desk.filing.versions import history
from cairn.web.desk.filing.words import measure_words, status_words
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.observing import sections
from cairn.web.desk.once import kept, once
from cairn.web.say import say

FIELDS = {"coverage_note": noop("Coverage note"), "narrative": noop("What happened, in words")}
KEPT_FIELDS = ("reason", "text", "field", "act")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def record(request: HttpRequest, ref: str) -> HttpResponse:
    """The newest version that the person may see; a form of it does one thing with it."""
    if request.method == "POST":
        return _act(request, ref)
    return _page(request, find_filing(request, ref), kept(request) or {})


@require_safe
@needs(Permission.DESK_READ)
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One version; whoever opens an old one is told of the newer."""
    return _page(request, find_filing(request, ref, number), {})


def _page(
    request: HttpRequest, filing: Filing, sent: Any, wrong: Wrong = NOTHING_WRONG
) -> HttpResponse:
    _note(request, filing)
    newest = newest_seen(viewer_of(request)).filter(ref=filing.ref).first()
    stub = filing.status == FilingStatus.WITHDRAWN
    context = {
        **heading.headed(filing),
        "newer": newest if newest and newest.number > filing.number else None,
        "powers": powers(request, filing),
        "versions": [
            (one, status_words(one.status))
            for one in Filing.objects.visible_to(viewer_of(request))
            .filter(ref=filing.ref)
            .exclude(pk=filing.pk)
            .order_by("-number")[:50]
        ],
        "wrong": wrong,
        "sent": {name: sent.get(name, "") for name in KEPT_FIELDS},
        "stub": stub,
        "national_seen": bool(filing.merged_into)
        and newest_seen(viewer_of(request)).filter(ref=filing.merged_into).exists(),
        "names": people(
            {filing.submitted_by or "", filing.decided_by or "", filing.validated_by or ""},
            viewer_of(request),
        ),
    }
    if not stub:
        context |= _content(request, filing)
    context["decider"] = context["names"].get(filing.decided_by or "", "")
    status = 400 if wrong else 200
    return render(request, "desk/filings/record.html", context, status=status)


def _content(request: HttpRequest, filing: Filing) -> dict[str, Any]:
    kept_versions = history(filing, viewer_of(request))
    return {
        "measures": measures_of(filing),
        "records": sections.shown(filing, viewer_of(request)),
        "index": sections.index(filing),
        "facts": facts_about(filing),
        "judgement": judgement_facts(filing),
        "conduct_help": conduct_help(filing),
        "first_classified": classification_facts(filing),
        "comments": _comments(request, filing),
        "comment_fields": _comment_fields(filing),
        "history": kept_versions,
        "comparable": sum(one.readable for one in kept_versions) > 1,
        "zeros": filing.counts.filter(value=0).count(),
        "reasons_given": [*filing.differences.values(), *filing.answers.values()],
        "readers": _readers(request, filing),
        "back": _back(request, filing),
        "leaves": filing.marking != RED,
    }


def _note(request: HttpRequest, filing: Filing) -> None:
    """Remember which organisations read it, so that they hear of a newer version."""
    others = viewer_of(request).organisations - {filing.owner_id}
    if others and filing.status != FilingStatus.WITHDRAWN:
        ids = Organisation.objects.filter(ref__in=others).values_list("pk", flat=True)
        note_reading(filing, list(ids), timezone.localdate())


def _back(request: HttpRequest, filing: Filing) -> Back | None:
    """What it gives back, for its own organisation."""
    return given_back(filing) if filing.owner_id in viewer_of(request).organisations else None


def _readers(request: HttpRequest, filing: Filing) -> list[str]:
    """Who has read this version, for its owner: organisations, never persons."""
    if filing.owner_id not in viewer_of(request).organisations:
        return []
    found = Organisation.objects.filter(pk__in=filing.readings.values("organisation"))
    return [one.called for one in found.order_by("name")[:50]]


def _comments(request: HttpRequest, filing: Filing) -> list[dict[str, Any]]:
    """What was asked and said. What bodies of a State said to one another before it cleared the
    filing stays with them."""
    viewer, rows = viewer_of(request), filing.comments.select_related("organisation")
    of_state = filing.owner_id in viewer.organisations or filing.state in viewer.states
    if not of_state:
        rows = rows.filter(
            Q(organisation__ref__in=viewer.organisations) | Q(at__gte=filing.decided_at)
        )
    found = list(rows.order_by("at", "pk")[:300])
    names = people({one.by for one in found}, viewer)
    return [
        {
            "comment": one,
            "by": names.get(one.by, ""),
            "field": field_words(filing, one.field),
        }
        for one in found
    ]


def field_words(filing: Filing, field: str) -> str:
    if not field:
        return _("The whole filing")
    return say(FIELDS[field]) if field in FIELDS else measure_words(filing, field)


def _comment_fields(filing: Filing) -> list[tuple[str, str]]:
    names = ["", *FIELDS, *section(filing.section).measures]
    return [(name, field_words(filing, name)) for name in names]


def _act(request: HttpRequest, ref: str) -> HttpResponse:
    sent = request.POST
    number = sent.get("number", "")
    filing = find_filing(request, ref, int(number) if number.isdecimal() else None)
    acts: dict[str, Callable[[HttpRequest, Filing], tuple[Any, Wrong]]] = {
        "clear": _clear,
        "return": _return,
        "validate": _validate,
        "amend": _amend,
        "withdraw": _withdraw,
        "comment": _comment,
        "settle": _settle,
    }
    act = acts.get(sent.get("act", ""))
    if act is None:
        raise NotFound()
    done, wrong = act(request, filing)
    if wrong:
        return _page(request, find_filing(request, ref, filing.number), sent, wrong)
    if isinstance(done, Filing) and done.status == FilingStatus.DRAFT:
        return redirect("desk:filing_write", ref=ref)
    if newest_seen(viewer_of(request)).filter(ref=ref).exists():
        return redirect("desk:filing", ref=ref)
    return redirect("desk:filings")  # it went back to its organisation


def _clear(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = tried(
        actions.clear_filing,
        filing=filing,
        by=person_of(request),
        zeros_are_true=bool(request.POST.get("zeros")),
    )
    return _said(request, done, _("The filing was cleared; the secretariat looks at its form."))


def _return(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    reason = request.POST.get("reason", "")
    done = tried(actions.return_filing, filing=filing, reason=reason, by=person_of(request))
    return _said(request, done, _("The filing was returned with your reason."))


def _validate(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = tried(actions.validate_filing, filing=filing, by=person_of(request))
    return _said(request, done, _("The filing was validated and may be counted."))


def _amend(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = tried(begin_version, filing=filing, by=person_of(request))
    words = _("A new version was begun. The version before stands until this one is validated.")
    return _said(request, done, words)


def _withdraw(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    reason = request.POST.get("reason", "")
    done = tried(actions.withdraw_filing, filing=filing, reason=reason, by=person_of(request))
    return _said(request, done, _("The filing was withdrawn; a stub with your reason is left."))


def _comment(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    """Whoever comments speaks for the organisation that gives her the right to."""
    done = tried(
        actions.comment,
        filing=filing,
        field=_known_field(filing, request.POST.get("field", "")),
        text=request.POST.get("text", ""),
        by=person_of(request),
        organisation=_speaks_for(request, filing),
    )
    return _said(request, done, _("Your comment stands beside the filing."))


def _known_field(filing: Filing, field: str) -> str:
    return field if field in {name for name, _words in _comment_fields(filing)} else ""


def _speaks_for(request: HttpRequest, filing: Filing) -> Organisation:
    """Her own body of the State first, else where she may validate, else any of hers."""
    mine = list(Organisation.objects.filter(ref__in=viewer_of(request).organisations))
    mine.sort(key=lambda one: (one.ref != filing.owner_id, one.state != filing.state, one.pk))
    if not mine:
        raise NotFound()
    others = [one for one in mine if one.kind == "international"]
    at_home = mine[0].ref == filing.owner_id or mine[0].state == filing.state
    return mine[0] if at_home or not others else others[0]


def _settle(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    shown = {one["comment"].ref: one["comment"] for one in _comments(request, filing)}
    found: FilingComment | None = shown.get(request.POST.get("comment", ""))
    if found is None:
        raise NotFound()
    done = tried(actions.settle_comment, comment=found, by=person_of(request))
    return _said(request, done, _("The comment is settled; it stays in the record."))


def _said(request: HttpRequest, done: tuple[Any, Wrong], words: str) -> tuple[Any, Wrong]:
    if not done[1]:
        messages.success(request, words)
    return done
