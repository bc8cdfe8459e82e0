"""Make an empty instance in CAIRN_DATA; one of an earlier version is left to `cairn upgrade`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cairn.console.instance import make
from cairn.console.say import tell
from cairn.console.separating import keep_apart
from cairn.kernel.text import noop


class Command(BaseCommand):
    help = noop("Make an empty instance in CAIRN_DATA; one that is there stays as it is.")
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        if make(settings.CAIRN_DATA):
            tell(noop("An instance stands ready in %(path)s."), path=settings.CAIRN_DATA)
        else:
            tell(noop("The instance in %(path)s is up to date."), path=settings.CAIRN_DATA)
        keep_apart(settings.ENVIRONMENT)
        tell(noop("“cairn serve” serves it; “cairn check” says what is still to be done."))
