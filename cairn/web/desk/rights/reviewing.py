"""What a rights reviewer does: the queue, one report, what may be done with it now."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.kernel.errors import NotFound
from cairn.rights import actions, queries
from cairn.rights.models import Report
from cairn.rights.policies import NotDecidedHere, by_her_own_means, reviews_for
from cairn.rights.sealing import is_reporter, known_reporter
from cairn.rights.states import NEXT, Status
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.importing.doors import by_key, person_of
from cairn.web.desk.once import once
from cairn.web.desk.rights.forms import ConcludeForm, WordForm, refuse
from cairn.web.desk.rights.own import ticked
from cairn.web.desk.rights.words import about, line, tabs
from cairn.web.say import say

MOVES: dict[str, tuple[Status, Callable[..., Any]]] = {
    "acknowledge": (Status.ACKNOWLEDGED, actions.acknowledge),
    "begin": (Status.IN_REVIEW, actions.begin_review),
    "conclude": (Status.CONCLUDED, actions.conclude),
    "archive": (Status.ARCHIVED, actions.archive),
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first. To whoever reviews nowhere there is no such page."""
    person, closed = person_of(request), request.GET.get("closed") == "1"
    if not reviews_for(person):
        raise NotFound()
    order = ("-reported_on", "pk") if closed else ("reported_on", "pk")
    rows = by_key(queries.queue(person, closed=closed), request, order)
    context = {
        "lines": [line(one, "desk:rights_review") for one in rows.rows],
        "page_of": rows,
        "closed": closed,
        "tabs": tabs(request, "closed" if closed else "desk:rights_queue"),
    }
    return render(request, "desk/rights/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One report, with a button or a form for each step that may follow."""
    report = queries.report_to_review(person_of(request), ref)
    ask, conclude, wrong = WordForm(), ConcludeForm(), NOTHING_WRONG
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "ask":
            ask = WordForm(request.POST)
        elif act == "conclude":
            conclude = ConcludeForm(request.POST)
        elif act not in MOVES:
            raise NotFound()
        done, wrong = _done(request, report, act, ask, conclude)
        if done:
            messages.success(request, _("It was recorded under your name."))
            return redirect("desk:rights_review", ref=ref)
        if act in ("ask", "conclude"):
            refuse(ask if act == "ask" else conclude, wrong)
    return _page(request, report, ask, conclude, wrong)


def _done(
    request: HttpRequest, report: Report, act: str, ask: WordForm, conclude: ConcludeForm
) -> tuple[Any, Wrong]:
    given: dict[str, Any] = {"report": report, "by": person_of(request)}
    form: forms.Form | None = {"ask": ask, "conclude": conclude}.get(act)  # type: ignore[assignment]
    if form is None:
        return tried(MOVES[act][1], **given)
    if not form.is_valid():
        return None, NOTHING_WRONG
    what = actions.ask if act == "ask" else actions.conclude
    return tried(what, **given, **form.cleaned_data, not_persons=ticked(request))


def _page(
    request: HttpRequest, report: Report, ask: WordForm, conclude: ConcludeForm, wrong: Wrong
) -> HttpResponse:
    elsewhere = not by_her_own_means(person_of(request))
    # In a session of a body's provider nothing tells whose report it is, also not what is offered.
    mine = not elsewhere and is_reporter(person_of(request), report)
    decides = not mine and not elsewhere
    may = {
        name: decides and to in NEXT[Status(report.status)] for name, (to, _act) in MOVES.items()
    }
    failed = bool(wrong or ask.errors or conclude.errors)
    context = about(report) | {
        "ask": ask,
        "conclude": conclude,
        "may": may,
        "again": report.status == Status.CONCLUDED,
        "mine": mine,
        "decides": decides,
        "not_here": say(NotDecidedHere()) if elsewhere else "",
        "known": known_reporter(report),
        "no_persons": no_persons(request.POST, wrong),
        "wrong": () if ask.errors or conclude.errors else wrong.all,
        "escalated": bool(report.second),
    }
    return render(request, "desk/rights/review.html", context, status=400 if failed else 200)
