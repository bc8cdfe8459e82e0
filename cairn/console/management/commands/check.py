"""Say what is wrong with this deployment, and what to do about each finding."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import check

from cairn.console.deployment import Level, examine
from cairn.console.say import say
from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message, noop


class NotFit(CairnError):
    text = noop("This deployment is not fit for use until the errors above are mended.")


class Command(check.Command):
    """Django's own `check` under the name people know, and ours before it."""

    help = noop("Say what is wrong with this deployment, and what to do about each finding.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--django", action="store_true", help=say(noop("Django's checks only")))

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if options.pop("django") or app_labels or options.get("tags"):
            super().handle(*app_labels, **options)
            return
        findings = examine(settings)
        for finding in findings:
            mark = {Level.ERROR: "✘", Level.WARNING: "!", Level.FINE: "✔"}[finding.level]
            self.stdout.write(f"{mark} {say(finding.text, **finding.values)}")
            if finding.remedy:
                self.stdout.write(f"  → {say(finding.remedy, **finding.values)}")
        errors = sum(finding.level is Level.ERROR for finding in findings)
        warnings = sum(finding.level is Level.WARNING for finding in findings)
        self.stdout.write(say(Message(noop("%(n)s error"), noop("%(n)s errors"), errors)))
        self.stdout.write(say(Message(noop("%(n)s warning"), noop("%(n)s warnings"), warnings)))
        if errors:
            raise NotFit
