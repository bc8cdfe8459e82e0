"""Taking a job, keeping it, and giving it back: every change of state of a job, once each.

A lease says that a runner lives. Whoever takes, finishes or reports on a job does it in one short
statement that also checks that the job is still theirs, so a runner that was believed dead and
wakes up can change nothing.
"""

import logging
import traceback
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.jobs.models import JobNote, State
from cairn.jobs.queue import TERMS, Terms
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

LEASE = timedelta(seconds=90)
log = logging.getLogger("cairn.jobs")


class LeaseLost(CairnError):
    text = noop("This job was given to another runner; what it did here ends.")


class RunnerDied(CairnError):
    text = noop("The job was begun %(attempts)s times and its process was killed each time.")


class Unexpected(CairnError):
    text = noop("Something went wrong on our side. Nothing half-done was kept; try again.")


class UnknownJob(CairnError):
    text = noop("This version of the program does not know the job that was asked for.")


def take(runner: str) -> tuple[JobNote, DBTaskResult] | None:
    """Take the next job that is ready, or None."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # without a lock, so that an idle runner disturbs nobody
        return None
    with transaction.atomic():
        entry = ready.select_for_update(skip_locked=True).first()
        if entry is None:
            return None
        entry.claim(runner)
        now = timezone.now()
        note, _ = JobNote.objects.get_or_create(
            task=entry.id, defaults={"name": entry.task_path, "queued_at": entry.enqueued_at}
        )
        note.state, note.runner, note.lease_until = State.RUNNING, runner, now + LEASE
        note.started_at, note.attempt, note.error = now, note.attempt + 1, ""
        note.save()
        return note, entry


def extend(note: JobNote) -> bool:
    """Prolong the lease of the job in hand; called by the heartbeat of the runner."""
    return bool(_mine(note).update(lease_until=timezone.now() + LEASE))


def report(note: JobNote, **changes: Any) -> None:
    """Write progress, provided that the job is still this runner's."""
    if not _mine(note).update(**changes):
        raise LeaseLost


@transaction.atomic
def finish(note: JobNote) -> None:
    changes = {"state": State.DONE, "finished_at": timezone.now(), "lease_until": None}
    if note.total is None:
        changes |= {"total": F("done")}
    if not _mine(note).update(**changes):
        raise LeaseLost
    _entry(note).update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now())


@transaction.atomic
def fail(note: JobNote, problem: BaseException) -> None:
    """Keep the sentence and its numbers; never a text value, which may have been read in a file."""
    shown = problem if isinstance(problem, CairnError) else Unexpected()
    changed = _mine(note).update(
        state=State.FAILED,
        finished_at=timezone.now(),
        lease_until=None,
        error=shown.code,
        sentence=shown.text,
        values={k: v for k, v in shown.values.items() if isinstance(v, (int, float))},
    )
    if changed:
        _entry(note).update(
            status=TaskResultStatus.FAILED,
            finished_at=timezone.now(),
            exception_class_path=f"{type(problem).__module__}.{type(problem).__qualname__}",
            traceback="".join(traceback.format_tb(problem.__traceback__)),
        )
    log.error("job %s (%s) failed: %s", note.ref, note.name, type(problem).__name__)


@transaction.atomic
def give_back(note: JobNote, *, later: timedelta = timedelta(0), counted: bool = True) -> None:
    """Put the job back into the queue: now or later, with or without counting the attempt."""
    changes: dict[str, Any] = {"state": State.WAITING, "lease_until": None, "runner": ""}
    if not counted:
        changes["attempt"] = F("attempt") - 1
    if _mine(note).update(**changes):
        _entry(note).update(status=TaskResultStatus.READY, run_after=timezone.now() + later)


def recover(*, dead_prefix: str = "") -> int:
    """Give back what dead runners held: all whose lease ran out, and all of a known dead node."""
    running = JobNote.objects.filter(state=State.RUNNING)
    lost = running.filter(lease_until__lt=timezone.now())
    if dead_prefix:
        lost = lost | running.filter(runner__startswith=dead_prefix)
    recovered = 0
    for note in lost.order_by("pk"):
        terms = TERMS.get(note.name, Terms("", 5))
        if note.attempt >= terms.attempts:
            fail(note, RunnerDied(attempts=note.attempt))
        else:
            give_back(note)
        recovered += 1
    return recovered


def bring_forward(now: datetime) -> int:
    """Jobs that were put off while the clock was ahead are ready at once: none waits a day."""
    late = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, run_after__gt=now + timedelta(days=1)
    )
    return int(late.update(run_after=now))


def forget(*, before: datetime) -> int:
    """Remove entries of the queue that were finished before then; their notes stay."""
    finished = DBTaskResult.objects.finished()
    return int(finished.filter(finished_at__lt=before).delete()[0])


def _mine(note: JobNote) -> Any:
    return JobNote.objects.filter(
        pk=note.pk, runner=note.runner, attempt=note.attempt, state=State.RUNNING
    )


def _entry(note: JobNote) -> Any:
    return DBTaskResult.objects.filter(pk=note.task)
