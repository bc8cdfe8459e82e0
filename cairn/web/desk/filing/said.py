"""What people of an organisation have called no person: when, and who; the words are not kept.

Whoever may write for it sees the list, can look whether words are on it, and takes an entry back.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound, allowed
from cairn.reporting.filings.models import NotAPerson
from cairn.reporting.filings.texts import check_may_say, digest_of, take_back
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import once
from cairn.web.given import whole_number

MOST = 300  # entries that are listed, the newest first
LONGEST = 200  # letters of words that are looked for


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """The list; a form looks for words, and a button of each entry takes it back."""
    bodies = _bodies(request)
    if not bodies:
        raise NotFound()
    if request.POST.get("act") == "back":
        return _take_back(request, bodies)
    words = request.POST.get("words", "").strip()[:LONGEST]
    rows = NotAPerson.objects.filter(organisation__in=bodies).select_related("organisation")
    n, found = rows.count(), rows
    if words:
        found = rows.filter(digest__in=[digest_of(words, one.ref) for one in bodies])
    listed = list(found.order_by("-at", "-pk")[:MOST])
    names = people({one.by for one in listed}, viewer_of(request))
    context = {
        "entries": [(one, names[one.by]) for one in listed],
        "n": n,
        "words": words,
        "more": 0 if words else n - len(listed),
        "several": len(bodies) > 1,
    }
    return render(request, "desk/filings/said.html", context)


def _bodies(request: HttpRequest) -> list[Organisation]:
    """For which the person may say so."""
    mine = Organisation.objects.filter(ref__in=viewer_of(request).organisations).order_by("name")
    return [one for one in mine if allowed(check_may_say, person_of(request), one)]


def _take_back(request: HttpRequest, bodies: list[Organisation]) -> HttpResponse:
    number = request.POST.get("entry", "")
    held: Any = NotAPerson.objects.filter(organisation__in=bodies)
    found = held.filter(pk=whole_number(number, 0)).first()
    if found is None:
        raise NotFound()
    take_back(entry=found, by=person_of(request))
    messages.success(request, _("It was taken back; your organisation is asked again."))
    return redirect("desk:no_persons")
