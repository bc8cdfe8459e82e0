"""Where one is signed in; ending one sign-in, or all others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import SignIn
from cairn.accounts.sign_ins import end_others, end_sign_in, live
from cairn.erasure.periods import days_of
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.once import once
from cairn.web.desk.people.proving import prove_first


def device_words(sign_in: SignIn) -> str:
    """The device as a person would call it."""
    if sign_in.browser and sign_in.system:
        named = {"browser": sign_in.browser, "system": sign_in.system}
        return _("%(browser)s on %(system)s") % named
    return sign_in.browser or sign_in.system or _("A program that does not say what it is")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest) -> HttpResponse:
    """One's own sign-ins; nobody sees another's."""
    person, key = person_of(request), request.session.session_key or ""
    if request.method == "POST":
        if first := prove_first(request, person, reverse("desk:sign_ins")):
            return first
        if request.POST.get("act") == "others":
            end_others(user=person, key=key, by=person)
            messages.success(request, _("You are now signed in only here."))
        else:
            end_sign_in(user=person, ref=request.POST.get("sign_in", ""), by=person)
            messages.success(request, _("That sign-in was ended."))
        return redirect("desk:sign_ins")
    lines = [
        {"sign_in": one, "words": device_words(one), "here": one.session_key == key}
        for one in live(person)
    ]
    context = {
        "lines": lines,
        "others": any(not one["here"] for one in lines),
        "tries_days": days_of("tries"),
    }
    return render(request, "desk/people/sign_ins.html", context)
