"""A file on its way in, for every page that takes one: announced and sent in slices with
JavaScript, in one piece without.

Before the first byte the server says whether it would take a file of this name and size. Slices go
to the address of an upload with `Content-Range`; the answer always says how much has arrived, so
whoever sends knows where to go on, also after a cut, a reload or a night.
"""

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.files.models import READ, Upload
from cairn.reporting.uploads import OtherOffset, check_size, limit, receive
from cairn.web.desk.importing.doors import find_upload, needs, person_of
from cairn.web.desk.once import View, once

PART = 64 * 1024
RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)\Z")
FORM_ITSELF = 64 * 1024  # bytes that a form adds to its file
Given = dict[str, Any]  # name, size and mark of what is announced


class Announcement(forms.Form):
    """What is told of a file before it is sent; a form that takes files joins it without its own
    field for the file."""

    name = forms.CharField(max_length=255)
    size = forms.IntegerField(min_value=0)
    mark = forms.CharField(max_length=80, required=False)


def takes_file(view: View) -> View:
    """A page whose form sends a file in one piece, once: a size that is too large is refused before
    the body is read; the token is checked then."""
    sent = csrf_protect(once(view))

    @csrf_exempt
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        size = request.META.get("CONTENT_LENGTH") or "0"
        if request.method == "POST" and size.isdecimal() and int(size) > limit() + FORM_ITSELF:
            check_size(int(size))
        response: HttpResponse = sent(request, *args, **kwargs)
        return response

    return wrapped


def announced(form: Announcement, take: Callable[[Given], Upload]) -> JsonResponse:
    """Where the file is to be sent, and how much of it is there already; or what is wrong."""
    if not form.is_valid():
        sentences = [str(text) for texts in form.errors.values() for text in texts]
        return JsonResponse({"code": "form", "message": " ".join(sentences)}, status=400)
    given = {name: form.cleaned_data[name] for name in ("name", "size", "mark")}
    return told(take(given), status=201)


@require_http_methods(["GET", "PUT"])
@needs(Permission.IMPORT_WRITE, Permission.FILING_WRITE)
def slices(request: HttpRequest, token: str) -> HttpResponse:
    """Take the next slice, or say how much has arrived."""
    upload = find_upload(request, token=token)
    if request.method == "GET":
        return told(upload)
    found = RANGE.match(request.headers.get("Content-Range", ""))
    offset = int(found[1]) if found else upload.received
    try:
        upload = receive(upload=upload, offset=offset, parts=_parts(request), by=person_of(request))
    except OtherOffset:
        upload.refresh_from_db()
        return told(upload, status=409)
    return told(upload)


def _parts(request: HttpRequest) -> Iterator[bytes]:
    while part := request.read(PART):
        yield part


def told(upload: Upload, *, status: int = 200) -> JsonResponse:
    """Where the file lies, how much of it, and where the person goes on once all has arrived."""
    said = {
        "url": reverse("desk:upload", kwargs={"token": upload.token}),
        "received": upload.received,
        "size": upload.size,
        "whole": upload.whole,
        "next": after(upload),
    }
    return JsonResponse(said, status=status)


def after(upload: Upload) -> str:
    """The page on which an upload is gone on with once it is whole."""
    if upload.purpose != READ:
        return reverse("desk:import_columns", kwargs={"ref": upload.ref})
    if filing := upload.plan.get("filing"):
        return reverse("desk:workbook_back", kwargs={"ref": filing, "upload": upload.ref})
    return reverse("desk:sheet_arrived", kwargs={"ref": upload.ref})


def waiting_for(request: HttpRequest, purpose: str) -> QuerySet[Upload]:
    """The person's own uploads that became nothing yet."""
    mine = Upload.objects.filter(owner=person_of(request), purpose=purpose, used_for="")
    return mine.order_by("-pk")
