"""A new second factor by way of the console: two persons prove who they are, here.

Both name themselves and give a code of their own second factor. Only where no administrator but
the person herself is left do the names of two who sit here and the secret key of the instance take
their place. The link opens only when the account has been warned for as long as everywhere.
"""

import getpass
import hmac
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from cairn.accounts.models import User
from cairn.accounts.policies import has_second_factor
from cairn.accounts.recovery import confirm_at_console, no_administrator_left
from cairn.console.say import say, tell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

SHORTEST, LONGEST = 10, 200


class TwoPersons(CairnError):
    text = noop(
        "Name two different persons who confirm it and are here: --by NAME --by NAME. Neither may "
        "be the one whose account it is."
    )


class NoReason(CairnError):
    text = noop("Give the reason for the log, 10 to 200 characters: --reason “…”.")


class NotAPersonHere(CairnError):
    text = noop(
        "%(name)s is no open account with a second factor, and administrators are left in the "
        "organisation of this person: name two who have one."
    )


class WrongCode(CairnError):
    text = noop("That is not a code of %(name)s; nothing was changed.")


class WrongSecret(CairnError):
    text = noop("That is not the secret key of this instance; nothing was changed.")


class ClosedAccount(CairnError):
    text = noop("The account %(username)s is closed.")


def recover(user: User, names: list[str], reason: str) -> None:
    """Ask both for their proof, and print the link."""
    persons = [name.strip() for name in names]
    if len(persons) != 2 or len({*persons, user.username}) != 3 or not all(persons):
        raise TwoPersons()
    if not SHORTEST <= len(reason.strip()) <= LONGEST:
        raise NoReason()
    if not user.is_active:
        raise ClosedAccount(username=user.username)
    known = [User.objects.filter(username=name, is_active=True).first() for name in persons]
    ready = [one for one in known if one is not None and has_second_factor(one)]
    if len(ready) == 2:
        for one in ready:
            _check_code(one)
    elif no_administrator_left(user):
        _check_secret()
    else:
        missing = [name for name in persons if name not in {one.username for one in ready}]
        raise NotAPersonHere(name=missing[0])
    held, code = confirm_at_console(
        user=user, persons=(persons[0], persons[1]), reason=reason.strip()
    )
    address = f"{settings.ENVIRONMENT.origin}/{user.language}/account/recovery/{code}/"
    tell(
        noop(
            "%(username)s sets up a new second factor at %(address)s – shown only now. It opens "
            "%(opens)s and works once until %(ends)s; until then the account is warned and can "
            "stop it."
        ),
        username=user.username,
        address=address,
        opens=_moment(held.opens_at or timezone.now()),
        ends=_moment(held.expires_at),
    )


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _check_code(person: User) -> None:
    code = getpass.getpass(say(noop("Code of %(name)s: "), name=person.username)).strip()
    rows = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN)
    if not any(one.wrap().validate_code(code) for one in rows):
        raise WrongCode(name=person.username)


def _check_secret() -> None:
    given = getpass.getpass(say(noop("Secret key of this instance: "))).strip()
    if not hmac.compare_digest(given.encode(), str(settings.SECRET_KEY).encode()):
        raise WrongSecret()
