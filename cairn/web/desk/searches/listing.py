"""The searches that somebody saved: what is new in each, and what she may do with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import CairnError, NotFound
from cairn.kernel.text import noop
from cairn.search.saved.actions import (
    LONGEST,
    delete_search,
    follow_search,
    look_at_search,
    pause_search,
    rename_search,
)
from cairn.search.saved.models import SavedSearch
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once
from cairn.web.desk.searches.lines import address_of, line_of, own
from cairn.web.navigation import url_of


class NoSuchAct(CairnError):
    text = noop("There is nothing of this name to be done; go back and use a button of the page.")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def index(request: HttpRequest) -> HttpResponse:
    """All of the person's own, by name; one query, however many there are."""
    if request.method != "POST":
        return _page(request, NOTHING_WRONG)
    ref, by = request.POST.get("search", "")[:40], person_of(request)
    match request.POST.get("act"):
        case "look":
            saved = look_at_search(ref=ref, by=by)
            return redirect(address_of(saved.asked, newest=True) or "desk:searches")
        case "rename":
            if not SavedSearch.objects.filter(ref=ref, user=by).exists():
                raise NotFound()
            _done, wrong = tried(rename_search, ref=ref, name=request.POST.get("name", ""), by=by)
            if wrong:
                return _page(request, wrong, ref)
            messages.success(request, _("It has its new name."))
        case "pause":
            pause_search(ref=ref, by=by)
            messages.success(request, _("You are told nothing of it until you follow it again."))
        case "follow":
            follow_search(ref=ref, by=by)
            messages.success(request, _("It is followed again."))
        case "delete":
            delete_search(ref=ref, by=by)
            messages.success(request, _("The search was deleted."))
        case _:
            raise NoSuchAct()
    return redirect("desk:searches")


def _page(request: HttpRequest, wrong: Wrong, ref: str = "") -> HttpResponse:
    context = {
        "lines": [line_of(one) for one in own(request)],
        "wrong": wrong,
        "wrong_at": ref,
        "written": request.POST.get("name", "")[: 2 * LONGEST],
        "longest": LONGEST,
        "library": url_of("library:search") or "",
    }
    return render(request, "desk/searches/index.html", context, status=400 if wrong else 200)
