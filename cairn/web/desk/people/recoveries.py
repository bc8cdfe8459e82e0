"""Requests of colleagues who lost their second factor, for those who may confirm them; and the
button with which the person herself stops one."""

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts import recovery
from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.web.desk.filing.doors import NOTHING_WRONG, tried
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once
from cairn.web.say import say

WAITS = "code_of_recovery"  # in the session: reference and sealed code
STATES = {
    "asked": noop("two must confirm"),
    "half": noop("one more must confirm"),
    "cooling": noop("confirmed; the person is being warned"),
    "ready": noop("the link can be made"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MEMBERSHIP_WRITE, Permission.FILING_CLEAR)
@once
def page(request: HttpRequest) -> HttpResponse:
    """What waits, with what may be done now."""
    person, wrong = person_of(request), NOTHING_WRONG
    if request.method == "POST":
        found = recovery.find_to_confirm(person, request.POST.get("recovery", ""))
        match request.POST.get("act"):
            case "confirm":
                _held, wrong = tried(recovery.confirm, recovery=found, by=person)
            case "refuse":
                _nothing, wrong = tried(recovery.refuse, recovery=found, by=person)
            case "link":
                code, wrong = tried(recovery.make_link, recovery=found, by=person)
                if code:
                    sealed = get_adapter().encrypt(code)
                    request.session[WAITS] = {"ref": found.ref, "code": sealed}
                    return redirect("desk:recovery_paper", ref=found.ref)
            case _:
                raise NotFound()
        if not wrong:
            messages.success(request, _("It was recorded under your name."))
            return redirect("desk:recoveries")
    lines = [
        {
            "recovery": one,
            "words": say(STATES[one.state]),
            "may_confirm": one.state in ("asked", "half") and one.first_by != person.username,
            "ready": one.state == "ready",
        }
        for one in recovery.to_confirm(person)
        if one.state in STATES
    ]
    context = {"lines": lines, "wrong": wrong}
    return render(request, "desk/people/recoveries.html", context, status=400 if wrong else 200)


@require_safe
@needs(Permission.MEMBERSHIP_WRITE, Permission.FILING_CLEAR)
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The link, once, to be handed over in person."""
    found = recovery.find_to_confirm(person_of(request), ref)
    waits = request.session.pop(WAITS, {})
    code = get_adapter().decrypt(waits["code"]) if waits.get("ref") == ref else ""
    address = request.build_absolute_uri(reverse("recovery_code", args=[code])) if code else ""
    context = {"recovery": found, "code": code, "address": address}
    return render(request, "desk/people/recovery_paper.html", context)


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """It was not I, or I have it again."""
    recovery.stop(user=person_of(request))
    messages.success(
        request, _("It was stopped; your second factor stays. Change your password now.")
    )
    return redirect("account_change_password")
