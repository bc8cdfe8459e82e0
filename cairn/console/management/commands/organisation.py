"""A body that splits, merges or closes: who follows it, and who decides over what it owns."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cairn.accounts.following import deciding_in, follow, go_on
from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission
from cairn.console.management.commands.user import NoSuchOrganisation
from cairn.console.say import say, tell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class NoDay(CairnError):
    text = noop("%(value)r is no day; write it as 2026-11-30.")


class Command(BaseCommand):
    help = noop("Say that a body was followed by others, or who decides over what it owns.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help=say(noop("the body")))
        parser.add_argument(
            "--followed-by",
            action="append",
            default=[],
            metavar="KEY",
            help=say(noop("a body that follows it; may be given several times")),
        )
        parser.add_argument(
            "--on", default="", metavar="DAY", help=say(noop("from which day on; default: today"))
        )
        parser.add_argument(
            "--goes-on", action="store_true", help=say(noop("it did not end after all"))
        )

    def handle(self, *args: Any, **options: Any) -> None:
        body = _body(options["key"])
        if options["goes_on"]:
            body = go_on(organisation=body, by=None)
        elif options["followed_by"]:
            followers = [_body(key) for key in options["followed_by"]]
            body = follow(organisation=body, followers=followers, day=_day(options["on"]), by=None)
        tell("%(name)s (%(key)s, %(ref)s)", name=body.name, key=body.key, ref=body.ref)
        if body.ended_on:
            names = ", ".join(one.name for one in body.followers)
            tell(noop("Ended on %(day)s; followed by: %(names)s."), day=body.ended_on, names=names)
        for permission, text in DECIDES.items():
            names = ", ".join(deciding_in(body, permission)) or "–"
            tell(text, names=names)


DECIDES = {
    Permission.MEMBERSHIP_WRITE: noop("Gives roles there: %(names)s"),
    Permission.ERASURE_CONFIRM: noop("Decides there what is erased and kept: %(names)s"),
    Permission.FILING_WRITE: noop("Finishes its drafts: %(names)s"),
    Permission.FINDING_WRITE: noop("Withdraws and follows its findings: %(names)s"),
}


def _body(key: str) -> Organisation:
    found = Organisation.objects.filter(key=key).first()
    if found is None:
        raise NoSuchOrganisation(key=key)
    return found


def _day(text: str) -> date:
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise NoDay(value=text) from problem
