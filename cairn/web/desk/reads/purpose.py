"""The one question before reading what others have filed: for what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.reference.vocabularies import definition
from cairn.sharing.reads.purposes import ASKED, VOCABULARY, PurposeMissing, asked_purpose
from cairn.web.desk.importing.doors import needs
from cairn.web.desk.once import once
from cairn.web.desk.reads.after import purpose_words
from cairn.web.desk.reads.noting import keep_purpose, kept_purpose
from cairn.web.say import current, say


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """Kept for the session; the next record goes by it, and so does the next file."""
    wrong = ""
    if request.method == "POST":
        try:
            keep_purpose(request, asked_purpose(request.POST.get("purpose", "")))
        except PurposeMissing as problem:
            wrong = say(problem)
        else:
            return redirect(going_to(request.POST))
    chosen = kept_purpose(request)
    context = {
        "choices": [(one.value, purpose_words(one), _meaning(one.value)) for one in ASKED],
        "chosen": chosen.value if chosen else "",
        "next": going_to(request.POST if request.method == "POST" else request.GET),
        "wrong": wrong,
    }
    return render(request, "desk/reads/purpose.html", context, status=400 if wrong else 200)


def _meaning(purpose: str) -> str:
    text, _language = definition(VOCABULARY, purpose, current())
    return text


def going_to(given: Any) -> str:
    """Where the person was going: a page of this desk, and nothing else."""
    address = given.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if safe and "/desk/" in address[:12] else reverse("desk:home")
