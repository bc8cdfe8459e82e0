"""Nobody reaches the desk without having signed in and set up a second factor.

What a person may do there is another question, answered by permissions and by `request.viewer`. No
page of the desk or of the account is kept by a browser or a proxy.
"""

import re
from collections.abc import Callable
from contextlib import nullcontext
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cairn.web.errors import wants_json

DESK = re.compile(r"/(?:[a-z]{2}/)?desk/")
CHOOSING = re.compile(r"/(?:[a-z]{2}/)?desk/working-name/\Z")
WORKS_FOR = "works_for"  # in the session: the organisation in whose name the person works
PRIVATE = re.compile(r"/(?:[a-z]{2}/)?(?:desk|account)/")


class SignInMiddleware:
    """Notes in which browsers people are signed in; looks after the view, which may sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if PRIVATE.match(request.path_info) and request.user.is_authenticated:
            from cairn.accounts.providers.session import came_through
            from cairn.accounts.sign_ins import note_sign_in

            if key := request.session.session_key:
                agent = request.headers.get("User-Agent", "")
                through = came_through(request, request.user)
                note_sign_in(user=request.user, key=key, agent=agent, through=through)
        return response


class DeskMiddleware:
    """Guards every address below `desk/` and says who looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from cairn.accounts.holding import answering_once

        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        with answering_once() if request.method in ("GET", "HEAD") else nullcontext():
            if PRIVATE.match(request.path_info):
                _take_up(request)
            guarded = DESK.match(request.path_info)
            response = (turn_away(request) if guarded else None) or self.get_response(request)
        if guarded:
            _translate_marks(response)
        if PRIVATE.match(request.path_info):
            add_never_cache_headers(response)
        return response


def _translate_marks(response: HttpResponse) -> None:
    """The mark that erased words leave is stored in no language; a page says it in its own. It may
    stand in any text that people wrote, so it is looked for in the whole page, once."""
    from cairn.erasure.marks import BARE
    from cairn.web.desk.erasing.beside import in_words

    html = response.get("Content-Type", "").startswith("text/html")
    if html and not response.streaming and BARE.encode() in response.content:
        response.content = in_words(response.content.decode()).encode()


def turn_away(request: HttpRequest) -> HttpResponse | None:
    """Where to send someone who may not be here yet; None for who may."""
    from cairn.accounts.policies import has_second_factor
    from cairn.accounts.working import UNDECIDED

    if not request.user.is_authenticated:
        return _elsewhere(request, "account_login", "signed_out", _("Sign in first."))
    if not has_second_factor(request.user):
        sentence = _("Set up a second way to prove who you are, then go on.")
        return _elsewhere(request, "mfa_index", "second_factor_missing", sentence)
    if request.user.works_for == UNDECIDED and not CHOOSING.match(request.path_info):
        sentence = _("Choose first in whose name you work.")
        return _elsewhere(request, "desk:working_name", "name_not_chosen", sentence)
    return None


def _elsewhere(request: HttpRequest, name: str, code: str, sentence: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": code, "message": sentence}, status=401)
    address = f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"
    if getattr(request, "htmx", False):  # the whole page goes there, not the part that asked
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _take_up(request: HttpRequest) -> None:
    """In whose name this request is: before anything is asked of the person's roles. Whoever came
    through a provider that may not sign her in any more is signed out here."""
    from cairn.accounts.providers.actions import served_through
    from cairn.accounts.providers.session import came_through
    from cairn.accounts.working import take_up

    if not request.user.is_authenticated:
        return
    only_for = None
    if through := came_through(request, request.user):
        only_for = served_through(request.user, through)
        if not only_for:
            logout(request)
            return
    take_up(request.user, request.session.get(WORKS_FOR, ""), only_for)


def _viewer(request: HttpRequest) -> object:
    from cairn.sharing.viewer import viewer_of

    if not PRIVATE.match(request.path_info):
        _take_up(request)
    return viewer_of(request.user, timezone.now().date())
