"""Putting work aside, in the transaction of the action that wants it.

    @job(sentence=noop("Reading the file"))
    def stage(ref: str) -> None: ...

    enqueue(stage, batch.ref, about=batch.ref, key=batch.ref)

Because queue and note are rows of the same transaction, the queue is the outbox: what was rolled
back was never asked for. A job runs outside any transaction, opens short ones of its own, and may
be run again from the beginning after a crash; whatever it did before must not be done twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks import task as make_task
from django_tasks.base import Task

from cairn.jobs.models import OVER, JobNote

Job = Task[Any, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """How a job is announced, and how often it may be begun before it is given up."""

    sentence: str
    attempts: int


TERMS: dict[str, Terms] = {}


def job(*, sentence: str = "", attempts: int = 5) -> Callable[[Callable[..., None]], Job]:
    """Make a function at the top of a module into a job; call it directly through `.call`."""

    def wrap(function: Callable[..., None]) -> Job:
        made: Job = make_task()(function)
        TERMS[made.module_path] = Terms(sentence, attempts)
        return made

    return wrap


@transaction.atomic
def enqueue(
    job: Job,
    *args: Any,
    about: str = "",
    key: str = "",
    values: dict[str, Any] | None = None,
    total: int | None = None,
    **kwargs: Any,
) -> JobNote:
    """Queue the job; the same key again while it waits or runs returns the note there is."""
    if key:
        queued = JobNote.objects.select_for_update().filter(key=key).exclude(state__in=OVER)
        if note := queued.first():
            return note
    result = job.enqueue(*args, **kwargs)
    return JobNote.objects.create(
        task=UUID(str(result.id)),
        name=job.module_path,
        key=key,
        about=about,
        sentence=TERMS[job.module_path].sentence,
        values=values or {},
        total=total,
    )
