"""What must be true of an account before the desk opens to it: a second factor.

A password alone is not enough; a passkey or a generator of six-digit codes is. What the account
may then do is decided in `permissions.py`.
"""

from collections.abc import Iterable
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


def with_second_factor(users: Iterable[Any]) -> set[int]:
    """The primary keys of those accounts that have a second factor; one query."""
    keys = [user.pk for user in users]
    rows = Authenticator.objects.filter(user__in=keys, type__in=FACTORS)
    return set(rows.values_list("user_id", flat=True))


FEW = 3  # printed codes; from here on the person is told to print new ones


def printed_codes_left(user: Any) -> int | None:
    """How many printed codes still work; None where there never were any."""
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(held.wrap().get_unused_codes()) if held else None


def few_printed_codes(user: Any) -> bool:
    """Whether the codes on the paper are nearly used up."""
    left = printed_codes_left(user)
    return left is not None and left <= FEW
