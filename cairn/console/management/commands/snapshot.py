"""`cairn snapshot`: freeze what is countable; publish what is open and reusable."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cairn.console.say import say
from cairn.kernel.text import noop
from cairn.releases.actions import refresh

HELP = noop("Freeze what may be counted as a snapshot, and publish the open series in it.")
MADE = noop("Snapshot %(snapshot)s: %(events)s accounts of events, %(counts)s cells of series.")
PUBLISHED = noop("The public pages answer from snapshot %(snapshot)s.")
NOTHING = noop("Nothing was published: no accepted data set has terms that allow it.")


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()  # they load every page; `cairn check` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        record, published = refresh()
        if options["quiet"]:
            return
        self.stdout.write(
            say(MADE, snapshot=record.snapshot, events=record.events, counts=record.counts)
        )
        if published:
            self.stdout.write(say(PUBLISHED, snapshot=published.snapshot))
        else:
            self.stdout.write(say(NOTHING))
