"""Bring an instance of an earlier version up to date, or leave it as it is."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cairn.console.backups import recovery_key
from cairn.console.say import say, tell
from cairn.console.searchable import renew_index
from cairn.console.upgrading import pending, upgrade
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class BackupOrNot(CairnError):
    text = noop(
        "Name the folder for a backup: --backup DIR. If there is one already, or none is wanted, "
        "say so: --without-backup."
    )


class Command(BaseCommand):
    help = noop("Bring an instance of an earlier version up to date, or leave it as it is.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--backup", metavar="DIR", help=say(noop("where a backup is written first"))
        )
        parser.add_argument(
            "--without-backup",
            action="store_true",
            help=say(noop("there is a backup already, or none is wanted")),
        )
        parser.add_argument(
            "--despite-findings",
            action="store_true",
            help=say(noop("also where “cairn verify” finds something, which it found before")),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if pending():
            if bool(options["backup"]) == options["without_backup"]:
                raise BackupOrNot()
            if options["backup"]:
                recovery_key()
        folder = Path(options["backup"]).resolve() if options["backup"] else None
        path = settings.CAIRN_DATA
        done = upgrade(backup=folder, despite_findings=options["despite_findings"])
        renewed = renew_index(Path(path))
        if done or renewed:
            tell(noop("The instance in %(path)s was brought up to date."), path=path)
            tell(noop("“cairn serve” serves it; “cairn check” says what is still to be done."))
        else:
            tell(noop("The instance in %(path)s is up to date."), path=path)
