"""Who may change the library, and who may publish: never the same person of one record."""

from typing import Any

from cairn.accounts.permissions import Permission, check_may
from cairn.history.models import Version
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.states import Status

MASKED = "masked"  # reason of a version in which names were taken out because somebody asked


class OwnWork(Refused):
    text = noop("You changed this record, so another person has to look at it and publish it.")


def check_may_change(person: Any) -> None:
    """At the console, whoever has the machine may."""
    if person is not None:
        check_may(person, Permission.LIBRARY_WRITE)


def check_may_publish(person: Any, entry: Entry) -> None:
    """A reviewer, and not the one whose change it is."""
    check_may(person, Permission.LIBRARY_REVIEW)
    if entry.changed_by_id is not None and entry.changed_by_id == person.pk:
        raise OwnWork()


def check_may_withdraw(person: Any) -> None:
    """A reviewer alone, and at once: what is wrong must not wait for a second person."""
    check_may(person, Permission.LIBRARY_REVIEW)


def worked_on(person: Any, entry: Entry) -> bool:
    """Whether the person wrote, handed over, gave back or published any version of the record; to
    have taken something out of it is no work on it."""
    rows = Version.objects.filter(key=entry.ref, by=person.username)
    return rows.exclude(reason__in=(MASKED, Status.WITHDRAWN.value)).exists()
