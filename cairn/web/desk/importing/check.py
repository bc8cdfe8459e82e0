"""Steps 3 and 4: every row checked, every problem at once, one decision; and the record of it."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.permissions import Permission, may
from cairn.formats.tables import RowProblem
from cairn.formats.writers import Labels
from cairn.jobs.models import JobNote, latest_about
from cairn.kernel.errors import NotFound
from cairn.kernel.languages import direction
from cairn.releases import tasks as releases
from cairn.reporting.actions import commit_import
from cairn.reporting.beginning import answer_import, resume_import, stop_import
from cairn.reporting.meeting import meeting_of
from cairn.reporting.models import ImportBatch
from cairn.reporting.problems import sentence_of
from cairn.reporting.reviewing import groups, questions, standing, with_values, write_annotated
from cairn.reporting.states import Status
from cairn.web.desk.erasing.beside import beside, stub_words
from cairn.web.desk.importing.check_forms import AnswerForm, CommitForm, DiscardForm
from cairn.web.desk.importing.doors import PAGE, find_batch, needs, person_of, viewer_of
from cairn.web.desk.importing.problem_rows import rows_of
from cairn.web.desk.importing.record import record
from cairn.web.desk.importing.words import (
    problem_words,
    status_words,
)
from cairn.web.desk.once import FIELD, kept, key_of, once
from cairn.web.given import whole_number
from cairn.web.navigation import url_of
from cairn.web.say import current, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKING = (Status.STAGING, Status.DISCARDING)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One import, wherever it stands."""
    batch = find_batch(request, ref)
    if request.method == "POST":
        return _act(request, batch)
    return _show(request, batch)


