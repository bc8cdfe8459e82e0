"""When this instance was brought back from a backup, and from which entry of the log on it differs.

What was entered between the making of the backup and its restoring is lost here; whoever holds a
checkpoint of that time can tell (`checkpoints.lost_to`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cairn.audit.models import Event, Seal

RESTORED = "console.backup.restored"  # kind of the event; its value is when the backup was made
TOLD = timedelta(days=30)  # for which the desk tells everybody


@dataclass(frozen=True, slots=True)
class Restore:
    """One restore: `number` of the last entry that came with the backup; 0: there was none."""

    at: datetime
    made_at: datetime | None  # of the backup; None: the event's payload was erased
    number: int


def restores() -> Iterator[Restore]:
    """Every restore that the log knows, the first one first."""
    for event in Event.objects.filter(kind=RESTORED).order_by("pk"):
        own = Seal.objects.filter(event=event.pk).values_list("number", flat=True).first()
        made_at = parse_datetime(str(event.values.get("made_at", "")))
        yield Restore(event.at, made_at, own - 1 if own else Seal.objects.count())


def restored_lately(now: datetime | None = None) -> Restore | None:
    """The newest restore, as long as people are told of it."""
    since = (now or timezone.now()) - TOLD
    if not Event.objects.filter(kind=RESTORED, at__gte=since).exists():
        return None
    return list(restores())[-1]


def first_since(day: date) -> Restore | None:
    """The first restore on this day or later of a backup that was made no later: what a checkpoint
    of the day may have lost to it."""
    for one in restores():
        if one.at.date() >= day and (one.made_at is None or one.made_at.date() <= day):
            return one
    return None
