"""A form that is saved to a file and continued elsewhere.

The file says of each cell what it holds and what stood on the server when its writer began. Taken
into the same filing, cells that somebody else wrote meanwhile come back with both numbers; taken
into another filing of the same section and period, nothing stood there. Records come along.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.filings.definitions import DIMENSIONS, section
from cairn.reporting.filings.drafting import DETAILS, Was, input_of
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.saving import MAPPINGS, Given, detail_of, digest_of
from cairn.reporting.observations.carrying import bodies_of
from cairn.web.desk.filing import heading
from cairn.web.desk.filing.carried import (
    Writing,
    chosen,
    numbered,
    records_in,
    taken_in,
    writing_in,
)
from cairn.web.desk.filing.cells import Line, read_line, was_of, was_text, written_text
from cairn.web.desk.filing.details import DetailsForm
from cairn.web.desk.filing.doors import find_own
from cairn.web.desk.filing.left import left_of
from cairn.web.desk.filing.saving import Outcome, save
from cairn.web.desk.filing.versions import detail_words, text_words
from cairn.web.desk.filing.words import WHEN, span_value
from cairn.web.desk.importing.doors import needs
from cairn.web.desk.once import keep_from_file, once

FORMAT = "cairn-filing-draft/1"
LARGEST = 2_000_000  # bytes
MOST = 20_000  # cells


class NotADraft(CairnError):
    text = noop(
        "This file is not a saved filing. Choose the file that you saved here, whose name ends in "
        ".cairn.json."
    )


class OtherFiling(CairnError):
    text = noop(
        "This file holds %(section)s for %(period)s; open a filing of that section and period, and "
        "continue it there."
    )


@require_safe
@needs(Permission.FILING_WRITE)
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """The draft as it stands, to continue elsewhere."""
    filing = find_own(request, ref)
    response = JsonResponse(as_file(filing), json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"{filing.section}-{filing.whole}-{filing.ref}.cairn.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_file(filing: Filing) -> dict[str, Any]:
    cells = []
    for row in filing.counts.order_by("key"):
        one = input_of(row)
        stands = was_text(Was(one.value, one.missing))
        cells.append(
            {
                "measure": one.measure,
                "of": {**one.dims, **({WHEN: span_value(one.span)} if one.span else {})},
                "is": stands,
                "was": stands,
            }
        )
    details = {name: getattr(filing, name) for name in DETAILS}
    records = bodies_of(filing)
    return {
        "format": FORMAT,
        "filing": filing.ref,
        "version": filing.number,
        "revision": filing.revision,
        "section": filing.section,
        "period": str(filing.whole),
        "saved_at": f"{timezone.now():%Y-%m-%d %H:%M} UTC",
        "cells": cells,
        "details": details,
        "details_were": details,
        "records": records,
        "records_were": records,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once
def upload(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a saved draft in; conflicts and what cannot be read are listed, the rest is saved."""
    filing = find_own(request, ref)
    outcome, problem, left_records, writing = None, None, [], None
    if request.method == "POST" and request.POST.get("act") == "records":
        _n, left_records = chosen(request, filing)
        if not left_records:
            return _taken(request, filing)
    elif request.method == "POST":
        try:
            content = _content(request)
            lines, details = read_file(filing, content)
            records = records_in(filing, content, same=_is_of(filing, content))
            writing = writing_in(filing, content, same=_is_of(filing, content))
        except CairnError as error:
            problem = error
        else:
            outcome = save(request, filing, lines, details)
            _n, left_records = taken_in(request, filing, records)
            if outcome.settled and not left_records:
                return _taken(request, filing, writing)
    context = {
        **heading.headed(filing),
        "problem": problem,
        "outcome": outcome,
        "left": list(left_of(filing, outcome.lines)) if outcome else [],
        "left_details": _left_details(outcome) if outcome else [],
        "left_records": numbered(left_records),
        "choose_records": any(one.chooses for one in left_records),
        "writing": writing,
        "step": 1,
    }
    status = 400 if request.method == "POST" else 200
    response = render(request, "desk/filings/file.html", context, status=status)
    if writing:
        keep_from_file(request, response, path=writing.path, fields=writing.fields)
    return response


