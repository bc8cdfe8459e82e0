"""Step 1 of an import: a file, what it holds and whose it is."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from cairn.accounts.permissions import Permission
from cairn.reporting import uploads
from cairn.reporting.models import DataSet
from cairn.reporting.uploads import drop, limit, take_whole
from cairn.web.desk.importing.doors import find_upload, needs, person_of, viewer_of
from cairn.web.desk.importing.words import KINDS
from cairn.web.desk.once import kept
from cairn.web.desk.uploading import PART, Announcement, after, announced, takes_file, waiting_for
from cairn.web.say import say

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.jsonl"


class FileForm(forms.Form):
    """Which file, what it holds, and whose it is."""

    file = forms.FileField(
        label=lazy("File"),
        help_text=lazy("CSV, XLSX, XLS, ODS or JSON lines."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
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
        self.sources = sources

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"]).lower()

    def plan(self) -> dict[str, Any]:
        return {"kind": self.cleaned_data["kind"], "source": self.cleaned_data["source"]}


class AnnounceForm(FileForm, Announcement):
    """The same without the file: its name and size are told before it is sent."""

    file = None  # type: ignore[assignment]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT_WRITE)
@takes_file
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file, or go on with one that was begun."""
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
    waiting = [(one, after(one)) for one in waiting_for(request, "import")[:10]]
    context = {
        "form": form,
        "waiting": waiting,
        "megabytes": limit() // (1024 * 1024),
        "sources": sources,
    }
    return render(request, "desk/imports/new.html", context, status=400 if form.errors else 200)


def _sources(request: HttpRequest) -> list[str]:
    known = DataSet.objects.visible_to(viewer_of(request))
    return list(known.order_by("key").values_list("key", flat=True)[:500])


@require_POST
@needs(Permission.IMPORT_WRITE)
def announce(request: HttpRequest) -> HttpResponse:
    """Say which file will be sent; the answer is where, and how much of it is there already."""
    form = AnnounceForm(request.POST, sources=[])
    person = person_of(request)
    return announced(form, lambda given: uploads.announce(**given, plan=form.plan(), by=person))
