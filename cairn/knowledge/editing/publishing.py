"""Publishes all that came with one file, as one reviewer decided after looking at it.

Each record is published in its own transaction, so a job that is killed goes on where it was. What
the reviewer changed herself waits for another person, and what was changed after she decided waits
to be looked at.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.jobs.models import JobNote
from cairn.jobs.progress import progress
from cairn.jobs.queue import enqueue, job
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.knowledge.editing.actions import publish
from cairn.knowledge.editing.models import Entry

GOING = noop("Publishing: %(published)s of %(all)s so far")
OVER = noop(
    "Published: %(published)s. Left because you changed them yourself: %(own)s. Left because they "
    "were changed meanwhile: %(moved)s."
)


def key_of(file: str) -> str:
    """By which the job of a file is known."""
    return f"library.publish.{hashlib.sha256(file.encode()).hexdigest()[:40]}"


@transaction.atomic
def publish_all(*, file: str, by: User) -> JobNote:
    """Let anyone read all that came with this file and waits, but what this person changed."""
    check_may(by, Permission.LIBRARY_REVIEW)
    log.record("knowledge.file.published", by=by, file=file)
    at = timezone.now().isoformat()
    return enqueue(publish_file, file, by.username, by.works_for, at, key=key_of(file))


@job(sentence=noop("Waiting to be published"))
def publish_file(file: str, username: str, works_for: str | None, at: str) -> None:
    """Each entry that waited at that moment; those that were published before are passed over."""
    by: Any = User.objects.get(username=username)
    by.works_for = works_for
    came = Entry.objects.filter(origin=file)
    asked = datetime.fromisoformat(at)
    waiting = came.waiting().filter(changed_at__lte=asked).order_by("pk")  # type: ignore[attr-defined]
    refs = list(waiting.exclude(changed_by=by).values_list("pk", "number"))
    total, done = len(refs), 0
    for pk, number in refs:
        try:
            publish(entry=Entry(pk=pk), number=number, by=by)
        except Refused:
            check_may(by, Permission.LIBRARY_REVIEW)  # taken away meanwhile: the job ends here
            continue  # somebody was faster with this one
        done += 1
        progress(done, total + 1, sentence=GOING, published=done, all=total)
    own = waiting.filter(changed_by=by).count()
    moved = came.waiting().filter(changed_at__gt=asked).count()  # type: ignore[attr-defined]
    progress(total + 1, total + 1, sentence=OVER, published=done, own=own, moved=moved)
