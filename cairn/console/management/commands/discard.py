"""`cairn discard REF`: give up an import that was read and not committed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cairn.console.say import say
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.actions import discard_import
from cairn.reporting.models import ImportBatch

HELP = noop("Discard an import that is not committed; the source says what it said before.")
REF = noop("the reference of the import, such as imp-7G4K2M9QXT-5")
DONE = noop("Import %(ref)s was discarded; nothing of it is left.")


class NoSuchImport(CairnError):
    text = noop("There is no import %(ref)s; “cairn import” prints the reference of each.")


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()  # they load every page; `cairn check` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ref", metavar="REF", help=say(REF))

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch.objects.filter(ref=options["ref"]).first()
        if batch is None:
            raise NoSuchImport(ref=options["ref"])
        discard_import(batch=batch, failure="discarded")
        self.stdout.write(say(DONE, ref=batch.ref))
