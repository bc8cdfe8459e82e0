"""Where a request may go next, and what may be done for the asker."""

from django.db import models

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.knowledge.asking.vocabulary import Status


class Remedy(models.TextChoices):
    """What is done where a request is accepted."""

    MASK = "mask"  # names are taken out of what the public reads, at once
    WITHDRAW = "withdraw"  # the record is taken from the public, at once
    DRAFT = "draft"  # of a proposal: an editor has begun to write the record
    EDITORS = "editors"  # editors change the record, and another person publishes it


REMEDIES = {  # that a reviewer of corrections can choose
    Remedy.MASK: noop("Take names out of the record now"),
    Remedy.WITHDRAW: noop("Take the whole record from the public now"),
    Remedy.EDITORS: noop("Let the editors change the record"),
}
NEXT: dict[Status, set[Status]] = {
    Status.RECEIVED: {Status.TO_CARRY_OUT, Status.CLOSED},
    Status.TO_CARRY_OUT: {Status.CLOSED, Status.APPEALED},
    Status.CLOSED: {Status.APPEALED},
    Status.APPEALED: {Status.TO_CARRY_OUT, Status.CLOSED},
}
TO_DECIDE = (Status.RECEIVED, Status.APPEALED)


class MovedElsewhere(Refused):
    text = noop("This request stands elsewhere now. Reload the page and look at it again.")


def check_can_move(status: str, *, to: Status) -> None:
    """Raise a sentence where there is no such move."""
    if to not in NEXT[Status(status)]:
        raise MovedElsewhere()
