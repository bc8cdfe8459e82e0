"""What the library's pages of the desk share: who enters, finding an entry, how it is said."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission, may, roles_with
from cairn.accounts.working import roles_held_by
from cairn.kernel.errors import NotFound
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.states import WORDS, Status
from cairn.knowledge.kinds import kinds
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.say import say

KINDS_OF_STATE = {
    Status.DRAFT: "information",
    Status.IN_REVIEW: "waiting",
    Status.PUBLISHED: "done",
    Status.WITHDRAWN: "problem",
}
enters = needs(Permission.LIBRARY_WRITE, Permission.LIBRARY_REVIEW)
writes_only = needs(Permission.LIBRARY_WRITE)


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry as lists show it."""

    entry: Entry
    kind: str
    state: str
    words: str
    who: str
    changed: bool  # the public reads an older version


def listed(entry: Entry) -> Listed:
    status = Status(entry.status)
    kind = kinds().get(entry.kind)
    return Listed(
        entry,
        say(kind.word) if kind else entry.kind,
        KINDS_OF_STATE[status],
        say(WORDS[status]),
        entry.changed_by.called if entry.changed_by else "",
        entry.published_number not in (None, entry.number),
    )


def find_entry(ref: str) -> Entry:
    rows = Entry.objects.select_related("changed_by", "owner")
    entry = rows.filter(ref=ref, kind__in=kinds()).first()
    if entry is None:
        raise NotFound()
    return entry


def writes(request: HttpRequest) -> bool:
    return may(request.user, Permission.LIBRARY_WRITE)


def reviews(request: HttpRequest) -> bool:
    return may(request.user, Permission.LIBRARY_REVIEW)


def owner_for(request: HttpRequest) -> Organisation | None:
    """In whose name the person brings records in."""
    held: Any = roles_held_by(person_of(request))
    held = held.filter(role__in=roles_with(Permission.LIBRARY_WRITE)).order_by("pk")
    first = held.select_related("organisation").first()
    return first.organisation if first else None
