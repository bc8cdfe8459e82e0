"""What a filing said at each time: kept versions that this viewer may read, and what differs
between two of them, cell by cell.

A kept version is read under the rule that held for it: a draft of an amendment stays with its
organisation, also after the amendment was cleared. Of a withdrawn version nothing is shown but
that it was withdrawn.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.history.models import Version
from cairn.kernel.cells import Cell
from cairn.kernel.errors import NotFound
from cairn.kernel.predicates import holds
from cairn.reporting.filings.drafting import DETAILS
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing.reads.models import Door
from cairn.sharing.viewer import Viewer, visible
from cairn.web.components import Column, Table
from cairn.web.desk.filing import heading
from cairn.web.desk.filing.details import DetailsForm
from cairn.web.desk.filing.doors import find_filing, is_inside, of_state
from cairn.web.desk.filing.record_differences import record_differences
from cairn.web.desk.filing.words import VERSION_REASONS, key_words
from cairn.web.desk.importing.doors import needs, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.reads.noting import read
from cairn.web.say import isolated, say

KEPT = 200  # versions of one filing that are listed
SHOWN = 500  # cells that differ


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One entry of the history."""

    entry: int  # number in the history of the reference
    number: int  # version of the filing
    at: datetime
    by: str
    what: str
    sha256: str
    reason: str  # of a return or a withdrawal
    readable: bool
    body: Mapping[str, Any]


def history(filing: Filing, viewer: Viewer) -> list[KeptVersion]:
    """What the viewer may know of, the newest first: three queries. Nothing, in another State."""
    if not is_inside(viewer, filing):
        return []
    rows = list(Version.objects.filter(key=filing.ref).order_by("-number")[:KEPT])
    gone = set(
        Filing.objects.filter(ref=filing.ref, status=FilingStatus.WITHDRAWN).values_list(
            "number", flat=True
        )
    )
    names = people({row.by for row in rows}, viewer, about=[filing.ref])
    rule, found = visible(viewer), []
    for row in rows:
        body = json.loads(row.body)
        if not holds(rule, _columns(body)):
            continue
        stub = body["number"] in gone
        if stub and body["status"] != FilingStatus.WITHDRAWN:
            continue
        found.append(
            KeptVersion(
                row.number,
                body["number"],
                row.at,
                names.get(row.by, row.by),
                say(VERSION_REASONS.get(row.reason, row.reason)),
                row.sha256,
                body.get("reason", ""),
                not stub,
                body,
            )
        )
    return found


def went(filing: Filing, viewer: Viewer) -> KeptVersion | None:
    """That it became part of a national filing, for the history of the agency's own."""
    if not filing.merged_into or not is_inside(viewer, filing):
        return None
    begun = Version.objects.filter(key=filing.merged_into, reason="merge begun").order_by("number")
    if (row := begun.first()) is None:
        return None
    words = _("Merged into the national filing %(ref)s")
    return KeptVersion(
        0,
        filing.number,
        row.at,
        people({row.by}, viewer, about=[filing.merged_into])[row.by],
        words % {"ref": isolated(filing.merged_into)},
        "",
        "",
        False,
        {"status": ""},
    )


def told_history(filing: Filing, viewer: Viewer) -> list[KeptVersion]:
    """The history as a page tells it, the newest first."""
    merge = went(filing, viewer)
    found = [*history(filing, viewer), *([merge] if merge else [])]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _columns(body: Mapping[str, Any]) -> dict[str, Any]:
    """The columns on which visibility is decided, as they were kept."""
    names = ("owner", "state", "audience_class", "section")
    embargo = date.fromisoformat(body["embargo_until"])
    told = {name: body[name] for name in names}
    return {**told, "embargo_until": embargo, "shared_with": body.get("shared_with")}


@require_safe
@needs(Permission.DESK_READ)
def differences(request: HttpRequest, ref: str) -> HttpResponse:
    """Two kept versions side by side: only what differs."""
    filing = find_filing(request, ref)
    if not is_inside(viewer_of(request), filing):
        raise NotFound()
    filing = read(request, lambda: find_filing(request, ref), Door.PAGE)
    kept = [one for one in history(filing, viewer_of(request)) if one.readable]
    new = _chosen(kept, request.GET.get("new", ""), _newest(kept))
    old = _chosen(kept, request.GET.get("old", ""), _before(kept, new))
    cells = _cells(filing, old, new) if old and new else []
    context = {
        **heading.headed(filing),
        "kept": kept,
        "old": old,
        "new": new,
        "cells": _table(cells[:SHOWN], old, new) if cells and old and new else None,
        "cells_more": max(0, len(cells) - SHOWN),
        "fields": _fields(old, new) if old and new else [],
        "records": record_differences(old.body, new.body, exact=_exact(request, filing))
        if old and new
        else [],
    }
    return render(request, "desk/filings/differences.html", context)


