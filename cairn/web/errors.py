"""What a person sees when something cannot be done: a status, one sentence, and where to go next.

Three shapes of the same answer: a page; a short fragment where htmx asked; JSON for the API and for
whoever accepts nothing else. The page for our own mistakes (500) is drawn without a request, a
database or a translation, because any of them may be what failed.
"""

import sys
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cairn.db.disk import is_out_of_room
from cairn.kernel.errors import CairnError, NotFound, NotYet, OutOfRoom, Refused
from cairn.web.say import say

FORBIDDEN, ABSENT, BAD, LATER, FULL = 403, 404, 400, 503, 507


class Elsewhere(CairnError):
    """What a person went back to is shown on another page now; its sentence is said there."""

    def __init__(self, url: str, **values: Any) -> None:
        super().__init__(**values)
        self.url = url


def answer(request: HttpRequest, error: CairnError) -> HttpResponse:
    """The answer to something that was refused, absent or wrong, in its own words."""
    match error:
        case Elsewhere(url=url):
            messages.info(request, say(error))
            return redirect(url)
        case Refused():
            status = FORBIDDEN
        case NotFound():
            status = ABSENT
        case NotYet():
            status = LATER
        case OutOfRoom():
            status = FULL
        case _:
            status = BAD
    return respond(request, status, error.code, say(error), getattr(error, "ask", ""))


def respond(
    request: HttpRequest, status: int, code: str, sentence: str, ask: str = ""
) -> HttpResponse:
    """One answer in the shape that was asked for. `ask`: where a second person can be asked."""
    if wants_json(request):
        return JsonResponse({"code": code, "message": sentence}, status=status)
    context = {"status": status, "title": _title(status), "sentence": sentence, "ask": ask}
    if getattr(request, "htmx", False):
        response = render(request, "cairn/ui/notice.html", {"kind": "problem", "text": sentence})
        response.status_code = status
        response["HX-Retarget"], response["HX-Reswap"] = "#messages", "innerHTML"
        return response
    return render(request, "cairn/error.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Whether the other side is a program."""
    if request.path.startswith(("/api/", "/desk/api/")):
        return True
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json"


def _title(status: int) -> str:
    match status:
        case 403:
            return _("That is not open to you")
        case 404:
            return _("There is no such page")
        case 503:
            return _("This is not ready yet")
        case 507:
            return _("There is no room on the disk")
    return _("That did not work")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 400: a request that no form of ours sends."""
    sentence = _("The request could not be read. Go back, reload the page and try again.")
    return respond(request, BAD, "bad_request", sentence)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return respond(request, FORBIDDEN, Refused().code, say(Refused()))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("The address may be mistyped, or what stood here was moved or withdrawn.")
    return respond(request, ABSENT, NotFound().code, sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own mistake. Says so in six languages and shows nothing of what happened. A full disk
    that was met before or after a view (a session, a sign-in) comes here too, and is called so."""
    if is_out_of_room(sys.exc_info()[1]):
        return _full(request)
    if wants_json(request):
        body = {"code": "server_error", "message": "The server made a mistake. Nothing was lost."}
        return JsonResponse(body, status=500)
    return HttpResponse(render_to_string("500.html"), status=500)


def _full(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": OutOfRoom().code, "message": OutOfRoom.text}, status=FULL)
    return HttpResponse(render_to_string("507.html"), status=FULL)


def csrf_failure(request: HttpRequest, reason: str = "", **_unused: Any) -> HttpResponse:
    """The form came from a page that is too old, or from a browser that sends no cookies."""
    sentence = _(
        "This form was open for too long, or your browser sends no cookies, so nothing was saved. "
        "Go back, reload the page and send it again; what you wrote is still in the form."
    )
    return respond(request, FORBIDDEN, "form_expired", sentence)