def _act(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    act, here = request.POST.get("act"), redirect("desk:import", ref=batch.ref)
    match act:
        case "commit":
            form = CommitForm(request.POST, batch=batch)
            if not form.is_valid():
                return _show(request, batch, commit=form)
            commit_import(
                batch=batch, leave_out=form.cleaned_data.get("reason", ""), by=person_of(request)
            )
            messages.success(request, _("The rows are current now."))
            return here
        case "discard":
            discard = DiscardForm(request.POST)
            if not discard.is_valid():
                return _show(request, batch, discard=discard)
            stop_import(batch=batch, reason=discard.cleaned_data["why"], by=person_of(request))
            messages.success(request, _("The import was given up. Nothing of it counts."))
            return here
        case "resume":
            resume_import(batch=batch, by=person_of(request))
            return here
        case "refresh":
            releases.ask_for_refresh(by=person_of(request))
            messages.success(request, _("New figures are being made; this takes a moment."))
            return here
        case "answer":
            return _answer(request, batch)
    return here


def _answer(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    found = groups(batch)
    form = _answer_form(request.POST, batch, {group.code for group in found if group.asked})
    if not form.is_valid():
        return _show(request, batch, answers=form)
    style = {name: form.cleaned_data.get(name, "") for name in ("date_style", "number_style")}
    given = form.answers()
    if not given and not any(style.values()):
        messages.warning(request, _("Nothing was answered, so nothing changed."))
        return redirect("desk:import", ref=batch.ref)
    renewed = answer_import(
        batch=batch, answers=given, **style, once=key_of(request.POST[FIELD]), by=person_of(request)
    )
    messages.success(request, _("The rows are being checked again with your answers."))
    return redirect("desk:import", ref=renewed.ref)


def _answer_form(data: Any, batch: ImportBatch, codes: set[str]) -> AnswerForm:
    return AnswerForm(data, questions=questions(batch) if codes else (), codes=codes)


def _show(request: HttpRequest, batch: ImportBatch, **forms: Any) -> HttpResponse:
    wrong = any(form.errors for form in forms.values())
    context = {
        "batch": batch,
        "erasing": beside(
            request,
            batch.ref,
            batch.owner_id,
            inside=batch.owner_id in viewer_of(request).organisations,
        ),
        "step": _step(batch),
        "stub": stub_words(batch.left_out_reason),
        "state": _state(batch),
        "writes": may(request.user, Permission.IMPORT_WRITE),
        **record(request, batch),
    }
    if batch.status in WORKING:
        context |= _working(batch)
    elif batch.status == Status.STAGED:
        context |= _staged(request, batch, forms)
    elif batch.status == Status.COMMITTED:
        context |= _done(request, batch)
    return render(request, "desk/imports/import.html", context, status=400 if wrong else 200)


def _step(batch: ImportBatch) -> int:
    """The step of the four at which the import stands; 5 where it is over."""
    return {"committed": 5, "staging": 3, "staged": 3}.get(batch.status, 0)


def _state(batch: ImportBatch) -> dict[str, str]:
    words, kind = status_words(batch)
    return {"words": words, "kind": kind}


def _working(batch: ImportBatch) -> dict[str, Any]:
    note = latest_about(batch.ref)
    return {
        "note": note,
        "words": _words_of(note),
        "share": note.share if note else None,
        "stuck": bool(note and note.error),
        "poll": reverse("desk:import_progress", kwargs={"ref": batch.ref}),
    }


def _words_of(note: JobNote | None) -> str:
    return note.shown if note and note.sentence else _("Waiting to be checked")


def _staged(request: HttpRequest, batch: ImportBatch, forms: dict[str, Any]) -> dict[str, Any]:
    found = groups(batch)
    writes = may(request.user, Permission.IMPORT_WRITE)
    if writes:
        with_values(batch, found)
    codes = {group.code for group in found if group.asked}
    context = {
        "standing": standing(batch),
        "refusing": [group for group in found if not group.warning],
        "warnings": [group for group in found if group.warning],
        "name_of_kind": {group.code: problem_words(group.code) for group in found},
    }
    if writes:
        written = kept(request)
        context |= {
            "commit": forms.get("commit") or CommitForm(None, batch=batch, written=written),
            "discard": forms.get("discard") or DiscardForm(None, written=written),
            "answers": forms.get("answers")
            or (_answer_form(None, batch, codes) if codes else None),
        }
    return context


def _done(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    note = latest_about(releases.ABOUT)
    since = batch.committed_at
    fresh = bool(note and since and note.queued_at >= since)
    meeting = meeting_of(batch)
    return {
        "not_met": meeting if meeting and meeting.error else None,
        "explore": url_of("explore:index") or url_of("desk:explore"),
        "refresh": note if fresh else None,
        "may_refresh": may(request.user, Permission.SNAPSHOT_MAKE),
        "may_publish": may(request.user, Permission.OPEN_PUBLISH),
        "warnings": [group for group in groups(batch) if group.warning],
        "name_of_kind": {},
    }


@require_safe
@needs(Permission.DESK_READ)
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far the check is; the whole page again once it is over."""
    batch = find_batch(request, ref)
    context = _working(batch)
    if batch.status not in WORKING or context["stuck"]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "desk/imports/progress.html", context)


@require_safe
@needs(Permission.DESK_READ)
def problems(request: HttpRequest, ref: str) -> HttpResponse:
    """All rows of one kind of problem in one column."""
    batch = find_batch(request, ref)
    code, column = request.GET.get("code", ""), request.GET.get("column", "")
    values = may(request.user, Permission.IMPORT_WRITE)
    start = whole_number(request.GET.get("after", ""), 0)
    group, following = rows_of(batch, code, column, after=start, size=PAGE, values=values)
    if not group.examples:
        raise NotFound()
    context = {
        "batch": batch,
        "group": group,
        "title": problem_words(code) or say(sentence_of(code)),
        "following": following,
    }
    return render(request, "desk/imports/problems.html", context)


@require_safe
@needs(Permission.IMPORT_WRITE)
def annotated(request: HttpRequest, ref: str) -> FileResponse:
    """The file back, with every problem marked in its cell and listed on a second sheet."""
    batch = find_batch(request, ref)
    with tempfile.TemporaryDirectory(prefix="cairn-annotated-") as folder:
        path = Path(folder) / "annotated.xlsx"
        write_annotated(
            batch,
            path,
            describe=_described,
            labels=Labels(_("Problems"), _("Row"), _("Column"), _("What to do")),
            right_to_left=direction(current()) == "rtl",
        )
        file = path.open("rb")  # stays readable when its folder is gone
    name = f"{Path(batch.file_name).stem}-{batch.ref[4:8].lower()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _described(problem: RowProblem) -> str:
    return say(problem.error)
