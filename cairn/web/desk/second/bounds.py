"""How much the person has opened and taken, what is the most, and what she asked beyond it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.access import second
from cairn.access.models import Agreement
from cairn.accounts.permissions import Permission
from cairn.accounts.rates import Kind, rule_on, used
from cairn.kernel.errors import NotFound
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once
from cairn.web.desk.rates import asking
from cairn.web.desk.second.words import kind_words, line_of
from cairn.web.say import current


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """Her own numbers and requests, and nobody else's."""
    person = person_of(request)
    if request.method == "POST":
        return _ended(request)
    rule = rule_on(timezone.localdate())
    context = {
        "rows": list(filter(None, (_row(request, kind) for kind in Kind))),
        "in_file": rule.in_file,
        "lines": [line_of(one) | address_of_file(one) for one in second.own(person)],
        "rule": rule,
    }
    return render(request, "desk/second/bounds.html", context)


def _row(request: HttpRequest, kind: Kind) -> dict[str, Any] | None:
    today = timezone.localdate()
    bound = rule_on(today).bound(kind)
    if bound is None:
        return None
    day, month = used(person_of(request), kind, today)
    return {
        "words": kind_words(kind),
        "day": day,
        "of_day": bound.day,
        "month": month,
        "of_month": bound.month,
        "ask": "" if kind is Kind.TAKEN else asking(kind),
        "kind": kind.value,
    }


def address_of_file(one: Agreement) -> dict[str, str]:
    """Where the file is taken that was agreed to."""
    open_file = one.kind == Kind.TAKEN and one.state == "agreed"
    return {"address": f"/{current()}{one.address}" if open_file else ""}


def _ended(request: HttpRequest) -> HttpResponse:
    act, ref = request.POST.get("act", ""), request.POST.get("request", "")
    if act == "away":
        second.put_away(by=person_of(request), ref=ref)
        return redirect("desk:home")
    if act != "withdraw":
        raise NotFound()
    second.withdraw(user=person_of(request), ref=ref)
    messages.success(request, _("Your request was withdrawn."))
    return redirect("desk:bounds")
