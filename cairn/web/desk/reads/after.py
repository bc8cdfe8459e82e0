"""What the page of a filing or a finding says of those who have read it: for its owner, who read it
and who has acknowledged its changes; for a reader elsewhere, for what she reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.kernel.errors import allowed
from cairn.kernel.text import noop
from cairn.reference.vocabularies import label
from cairn.reporting.filings.contributing import READ_BY_OTHERS
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.notices import CLOSED, LEFT, Told
from cairn.reporting.filings.policies import check_may_recall
from cairn.reporting.filings.recalling import (
    REMINDED,
    answer_by,
    overdue,
    read_outside,
    shared_with_others,
    told_of,
)
from cairn.sharing.participation import takes_part
from cairn.sharing.reads.purposes import VOCABULARY
from cairn.sharing.reads.queries import Oversight, oversight, summed
from cairn.web.components import Column, Table
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.reads.noting import by_office, kept_purpose
from cairn.web.desk.reads.uses import beyond
from cairn.web.say import current, say

LISTED = 20  # organisations and purposes on the page of a record; all stand in the log
KINDS = {
    "new_version": noop("new version"),
    "narrowed": noop("new version, not open to it"),
    "withdrawn": noop("withdrawn"),
    "recalled": noop("recalled"),
    LEFT: noop("your State left the exchange"),
    CLOSED: noop("a sharing group narrowed"),
    "finding_version": noop("new version"),
    "finding_narrowed": noop("new version, not open to it"),
    "finding_withdrawn": noop("withdrawn"),
}


def purpose_words(purpose: str) -> str:
    return label(VOCABULARY, purpose, current())


def overseen(request: HttpRequest) -> Oversight:
    """What the person oversees; asked once for a request."""
    held: Oversight | None = getattr(request, "overseen", None)
    if held is None:
        held = oversight(person_of(request))
        request.overseen = held  # type: ignore[attr-defined]
    return held


@dataclass(frozen=True, slots=True)
class Answered:
    """One organisation that was told of a change, as its owner sees it."""

    organisation: str
    what: str
    told: date
    done: date | None
    by: date  # when it is to have acknowledged
    waits: int  # days, once they are too many
    files: bool  # it took a file along

    @property
    def state(self) -> str:
        return "done" if self.done else "attention" if self.waits else "waiting"


def answered(notices: Iterable[Notice], today: date) -> list[Answered]:
    return [
        Answered(
            one.organisation.called,
            say(KINDS[one.kind]),
            timezone.localdate(one.at),
            timezone.localdate(one.done_at) if one.done_at else None,
            answer_by(one),
            overdue(one, today),
            bool(one.values.get("files")),
        )
        for one in notices
    ]


def after(request: HttpRequest, record: Told) -> dict[str, Any]:
    """For `desk/reads/after.html` and `for_what.html`; nothing of it for anybody else."""
    viewer, path = viewer_of(request), request.get_full_path()
    if overseen(request).owns(record.owner_id, record.state):
        told = answered(told_of(record), timezone.localdate())
        read_by, read_inside = _read_by(record)
        return {
            "oversees": True,
            "read_by": read_by,
            "read_inside": read_inside,
            "all_reads": f"{reverse('desk:reads')}?{urlencode({'record': record.ref})}",
            "told": told,
            "copies_out": any(one.files for one in told),
        }
    if record.owner_id in viewer.organisations or by_office(viewer, record.state):
        return {}
    purpose = kept_purpose(request)
    return {
        "beyond": beyond(record, purpose),
        "reads_for": purpose_words(purpose) if purpose else "",
        "purpose_url": f"{reverse('desk:purpose')}?{urlencode({'next': path})}",
    }


def nothing_to_recall(request: HttpRequest, filing: Filing) -> str:
    """For whoever may recall it: why there is nothing to recall although others have read it; else
    empty."""
    if shared_with_others(filing) or filing.recalled_at is not None:
        return ""
    if not allowed(check_may_recall, person_of(request), filing) or not read_outside(filing):
        return ""
    if not takes_part(filing.state, timezone.localdate()):
        return _(
            "There is nothing to recall: others have read it, but your State takes no part in the "
            "exchange now, so nobody outside your State and the secretariat can read it."
        )
    if filing.marking in READ_BY_OTHERS:
        return _(
            "There is nothing to recall: others have read it, but nobody outside your State and "
            "the secretariat can read it now."
        )
    return _(
        "There is nothing to recall: others have read it, but its marking, without a sharing "
        "group, now keeps it from everybody outside your State and the secretariat."
    )


def confirm_by(filing: Filing) -> date | None:
    """By when those who read it are to confirm that they know of its recall."""
    return timezone.localdate(filing.recalled_at) + REMINDED if filing.recalled_at else None


def _read_by(record: Told) -> tuple[Table | None, Table | None]:
    """By others, and inside its own State, whose bodies are no others; summed once. Three queries,
    however many have read it."""
    own = Q(kind=OrganisationKind.STATE_BODY, state=record.state)
    bodies = set(Organisation.objects.filter(own).values_list("pk", flat=True))
    parts: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for row in summed(record.ref):
        if len(part := parts[row["reader"] in bodies]) < LISTED:
            part.append(row)
    names = Organisation.objects.in_bulk({row["reader"] for part in parts for row in part})
    outside, inside = parts
    return (
        _readers(_("Who has read it"), outside, names),
        _readers(_("Who has read it inside your State"), inside, names),
    )


def _readers(
    caption: str, rows: list[dict[str, Any]], names: Mapping[int, Organisation]
) -> Table | None:
    lines = [
        (
            names[row["reader"]].called,
            purpose_words(row["purpose"]),
            row["last"],
            row["version"],
            row["n"],
        )
        for row in rows
    ]
    columns = [
        Column(_("Organisation")),
        Column(_("Purpose")),
        Column(_("Last on")),
        Column(_("Last version read"), "number"),
        Column(_("Times"), "number"),
    ]
    return Table(caption, columns, lines, stacked=True) if lines else None
