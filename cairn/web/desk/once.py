"""A form that is sent twice acts once, and a form that comes too late keeps its text.

Each form carries a token that was made for one person and one showing of the form (`{% once %}`).
The first answer is kept under it for a day; the same form again gets that answer. If the session
ended meanwhile, the fields (no files, no passwords) are kept for an hour, for this browser and this
person only, and the form shows them again after signing in. Both are kept where sessions are, under
names that nobody can guess, and go when sessions go.

Where a view saves in one transaction, the answer is kept in that very transaction
(`once_with_the_save`, `keep_answer`): a server that dies leaves both or neither, and a form costs
one commit.
"""

import functools
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import CreateError
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.crypto import salted_hmac

from cairn.accounts.working import OtherName
from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop
from cairn.web.say import say

FIELD = "once"
COOKIE = "cairn_kept"
HOUR, DAY = 3_600, 86_400
WAIT = 20.0  # seconds for which the second copy waits for the answer to the first
WORKING = 180  # seconds after which a first copy without an answer is taken for dead
LARGEST = 200_000  # characters of a form that are kept
SIGNED_OUT = noop(
    "You had been signed out, so nothing was saved. What you had written is in the form "
    "again; look at it and send it."
)
FROM_FILE = noop(
    "What the file holds of this form is in it again, and nothing of it is saved yet; look at it "
    "and save it."
)
SECRET = re.compile(r"passw|secret|csrf|code|\Aonce\Z", re.IGNORECASE)

View = Callable[..., HttpResponse]


class NoToken(CairnError):
    text = noop("This form is not complete. Go back, reload the page and send it again.")


class StillWorking(Refused):
    text = noop("The first copy of this form is still being worked on; look again in a moment.")


def new_token(user: Any) -> str:
    """A token for one showing of one form to one person."""
    made = [user.ref, secrets.token_urlsafe(12)]
    if getattr(user, "works_for", None) is not None:
        made.append(user.works_for)
    return signing.dumps(made, salt=FIELD, compress=False)


def person_of(token: str) -> str | None:
    """The reference of the person for whom the token was made; None for anything else."""
    try:
        return str(_read(token)[0])
    except (signing.BadSignature, ValueError, TypeError, IndexError):
        return None


def name_of(token: str) -> str | None:
    """In whose name the form of a good token was shown; None where the person had one name."""
    _person, _random, *name = _read(token)
    return str(name[0]) if name else None


def _read(token: str) -> list[str]:
    found: list[str] = signing.loads(token, salt=FIELD, max_age=7 * DAY)
    return found


def key_of(token: str) -> str:
    """What the token is stored under; also the `once` of an import."""
    return salted_hmac("cairn.once", token).hexdigest()[:40]


def once(view: View) -> View:
    """Answer a repeated submission as the first was answered; anything but a redirect may be sent
    again, for nothing came of it."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = _key_sent(request)
        session = _take(key)
        if session is None:
            return HttpResponseRedirect(_first_answer(key))
        kept = False
        try:
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                session["address"] = response.url
                session.set_expiry(DAY)
                session.save()
                kept = True
            return response
        finally:
            if not kept:
                session.delete(key)

    return wrapped


def _key_sent(request: HttpRequest) -> str:
    """The key of a form that was made for this person."""
    token = request.POST.get(FIELD, "")
    if person_of(token) != getattr(request.user, "ref", ""):
        raise NoToken()
    key = key_of(token)
    # What was answered before is only answered again: the first copy may have changed the name.
    other_name = name_of(token) != getattr(request.user, "works_for", None)
    if other_name and not SessionStore(key).get("address"):
        raise OtherName()
    return key


def told_to_scripts(view: View) -> View:
    """A script that sends a form without leaving its page is told where the answer is; whatever is
    no redirect it gets as it is, and sends the form again as the browser does."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        asked = request.headers.get("Accept") == "application/json"
        if asked and isinstance(response, HttpResponseRedirect):
            return JsonResponse({"go": response.url})
        return response

    return wrapped


class SentBefore(Exception):
    """Another copy of this form was saved; nothing of this one may be."""


