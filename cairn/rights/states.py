"""Where a report of abuse stands, where it may go next, and by when.

Every move is the reviewer's. There is no move by which anybody else could close a report, and none
that deletes one.
"""

from datetime import timedelta

from django.db import models

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop

ACKNOWLEDGE = timedelta(days=7)  # after it was reported
CONCLUDE = timedelta(days=90)  # after it was acknowledged


class Status(models.TextChoices):
    """The life of a report."""

    REPORTED = "reported"  # nobody has acknowledged it yet
    ACKNOWLEDGED = "acknowledged"
    IN_REVIEW = "in_review"
    CONCLUDED = "concluded"  # with an outcome and its reasons
    ARCHIVED = "archived"  # nothing more is expected of anybody


class Outcome(models.TextChoices):
    """What a review found."""

    SUBSTANTIATED = "substantiated"
    NOT_SUBSTANTIATED = "not_substantiated"
    INSUFFICIENT = "insufficient"  # too little is known to say


NEXT: dict[Status, set[Status]] = {
    Status.REPORTED: {Status.ACKNOWLEDGED},
    Status.ACKNOWLEDGED: {Status.IN_REVIEW},
    Status.IN_REVIEW: {Status.CONCLUDED},
    Status.CONCLUDED: {Status.IN_REVIEW, Status.ARCHIVED},  # taken up again, or put away
    Status.ARCHIVED: set(),
}
OPEN = (Status.REPORTED, Status.ACKNOWLEDGED, Status.IN_REVIEW)
WORDS = {
    Status.REPORTED: noop("reported, not acknowledged yet"),
    Status.ACKNOWLEDGED: noop("acknowledged"),
    Status.IN_REVIEW: noop("under review"),
    Status.CONCLUDED: noop("concluded"),
    Status.ARCHIVED: noop("archived"),
}
OUTCOMES = {
    Outcome.SUBSTANTIATED: noop("Substantiated"),
    Outcome.NOT_SUBSTANTIATED: noop("Not substantiated"),
    Outcome.INSUFFICIENT: noop("Not enough is known to say"),
}


class NotNow(Refused):
    text = noop("This report stands elsewhere now. Reload the page and look at it again.")


def check_can_move(status: str, *, to: Status) -> None:
    """Raise a sentence where there is no such move."""
    if to not in NEXT[Status(status)]:
        raise NotNow()
