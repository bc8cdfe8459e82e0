"""How often codes of the second step may be wrong: few times from one address, and many altogether.

The package counts by name alone: whoever has stolen a password could then keep its owner out by
typing wrong codes. So the small limit is by name and address, and the limit by name alone is high:
a hundred an hour leave a guesser of six digits less than one chance in three thousand an hour.
Passkeys cannot be guessed and are not counted by name.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.forms import ActivateTOTPForm
from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language_bidi, gettext

from cairn.kernel.text import noop

LIMITS = {"wrong_code_here": "5/300s/key", "wrong_code": "100/h/key"}


WRONG = noop(
    "That code is not right. Type the newest one that is shown. If it is refused again, a clock is "
    "wrong: the one of this server says %(now)s UTC, and that of your telephone must say the same."
)
OTHER_KEY = noop(
    "This server no longer opens your code generator, because its secret key was changed. Tell "
    "whoever runs it; a passkey works as before."
)


def told_of_the_clock(clean: Callable[[], str]) -> str:
    """A wrong code names the clock, which is the cause where the person made no mistake; a secret
    that was sealed with another key is no wrong code."""
    try:
        return clean()
    except ValidationError as problem:
        if problem.code != "incorrect_code":
            raise
        now = f"{timezone.now():%Y-%m-%d %H:%M}"
        if get_language_bidi():  # a day does not turn around inside a sentence from right to left
            now = f"\u2066{now}\u2069"
        raise ValidationError(gettext(WRONG), code=problem.code, params={"now": now}) from problem
    except InvalidToken as problem:
        raise ValidationError(gettext(OTHER_KEY), code="other_key") from problem


class Counted:
    """Counts before looking at the code; a right one clears the count of this address only."""

    user: Any

    def clean_code(self) -> str:
        adapter, request = get_account_adapter(), context.request
        name = f"cairn-code-{self.user.pk}"
        keys = {"wrong_code_here": f"{name}-{adapter.get_client_ip(request)}", "wrong_code": name}
        used = []
        for action, key in keys.items():
            usage = ratelimit.consume(request, app="cairn", action=action, config=LIMITS, key=key)
            if not usage:
                raise adapter.validation_error("too_many_login_attempts")
            used.append(usage)
        code: str = told_of_the_clock(super().clean_code)  # type: ignore[misc]
        for usage in used:
            usage.rollback()
        here = {"action": "wrong_code_here", "key": keys["wrong_code_here"]}
        ratelimit.clear(request, app="cairn", config=LIMITS, **here)
        return code


class CodeForm(Counted, AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


GIVEN = "second_factor_given"  # in the state of a sign-in: at a provider whose word counts


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Asked for at every sign-in, unless the provider has just asked for one that counts."""

    def _should_handle(self, request: Any) -> bool:
        if self.login.state.get(GIVEN):
            return False
        return bool(super()._should_handle(request))


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """When a code generator is set up."""

    def clean_code(self) -> str:
        return told_of_the_clock(super().clean_code)


class CodeAgainForm(Counted, ReauthenticateForm):  # type: ignore[misc]
    """Where somebody signed in must prove it again."""
