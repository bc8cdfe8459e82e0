"""Who may change the library, and who may publish: never the same person of one record."""

from typing import Any

from cairn.accounts.permissions import Permission, check_may
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.knowledge.editing.models import Entry


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
