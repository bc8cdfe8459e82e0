"""Spreadsheets that wait for the person: read by half, sent by half, or brought back and not taken.

Only her own, and only of organisations for which she may still file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.accounts.models import Organisation
from cairn.files.models import READ, Upload
from cairn.kernel.dates import Period
from cairn.kernel.text import Message
from cairn.reporting.devices.handing import handed_in_by
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.states import WRITABLE
from cairn.reporting.sheets.arriving import LEADS_ON
from cairn.reporting.sheets.models import SheetFile, SheetTaken
from cairn.web import numbers
from cairn.web.desk.filing.doors import newest_seen
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.uploading import after, waiting_for
from cairn.web.say import current, say

MOST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """One spreadsheet, what is missing, and the page on which it is gone on with."""

    ref: str
    name: str
    organisation: str
    section: str
    at: datetime
    missing: tuple[str, ...]
    url: str
    step: str
    brought_by: str = ""  # the device that handed it in; else it was sent by hand


def waiting_sheets(request: HttpRequest, bodies: Sequence[Organisation]) -> list[Waiting]:
    """The newest first; few queries, and nothing of the sheets themselves is read."""
    if not bodies:
        return []
    files = SheetFile.objects.filter(owner=person_of(request), organisation__in=bodies)
    files = files.select_related("organisation").defer("cells", "layout", "proposed", "said")
    newest = list(files.order_by("-pk")[:MOST])
    brought = handed_in_by([one.came_from for one in newest]) if newest else {}
    found = [_sheet(one, brought.get(one.came_from, "")) for one in newest]
    names = {one.ref: one.called for one in bodies}
    for upload in waiting_for(request, READ)[:MOST]:
        if upload.plan.get("organisation") in names:
            found.append(_upload(upload, names[upload.plan["organisation"]]))
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


@dataclass(frozen=True, slots=True)
class Together:
    """The filings that one spreadsheet became, of which some are still to be submitted."""

    url: str
    section: str
    period: Period  # from the first to the last of those that are left
    number: int
    left: int
    at: datetime


def together(request: HttpRequest, bodies: Sequence[Organisation]) -> list[Together]:
    """The page on which the filings of one sheet are submitted together; two queries."""
    if not bodies:
        return []
    taken = SheetTaken.objects.filter(
        owner=person_of(request), organisation__in=bodies, at__gt=timezone.now() - LEADS_ON
    )
    several = [one for one in taken.order_by("-at", "-pk")[:MOST] if len(one.filings) > 1]
    if not several:
        return []
    rows = newest_seen(viewer_of(request)).filter(
        ref__in={ref for one in several for ref in one.filings}, status__in=WRITABLE
    )
    open_ones = {ref: days for ref, *days in rows.values_list("ref", "period", "period_last")}
    return [
        Together(
            reverse("desk:sheet", kwargs={"ref": one.ref}),
            _section(one.section),
            Period(min(days[0] for days in left), max(days[1] for days in left)),
            len(one.filings),
            len(left),
            one.at,
        )
        for one in several
        if (left := [open_ones[ref] for ref in one.filings if ref in open_ones])
    ]


def _sheet(file: SheetFile, brought_by: str) -> Waiting:
    if file.missing is None:
        missing = [_("not looked at since the last change")]
    elif "nothing" in file.missing:
        missing = [_("no number is understood yet")]
    elif "idle" in file.missing:
        missing = [_("nothing of it is to be taken over")]
    elif file.missing:
        missing = [say(one) for one in missing_words(file.missing)]
    else:
        missing = [_("nothing is open; it can be taken over")]
    return Waiting(
        file.ref,
        file.name,
        file.organisation.called,
        _section(file.section),
        file.touched_at,
        tuple(missing),
        reverse("desk:sheet", kwargs={"ref": file.ref}),
        _("Go on with it"),
        brought_by,
    )


def _upload(upload: Upload, organisation: str) -> Waiting:
    name, filing = upload.name, upload.plan.get("filing")
    if filing:
        name = _("Workbook of filing %(ref)s") % {"ref": filing}
    if upload.whole:
        missing, step = _("it has arrived and was not read to the end"), _("Read it")
        url = after(upload)
    else:
        share = {"share": numbers.percent(upload.share, current())}
        missing = _("%(share)s have arrived; choose the same file again to send the rest") % share
        step = _("Send the rest")
        url = reverse("desk:workbook", args=[filing]) if filing else reverse("desk:sheets")
    section = _section(upload.plan.get("section", ""))
    return Waiting(upload.ref, name, organisation, section, upload.created, (missing,), url, step)


def _section(key: str) -> str:
    return say(sections()[key].title) if key in sections() else ""


def missing_words(missing: Mapping[str, int]) -> list[Message]:
    """What is open, kind by kind."""
    return [words for kind, n in missing.items() if (words := _words(kind, n))]


def _words(kind: str, n: int) -> Message | None:
    match kind:
        case "names":
            return Message("%(n)s likely name", "%(n)s likely names", n)
        case "questions":
            return Message("%(n)s question", "%(n)s questions", n)
        case "totals":
            return Message("%(n)s total that does not close", "%(n)s totals that do not close", n)
        case "aside":
            return Message("%(n)s reason to give", "%(n)s reasons to give", n)
        case "left":
            return Message("%(n)s place that cannot be read", "%(n)s places that cannot be read", n)
        case "problems":
            return Message("%(n)s problem", "%(n)s problems", n)
        case "filings":
            return Message("%(n)s filing to decide about", "%(n)s filings to decide about", n)
        case "differing":
            return Message(
                "%(n)s number that differs from a draft",
                "%(n)s numbers that differ from a draft",
                n,
            )
    return None
