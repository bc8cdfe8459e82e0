"""How the sign-in package is bent to this house: no sign-up, two factors, sealed secrets.

Guessing is counted by name and address together (django-axes), so that a stranger who fails on
purpose does not lock the person out elsewhere; the package's own limit per name is therefore off.
Wrong codes of the second step are counted in `second_step.py`.
"""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.urls import reverse

from cairn.accounts.actions import change_password
from cairn.accounts.policies import has_second_factor


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by an administrator; nobody signs up, and no letter opens one."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """No address is kept, so there is nobody to write to; a stranger's address gets nothing."""

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Leave the counting of failures to django-axes (see above)."""
        self._login_failed_rl_usage = None

    def set_password(self, user: Any, password: str) -> None:
        """Through the same action as everywhere, so that it is logged and other sessions end; the
        package then lets this browser go on."""
        changed = change_password(user=user, password=password, by=user)
        user.password, user.sign_ins_ended = changed.password, changed.sign_ins_ended

    def get_login_redirect_url(self, request: Any) -> str:
        """Without a second factor the first page is the one that sets it up."""
        if not has_second_factor(request.user):
            return reverse("mfa_activate_totp")
        return str(super().get_login_redirect_url(request))

    def get_login_stages(self) -> list[str]:
        """The second step is ours: a provider may have asked for it already."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "cairn.accounts.second_step.SecondStep"}
        return [ours.get(one, one) for one in super().get_login_stages()]

    def is_safe_url(self, url: str) -> bool:
        """After signing in one goes on inside this site only: a path, never an address."""
        return (
            url.startswith("/") and not url.startswith(("//", "/\\")) and super().is_safe_url(url)
        )


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticators are encrypted with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last passkey or code generator stays: every account has a second factor."""
        if authenticator.type == authenticator.Type.RECOVERY_CODES:
            return True
        others = type(authenticator).objects.filter(user=authenticator.user)
        others = others.exclude(pk=authenticator.pk)
        return bool(others.exclude(type=authenticator.Type.RECOVERY_CODES).exists())


def _box() -> Fernet:
    key = hashlib.sha256(b"cairn.accounts.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
