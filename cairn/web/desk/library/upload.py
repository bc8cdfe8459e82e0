"""Sending a file to the library, seeing what became of each row, and taking it in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.files.store import parts_of
from cairn.formats.errors import EmptyFile, TooLarge
from cairn.jobs.models import State, latest_about
from cairn.kernel.errors import CairnError, NotFound
from cairn.knowledge.editing import uploading
from cairn.knowledge.isolated import Told
from cairn.knowledge.kinds import kind_of, kinds
from cairn.knowledge.shapes import Wrong
from cairn.web.components import Fact
from cairn.web.desk.importing.doors import find_upload, person_of
from cairn.web.desk.library.doors import owner_for, writes_only
from cairn.web.desk.library.wording import problem_of
from cairn.web.desk.once import once
from cairn.web.say import say

MB = 1024 * 1024
ACCOUNT = {
    "read": lazy("Records read"),
    "new": lazy("New"),
    "updated": lazy("Changed"),
    "unchanged": lazy("There already"),
    "rejected": lazy("Rejected"),
}


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=lazy("Kind"))
    file = forms.FileField(
        label=lazy("File"),
        help_text=lazy(
            "The same files as at the console: JSON lines as Cairn writes them, and the other "
            "forms that this kind reads."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.key, say(one.words)) for one in kinds().values()]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@writes_only
@once
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is looked through before anything of it is kept."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            _check_size(sent.size)
            upload = uploading.take_file(
                kind=form.cleaned_data["kind"],
                name=sent.name,
                parts=parts_of(sent),
                by=person_of(request),
            )
            return redirect("desk:library_file", ref=upload.ref)
        except CairnError as error:
            form.add_error("file", say(error))
    status = 400 if form.errors else 200
    return render(request, "desk/library/upload.html", {"form": form}, status=status)


def _check_size(size: int) -> None:
    allowed = int(settings.ENVIRONMENT.upload_mb)
    if size > allowed * MB:
        raise TooLarge(megabytes=-(-size // MB), allowed=allowed)
    if size <= 0:
        raise EmptyFile()


@require_http_methods(["GET", "HEAD", "POST"])
@writes_only
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """The account of a file that this person sent, and the button that takes it in."""
    upload = find_upload(request, ref=ref, purpose=uploading.PURPOSE)
    plan = upload.plan
    kind = kinds().get(plan["kind"])
    if kind is None:
        raise NotFound()
    if request.method == "POST":
        leave_out = request.POST.get("leave_out") == "yes"
        uploading.confirm(
            upload=upload, leave_out=leave_out, owner=owner_for(request), by=person_of(request)
        )
        messages.success(request, _("The file is being taken in."))
        return redirect("desk:library_file", ref=ref)
    account = plan.get("taken") or plan.get("account")
    note = latest_about(ref)
    running = note is not None and not note.is_over
    context = {
        "upload": upload,
        "kind": say(kind_of(plan["kind"]).words),
        "failed": say(Told(plan["failed"])) if "failed" in plan else "",
        "stopped": note is not None and note.state == State.FAILED,
        "running": running,
        "words": note.shown if note else "",
        "share": note.share if note else None,
        "facts": [Fact(str(label), account[name]) for name, label in ACCOUNT.items()]
        if account
        else [],
        "problems": [
            (line, place, problem_of(kind.schema, Wrong(place, Told(told))))
            for line, place, told in (account or {})["problems"]
        ]
        if account
        else [],
        "more": account["more"] if account else 0,
        "account": account,
        "taken": "taken" in plan,
        "waits": bool(account) and not plan.get("confirmed"),
        "list": f"{reverse('desk:library')}?file={upload.name}",
    }
    return render(request, "desk/library/file.html", context)
