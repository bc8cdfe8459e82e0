"""What waits in the library for whoever looks, on the first page of the desk."""

from typing import Any

from django.http import HttpRequest

from cairn.accounts.permissions import Permission, permissions_of
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.states import Status
from cairn.knowledge.kinds import kinds
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.library.doors import listed

SHOWN = 5


def told_of_library(request: HttpRequest) -> dict[str, Any] | None:
    """The oldest that wait for a second person, and the person's own that were given back."""
    if not viewer_of(request).library:
        return None
    person = person_of(request)
    rows = Entry.objects.filter(kind__in=kinds()).select_related("changed_by").defer("body")
    held = permissions_of(person)
    waits, back = [], []
    if Permission.LIBRARY_REVIEW in held:
        others = rows.filter(status=Status.IN_REVIEW).exclude(changed_by=person)
        waits = list(others.order_by("changed_at", "pk")[: SHOWN + 1])
    if Permission.LIBRARY_WRITE in held:
        mine = rows.filter(status=Status.DRAFT, changed_by=person).exclude(returned_because="")
        back = list(mine.order_by("changed_at", "pk")[: SHOWN + 1])
    if not waits and not back:
        return None
    return {
        "waits": [listed(one) for one in waits[:SHOWN]],
        "back": [listed(one) for one in back[:SHOWN]],
        "more": len(waits) > SHOWN,
    }
