"""Jobs that the tests queue; at the top of a module, so that another process finds them."""

import errno
import time
from pathlib import Path

from django.db import OperationalError, transaction

from cairn.accounts.models import Organisation
from cairn.jobs.progress import progress
from cairn.jobs.queue import job
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

SECRET = "Someone's name"  # stands for what was read in a file
seen: list[tuple[object, ...]] = []
failures_left = [0]


class NotThisOne(CairnError):
    text = noop("Row %(row)s, %(column)s: %(value)s is not wanted.")


@job(sentence=noop("Remembering %(what)s"))
def remember(*words: object) -> None:
    seen.append(words)


@job()
def refuse() -> None:
    raise NotThisOne(row=7, column="name", value=SECRET)


@job()
def break_down() -> None:
    raise ValueError(SECRET)


@job(attempts=3)
def fail_for_a_while() -> None:
    if failures_left[0]:
        failures_left[0] -= 1
        raise OperationalError("database is locked")
    seen.append(("at last",))


@job(attempts=3)
def find_no_room() -> None:
    if failures_left[0]:
        failures_left[0] -= 1
        raise OSError(errno.ENOSPC, "No space left on device")


@job()
def report_often(total: int) -> None:
    for done in range(1, total + 1):
        progress(done, total)


@job(sentence=noop("Entering organisations"))
def enter(total: int, gate: str) -> None:
    """Chunk by chunk; what an earlier, killed attempt has entered is passed over. In the middle it
    waits until the gate is there, so that the test can kill it just then."""
    for number in range(total):
        with transaction.atomic():
            key = f"chunk-{number:04}"
            if not Organisation.objects.filter(key=key).exists():
                Organisation.objects.create(key=key, name=key, kind="project")
        progress(number + 1, total)
        while number == total // 2 and not Path(gate).exists():
            time.sleep(0.05)
