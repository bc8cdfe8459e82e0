"""What the clock of this machine says, whether it fits, and how somebody says that it is right."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cairn.audit import clock
from cairn.audit.checkpoints import newest
from cairn.console.say import say, tell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class InDoubt(CairnError):
    text = noop(
        "Checkpoints, reminders and everything that goes when its time is over wait. Set the clock "
        "right, and they go on by themselves; if it is right as it is, say “cairn clock --right”."
    )


class Command(BaseCommand):
    help = noop("Say whether the clock of this machine fits what was before, or that it is right.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--right",
            action="store_true",
            help=say(noop("I have compared it: the clock is right now; this is logged")),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["right"]:
            clock.confirm()
            tell(noop("The clock is taken for right from now on, and the log says so."))
        form = "%Y-%m-%d %H:%M:%S"
        tell(noop("The clock says %(now)s UTC."), now=f"{timezone.now():{form}}")
        if last := clock.last_believed():
            tell(noop("It was believed last at %(last)s UTC."), last=f"{last:{form}}")
        if held := newest():
            tell(noop("The newest checkpoint is of %(day)s."), day=held.day)
        if found := clock.doubt():
            tell(found.sentence)
            raise InDoubt()
