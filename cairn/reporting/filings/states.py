"""Where a filing stands, and where it may go next.

Who may move it is decided in `policies`. A validated filing is never changed: it is followed by a
new version, which starts as a draft of its own, or withdrawn, which leaves a stub.
"""

from django.db import models

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop


class FilingStatus(models.TextChoices):
    """The life of one version of a filing."""

    DRAFT = "draft"  # the officer writes; nobody outside the organisation sees it
    SUBMITTED = "submitted"  # its author can change it no more; the State's contact point decides
    RETURNED = "returned"  # with reasons; the officer writes again
    CLEARED = "cleared"  # the State stands behind it; the secretariat looks at its form
    VALIDATED = "validated"  # in good form; it may be counted
    SUPERSEDED = "superseded"  # a later version was validated
    WITHDRAWN = "withdrawn"  # a stub with a reason is left


NEXT = {
    FilingStatus.DRAFT: {FilingStatus.SUBMITTED, FilingStatus.WITHDRAWN},
    FilingStatus.SUBMITTED: {
        FilingStatus.DRAFT,  # taken back by its organisation
        FilingStatus.RETURNED,
        FilingStatus.CLEARED,
        FilingStatus.WITHDRAWN,
    },
    FilingStatus.RETURNED: {FilingStatus.SUBMITTED, FilingStatus.WITHDRAWN},
    FilingStatus.CLEARED: {
        FilingStatus.RETURNED,
        FilingStatus.VALIDATED,
        FilingStatus.WITHDRAWN,
    },
    FilingStatus.VALIDATED: {FilingStatus.SUPERSEDED, FilingStatus.WITHDRAWN},
    FilingStatus.SUPERSEDED: {FilingStatus.WITHDRAWN},
    FilingStatus.WITHDRAWN: set(),
}
WRITABLE = (FilingStatus.DRAFT, FilingStatus.RETURNED)
ON_THEIR_WAY = (*WRITABLE, FilingStatus.SUBMITTED, FilingStatus.CLEARED)
STATUS_WORDS = {
    FilingStatus.DRAFT: noop("Draft"),
    FilingStatus.SUBMITTED: noop("Submitted"),
    FilingStatus.RETURNED: noop("Returned"),
    FilingStatus.CLEARED: noop("Cleared"),
    FilingStatus.VALIDATED: noop("Validated"),
    FilingStatus.SUPERSEDED: noop("Replaced by a later version"),
    FilingStatus.WITHDRAWN: noop("Withdrawn"),
}


class NoSuchFilingMove(Refused):
    text = noop("Filing %(ref)s is %(status)s; that cannot be done to it now.")


def check_can_move(status: str, *, to: FilingStatus, ref: str) -> None:
    if to not in NEXT[FilingStatus(status)]:
        raise NoSuchFilingMove(ref=ref, status=str(status))
