"""Make a demonstration in CAIRN_DATA: an instance with invented accounts and open data."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cairn.accounts.demonstration import is_local
from cairn.console.instance import fill
from cairn.console.say import tell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class NotOnThisMachine(CairnError):
    text = noop(
        "CAIRN_ORIGIN is %(origin)s, but a demonstration, which shows its passwords, is only for "
        "one's own machine; leave CAIRN_ORIGIN unset."
    )


class Command(BaseCommand):
    help = noop(
        "Make a demonstration in CAIRN_DATA: an instance with invented accounts and open data."
    )
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        if not is_local(settings.ENVIRONMENT):
            raise NotOnThisMachine(origin=settings.ENVIRONMENT.origin)
        fill(settings.CAIRN_DATA, tell)
        tell(noop("The demonstration stands ready in %(path)s."), path=settings.CAIRN_DATA)
        tell(noop("“cairn serve” serves it and shows how to sign in."))
