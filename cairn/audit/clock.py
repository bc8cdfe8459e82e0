"""Whether the clock of this machine may be believed, told from what it said before.

The job runner notes every minute what time it is. If the clock then stands before that, or a month
after it, it went wrong, or the machine was off for long: nobody here can tell which. What works by
the calendar (checkpoints, reminders, what goes when its time is over) waits until the clock fits
again or somebody at the console says that it is right. A smaller step ahead is not noticed.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cairn.audit import log
from cairn.audit.models import Checkpoint, Event
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

MARK = "run/clock"  # below the folder of data; in no backup
BACK = timedelta(hours=1)
AHEAD = timedelta(days=31)
CONFIRMED = "audit.clock.confirmed"  # kind of the event by which somebody says that it is right


class How(StrEnum):
    """In which way the clock does not fit."""

    BEHIND = "behind"
    AHEAD = "ahead"


class ClockBehind(CairnError):
    text = noop(
        "The clock of this server says %(now)s UTC, and it has already been %(last)s: it is wrong "
        "now, or it was wrong then."
    )


class ClockAhead(CairnError):
    text = noop(
        "The clock of this server says %(now)s UTC, long after this instance last ran, %(last)s: "
        "it is wrong, or the server was off."
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the clock says, and what it said last when it was believed."""

    how: How
    now: datetime
    last: datetime

    @property
    def sentence(self) -> CairnError:
        form = "%Y-%m-%d %H:%M"
        kind = ClockBehind if self.how is How.BEHIND else ClockAhead
        return kind(now=f"{self.now:{form}}", last=f"{self.last:{form}}")


class ClockInDoubt(CairnError):
    text = noop(
        "No checkpoint is signed, because the clock does not fit: it says %(now)s UTC, and before "
        "it said %(last)s. Set it right, or say “cairn clock --right” if it is."
    )


def doubt(now: datetime | None = None) -> Doubt | None:
    """Why the clock is not believed, or None where it is."""
    now, last = now or timezone.now(), last_believed()
    if last is not None and now < last - BACK:
        return Doubt(How.BEHIND, now, last)
    if last is not None and now > last + AHEAD:
        return Doubt(How.AHEAD, now, last)
    return None


def last_believed() -> datetime | None:
    """What was noted last; where nothing was, when something was last logged. None: never."""
    try:
        told = datetime.fromisoformat(_mark().read_text().strip())
        return told if told.tzinfo else told.replace(tzinfo=UTC)
    except (FileNotFoundError, ValueError):
        newest = Event.objects.order_by("-pk").values_list("at", flat=True).first()
        return newest


def note_the_time() -> Doubt | None:
    """Note what time it is, unless it is in doubt; then return the doubt."""
    now = timezone.now()
    found = doubt(now)
    if found is None:
        write_mark(now)
    return found


def write_mark(moment: datetime) -> None:
    """In one step, so that no half-written time is ever read."""
    path = _mark()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"clock-{secrets.token_hex(4)}.part")  # others write one, too
    draft.write_text(moment.isoformat() + "\n")
    os.replace(draft, path)


def confirm(*, by: str = "") -> None:
    """Somebody who looked says that the clock is right now; what it said before is logged."""
    now, last, newest = timezone.now(), last_believed(), _newest_day()
    log.record(
        CONFIRMED,
        by=by,
        before=last.isoformat() if last else "",
        newest=str(newest) if newest else "",
    )
    write_mark(now)


def check_day(today: object) -> None:
    """Raise if a checkpoint of this day would come after one of a later day, unless somebody said
    after that one that the clock is right."""
    newest = Checkpoint.objects.order_by("-day").first()
    if newest is None or str(newest.day) <= str(today):
        return
    said = Event.objects.filter(kind=CONFIRMED).values_list("values", flat=True)
    if any(one.get("newest") == str(newest.day) for one in said.iterator()):
        return
    raise ClockInDoubt(now=today, last=newest.day)


def _newest_day() -> object:
    return Checkpoint.objects.order_by("-day").values_list("day", flat=True).first()


def _mark() -> Path:
    return Path(settings.CAIRN_DATA) / MARK
