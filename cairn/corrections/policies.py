"""Who may decide a request: nobody who edited or published the record, and never twice on one.

Whoever decides requests may read all of them. Editors read what an accepted request asks of them,
and nothing else of it.
"""

from typing import Any

from cairn.accounts.permissions import Permission, check_may
from cairn.corrections.models import Decision, Request
from cairn.corrections.states import TO_DECIDE, MovedElsewhere
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop
from cairn.knowledge.asking.vocabulary import Wish
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.policies import worked_on


class OwnRecord(Refused):
    text = noop("You wrote or published this record, so another person decides.")


class OwnDecision(Refused):
    text = noop("You decided this request the first time, so another person decides the appeal.")


def entry_of(request: Request) -> Entry | None:
    """The record that is meant, as its editors have it; None where there is none."""
    return Entry.objects.select_related("changed_by").filter(ref=request.record).first()


def check_may_decide(person: Any, request: Request) -> None:
    check_may(person, Permission.CORRECTION_DECIDE)
    if request.wish == Wish.PROPOSE:
        raise NotFound()
    if request.status not in TO_DECIDE:
        raise MovedElsewhere()
    entry = entry_of(request)
    if entry is not None and worked_on(person, entry):
        raise OwnRecord()
    if Decision.objects.filter(request=request, by=person.username).exists():
        raise OwnDecision()
