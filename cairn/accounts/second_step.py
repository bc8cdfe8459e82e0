"""How often codes of the second step may be wrong: few times from one address, and many altogether.

The package counts by name alone: whoever has stolen a password could then keep its owner out by
typing wrong codes. So the small limit is by name and address, and the limit by name alone is high:
a hundred an hour leave a guesser of six digits less than one chance in three thousand an hour.
Passkeys cannot be guessed and are not counted by name.
"""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

LIMITS = {"wrong_code_here": "5/300s/key", "wrong_code": "100/h/key"}


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
        code: str = super().clean_code()  # type: ignore[misc]
        for usage in used:
            usage.rollback()
        here = {"action": "wrong_code_here", "key": keys["wrong_code_here"]}
        ratelimit.clear(request, app="cairn", config=LIMITS, **here)
        return code


class CodeForm(Counted, AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class CodeAgainForm(Counted, ReauthenticateForm):  # type: ignore[misc]
    """Where somebody signed in must prove it again."""
