"""Write one encrypted file that holds the whole instance, while it runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from cairn.audit import log
from cairn.audit.checkpoints import make_checkpoint, newest, statement_of
from cairn.audit.clock import ClockInDoubt, doubt
from cairn.console import archive
from cairn.console.backups import RECIPIENT, recovery_key, write
from cairn.console.prepare import NoInstance
from cairn.console.say import complain, say, tell
from cairn.erasure import ledger
from cairn.kernel.errors import CairnError
from cairn.kernel.keys import made_once
from cairn.kernel.text import noop


class NoFolder(CairnError):
    text = noop("Name the folder into which the backup is written: cairn backup DIR.")


class RecoveryKeyThere(CairnError):
    text = noop(
        "There is a recovery key already (%(public)s). Backups are made for it; move %(path)s away "
        "only if that key is lost or known to others."
    )


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
        path = _written(Path(options["folder"]))
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
        held = made_once(path, f"{public}\n").strip()
        if held != public:  # somebody made one at the same moment
            raise RecoveryKeyThere(public=held, path=path)
        try:
            log.record("console.backup.key_made", public=public)
        except BaseException:
            path.unlink()  # its other half was shown to nobody
            raise
        tell(noop("The recovery key. It is printed now and never again:"))
        tell("\n  %(secret)s\n", secret=secret)
        tell(
            noop(
                "Print it or write it down twice, seal both, and keep them in two places apart "
                "from this server and from the backups. Whoever holds it reads every backup; "
                "without it nobody does, and no one can make it again."
            )
        )


def _checkpoint() -> str:
    """Of today; where the clock is in doubt, the newest there is: a backup waits for no clock."""
    if found := doubt():
        complain(found.sentence)
    else:
        try:
            return statement_of(make_checkpoint()).text
        except ClockInDoubt as problem:
            complain(problem)
    held = newest()
    return statement_of(held).text if held else ""


def _written(folder: Path) -> Path:
    recovery_key()  # before a checkpoint is made that nobody asked for
    path = write(folder, checkpoint=_checkpoint())
    log.record("console.backup.made", file=path.name, bytes=path.stat().st_size)
    return path
