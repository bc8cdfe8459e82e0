"""What must be true of an account before the desk opens to it: a second factor.

A password alone is not enough; a passkey or a generator of six-digit codes is. What the account
may then do is decided in `permissions.py`.
"""

from typing import Any

from allauth.mfa.models import Authenticator

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorMissing(Refused):
    text = noop(
        "Set up a passkey or a code generator first; the desk opens only to accounts that have one."
    )


def has_second_factor(user: Any) -> bool:
    """Whether the account has a passkey or a code generator; recovery codes alone do not count."""
    if user is None or not user.is_authenticated:
        return False
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def check_second_factor(user: Any) -> None:
    """Raise a sentence for the person unless the account has a second factor."""
    if not has_second_factor(user):
        raise SecondFactorMissing