def once_with_the_save(view: View) -> View:
    """As `once`, for a view that calls `keep_answer` in the transaction that saves."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = _key_sent(request)
        if address := SessionStore(key).get("address"):
            return HttpResponseRedirect(str(address))
        request.once_key = key  # type: ignore[attr-defined]
        try:
            return view(request, *args, **kwargs)
        except SentBefore:
            return HttpResponseRedirect(_first_answer(key))

    return wrapped


def keep_answer(request: HttpRequest, address: str) -> None:
    """Before saving, in the same transaction: where other copies of this form are sent. Waits for
    a copy that is being saved, and raises `SentBefore` once it was."""
    if key := getattr(request, "once_key", None):
        session = _new_place(key)
        session["address"] = address
        session.set_expiry(DAY)
        try:
            session.save(must_create=True)
        except CreateError as problem:
            raise SentBefore() from problem


def forget_answer(request: HttpRequest) -> None:
    """In the same transaction: not all of it was saved, so the form may be sent again."""
    if key := getattr(request, "once_key", None):
        session = SessionStore(key)
        session.delete(key)


def _take(key: str) -> SessionStore | None:
    """The place for the answer, if this is the first copy."""
    session = _new_place(key)
    session["begun"] = time.time()
    session.set_expiry(DAY)
    try:
        session.save(must_create=True)
    except CreateError:
        session = SessionStore(key)
        if "address" in session or time.time() - session.get("begun", 0) < WORKING:
            return None
        session.delete(key)
        return _take(key)
    return session


def _new_place(key: str) -> SessionStore:
    """An empty place under this name; to look first whether there is one would change its name."""
    session = SessionStore(key)
    session.clear()
    return session


def _first_answer(key: str) -> str:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if address := SessionStore(key).get("address"):
            return str(address)
        time.sleep(0.2)
    raise StillWorking()


class KeptTextMiddleware:
    """Stands before the guard of the desk: keeps the fields of a form that the guard turns away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        late = request.method == "POST" and not request.user.is_authenticated
        # A report of abuse is kept nowhere unscreened, nor beside the name of whoever wrote it.
        late = late and "/desk/" in request.path and "/desk/rights/" not in request.path
        fields = _fields(request) if late else None
        response = self.get_response(request)
        if fields and isinstance(response, HttpResponseRedirect):
            _keep(request, response, fields)
        elif getattr(request, "kept_used", False) and response.status_code == 200:
            response.delete_cookie(COOKIE)
        return response


def _fields(request: HttpRequest) -> dict[str, list[str]] | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return None
    if person_of(request.POST.get(FIELD, "")) is None:
        return None
    return {name: values for name, values in request.POST.lists() if not SECRET.search(name)}


def _keep(request: HttpRequest, response: HttpResponse, fields: dict[str, list[str]]) -> None:
    _store(response, request.path, person_of(request.POST[FIELD]), fields, SIGNED_OUT)


def keep_from_file(
    request: HttpRequest, response: HttpResponse, *, path: str, fields: dict[str, list[str]]
) -> None:
    """The fields of a form that a file brought, for the page on which the form stands."""
    _store(response, path, getattr(request.user, "ref", None), fields, FROM_FILE)


def keep_for_later(
    request: HttpRequest, response: HttpResponse, *, fields: dict[str, list[str]], because: str
) -> None:
    """The fields of the form of this page, while the person proves something elsewhere first."""
    _store(response, request.path, getattr(request.user, "ref", None), fields, because)


def _store(
    response: HttpResponse,
    path: str,
    person: str | None,
    fields: dict[str, list[str]],
    because: str,
) -> None:
    if sum(len(value) for values in fields.values() for value in values) > LARGEST:
        return
    name = secrets.token_urlsafe(24)
    session = _new_place(_kept_key(name))
    session["path"], session["fields"] = path, fields
    session["person"], session["because"] = person, because
    session.set_expiry(HOUR)
    session.save(must_create=True)
    response.set_signed_cookie(
        COOKIE,
        name,
        max_age=HOUR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _kept_key(name: str) -> str:
    return salted_hmac("cairn.kept", name).hexdigest()[:40]


def kept(request: HttpRequest) -> QueryDict | None:
    """What this person had written into the form of this page when the session ended, once."""
    name = request.get_signed_cookie(COOKIE, default=None, max_age=HOUR)
    if request.method != "GET" or not name:
        return None
    session = SessionStore(_kept_key(name))
    mine = session.get("person") == getattr(request.user, "ref", None)
    if not mine or session.get("path") != request.path:
        return None
    fields = QueryDict(mutable=True)
    for field, values in session["fields"].items():
        fields.setlist(field, values)
    because = session.get("because", SIGNED_OUT)
    session.delete(_kept_key(name))
    request.kept_used = True  # type: ignore[attr-defined]
    messages.info(request, say(because))
    return fields
