"""Step 2: which column is what, what the first rows become, and what only a person can say."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission, may
from cairn.files.models import Upload
from cairn.files.store import NoSpace
from cairn.kernel.errors import CairnError
from cairn.reporting.beginning import begin_from_upload
from cairn.reporting.columns import Plan, Survey, source_of, survey
from cairn.reporting.intake import local_copy
from cairn.reporting.licences import may_be_published
from cairn.reporting.models import DataSet, ImportBatch
from cairn.reporting.states import OPEN
from cairn.reporting.uploads import decide
from cairn.web.desk.importing.columns_form import ColumnsForm
from cairn.web.desk.importing.doors import find_upload, needs, person_of, viewer_of
from cairn.web.desk.importing.opening_fields import (
    OpeningFields,
    UnreadableForm,
    opened_otherwise,
)
from cairn.web.desk.importing.sample import sample
from cairn.web.desk.once import FIELD, kept, key_of, once


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT_WRITE)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show how the file would be read; correct it, or check all rows."""
    upload = find_upload(request, ref=ref)
    if not upload.whole:
        return redirect("desk:import_new")
    if upload.used_for:
        return redirect("desk:import", ref=upload.used_for)
    if "layout" in request.GET or "kind" in request.GET:
        return _read_differently(request, upload)
    plan = Plan.from_json({"kind": "incidents"} | upload.plan)
    found, problem = _opened(upload, plan)
    if found is None:
        assert problem is not None
        return _unreadable(request, upload, plan, problem)
    form = _form(request, upload, found, plan)
    if form.is_bound and form.is_valid() and form.opens_otherwise:
        if _opens(request, upload, form, form.plan()):
            return redirect("desk:import_columns", ref=upload.ref)
    elif form.is_bound and form.is_valid():
        plan = form.plan()
        decide(upload=upload, plan=plan.as_json(), by=person_of(request))
        if request.POST.get("act") == "check":
            found, problem = _opened(upload, plan)
            if found and found.lacking is None:
                batch = begin_from_upload(
                    upload=upload,
                    found=found,
                    plan=plan,
                    once=key_of(request.POST[FIELD]),
                    by=person_of(request),
                )
                return redirect("desk:import", ref=batch.ref)
        return redirect("desk:import_columns", ref=upload.ref)
    context = _context(request, upload, found, plan, form)
    return render(request, "desk/imports/columns.html", context, status=400 if form.errors else 200)


def _read_differently(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Another kind or another layout: what was decided about columns no longer holds."""
    wanted = {name: request.GET[name] for name in ("kind", "layout") if name in request.GET}
    if wanted.get("kind") not in (None, "incidents", "counts"):
        wanted.pop("kind")
    fresh = {"fields": {}, "answers": {}, "layout": "", "date_style": "", "number_style": ""}
    decide(upload=upload, plan=fresh | wanted, by=person_of(request))
    return redirect("desk:import_columns", ref=upload.ref)


def _opens(request: HttpRequest, upload: Upload, form: OpeningFields, plan: Plan) -> bool:
    """Try other choices of how the file is opened; they are kept, and shown, only if it works.

    No row is checked at once: nobody has seen yet which columns there are now.
    """
    found, problem = _opened(upload, plan)
    if found is None:
        assert problem is not None
        form.refuse_opening(problem)
        return False
    kept = plan.kept_for(found.sheet.header)
    decide(upload=upload, plan=kept.as_json(), by=person_of(request))
    return True


def _unreadable(
    request: HttpRequest, upload: Upload, plan: Plan, problem: CairnError
) -> HttpResponse:
    """Why the file cannot be opened, and the choices that might help."""
    data = request.POST if request.method == "POST" else None
    form = UnreadableForm(data, plan=plan, problem=problem)
    valid = form.is_bound and form.is_valid()
    if valid and _opens(request, upload, form, opened_otherwise(plan, form.opening)):
        return redirect("desk:import_columns", ref=upload.ref)
    context = {"upload": upload, "problem": problem, "plan": plan, "form": form}
    return render(request, "desk/imports/unreadable.html", context, status=400)


def _opened(upload: Upload, plan: Plan) -> tuple[Survey | None, CairnError | None]:
    """The file as it would be read, or the sentence that says why it cannot be."""
    assert upload.file is not None
    try:
        with local_copy(upload.file) as path:
            return survey(path, plan, name=upload.name), None
    except NoSpace:
        raise
    except CairnError as problem:
        return None, problem


def _form(request: HttpRequest, upload: Upload, found: Survey, plan: Plan) -> ColumnsForm:
    source = source_of(found, plan, upload.name)
    known = DataSet.objects.filter(key=source.key).first() if source.key else None
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(data, found=found, plan=plan, name=upload.name, known=known)
    if written := kept(request):
        form.initial.update(
            {name: written.get(name, "") for name in form.fields if name in written}
        )
    return form


def _context(
    request: HttpRequest, upload: Upload, found: Survey, plan: Plan, form: ColumnsForm
) -> dict[str, Any]:
    source = source_of(found, plan, upload.name)
    viewer = viewer_of(request)
    busy = ImportBatch.objects.visible_to(viewer).filter(dataset__key=source.key, status__in=OPEN)
    return {
        "upload": upload,
        "plan": plan,
        "found": found,
        "form": form,
        "source": source,
        "known": form.known,
        "publishable": may_be_published(form.known.licence if form.known else source.licence),
        "may_accept": may(request.user, Permission.DATASET_ACCEPT),
        "busy": busy.select_related("dataset").first() if source.key else None,
        "sample": sample(found),
        "guessed": found.workbook.encoding is not None and not found.workbook.encoding.certain,
        "several": [name.strip() for name in found.several.split(",") if name.strip()],
    }
