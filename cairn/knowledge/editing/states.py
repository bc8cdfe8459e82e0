"""Where a record of the library stands on its way to the public, and where it may go next.

A published record is changed by a new draft beside it; the public reads the published one until
another person has approved the draft.
"""

from django.db import models

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop


class Status(models.TextChoices):
    """Of the newest content, which the public may not be reading yet."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Because(models.TextChoices):
    """Why a record was withdrawn; its stub says so to everyone."""

    WRONG = "wrong"
    DOUBLE = "double"  # the same is recorded elsewhere
    RIGHTS = "rights"  # a person concerned, or whoever holds the rights in it, asked for it
    SOURCE = "source"  # its source withdrew it


NEXT: dict[Status, set[Status]] = {
    Status.DRAFT: {Status.IN_REVIEW, Status.WITHDRAWN},
    Status.IN_REVIEW: {Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN},
    Status.PUBLISHED: {Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN},
    Status.WITHDRAWN: {Status.DRAFT, Status.IN_REVIEW},  # corrected and brought back
}
WORDS = {
    Status.DRAFT: noop("draft"),
    Status.IN_REVIEW: noop("waits for a second person"),
    Status.PUBLISHED: noop("published"),
    Status.WITHDRAWN: noop("withdrawn"),
}
REASONS = {
    Because.WRONG: noop("it was wrong"),
    Because.DOUBLE: noop("the same is recorded elsewhere"),
    Because.RIGHTS: noop("somebody whom it concerns asked for it"),
    Because.SOURCE: noop("its source withdrew it"),
}


class MovedOn(Refused):
    text = noop("This record stands elsewhere now. Reload the page and look at it again.")


def check_can_move(status: str, *, to: Status) -> None:
    """Raise a sentence where there is no such move."""
    if to not in NEXT[Status(status)]:
        raise MovedOn()
