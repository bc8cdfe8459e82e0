"""What the runner does by the clock. A duty is short, idempotent, and may be late."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections

from cairn.db.disk import is_out_of_room

log = logging.getLogger("cairn.jobs")


@dataclass(slots=True)
class Duty:
    """A function and how many seconds lie between two calls of it."""

    function: Callable[[], Any]
    seconds: float
    due: float = 0.0  # on the monotonic clock
    failed: str = ""  # why it failed the last time; empty: it did not

    @property
    def name(self) -> str:
        return f"{self.function.__module__}.{self.function.__qualname__}"


DUTIES: dict[str, Duty] = {}


def every(seconds: float) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register a function to be called by the runner every so many seconds."""

    def wrap(function: Callable[[], Any]) -> Callable[[], Any]:
        duty = Duty(function, seconds)
        DUTIES[duty.name] = duty
        return function

    return wrap


def do_what_is_due() -> int:
    """Call each duty that is due; one that fails is logged by its kind and tried next time."""
    done = 0
    for duty in list(DUTIES.values()):
        if time.monotonic() < duty.due:
            continue
        try:
            duty.function()
        except Exception as problem:
            why = "the disk is full" if is_out_of_room(problem) else type(problem).__name__
            if why != duty.failed:  # one that goes on failing is said once, not every two seconds
                log.error("duty %s failed: %s", duty.name, why)
            duty.failed = why
        else:
            duty.failed = ""
        duty.due = time.monotonic() + duty.seconds
        done += 1
    close_old_connections()
    return done
