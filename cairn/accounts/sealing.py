"""Second factors are sealed with the secret key: whether the one that is here opens them, and what
is done with accounts of which it does not.

An instance on which everybody has a passkey has sealed nothing, so the log holds a sign of the key
too: a keyed digest of one word, written when a server starts for the first time.

A code generator whose secret cannot be read is lost. Whoever then knew the password alone could set
up another one, so the password goes with it: somebody at the console hands a new one over.
"""

import hashlib
import hmac

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction

from cairn.accounts.models import ProviderLink, User
from cairn.accounts.sign_ins import end_all
from cairn.audit import log
from cairn.audit.models import Event

KNOWN = "accounts.secret_key.known"  # the kind of event that holds the sign of a key
SEALED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def opens(authenticator: Authenticator) -> bool:
    """Whether the secret key that is here is the one with which this was sealed."""
    text = authenticator.data.get(SEALED.get(authenticator.type, ""), "")
    try:
        get_adapter().decrypt(text) if text else None
    except InvalidToken:
        return False
    return True


def closed_to_this_key() -> list[User]:
    """The accounts with a factor that this key does not open."""
    rows = Authenticator.objects.filter(type__in=SEALED).select_related("user").order_by("pk")
    found = {one.user_id: one.user for one in rows.iterator() if not opens(one)}
    return sorted(found.values(), key=lambda user: str(user.username))


def another_key() -> bool:
    """Whether the newest sealed factor was sealed with another key, or the log knows another one;
    two queries."""
    newest = Authenticator.objects.filter(type__in=SEALED).order_by("-pk").first()
    return (newest is not None and not opens(newest)) or known_otherwise()


def known_otherwise() -> bool:
    """Whether the log holds the sign of another key; of none where nobody has started a server."""
    held = _newest_sign()
    return held is not None and not hmac.compare_digest(held, _sign())


def note_key(*, replaced: bool = False) -> None:
    """Enter the sign of the key where none is known and nothing speaks against it; `replaced`: the
    key from before is lost for good."""
    if replaced or (_newest_sign() is None and not another_key()):
        log.record(KNOWN, sign=_sign())


def _newest_sign() -> str | None:
    told = Event.objects.filter(kind=KNOWN, erased_at=None).order_by("-pk").first()
    return str(told.values["sign"]) if told else None


def _sign() -> str:
    return hmac.new(settings.SECRET_KEY.encode(), KNOWN.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def give_up_sealed() -> list[User]:
    """Take away what nobody can open any more, with the password beside it, and end the sessions;
    return whose. Passkeys are not sealed and stay."""
    users = closed_to_this_key()
    for user in users:
        rows = Authenticator.objects.filter(user=user, type__in=SEALED)
        rows.filter(pk__in=[one.pk for one in rows if not opens(one)]).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
        log.record("accounts.user.sealed_factor_lost", target=user)
        end_all(user=user, by=None)
    gone, _models = ProviderLink.objects.all().delete()  # their digests fit nobody any more
    if gone:
        log.record("accounts.provider.links_lost", count=gone)
    return users
