"""The door for devices: a file goes in, and a receipt of one's own comes out; nothing else.

No session and no form: a token in the header `Authorization` stands for the person who made it.
Answers are JSON in the language of `Accept-Language`: a code that stays, the place in the request,
and a sentence with what to do. The token is looked at before anything of the file is read, and
again once it has arrived.
"""

import functools
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cairn.files.store import NoSpace
from cairn.formats.errors import TooLarge
from cairn.kernel.errors import CairnError, NotFound, OutOfRoom, Refused
from cairn.kernel.text import noop
from cairn.reporting import uploads
from cairn.reporting.devices import handing, tokens
from cairn.reporting.devices.errors import (
    CutShort,
    HandInError,
    NoFileName,
    NoKey,
    NoLength,
    NotLetIn,
    NotTheFileItself,
    OtherMethod,
    StillRead,
    TooManyAtOnce,
)
from cairn.reporting.devices.handing import Given, State
from cairn.reporting.devices.models import LONGEST_KEY, Device, HandIn
from cairn.reporting.devices.rules import rule_on
from cairn.reporting.sheets.arriving import check_type
from cairn.reporting.sheets.errors import NameOfFile, NotASpreadsheet
from cairn.reporting.sheets.meaning import whole_period_said
from cairn.web.say import say

BEARER = re.compile(r"Bearer +(\S{1,200})\Z", re.IGNORECASE)
KEY = re.compile(rf"[A-Za-z0-9._-]{{8,{LONGEST_KEY}}}\Z")
IN_MEMORY = 1024 * 1024  # bytes of a file that need no place on the disk
MINUTE = 60
STATUS: tuple[tuple[type[CairnError], int], ...] = (  # of what others raise
    (NotASpreadsheet, 415),
    (TooLarge, 413),
    (NotFound, 404),
    (Refused, 422),
    (NoSpace, 507),
    (OutOfRoom, 507),
)
WORDS = {
    State.WAITING: noop(
        "It waits at the desk of whoever made the token, who looks at it and submits it; what "
        "nobody goes on with for a week is forgotten."
    ),
    State.TAKEN: noop("It was taken over into filings at the desk."),
    State.GONE: noop("It was given up at the desk, or nobody went on with it for a week."),
}
View = Callable[..., JsonResponse]


def answers(method: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view of a device that was let in; whatever is refused is said as JSON, and logged."""

    def wrap(view: View) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @never_cache
        @functools.wraps(view)
        def wrapped(request: HttpRequest, **given: Any) -> HttpResponse:
            device: Device | None = None
            try:
                if request.method != method:
                    raise OtherMethod(methods=method)
                device = _let_in(request)
                return view(request, device, **given)
            except CairnError as problem:
                if device is not None:
                    tokens.note_use(device, "refused", code=problem.code)
                answer = _told(problem)
                if isinstance(problem, OtherMethod):
                    answer["Allow"] = method
                return answer

        return wrapped

    return wrap


@answers("POST")
def hand_in(request: HttpRequest, device: Device) -> JsonResponse:
    """The body is the file; its name, section and period stand in the address."""
    given = _given(request, device)
    with _arrived(request, given.size) as body:
        held, new = handing.hand_in(device=device, given=given, body=body)
    return _receipt(held, status=201 if new else 200)


@answers("GET")
def receipt(request: HttpRequest, device: Device, ref: str) -> JsonResponse:
    """What became of one file of this device."""
    return _receipt(handing.receipt(device=device, ref=ref))


def _let_in(request: HttpRequest) -> Device:
    """The device of the token. Whoever tries tokens is slowed down by address; a good token from
    the same address is let in all the same, and nobody's sign-in is touched."""
    rule = rule_on(timezone.localdate())
    try:
        found = BEARER.match(request.headers.get("Authorization", ""))
        device = tokens.find(found[1] if found else "")
    except NotLetIn:
        address = get_adapter().get_client_ip(request)
        _slow(request, "wrong_token", rule.wrong_a_minute, f"cairn-token-{address}")
        raise
    _slow(request, "hand_in", rule.a_minute, f"cairn-device-{device.ref}")
    tokens.count_use(device)
    return device


def _slow(request: HttpRequest, action: str, most: int, key: str) -> None:
    about = {"app": "cairn", "action": action, "key": key, "limit_get": True}
    if not ratelimit.consume(request, config={action: f"{most}/{MINUTE}s/key"}, **about):
        raise TooManyAtOnce(seconds=MINUTE)


def _given(request: HttpRequest, device: Device) -> Given:
    """What is said of the file; all that can be refused before any of it is read."""
    key, name = request.headers.get("Idempotency-Key", ""), request.GET.get("name", "").strip()
    if not KEY.match(key):
        raise NoKey()
    if not 0 < len(name) <= 255 or not name.isprintable():
        raise NoFileName()
    check_type(name)
    section = handing.section_of(device, request.GET.get("section", ""))
    try:
        period = whole_period_said(request.GET.get("period", ""))
    except CairnError as problem:
        problem.where = "period"  # type: ignore[attr-defined]
        raise
    if (request.content_type or "").startswith(("multipart/", "application/x-www-form")):
        raise NotTheFileItself()
    size = request.META.get("CONTENT_LENGTH") or ""
    if not (size.isascii() and size.isdecimal() and len(size) < 16):
        raise NoLength()
    uploads.check_size(int(size))
    uploads.check_room(int(size))
    return Given(key, name, int(size), section, period)


@contextmanager
def _arrived(request: HttpRequest, size: int) -> Iterator[IO[bytes]]:
    """The whole file in a place that has no name: nothing is left of one that did not come whole,
    nor where the process dies."""
    folder = settings.FILE_UPLOAD_TEMP_DIR
    with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=folder) as body:
        try:
            while part := _next(request):
                body.write(part)
        except OSError as problem:
            raise NoSpace() from problem
        if (held := body.tell()) != size:
            raise CutShort(size=size, held=held)
        yield body  # type: ignore[misc]


def _next(request: HttpRequest) -> bytes:
    try:
        return request.read(handing.PART)
    except OSError:  # the line was cut
        return b""


def _receipt(held: HandIn, *, status: int = 200) -> JsonResponse:
    state = handing.state_of(held)
    told = {
        "receipt": held.ref,
        "state": state.value,
        "section": held.section,
        "received_on": f"{held.landed_on}",
        "message": say(WORDS[state]),
    }
    return JsonResponse(told, status=status)


def _told(problem: CairnError) -> JsonResponse:
    if isinstance(problem, HandInError):
        status = problem.status
    else:
        status = next((code for kind, code in STATUS if isinstance(problem, kind)), 400)
    where = "name" if isinstance(problem, NameOfFile) else getattr(problem, "where", "file")
    where = "" if isinstance(problem, NotFound | OutOfRoom) else where
    told = {"code": problem.code, "where": where, "message": say(problem)}
    answer = JsonResponse(told, status=status)
    if isinstance(problem, TooManyAtOnce | StillRead):
        answer["Retry-After"] = f"{int(problem.values['seconds'])}"
    if isinstance(problem, NotLetIn):
        answer["WWW-Authenticate"] = 'Bearer realm="cairn"'
    return answer
