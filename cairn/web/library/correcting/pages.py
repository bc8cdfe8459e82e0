"""Asking for a correction without an account, the receipt, and looking up what became of it.

No page here looks into what was asked: it says the same of a record that can be read, was withdrawn
or never was. Nothing is kept in the browser, so the answers are not to be stored anywhere.
"""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cairn.knowledge.asking.actions import Asked, WrongRequest, appeal, ask
from cairn.knowledge.asking.queries import State, state_of
from cairn.knowledge.asking.sealing import Receipt, typed
from cairn.knowledge.asking.vocabulary import (
    APPEAL,
    DECIDE,
    STATUSES,
    WISHES,
    Outcome,
    Status,
    Wish,
    outcome_words,
)
from cairn.web.components import Fact
from cairn.web.library.correcting.forms import AppealForm, AskForm, LookForm, ProposeForm, refuse
from cairn.web.library.correcting.limits import TooOften, count
from cairn.web.say import current, say

FIELDS = ("about", "wish", "passage", "reasons", "reply_to")
PROPOSED = ("kind", "title", "address", "reasons", "reply_to")
KINDS = {
    Status.RECEIVED: "waiting",
    Status.TO_CARRY_OUT: "waiting",
    Status.CLOSED: "done",
    Status.APPEALED: "waiting",
}


@csrf_exempt  # nobody is signed in here, and whoever sends it is asked for nothing of hers
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form, and the receipt where it was sent."""
    if request.method != "POST":
        about = request.GET.get("about", "")[:40]
        return _form(request, AskForm(initial={"about": about, "number": _number()}))
    return _sent(request, AskForm(request.POST), FIELDS)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form by which somebody proposes a record, and the receipt."""
    if request.method != "POST":
        return _form(request, ProposeForm(initial={"number": _number()}))
    return _sent(request, ProposeForm(request.POST), PROPOSED, about="", wish=Wish.PROPOSE.value)


def _sent(request: HttpRequest, form: AskForm, names: tuple[str, ...], **also: str) -> HttpResponse:
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in names} | also
        number = form.cleaned_data["number"] or _number()
        try:
            count(request, "ask")
            receipt, day = ask(asked=Asked(**given), language=current(), number=number)
        except (WrongRequest, TooOften) as error:
            refuse(form, error)
            return _form(request, form, 429 if isinstance(error, TooOften) else 400)
        else:
            context = {"receipt": receipt, "day": day, "appealed": False}
            return _kept_nowhere(render(request, "library/correcting/receipt.html", context))
    return _form(request, form, 400)


def _form(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    name = "propose" if isinstance(form, ProposeForm) else "new"
    context = {"form": form, "days": DECIDE.days}
    answer = render(request, f"library/correcting/{name}.html", context, status=status)
    return _kept_nowhere(answer)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """What became of a request: with its reference and its secret, and an appeal against it."""
    if request.method != "POST":
        return _look(request, LookForm(), 200)
    form = LookForm(request.POST)
    if not form.is_valid():
        return _look(request, form, 400)
    try:
        count(request, "look")
    except TooOften as error:
        refuse(form, error)
        return _look(request, form, 429)
    receipt = typed(form.cleaned_data["ref"], form.cleaned_data["secret"])
    state = state_of(receipt) if receipt else None
    if receipt is None or state is None:
        form.add_error(
            None,
            _(
                "Nothing is found under this reference with this secret. Compare both with your "
                "receipt. What was sent in the last minutes may not be there yet."
            ),
        )
        return _look(request, form, 404)
    if request.POST.get("act") == "appeal":
        return _appeal(request, receipt, state)
    return _state(request, receipt, state, AppealForm())


def _appeal(request: HttpRequest, receipt: Receipt, state: State) -> HttpResponse:
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _state(request, receipt, state, form, 400)
    try:
        count(request, "ask")
        day = appeal(
            receipt=receipt,
            state=state,
            reasons=form.cleaned_data["reasons"],
            language=current(),
        )
    except (WrongRequest, TooOften) as error:
        refuse(form, error)
        status = 429 if isinstance(error, TooOften) else 400
        return _state(request, receipt, state, form, status)
    context = {"receipt": receipt, "day": day, "appealed": True}
    return _kept_nowhere(render(request, "library/correcting/receipt.html", context))


def _look(request: HttpRequest, form: LookForm, status: int) -> HttpResponse:
    context = {"form": form, "days": DECIDE.days, "appeal_days": APPEAL.days}
    return _kept_nowhere(render(request, "library/correcting/look.html", context, status=status))


def _state(
    request: HttpRequest, receipt: Receipt, state: State, form: AppealForm, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    late = state.status in (Status.RECEIVED, Status.APPEALED) and state.decide_by < today
    context: dict[str, Any] = {
        "receipt": receipt,
        "facts": list(_facts(state)),
        "status": say(STATUSES[Status(state.status)]),
        "kind": KINDS[Status(state.status)],
        "late": late,
        "decided": [(say(outcome_words(state.wish, one.outcome)), one) for one in state.decided],
        "form": form if state.may_appeal(today) else None,
        "until": state.appeal_until,
        "taken_up": state.wish == Wish.PROPOSE
        and any(one.outcome != Outcome.REFUSED for one in state.decided),
    }
    return _kept_nowhere(render(request, "library/correcting/state.html", context, status=status))


def _facts(state: State) -> list[Fact]:
    found = [Fact(_("Record"), state.about)] if state.about else []
    found += [
        Fact(_("What was asked"), say(WISHES[Wish(state.wish)])),
        Fact(_("Received on"), state.received_on),
    ]
    if state.appealed_on:
        found.append(Fact(_("Appealed on"), state.appealed_on))
    if state.status in (Status.RECEIVED, Status.APPEALED):
        found.append(Fact(_("To be decided by"), state.decide_by))
    if state.carry_out_by:
        found.append(Fact(_("To be carried out by"), state.carry_out_by))
    if state.carried_out_on:
        found.append(Fact(_("Carried out on"), state.carried_out_on))
    return found


def _number() -> str:
    return secrets.token_urlsafe(18)


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    patch_cache_control(answer, private=True, no_store=True)
    answer["Referrer-Policy"] = "no-referrer"
    return answer
