"""Let the PostgreSQL role of the public process read what is public, and nothing else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cairn.console import roles
from cairn.console.say import say, tell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class NoRoleNamed(CairnError):
    text = noop("Name the role of the public process: --public NAME, or CAIRN_PUBLIC_ROLE.")


class Command(BaseCommand):
    help = noop("Let the role of the public process read what is public, and nothing else.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--public",
            default=settings.ENVIRONMENT.public_role,
            metavar="NAME",
            help=say(noop("the role; default: CAIRN_PUBLIC_ROLE")),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=say(noop("only say what the role may do"))
        )

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["public"]
        if not role:
            raise NoRoleNamed()
        if options["dry_run"]:
            for right in sorted(roles.rights(role), key=str):
                tell("%(right)s", right=right)
            roles.check_narrow(role)
            return
        if roles.grant(role):
            tell(noop("The role %(role)s was given what it needs and nothing else."), role=role)
        tell(noop("The role %(role)s may read: %(tables)s."), role=role, tables=_tables())


def _tables() -> str:
    return ", ".join(roles.PUBLIC_TABLES)
