"""Where a proposal to join two accounts stands, and where it may go next.

A run decides nothing twice: it only adds pairs that are not there yet. What a person undid waits
for a person again and is never joined without asking.
"""

from django.db import models

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop


class LinkStatus(models.TextChoices):
    """What holds about a pair."""

    PROPOSED = "proposed"  # alike enough to ask
    AUTOMATIC = "automatic"  # joined without asking
    ACCEPTED = "accepted"  # joined by a person
    REJECTED = "rejected"  # different events, said a person
    UNDONE = "undone"  # a decision was taken back, with a reason


NEXT = {
    LinkStatus.PROPOSED: {LinkStatus.ACCEPTED, LinkStatus.REJECTED},
    LinkStatus.AUTOMATIC: {LinkStatus.UNDONE},
    LinkStatus.ACCEPTED: {LinkStatus.UNDONE},
    LinkStatus.REJECTED: {LinkStatus.UNDONE},
    LinkStatus.UNDONE: {LinkStatus.ACCEPTED, LinkStatus.REJECTED},
}
JOINED = (LinkStatus.AUTOMATIC, LinkStatus.ACCEPTED)


class AlreadyDecided(Refused):
    text = noop("This pair was decided in the meantime. Reload the page to see how.")


class SourceTwice(Refused):
    text = noop(
        "Joined, one event would have two accounts of one source, which are different events. Undo "
        "the other link of these accounts first."
    )


class LaterLink(Refused):
    text = noop("Another link was built on this one afterwards; undo %(ref)s first.")


class ReasonMissing(Refused):
    text = noop("Say why the decision is taken back; the reason stays with the pair.")


class StillReading(Refused):
    text = noop(
        "An import of %(source)s is reading rows just now. Decide again when it has finished; the "
        "pair stays here."
    )
