"""What the viewer's organisations have taken along of others: their receipts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.dates import Period
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing.reads.models import Copy
from cairn.web.desk.filing.doors import newest_seen
from cairn.web.desk.filing.words import marking_words, section_words
from cairn.web.desk.importing.doors import Page, by_key, needs, viewer_of
from cairn.web.desk.reads.after import purpose_words
from cairn.web.desk.reads.tabs import tabs
from cairn.web.say import current

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file that was taken along, and how the record stands for the viewer now."""

    copy: Copy
    section: str
    period: Period
    state: str
    purpose: str
    marking: str
    now: str
    kind: str  # of the state shown
    url: str


@require_safe
@needs(Permission.DESK_READ)
def index(request: HttpRequest) -> HttpResponse:
    """The newest first. What is not open any more says only that."""
    rows = Copy.objects.filter(reader__ref__in=viewer_of(request).organisations)
    page: Page = by_key(rows.select_related("reader"), request, ["-at", "pk"], size=SHOWN)
    context = {
        "tabs": tabs(request, "desk:reads_taken"),
        "receipts": list(_receipts(request, page.rows)),
        "page_of": page,
    }
    return render(request, "desk/reads/taken.html", context)


def _receipts(request: HttpRequest, copies: list[Copy]) -> Iterator[Receipt]:
    seen = newest_seen(viewer_of(request)).filter(ref__in={one.record for one in copies})
    newest = {one.ref: one for one in seen}
    for one in copies:
        if one.about["section"] not in sections():
            continue
        now, kind, url = _standing(one, newest.get(one.record))
        first, last = one.about["period"], one.about["period_last"]
        yield Receipt(
            one,
            section_words(one.about["section"]),
            Period(date.fromisoformat(first), date.fromisoformat(last)),
            name_of(one.about["state"], current()),
            purpose_words(one.purpose),
            marking_words(one.marking),
            now,
            kind,
            url,
        )


def _standing(copy: Copy, newest: Filing | None) -> tuple[str, str, str]:
    """How the record stands beside the copy, its state, and where it is read."""
    if newest is None:
        return _("not open to you any more"), "attention", ""
    url = reverse("desk:filing", args=[newest.ref])
    if newest.status == FilingStatus.WITHDRAWN:
        return _("withdrawn"), "problem", url
    if newest.number > copy.number:
        words = _("now in version %(number)s") % {"number": newest.number}
        return words, "attention", url
    return _("as it was taken"), "done", url
