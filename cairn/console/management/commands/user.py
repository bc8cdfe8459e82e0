"""Opens an account, gives it a role or a new password, or closes it."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cairn.accounts.actions import (
    add_membership,
    change_password,
    close_user,
    create_organisation,
    create_user,
    name_organisation,
)
from cairn.accounts.models import Organisation, OrganisationKind, User
from cairn.accounts.permissions import ROLES
from cairn.console.recovering import recover
from cairn.console.say import say, tell
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import noop

HELP = noop("Open an account, give it a role or a new password, or close it.")


class NoSuchUser(CairnError):
    text = noop("There is no account named %(username)s.")


class NoSuchOrganisation(CairnError):
    text = noop(
        "There is no organisation with the key %(key)s; to enter it, give its name and kind too: "
        "--organisation-name and --kind."
    )


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()  # they load every page; `cairn check` runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help=say(noop("the name to sign in with")))
        parser.add_argument("--display-name", default="", help=say(noop("the name others see")))
        parser.add_argument("--language", choices=list(LANGUAGES), default="en")
        parser.add_argument("--organisation", metavar="KEY", help=say(noop("for which body")))
        parser.add_argument("--organisation-name", default="", metavar="NAME")
        parser.add_argument(
            "--organisation-name-in",
            action="append",
            default=[],
            metavar=say(noop("LANGUAGE=NAME")),
            help=say(noop("its name in another language; may be given several times")),
        )
        parser.add_argument("--kind", choices=OrganisationKind.values)
        parser.add_argument("--state", metavar="ISO3", help=say(noop("the body's State, if any")))
        parser.add_argument("--role", choices=list(ROLES), default="analyst")
        parser.add_argument("--close", action="store_true", help=say(noop("close the account")))
        parser.add_argument(
            "--reset",
            action="store_true",
            help=say(noop("a new password; the second factor stays as it is")),
        )
        parser.add_argument(
            "--recover",
            action="store_true",
            help=say(noop("a link for a new second factor, confirmed by two persons here")),
        )
        parser.add_argument(
            "--by",
            action="append",
            default=[],
            metavar=say(noop("NAME")),
            help=say(noop("who confirms a recovery; given twice")),
        )
        parser.add_argument("--reason", default="", help=say(noop("why, for the log")))

    def handle(self, **options: Any) -> None:
        username = options["username"]
        user = User.objects.filter(username=username).first()
        if options["close"] or options["reset"] or options["recover"]:
            if user is None:
                raise NoSuchUser(username=username)
            if options["recover"]:
                recover(user, options["by"], options["reason"])
                return
            if options["close"]:
                close_user(user=user, by=None)
                tell(noop("The account %(username)s is closed."), username=username)
                return
            self.tell_password(change_password(user=user, password=(new := fresh()), by=None), new)
        elif user is None:
            user = create_user(
                username=username,
                display_name=options["display_name"] or username,
                language=options["language"],
                password=(new := fresh()),
                by=None,
            )
            self.tell_password(user, new)
        if options["organisation"]:
            organisation = organisation_of(options)
            if names := names_of(options["organisation_name_in"]):
                name_organisation(organisation=organisation, names=names, by=None)
            add_membership(user=user, organisation=organisation, role=options["role"], by=None)
            tell(
                noop("%(username)s is %(role)s of %(organisation)s."),
                username=username,
                role=say(ROLES[options["role"]].name),
                organisation=organisation.name,
            )

    def tell_password(self, user: User, password: str) -> None:
        tell(
            noop(
                "%(username)s signs in with %(password)s, which is shown only now, and then with a "
                "passkey or a code generator, which is set up the first time."
            ),
            username=user.username,
            password=password,
        )


def organisation_of(options: dict[str, Any]) -> Organisation:
    key = options["organisation"]
    if found := Organisation.objects.filter(key=key).first():
        return found
    if not (options["organisation_name"] and options["kind"]):
        raise NoSuchOrganisation(key=key)
    return create_organisation(
        key=key,
        name=options["organisation_name"],
        kind=options["kind"],
        state=options["state"],
        by=None,
    )


def names_of(given: list[str]) -> dict[str, str]:
    """`ar=…` and its kin as a mapping; what has no sign of equality is no language."""
    return {language.strip(): name for language, _, name in (one.partition("=") for one in given)}


def fresh() -> str:
    return "-".join(secrets.token_hex(3) for _ in range(3))
