"""Reporting abuse, and what becomes of one's own reports."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError, NotFound
from cairn.rights import actions, queries
from cairn.rights.models import Report
from cairn.rights.policies import (
    NotReportedHere,
    by_her_own_means,
    reviewing_bodies,
)
from cairn.rights.sealing import known_reporter
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.importing.doors import View, by_key, needs, person_of
from cairn.web.desk.once import once
from cairn.web.desk.rights.forms import ReportForm, WordForm, refuse
from cairn.web.desk.rights.words import about, line, tabs
from cairn.web.say import say

MOST_WORDS = 50  # that are called no person at once


def ticked(request: HttpRequest) -> list[str]:
    """Words that the writer calls no person; they are kept nowhere."""
    return [words[:200] for words in request.POST.getlist("not_a_person")[:MOST_WORDS]]


def by_own_means(problem: type[CairnError]) -> Callable[[View], View]:
    """Before anything that was sent is looked at, also whether it was sent before: a session that
    came through an identity provider is answered with this problem, whatever was reported."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not by_her_own_means(person_of(request)):
                raise problem()
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer

        return wrapped

    return wrap


@require_safe
@needs(Permission.DESK_READ)
def index(request: HttpRequest) -> HttpResponse:
    """What the channel is and is not, and the person's own reports."""
    rows = by_key(queries.own(person_of(request)), request, ("-reported_on", "pk"))
    asked = queries.unanswered(person_of(request))
    context = {
        "lines": [line(one, "desk:rights_report", asked) for one in rows.rows],
        "page_of": rows,
        "tabs": tabs(request, "desk:rights"),
        "not_here": "" if by_her_own_means(person_of(request)) else say(NotReportedHere()),
        "reviewers": [one.called for one in reviewing_bodies()],
        "acknowledge": actions.ACKNOWLEDGE.days,
        "conclude": actions.CONCLUDE.days,
    }
    return render(request, "desk/rights/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@by_own_means(NotReportedHere)
@once
def new(request: HttpRequest) -> HttpResponse:
    """The form; what it holds is kept only once it is sent and clean."""
    today, person = timezone.localdate(), person_of(request)
    form = ReportForm(request.POST or None, person=person, today=today)
    wrong = NOTHING_WRONG
    if form.is_bound and form.is_valid():
        given = {**form.cleaned_data, "period": Period.parse(form.cleaned_data["period"])}
        made, wrong = tried(
            actions.report, told=actions.Told(**given), by=person, not_persons=ticked(request)
        )
        if made:
            messages.success(request, _("Your report was handed over."))
            return redirect("desk:rights_report", ref=made.ref)
        refuse(form, wrong)
    context = {
        "form": form,
        "no_persons": no_persons(request.POST, wrong),
        "nobody": not reviewing_bodies(),
    }
    return render(request, "desk/rights/new.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@by_own_means(NotFound)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One's own report: where it stands, what was asked, an answer."""
    report = queries.own_report(person_of(request), ref)
    form, wrong = WordForm(), NOTHING_WRONG
    if request.method == "POST":
        match request.POST.get("act"):
            case "answer":
                form = WordForm(request.POST)
                done, wrong = _answered(request, report, form)
                words = _("Your answer stands beside the report.")
            case "reachable":
                done, wrong = tried(actions.make_reachable, report=report, by=person_of(request))
                words = _("The reviewer may now know who you are.")
            case _:
                raise NotFound()
        if done:
            messages.success(request, words)
            return redirect("desk:rights_report", ref=ref)
        refuse(form, wrong)
    return _page(request, report, form, no_persons(request.POST, wrong), bool(wrong or form.errors))


def _answered(request: HttpRequest, report: Report, form: WordForm) -> tuple[Any, Wrong]:
    if not form.is_valid():
        return None, NOTHING_WRONG
    return tried(
        actions.answer,
        report=report,
        text=form.cleaned_data["text"],
        by=person_of(request),
        not_persons=ticked(request),
    )


def _page(
    request: HttpRequest, report: Report, form: WordForm, asked: list[str], wrong: bool
) -> HttpResponse:
    context = about(report) | {
        "form": form,
        "no_persons": asked,
        "known": known_reporter(report),
        "mine": True,
    }
    status = 400 if wrong else 200
    return render(request, "desk/rights/own.html", context, status=status)
