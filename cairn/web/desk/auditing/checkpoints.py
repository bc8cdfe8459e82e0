"""Checkpoints of the log: taken along by whoever may enter the desk, and held against it later."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.permissions import Permission
from cairn.audit.checkpoints import (
    LONGEST,
    Answer,
    Statement,
    answer_to,
    lost_to,
    statement_of,
)
from cairn.audit.holding import held_by, note_holding
from cairn.audit.models import Checkpoint
from cairn.audit.restores import Restore
from cairn.kernel.errors import CairnError, NotFound
from cairn.kernel.text import noop
from cairn.web.desk.importing.doors import needs, viewer_of
from cairn.web.say import say

LISTED = 31
ANSWERS = {
    Answer.HOLDS: (
        "done",
        noop("It holds"),
        noop("The log passes through this checkpoint: nothing that it covers was changed since."),
    ),
    Answer.OTHER_KEY: (
        "attention",
        noop("Not of this instance"),
        noop("It is signed by a key that this instance never used. Was it given out elsewhere?"),
    ),
    Answer.FORGED: (
        "problem",
        noop("The signature does not fit"),
        noop("What it says was changed after it was signed, or it was never signed."),
    ),
    Answer.BROKEN: (
        "problem",
        noop("The log was changed"),
        noop(
            "This instance signed it, and its log does not pass through it any more. Keep the file "
            "and tell the other States: something was changed or removed that it covers."
        ),
    ),
}


LOST = noop("Something is lost, or was changed")


class BroughtBack(CairnError):
    text = noop(
        "This instance signed it, and was brought back on %(at)s UTC from a copy of %(made)s UTC. "
        "What was entered between, up to this checkpoint, is not here any more: enter it again. "
        "Keep the file. If nobody knows of a loss that called for this, tell the other States."
    )


class HoldForm(forms.Form):
    file = forms.FileField(label=lazy("The file"), required=False)
    text = forms.CharField(
        label=lazy("Or its text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "ltr", "spellcheck": "false"}),
    )


@dataclass(frozen=True, slots=True)
class Line:
    day: date
    short: str
    held: bool


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
def page(request: HttpRequest) -> HttpResponse:
    """What a checkpoint is for, the newest ones, and a form to hold one against the log."""
    form = HoldForm(request.POST or None, request.FILES or None)
    found, wrong = None, ""
    if request.method == "POST":
        found, wrong = _answered(form)
    rows = list(Checkpoint.objects.order_by("-number")[:LISTED])
    held = held_by(viewer_of(request).organisations)
    lines = [Line(one.day, one.chain[:16], one.pk in held) for one in rows]
    context = {
        "newest": lines[0] if lines else None,
        "lines": lines[1:],
        "key": rows[0].key if rows else "",
        "form": form,
        "answer": found,
        "wrong": wrong,
    }
    status = 400 if wrong else 200
    return render(request, "desk/auditing/checkpoints.html", context, status=status)


def _answered(form: HoldForm) -> tuple[dict[str, Any] | None, str]:
    form.full_clean()
    file = form.files.get("file")
    sent = file.read(LONGEST).decode("utf-8", "replace") if file else form.data.get("text", "")
    if not sent.strip():
        return None, _("Choose the file of a checkpoint, or paste its text.")
    try:
        said = Statement.parse(sent)
    except CairnError as problem:
        return None, say(problem)
    found = answer_to(said)
    if found is Answer.BROKEN and (lost := lost_to(said)).restore is not None:
        return _restored(said, lost.restore), ""
    kind, title, words = ANSWERS[found]
    return {"kind": kind, "title": say(title), "words": say(words), "day": said.day}, ""


def _restored(said: Statement, restore: Restore) -> dict[str, Any]:
    """How much happened is told to nobody here, so no entry is numbered; `cairn verify` does."""
    made = f"{restore.made_at:%Y-%m-%d %H:%M}" if restore.made_at else "?"
    words = say(BroughtBack(at=f"{restore.at:%Y-%m-%d %H:%M}", made=made))
    return {"kind": "problem", "title": say(LOST), "words": words, "day": said.day}


@require_safe
@needs(Permission.DESK_READ)
def file(request: HttpRequest, day: str) -> HttpResponse:
    """The checkpoint of a day as a small text; that it was taken along is noted."""
    try:
        asked = date.fromisoformat(day)
    except ValueError as problem:
        raise NotFound() from problem
    held = Checkpoint.objects.filter(day=asked).first()
    if held is None:
        raise NotFound()
    if request.method == "GET":
        note_holding(held, viewer_of(request).organisations, day=timezone.localdate())
    answer = HttpResponse(statement_of(held).text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cairn-checkpoint-{held.day}.txt"'
    return answer
