"""Saying how far a job is. Outside a job the same calls do nothing, so actions need not ask."""

import threading
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from cairn.jobs.leases import report
from cairn.jobs.models import JobNote

OFTEN = 0.5  # seconds between two reports; a report is a write


class Interrupted(BaseException):
    """The runner is asked to stop; the job goes back to the queue. Not an `Exception`, so that a
    job which catches everything does not swallow it."""


@dataclass(slots=True)
class Running:
    """The job that this thread is doing."""

    note: JobNote
    stop: threading.Event
    reported: float = field(default=0.0)


current: ContextVar[Running | None] = ContextVar("current_job", default=None)


def progress(done: int, total: int | None = None, *, sentence: str = "", **values: Any) -> None:
    """Report how far the job is; raises where it should stop here.

    Call between short transactions: within one, others see the report when it is committed.
    """
    running = current.get()
    if running is None:
        return
    if running.stop.is_set():
        raise Interrupted
    now = time.monotonic()
    if now - running.reported < OFTEN and done != total:
        return
    changes: dict[str, Any] = {"done": done}
    if total is not None:
        changes["total"] = running.note.total = total
    if sentence:
        changes |= {"sentence": sentence, "values": values}
    report(running.note, **changes)
    running.reported = now
