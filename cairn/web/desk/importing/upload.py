"""Step 1: a file, what it holds and whose it is. In slices with JavaScript, in one piece without.

Slices go to the address of an upload with `Content-Range`; the answer always says how much has
arrived, so whoever sends knows where to go on, also after a cut, a reload or a night.
"""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from cairn.accounts.permissions import Permission
from cairn.files.models import READ, Upload
from cairn.reporting import uploads
from cairn.reporting.models import DataSet
from cairn.reporting.uploads import OtherOffset, check_size, drop, limit, receive, take_whole
from cairn.web.desk.importing.doors import find_upload, needs, person_of, viewer_of
from cairn.web.desk.importing.words import KINDS
from cairn.web.desk.once import kept, once
from cairn.web.say import say

PART = 64 * 1024
RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)\Z")
FORM_ITSELF = 64 * 1024  # bytes that a form adds to its file


class FileForm(forms.Form):
    """Which file, what it holds, and whose it is."""

    file = forms.FileField(
        label=lazy("File"),
        help_text=lazy("CSV, XLSX, XLS, ODS or JSON lines."),
        error_messages={
            "required": lazy("Choose a file."),
            "empty": lazy("The file is empty; choose the file that holds the table."),
        },
    )
    kind = forms.ChoiceField(label=lazy("What does it hold?"), widget=forms.RadioSelect)
    source = forms.SlugField(
        label=lazy("Name of the source"),
        required=False,
        max_length=63,
        help_text=lazy(
            "Small letters, digits and hyphens, such as frontex-ibc. Leave it empty for a file "
            "that we know."
        ),
        error_messages={"invalid": lazy("Use small letters, digits and hyphens only.")},
    )

    def __init__(self, *args: Any, sources: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, say(words)) for key, words in KINDS.items()]  # type: ignore[attr-defined]
        self.fields["source"].widget.attrs |= {"list": "sources", "autocomplete": "off"}
        self.fields["file"].widget.attrs |= {
            "accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.jsonl"
        }
        self.sources = sources

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"]).lower()

    def plan(self) -> dict[str, Any]:
        return {"kind": self.cleaned_data["kind"], "source": self.cleaned_data["source"]}


class AnnounceForm(FileForm):
    """The same without the file: its name and size are told before it is sent."""

    name = forms.CharField(max_length=255)
    size = forms.IntegerField(min_value=0)
    mark = forms.CharField(max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["file"]


@csrf_exempt  # the size is looked at before the body is read; `_new` checks the token then
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT_WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file, or go on with one that was begun."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and announced.isdigit() and int(announced) > limit() + FORM_ITSELF:
        check_size(int(announced))
    return _new(request)


@csrf_protect
@once
def _new(request: HttpRequest) -> HttpResponse:
    if request.POST.get("drop"):
        drop(upload=find_upload(request, ref=request.POST["drop"]), by=person_of(request))
        return redirect("desk:import_new")
    sources = _sources(request)
    initial = {"kind": "incidents", "source": request.GET.get("source", "")}
    if written := kept(request):
        initial |= {name: written.get(name, "") for name in ("kind", "source")}
    form = FileForm(request.POST or None, request.FILES or None, sources=sources, initial=initial)
    if form.is_bound and form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        upload = take_whole(
            name=file.name or "table",
            size=file.size or 0,
            parts=file.chunks(PART),
            plan=form.plan(),
            by=person_of(request),
        )
        return redirect("desk:import_columns", ref=upload.ref)
    waiting = waiting_for(request, "import")[:10]
    context = {
        "form": form,
        "waiting": waiting,
        "megabytes": limit() // (1024 * 1024),
        "sources": sources,
    }
    return render(request, "desk/imports/new.html", context, status=400 if form.errors else 200)


def waiting_for(request: HttpRequest, purpose: str) -> QuerySet[Upload]:
    """The person's own uploads that became nothing yet."""
    mine = Upload.objects.filter(owner=person_of(request), purpose=purpose, used_for="")
    return mine.order_by("-pk")


def _sources(request: HttpRequest) -> list[str]:
    known = DataSet.objects.visible_to(viewer_of(request))
    return list(known.order_by("key").values_list("key", flat=True)[:500])


@require_POST
@needs(Permission.IMPORT_WRITE)
def announce(request: HttpRequest) -> HttpResponse:
    """Say which file will be sent; the answer is where, and how much of it is there already."""
    form = AnnounceForm(request.POST, sources=[])
    if not form.is_valid():
        sentences = [str(text) for texts in form.errors.values() for text in texts]
        return JsonResponse({"code": "form", "message": " ".join(sentences)}, status=400)
    upload = uploads.announce(
        name=form.cleaned_data["name"],
        size=form.cleaned_data["size"],
        mark=form.cleaned_data["mark"],
        plan=form.plan(),
        by=person_of(request),
    )
    return told(upload, status=201)


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
    after = "desk:sheet_arrived" if upload.purpose == READ else "desk:import_columns"
    said = {
        "url": reverse("desk:upload", kwargs={"token": upload.token}),
        "received": upload.received,
        "size": upload.size,
        "whole": upload.whole,
        "next": reverse(after, kwargs={"ref": upload.ref}),
    }
    return JsonResponse(said, status=status)
