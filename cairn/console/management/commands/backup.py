"""Write one encrypted file that holds the whole instance, while it runs."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from cairn.audit import log
from cairn.audit.checkpoints import make_checkpoint, statement_of
from cairn.console import archive
from cairn.console.dumping import add_database, applied_migrations
from cairn.console.folder import KEYS
from cairn.console.prepare import NoInstance
from cairn.console.say import say, tell
from cairn.db.disk import SQLITE
from cairn.erasure import ledger
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


class NoFolder(CairnError):
    text = noop("Name the folder into which the backup is written: cairn backup DIR.")


class RecoveryKeyThere(CairnError):
    text = noop(
        "There is a recovery key already (%(public)s). Backups are made for it; move %(path)s away "
        "only if that key is lost or known to others."
    )


class CannotWrite(CairnError):
    text = noop("%(path)s cannot be written (%(reason)s); no backup was made.")


class NoRoom(CairnError):
    text = noop("There is no room for the backup; nothing was kept. Make room and run it again.")


class Command(BaseCommand):
    help = noop("Write one encrypted file that holds the whole instance, while it runs.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", help=say(noop("where the file is written")))
        parser.add_argument(
            "--new-key",
            action="store_true",
            help=say(noop("make the recovery key and print it, once")),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self._new_key()
            return
        if not options["folder"]:
            raise NoFolder()
        if "django_migrations" not in connection.introspection.table_names():
            raise NoInstance(path=settings.CAIRN_DATA)
        path = _write(Path(options["folder"]))
        tell(noop("Written and closed: %(path)s"), path=path)
        tell(
            noop("“cairn restore --check %(path)s --key FILE” reads it back, where the key is."),
            path=path,
        )
        tell(
            noop(
                "The ledger of erasures is not in it: keep %(ledger)s apart from the backups, in "
                "its newest state."
            ),
            ledger=ledger.copy_path() or ledger.begin(),
        )

    def _new_key(self) -> None:
        path = Path(settings.CAIRN_DATA) / RECIPIENT
        if path.exists():
            raise RecoveryKeyThere(public=path.read_text().strip(), path=path)
        secret, public = archive.new_key()
        path.write_text(public + "\n")
        log.record("console.backup.key_made", public=public)
        tell(noop("The recovery key. It is printed now and never again:"))
        tell("\n  %(secret)s\n", secret=secret)
        tell(
            noop(
                "Print it or write it down twice, seal both, and keep them in two places apart "
                "from this server and from the backups. Whoever holds it reads every backup; "
                "without it nobody does, and no one can make it again."
            )
        )


def _write(folder: Path) -> Path:
    kept = Path(settings.CAIRN_DATA) / RECIPIENT
    if not kept.exists():
        raise NoRecoveryKey()
    to = archive.recipient(kept.read_text())
    made_at = timezone.now()
    path = folder / f"cairn-{made_at:%Y%m%dT%H%M%SZ}.tar.age"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob("cairn-*.tar.age.part"):
            left.unlink(missing_ok=True)  # of a run that was killed
        with archive.writing(path, to) as written:
            _fill(written, made_at.isoformat())
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorname in SQLITE:
            raise NoRoom() from problem
        raise
    except OSError as problem:
        if problem.errno in FULL:
            raise NoRoom() from problem
        raise CannotWrite(path=folder, reason=os.strerror(problem.errno or 0)) from problem
    log.record("console.backup.made", file=path.name, bytes=path.stat().st_size)
    return path


def _fill(written: archive.Writing, made_at: str) -> None:
    """Database first: whatever it speaks of is on disk by then and is never changed."""
    checkpoint = statement_of(make_checkpoint()).text
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
