"""Second factors are sealed with the secret key: whether the one that is here opens them, and what
is done with accounts of which it does not.

A code generator whose secret cannot be read is lost. Whoever then knew the password alone could set
up another one, so the password goes with it: somebody at the console hands a new one over.
"""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from cairn.accounts.models import ProviderLink, User
from cairn.accounts.sign_ins import end_all
from cairn.audit import log

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
    """Whether the newest sealed factor was sealed with another key; one query."""
    newest = Authenticator.objects.filter(type__in=SEALED).order_by("-pk").first()
    return newest is not None and not opens(newest)


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
