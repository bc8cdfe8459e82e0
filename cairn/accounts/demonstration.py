"""Accounts of invented persons, so that a visitor can try the desk of a demonstration.

Passwords and secrets are made for one instance and kept in `CAIRN_DATA/demonstration`, readable by
its owner only. The sign-in page shows them where, and only where, the instance is a demonstration,
is reached as localhost, and the browser runs on the same machine.
"""

import functools
import ipaddress
import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from allauth.account.stages import LoginStageController
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.conf import settings
from django.utils.translation import get_language, gettext

from cairn.accounts.actions import (
    add_membership,
    change_password,
    create_organisation,
    create_user,
    set_code_generator,
)
from cairn.accounts.models import Organisation, User
from cairn.accounts.permissions import ROLES
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import noop
from cairn.reference.loading import read_csv

INVENTED = "invented_organisations.csv"
DATA = Path(__file__).parent / "data"
PEOPLE = {  # username: name shown, role, organisation; the names say that nobody is behind them
    "administrator": ("Ada (invented)", "administrator", "demonstration"),
    "analyst": ("Noor (invented)", "analyst", "demonstration"),
    "contact": ("Tala (invented)", "contact_point", "verania-interior"),
    "corrector": ("Sami (invented)", "correction_reviewer", "rights-commission"),
    "editor": ("Aiko (invented)", "library_reviewer", "demonstration"),
    "librarian": ("Bruno (invented)", "librarian", "lake-university"),
    "neighbour": ("Ines (invented)", "contact_point", "calmeria-interior"),
    "officer": ("Ravi (invented)", "officer", "verania-border"),
    "officer2": ("Mina (invented)", "officer", "verania-police"),
    "publisher": ("Paz (invented)", "publisher", "demonstration"),
    "researcher": ("Leila (invented)", "contributor", "lake-university"),
    "reviewer": ("Tomas (invented)", "rights_reviewer", "rights-commission"),
    "secretary": ("Yuri (invented)", "secretariat", "secretariat"),
    "steward": ("Sacha (invented)", "steward", "demonstration"),
}
PERIOD = 30  # seconds for which a code is valid
LOCAL = {"localhost", "127.0.0.1", "::1"}
EASY = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread


class RealAccounts(CairnError):
    text = noop(
        "This instance has accounts of real people, so it cannot become a demonstration. Use "
        "another folder: CAIRN_DATA=demonstration cairn demo."
    )


class Surroundings(Protocol):
    """What this module asks of the environment."""

    @property
    def origin(self) -> str: ...

    @property
    def is_demonstration(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """One invented person and how to sign in as them."""

    username: str
    display_name: str
    role: str
    password: str
    totp_secret: str

    @property
    def who(self) -> str:
        """Role and organisation, in the reader's language."""
        body = _invented()[PEOPLE[self.username][2]][get_language() or "en"]
        return f"{gettext(ROLES[self.role].name)} · {body}"


@dataclass(frozen=True, slots=True)
class SignInHelp:
    """What the sign-in page of a demonstration shows."""

    accounts: tuple[DemonstrationAccount, ...]
    code: str | None = None  # of the account that has given its password and is asked for a code


def make_accounts(data: Path) -> tuple[DemonstrationAccount, ...]:
    """Make the accounts where they are missing; existing ones keep their passwords."""
    check_no_real_accounts()
    known = {account.username: account for account in read_accounts(data)}
    accounts = tuple(
        known.get(username)
        or DemonstrationAccount(username, name, role, _password(), generate_totp_secret())
        for username, (name, role, _) in PEOPLE.items()
    )
    _write(data, accounts)
    for account in accounts:
        _open(account, invented_organisation(PEOPLE[account.username][2]))
    return accounts


def invented_organisation(key: str) -> Organisation:
    """The invented body of this key, entered with its names in the six languages if it is not there
    yet; codes from QMA on are no State's (ISO 3166)."""
    known = Organisation.objects.filter(key=key).first()
    if known:
        return known
    row = _invented()[key]
    return create_organisation(
        key=key,
        name=row["en"],
        names={language: row[language] for language in LANGUAGES},
        kind=row["kind"],
        state=row["state"] or None,
        by=None,
    )


@functools.cache
def _invented() -> Mapping[str, Mapping[str, str]]:
    rows = read_csv(INVENTED, ("key", "kind", "state", *LANGUAGES), DATA)
    return {row["key"]: row for row in rows}


def check_no_real_accounts() -> None:
    """A demonstration shows its passwords, so nobody's real account may be in it."""
    if User.objects.filter(invented=False).exists():
        raise RealAccounts


def read_accounts(data: Path) -> tuple[DemonstrationAccount, ...]:
    """The accounts of this instance, or none where it is no demonstration."""
    path = data / "demonstration" / "accounts.json"
    if not path.exists():
        return ()
    return tuple(DemonstrationAccount(**entry) for entry in json.loads(path.read_text()))


def current_code(secret: str, *, at: float | None = None) -> str:
    """The six digits that a code generator with this secret shows now."""
    moment = time.time() if at is None else at
    return str(format_hotp_value(hotp_value(secret, int(moment) // PERIOD)))


def sign_in_help(request: Any) -> SignInHelp | None:
    """Accounts for the sign-in page and, in its second step, the code; None anywhere else."""
    if not helps(settings.ENVIRONMENT, request.META):
        return None
    accounts = read_accounts(settings.CAIRN_DATA)
    stage = LoginStageController.enter(request, "mfa_authenticate")
    if stage is None:
        return SignInHelp(accounts)
    name = stage.login.user.get_username()
    secret = next((a.totp_secret for a in accounts if a.username == name), None)
    return SignInHelp(accounts, current_code(secret) if secret else None)


def helps(environment: Surroundings, meta: Any) -> bool:
    """Whether this request may be shown how to sign in: a local visitor of a demonstration."""
    if not environment.is_demonstration or not is_local(environment):
        return False
    if any(name in meta for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA")):
        return False
    try:
        return ipaddress.ip_address(meta.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def is_local(environment: Surroundings) -> bool:
    """Whether people reach this instance as localhost."""
    return (urlsplit(environment.origin).hostname or "") in LOCAL


def _open(account: DemonstrationAccount, organisation: Organisation) -> None:
    user = User.objects.filter(username=account.username).first()
    if user is None:
        user = create_user(
            username=account.username,
            display_name=account.display_name,
            password=account.password,
            invented=True,
            by=None,
        )
    elif not user.check_password(account.password):
        change_password(user=user, password=account.password, by=None)
    if _secret_of(user) != account.totp_secret:
        set_code_generator(user=user, secret=account.totp_secret, by=None)
    add_membership(user=user, organisation=organisation, role=account.role, by=None)


def _secret_of(user: User) -> str | None:
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return get_adapter().decrypt(held.data["secret"]) if held else None


def _password() -> str:
    return "-".join("".join(secrets.choice(EASY) for _ in range(4)) for _ in range(4))


def _write(data: Path, accounts: tuple[DemonstrationAccount, ...]) -> None:
    """Keep the list readable by its owner only, and whole at every moment."""
    folder = data / "demonstration"
    folder.mkdir(mode=0o700, exist_ok=True)
    draft = folder / f"accounts.{secrets.token_hex(4)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump([asdict(account) for account in accounts], file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, folder / "accounts.json")
