"""Where an import stands, and where it may go next.

Staged rows are invisible to every queryset until the one short step from `STAGED` to `COMMITTED`.
"""

from django.db import models

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop


class Status(models.TextChoices):
    """The life of an import batch."""

    RECEIVED = "received"  # the file is kept, its columns are known
    STAGING = "staging"  # rows are being checked and put aside
    STAGED = "staged"  # every row is read; a person decides
    COMMITTED = "committed"  # its rows are current
    DISCARDING = "discarding"  # its rows are being removed
    DISCARDED = "discarded"  # nothing of it is left but this record
    FAILED = "failed"  # the file cannot be read to its end; its rows are being removed


NEXT = {
    Status.RECEIVED: {Status.STAGING, Status.DISCARDING},
    Status.STAGING: {Status.STAGING, Status.STAGED, Status.FAILED, Status.DISCARDING},
    Status.STAGED: {Status.COMMITTED, Status.DISCARDING, Status.STAGING},
    Status.FAILED: {Status.DISCARDING},
    Status.DISCARDING: {Status.DISCARDED},
    Status.COMMITTED: set(),
    Status.DISCARDED: set(),
}
OPEN = (Status.STAGING, Status.STAGED)  # holds rows that are not current, and the source's place
ERASED = "[█ erased "  # how the reason of one begins that is, or was, erased as a whole
UNSETTLED = (Status.STAGING, Status.STAGED, Status.DISCARDING, Status.FAILED)


class NoSuchMove(Refused):
    text = noop("Import %(ref)s is %(status)s; that cannot be done to it now.")