def _taken(request: HttpRequest, filing: Filing, writing: Writing | None = None) -> HttpResponse:
    """On to the numbers, or to the form of a record that was not saved yet."""
    if writing:
        response = redirect(writing.path)
        keep_from_file(request, response, path=writing.path, fields=writing.fields)
        return response
    messages.success(request, _("The file was taken in; what had changed in it is saved."))
    return redirect("desk:filing_write", ref=filing.ref)


def _is_of(filing: Filing, content: Mapping[str, Any]) -> bool:
    """Whether the file is of this very version."""
    return (content.get("filing"), content.get("version")) == (filing.ref, filing.number)


def _content(request: HttpRequest) -> Any:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        raise NotADraft()
    try:
        return json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotADraft() from None


def read_file(filing: Filing, content: Any) -> tuple[list[Line], dict[str, Given]]:
    """The lines and details of a file, for this filing."""
    if not isinstance(content, Mapping) or content.get("format") != FORMAT:
        raise NotADraft()
    asked = (content.get("section"), content.get("period"))
    if asked != (filing.section, str(filing.whole)):
        raise OtherFiling(section=str(asked[0])[:60], period=str(asked[1])[:40])
    same = _is_of(filing, content)
    cells = content.get("cells")
    if not isinstance(cells, list) or len(cells) > MOST:
        raise NotADraft()
    lines = [_line(filing, at, one, same) for at, one in enumerate(cells)]
    changed = [line for line in lines if line is not None]
    return changed, _details(filing, content, same)


def _line(filing: Filing, at: int, cell: Any, same: bool) -> Line | None:
    """A cell as a line of the form; None where its writer changed nothing."""
    if not isinstance(cell, Mapping) or not isinstance(cell.get("of", {}), Mapping):
        raise NotADraft()
    stands, was = str(cell.get("is", "")), was_of(str(cell.get("was", ""))) if same else None
    if same and stands == cell.get("was"):
        return None
    known = {*DIMENSIONS, WHEN}
    dims = {name: str(it)[:200] for name, it in cell.get("of", {}).items() if name in known}
    wanted = was_of(stands)
    reason = wanted.missing.value if wanted and wanted.missing else ""
    text = written_text(wanted) if wanted else stands[:40]
    line = Line(at, str(cell.get("measure", ""))[:40], text, reason, was, dims)
    if line.measure not in section(filing.section).measures:
        raise NotADraft()
    read_line(filing, line)
    return line


def _details(filing: Filing, content: Mapping[str, Any], same: bool) -> dict[str, Given]:
    """Details that the file changed, item by item where they are mappings."""
    new = content.get("details")
    old = content.get("details_were") if same else {}
    seen = content.get("details_digests", {}) if same else {}  # of what its writer had before her
    if not (isinstance(new, Mapping) and isinstance(old, Mapping) and isinstance(seen, Mapping)):
        raise NotADraft()
    fields = {name: new[name] for name in DetailsForm.base_fields if name in new}
    form = DetailsForm(fields)
    form.is_valid()
    found = {}
    for name in fields:
        if name in form.cleaned_data and (not same or fields[name] != old.get(name)):
            was = old[name] if name in old else detail_of(filing, name)
            found[name] = Given(form.cleaned_data[name], str(seen.get(name) or digest_of(was)))
    for whole in MAPPINGS:
        items, before = new.get(whole), old.get(whole, {})
        if not isinstance(items, Mapping) or not isinstance(before, Mapping):
            continue
        for key, text in items.items():
            if text != before.get(key, ""):
                was = seen.get(f"{whole}.{key}") or digest_of(before.get(key, ""))
                found[f"{whole}.{key}"] = Given(str(text), str(was))
    return found


def _left_details(outcome: Outcome) -> list[dict[str, str]]:
    """Details that somebody else wrote meanwhile; theirs stay, and mine are shown to be copied."""
    return [
        {
            "label": detail_words(one.name),
            "mine": text_words(one.mine),
            "theirs": text_words(one.theirs),
        }
        for one in outcome.conflicts
    ]
