"""Writing a backup: the database first, then all that it speaks of, in one encrypted file."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cairn.console import archive
from cairn.console.dumping import add_database, applied_migrations
from cairn.console.folder import KEYS
from cairn.db.disk import SQLITE
from cairn.files.models import StoredFile
from cairn.files.store import FULL, path_of
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.observatory.actions import snapshots_root

RECIPIENT = "backup-recipient"


class NoRecoveryKey(CairnError):
    text = noop(
        "There is no recovery key yet. “cairn backup --new-key” makes one, prints it once, and "
        "keeps only its public half here."
    )


class CannotWrite(CairnError):
    text = noop("%(path)s cannot be written (%(reason)s); no backup was made.")


class NoRoom(CairnError):
    text = noop("There is no room for the backup; nothing was kept. Make room and run it again.")


def recovery_key() -> Any:
    """The public half, for which backups are made."""
    kept = Path(settings.CAIRN_DATA) / RECIPIENT
    if not kept.exists():
        raise NoRecoveryKey()
    return archive.recipient(kept.read_text())


def write(folder: Path, *, checkpoint: str, also: Sequence[Any] = ()) -> Path:
    """Write a backup into the folder, for the recovery key and whom else `also` names.

    Reads nothing that earlier versions of the database do not have.
    """
    to = [recovery_key(), *also]
    made_at = timezone.now()
    path = folder / f"cairn-{made_at:%Y%m%dT%H%M%SZ}.tar.age"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob("cairn-*.tar.age.part"):
            left.unlink(missing_ok=True)  # of a run that was killed
        with archive.writing(path, *to) as written:
            _fill(written, made_at.isoformat(), checkpoint)
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorname in SQLITE:
            raise NoRoom() from problem
        raise
    except OSError as problem:
        if problem.errno in FULL:
            raise NoRoom() from problem
        raise CannotWrite(path=folder, reason=os.strerror(problem.errno or 0)) from problem
    return path


def write_and_read_back(folder: Path) -> Path:
    """Write a backup and read all of it again, which the recovery key alone would not allow here:
    it is made for a second key as well, which is forgotten at once."""
    secret, public = archive.new_key()
    path = write(folder, checkpoint="", also=[archive.recipient(public)])
    archive.read(path, archive.key_of(secret), _pass_over)
    return path


def _pass_over(name: str, content: BinaryIO) -> None:
    while content.read(archive.PART):
        continue


def _fill(written: archive.Writing, made_at: str, checkpoint: str) -> None:
    """Database first: whatever it speaks of is on disk by then and is never changed."""
    migrations = applied_migrations()
    add_database(written)
    data = Path(settings.CAIRN_DATA)
    for name in KEYS:
        if (data / name).exists():
            written.add_file(f"keys/{name}", data / name)
    for sha256 in StoredFile.objects.order_by("pk").values_list("sha256", flat=True).iterator():
        stored = path_of(sha256)
        if stored.exists():  # one that is missing is named by `cairn verify`
            written.add_file(f"files/{sha256[:2]}/{sha256[2:]}", stored)
    root = snapshots_root()
    for file in sorted(root.rglob("*")) if root.exists() else ():
        if file.is_file() and not any(part.startswith(".") for part in file.parts[-3:]):
            written.add_file(f"snapshots/{file.relative_to(root)}", file)
    written.close(
        {
            "made_at": made_at,
            "vendor": connection.vendor,
            "migrations": migrations,
            "checkpoint": checkpoint,
        }
    )