def differences_between(request: HttpRequest, old: Filing, new: Filing) -> dict[str, Any] | None:
    """What differs between two versions that the viewer may both read, as they stood when they were
    validated; None where one of them never was. Answers to questions of form stay with the State
    and the secretariat."""
    before, after = _validated(old), _validated(new)
    if before is None or after is None:
        return None
    cells = _cells(new, before, after)
    inside = is_inside(viewer_of(request), new)
    fields = [
        one for one in _fields(before, after) if inside or one["label"] != detail_words("answers")
    ]
    return {
        "cells": _table(cells[:SHOWN], before, after) if cells else None,
        "cells_more": max(0, len(cells) - SHOWN),
        "fields": fields,
        "records": record_differences(before.body, after.body, exact=_exact(request, new)),
    }


def _validated(filing: Filing) -> KeptVersion | None:
    """The version as it was kept when it was validated."""
    for row in Version.objects.filter(key=filing.ref, reason="validated").order_by("-number"):
        body = json.loads(row.body)
        if body["number"] == filing.number:
            return KeptVersion(row.number, filing.number, row.at, "", "", "", "", True, body)
    return None


def _exact(request: HttpRequest, filing: Filing) -> bool:
    """Whether the viewer may know coordinates: inside the State that filed them."""
    return of_state(viewer_of(request), filing)


def _newest(kept: Sequence[KeptVersion]) -> int:
    """The newest version as it last stood: something may have been kept of an older one since."""
    return max(range(len(kept)), key=lambda at: (kept[at].number, -at), default=0)


def _before(kept: Sequence[KeptVersion], new: KeptVersion | None) -> int:
    """With what a version is compared where nothing else was asked for: the version before it as
    it last stood; of a first version, what was kept before."""
    if new is None:
        return len(kept)
    earlier = [at for at, one in enumerate(kept) if one.number < new.number]
    return earlier[0] if earlier else kept.index(new) + 1


def _chosen(kept: Sequence[KeptVersion], text: str, otherwise: int) -> KeptVersion | None:
    if text:
        found = [one for one in kept if str(one.entry) == text]
        if not found:
            raise NotFound()
        return found[0]
    return kept[otherwise] if otherwise < len(kept) else None


Cells = list[tuple[str, Any, Any]]


def _cells(filing: Filing, old: KeptVersion, new: KeptVersion) -> Cells:
    """Every cell that changed, with both values; None where there was no such cell."""
    before, after = _counts(old.body), _counts(new.body)
    return [
        (key_words(filing, key), before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def _counts(body: Mapping[str, Any]) -> dict[str, int | Cell]:
    return {
        key: value if value is not None else Cell(no_value)
        for key, value, no_value in body["counts"]
    }


def _table(cells: Cells, old: KeptVersion, new: KeptVersion) -> Table:
    return Table(
        caption=_("Numbers that differ"),
        columns=[Column(_("Number")), Column(_("Before"), "number"), Column(_("Now"), "number")],
        rows=cells,
    )


def _fields(old: KeptVersion, new: KeptVersion) -> list[dict[str, str]]:
    """Details that differ, as they were written."""
    return [
        {
            "label": detail_words(name),
            "old": text_words(old.body[name]),
            "new": text_words(new.body[name]),
        }
        for name in DETAILS
        if old.body[name] != new.body[name]
    ]


def detail_words(name: str) -> str:
    """What a detail is called; one item of a mapping is called like the mapping."""
    labels = {name: str(field.label) for name, field in DetailsForm.base_fields.items()}
    labels |= {
        "definitions": _("Own definitions"),
        "differences": _("Reasons for differences"),
        "answers": _("Answers to what was asked"),
    }
    return labels[name.partition(".")[0]]


def text_words(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(str(one) for one in value.values()) or "–"
    if isinstance(value, list):
        return " · ".join(map(str, value)) or "–"
    return str(value) or "–"
