"""A file that a librarian sends: kept, looked through in the background, and taken in only after
she has seen what became of each row and confirmed it.

Until then nothing of it is in the library. What is never confirmed is forgotten after a week, with
all uploads. Both jobs may be run again from the beginning.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from cairn.accounts.models import Organisation, User
from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.files.models import Upload
from cairn.files.store import copy_to, put
from cairn.jobs.models import JobNote
from cairn.jobs.progress import progress
from cairn.jobs.queue import enqueue, job
from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop
from cairn.knowledge.editing.bringing import Account, bring
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.worker import told_of

PURPOSE = "library"
SHOWN = 500  # problems that the page lists; all are counted
ROWS = noop("Records read so far: %(rows)s")


class NotLookedAt(Refused):
    text = noop("This file was not looked through to its end, so it cannot be taken in.")


def take_file(*, kind: str, name: str, parts: Iterable[bytes], by: User) -> Upload:
    """Keep what was sent and have it looked through."""
    check_may(by, Permission.LIBRARY_WRITE)
    kind_of(kind)
    stored = put(parts, media_type="application/octet-stream")
    with transaction.atomic():
        upload = Upload.objects.create(
            owner=by,
            name=name[:200],
            size=stored.size,
            received=stored.size,
            file=stored,
            sha256=stored.sha256,
            purpose=PURPOSE,
            plan={"kind": kind},
        )
        enqueue(look_through, upload.ref, about=upload.ref, key=f"library.look.{upload.ref}")
    return upload


@transaction.atomic
def confirm(*, upload: Upload, leave_out: bool, owner: Organisation | None, by: User) -> JobNote:
    """Take the file in, without the rows that were rejected where the person says so."""
    check_may(by, Permission.LIBRARY_WRITE)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    account = upload.plan.get("account")
    if not account or (account["rejected"] and not leave_out) or upload.owner_id != by.pk:
        raise NotLookedAt()
    upload.plan |= {"leave_out": leave_out, "confirmed": True}
    upload.save(update_fields=["plan"])
    log.record("knowledge.file.confirmed", target=upload, by=by, leave_out=leave_out)
    key = f"library.take.{upload.ref}"
    works_for = by.works_for
    place = owner.ref if owner else ""
    return enqueue(take_in, upload.ref, place, works_for, about=upload.ref, key=key)


@job(sentence=noop("Waiting to be looked through"))
def look_through(ref: str) -> None:
    """Read the file to its end and keep the account of its rows; nothing else."""
    _done(ref, "account", dry_run=True)


@job(sentence=noop("Waiting to be taken in"))
def take_in(ref: str, owner: str, works_for: str | None) -> None:
    """Put the records in; those that are there already count as unchanged."""
    place = Organisation.objects.filter(ref=owner).first()
    _done(ref, "taken", owner=place, works_for=works_for)


def _done(ref: str, name: str, *, works_for: str | None = None, **options: Any) -> None:
    upload = Upload.objects.select_related("file", "owner").filter(ref=ref).first()
    if upload is None or upload.file is None:
        return  # forgotten meanwhile
    by = upload.owner
    by.works_for = works_for
    with tempfile.TemporaryDirectory() as folder:
        suffix = Path(upload.name).suffix[:10]
        path = copy_to(upload.file, Path(folder) / f"file{suffix}")
        try:
            made = bring(
                kind=upload.plan["kind"],
                path=path,
                by=by,
                name=upload.name,
                leave_out=upload.plan.get("leave_out", False),
                progress=lambda rows: progress(rows, sentence=ROWS, rows=rows),
                isolated=True,
                **options,
            )
        except CairnError as error:
            told: dict[str, Any] = {"failed": told_of(error)}
        else:
            told = {name: account_of(made)}
    _note(ref, told)


@transaction.atomic
def _note(ref: str, told: dict[str, Any]) -> None:
    upload = Upload.objects.select_for_update().filter(ref=ref).first()
    if upload is not None:
        upload.plan |= told
        upload.save(update_fields=["plan"])


def account_of(account: Account) -> dict[str, Any]:
    """The account as JSON, with the first of its problems."""
    shown = account.problems[:SHOWN]
    return {
        **{name: getattr(account, name) for name in ("read", "new", "updated", "unchanged")},
        "rejected": account.rejected,
        "problems": [[line, one.place, told_of(one.error)] for line, one in shown],
        "more": account.more + len(account.problems) - len(shown),
    }
