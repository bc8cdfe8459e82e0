"""A ministry's own spreadsheet is sent, for one of its organisations; then it is read once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import MissingPermission, Permission
from cairn.files.models import READ, Upload
from cairn.kernel.errors import CairnError
from cairn.reporting.filings.definitions import sections
from cairn.reporting.sheets.arriving import OTHERS, check_type, stage_sheet, take_whole
from cairn.reporting.sheets.arriving import announce as announce_sheet
from cairn.reporting.sheets.errors import NotASpreadsheet
from cairn.reporting.sheets.meaning import whole_period_said
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.settling import drop_sheet
from cairn.reporting.uploads import drop, limit
from cairn.web.desk.filing.doors import may_file_for
from cairn.web.desk.importing.doors import find_upload, needs, person_of
from cairn.web.desk.once import kept, once
from cairn.web.desk.sheets.doors import what_became
from cairn.web.desk.sheets.waiting import waiting_sheets
from cairn.web.desk.uploading import (
    PART,
    Announcement,
    Given,
    after,
    announced,
    takes_file,
)
from cairn.web.say import current, say

LARGE = 256 * 1024  # bytes; what is larger takes its time, and a page says so meanwhile
ACCEPTED = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv"


class SheetForm(forms.Form):
    """For whom, on what, of which time; the last two may be left to the sheet."""

    file = forms.FileField(
        label=lazy("Spreadsheet"),
        help_text=lazy("XLSX, XLS, ODS or CSV, as your organisation keeps it."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": lazy("Choose a file."),
            "empty": lazy("The file is empty; choose the file that holds the table."),
        },
    )
    organisation = forms.ChoiceField(label=lazy("Organisation that files"))
    section = forms.ChoiceField(label=lazy("Section"), required=False)
    period = forms.CharField(
        label=lazy("Period, if the sheet does not say it"),
        required=False,
        max_length=40,
        help_text=lazy("Such as January 2024, Q1 2024, 2024-H1 or 2024."),
    )

    def __init__(self, *args: Any, bodies: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {one.ref: one for one in bodies}
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            (ref, one.called) for ref, one in self.bodies.items()
        ]
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", _("Find it by the words of the sheet")),
            *((key, say(one.title)) for key, one in sections().items()),
        ]
        self.fields["period"].widget.attrs |= {"dir": "auto", "autocomplete": "off"}
        if len(bodies) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial.setdefault("organisation", bodies[0].ref)

    def clean_file(self) -> Any:
        return self._spreadsheet(self.cleaned_data["file"], self.cleaned_data["file"].name or "")

    def clean_name(self) -> Any:
        return self._spreadsheet(self.cleaned_data["name"], self.cleaned_data["name"])

    def _spreadsheet(self, given: Any, name: str) -> Any:
        try:
            check_type(name)
        except CairnError as problem:
            raise forms.ValidationError(say(problem), code=problem.code) from None
        return given

    def clean(self) -> dict[str, Any]:
        """Of a file that is no spreadsheet, nothing else is asked."""
        for name in ("file", "name"):
            if name in self.errors and self.has_error(name, NotASpreadsheet().code):
                for other in [one for one in self.errors if one != name]:
                    del self.errors[other]
        return self.cleaned_data

    def clean_period(self) -> str:
        """As we write it; a person may write it in words."""
        try:
            return whole_period_said(str(self.cleaned_data["period"]))
        except CairnError as problem:
            raise forms.ValidationError(say(problem)) from None

    @property
    def body(self) -> Organisation:
        return self.bodies[self.cleaned_data["organisation"]]

    def plan(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("organisation", "section", "period")}


class AnnounceForm(SheetForm, Announcement):
    """The same without the file: its name and size are told before it is sent."""

    file = None  # type: ignore[assignment]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@takes_file
def new(request: HttpRequest) -> HttpResponse:
    """Choose a spreadsheet, or go on with one that was sent."""
    if request.POST.get("drop"):
        return _drop(request)
    bodies = _bodies(request)
    written = kept(request) or request.GET
    names = ("organisation", "section", "period")
    initial = {name: written[name] for name in names if written.get(name)}
    form = SheetForm(request.POST or None, request.FILES or None, bodies=bodies, initial=initial)
    problem: CairnError | None = None
    if form.is_bound and form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        try:
            upload = take_whole(
                name=file.name or "table",
                size=file.size or 0,
                parts=file.chunks(PART),
                plan=form.plan(),
                organisation=form.body,
                by=person_of(request),
            )
            return redirect("desk:sheet_arrived", ref=upload.ref)
        except CairnError as refusal:
            problem = refusal
    context = {
        "form": form,
        "problem": problem,
        "waiting": waiting_sheets(request, bodies),
        "megabytes": limit() // (1024 * 1024),
        "refused_types": " ".join(OTHERS),
        "not_a_spreadsheet": say(NotASpreadsheet()),
    }
    status = 400 if form.errors or problem else 200
    return render(request, "desk/sheets/new.html", context, status=status)


def _drop(request: HttpRequest) -> HttpResponse:
    """Give up a spreadsheet that waits, or a file of which nothing or only a part was read."""
    ref, home = request.POST["drop"], request.POST.get("from") == "home"
    person = person_of(request)
    if file := SheetFile.objects.filter(ref=ref, owner=person).first():
        drop_sheet(file=file, by=person)
    else:
        drop(upload=find_upload(request, ref=ref, purpose=READ), by=person)
    messages.success(request, _("The spreadsheet was given up. Nothing of it is left."))
    return redirect("desk:home" if home else "desk:sheets")


def _bodies(request: HttpRequest) -> list[Organisation]:
    bodies = may_file_for(request)
    if not bodies:
        raise MissingPermission(permission=Permission.FILING_WRITE)
    return bodies


@require_POST
@needs(Permission.FILING_WRITE)
def announce(request: HttpRequest) -> HttpResponse:
    """Say which file will be sent; the answer is where, and how much of it is there already."""
    form = AnnounceForm(request.POST, bodies=_bodies(request))

    def take(given: Given) -> Upload:
        return announce_sheet(
            **given, plan=form.plan(), organisation=form.body, by=person_of(request)
        )

    return announced(form, take)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once
def arrived(request: HttpRequest, ref: str) -> HttpResponse:
    """All of it has come: it is read once, and its file is forgotten. While a large one is read the
    browser shows a page that says so; it asks for the reading by itself, without a script too."""
    person = person_of(request)
    if earlier := SheetFile.objects.filter(owner=person, came_from=ref).first():
        return redirect("desk:sheet", ref=earlier.ref)
    if taken := what_became(request, came_from=ref):
        return redirect("desk:sheet", ref=taken.ref)
    upload = find_upload(request, ref=ref, purpose=READ)
    if "filing" in upload.plan:
        return redirect(after(upload))
    if upload.whole and upload.size > LARGE and not request.GET.get("read"):
        context = {"upload": upload, "address": f"{request.path}?read=1"}
        return render(request, "desk/sheets/reading.html", context)
    try:
        file = stage_sheet(upload=upload, language=current(), by=person)
    except CairnError as problem:
        return render(request, "desk/sheets/refused.html", {"problem": problem}, status=400)
    return redirect("desk:sheet", ref=file.ref)
