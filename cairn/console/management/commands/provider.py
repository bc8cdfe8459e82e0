"""Sets up an identity provider of a body, changes it, tries it, or withdraws it."""

import getpass
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from cairn.accounts.models import Organisation, Provider, ProviderLink
from cairn.accounts.providers.actions import (
    add_provider,
    change_provider,
    open_provider,
    second_step,
    withdraw_provider,
)
from cairn.accounts.providers.talking import Wrong, look_at
from cairn.console.management.commands.user import NoSuchOrganisation
from cairn.console.say import say, tell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

LONGEST_SECRET = 1_000


class NoSuchProvider(CairnError):
    text = noop(
        "There is no provider with the key %(key)s; to enter it, give --name, --issuer, "
        "--client-id and --organisation."
    )


class IssuerStays(CairnError):
    text = noop(
        "The issuer of a provider never changes, for it is half of who somebody is: withdraw this "
        "one, and enter another."
    )


class UnreadableSecret(CairnError):
    text = noop("The secret cannot be read from %(path)s; it is one line of at most 1000 signs.")


HELP = noop("Set up an identity provider with which people sign in, or withdraw it.")


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", nargs="?", help=say(noop("what it is called in addresses")))
        parser.add_argument("--name", default="", help=say(noop("what its people call it")))
        parser.add_argument("--issuer", default="", metavar="URL")
        parser.add_argument("--client-id", default="", metavar="ID")
        parser.add_argument(
            "--secret",
            action="store_true",
            help=say(noop("ask for the secret that was agreed on with the provider")),
        )
        parser.add_argument(
            "--secret-file", default="", metavar="PATH", help=say(noop("read it there; - is stdin"))
        )
        parser.add_argument(
            "--organisation",
            action="append",
            default=[],
            metavar="KEY",
            help=say(noop("whose people it signs in; may be given several times")),
        )
        parser.add_argument(
            "--second-step",
            default="",
            metavar="amr=WORD,WORD",
            help=say(
                noop("what in its word counts as a second factor (amr=…, acr=…); none: nothing")
            ),
        )
        parser.add_argument(
            "--listed",
            choices=["yes", "no"],
            help=say(noop("whether it stands on the page where everybody signs in")),
        )
        parser.add_argument(
            "--withdraw", action="store_true", help=say(noop("it signs nobody in any more"))
        )
        parser.add_argument("--open", action="store_true", help=say(noop("it does so again")))

    def handle(self, **options: Any) -> None:
        if not options["key"]:
            for one in Provider.objects.order_by("key"):
                _describe(one)
            if not Provider.objects.exists():
                tell(noop("No provider is set up; “cairn provider --help” says how."))
            return
        provider = _given(options)
        if options["withdraw"]:
            ended = withdraw_provider(provider=provider, by=None)
            tell(noop("It signs nobody in any more. Sessions ended: %(ended)s."), ended=ended)
        if options["open"]:
            open_provider(provider=provider, by=None)
        provider.refresh_from_db()
        _describe(provider)
        if not options["withdraw"]:
            _try(provider)


def _given(options: dict[str, Any]) -> Provider:
    """The provider, entered or changed as the options say."""
    held = Provider.objects.filter(key=options["key"]).first()
    bodies = [_body(key) for key in options["organisation"]]
    second = second_step(options["second_step"]) if options["second_step"] else None
    listed = options["listed"] == "yes" if options["listed"] else None
    about: dict[str, Any] = {"name": options["name"], "client_id": options["client_id"]}
    if held is None:
        if not (options["name"] and options["issuer"] and options["client_id"] and bodies):
            raise NoSuchProvider(key=options["key"])
        return add_provider(
            key=options["key"],
            issuer=options["issuer"],
            secret=_secret(options),
            organisations=bodies,
            second=second or ("", []),
            listed=listed is not False,
            by=None,
            **about,
        )
    if options["issuer"] and options["issuer"] != held.issuer:
        raise IssuerStays()
    about |= {"secret": _secret(options), "organisations": bodies}
    if not any((*about.values(), second, listed is not None)):
        return held
    return change_provider(provider=held, second=second, listed=listed, by=None, **about)


def _describe(provider: Provider) -> None:
    bodies = ", ".join(provider.organisations.order_by("key").values_list("key", flat=True))
    tell(
        noop("%(name)s (%(key)s, %(ref)s): %(issuer)s"),
        name=provider.name,
        key=provider.key,
        ref=provider.ref,
        issuer=provider.issuer,
    )
    tell(noop("Signs in the people of: %(bodies)s"), bodies=bodies)
    if provider.second_claim:
        rule = f"{provider.second_claim}={','.join(provider.second_values)}"
        tell(noop("Counts as a second factor: %(rule)s"), rule=rule)
    else:
        tell(noop("Cairn asks for its own second factor after it."))
    tell(noop("Linked people: %(n)s"), n=ProviderLink.objects.filter(provider=provider).count())
    if not provider.is_open:
        tell(noop("Withdrawn: it signs nobody in."))


def _try(provider: Provider) -> None:
    """What has to be told to the provider, and whether it answers as it should."""
    address = settings.ENVIRONMENT.origin + reverse("through_back", args=[provider.key])
    tell(noop("Address to register at the provider: %(address)s"), address=address)
    try:
        look_at(provider.issuer)
    except Wrong as problem:
        raise DoesNotAnswer(issuer=provider.issuer, why=str(problem)) from problem
    host = urlsplit(provider.issuer).hostname
    tell(noop("%(host)s answers as it should."), host=host)


class DoesNotAnswer(CairnError):
    text = noop("%(issuer)s does not answer as an identity provider should: %(why)s")


def _secret(options: dict[str, Any]) -> str:
    path = options["secret_file"]
    if path:
        try:
            text = sys.stdin.readline() if path == "-" else Path(path).read_text()
        except (OSError, UnicodeDecodeError) as problem:
            raise UnreadableSecret(path=path) from problem
    elif options["secret"]:
        text, path = getpass.getpass(say(noop("Secret: "))), "–"
    else:
        return ""
    text = text.strip()
    if not 0 < len(text) <= LONGEST_SECRET or not text.isprintable():
        raise UnreadableSecret(path=path)
    return text


def _body(key: str) -> Organisation:
    found = Organisation.objects.filter(key=key).first()
    if found is None:
        raise NoSuchOrganisation(key=key)
    return found
