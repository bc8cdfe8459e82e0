"""The pages of somebody who lost the second factor: asking after the first step, and the link that
works once. Where the account has no password, its provider stands in for it."""

import time
from base64 import b64encode
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Recovery
from cairn.accounts.providers.queries import signing_in
from cairn.accounts.providers.session import RECOVERING, recovering_just_now
from cairn.accounts.recovery import ask, find, finish, places_of, running, two_can_confirm
from cairn.kernel.errors import NotFound
from cairn.web.desk.people.entrance import UNKNOWN

SECRET = "recovery_secret"  # in the session, sealed, between showing and confirming it


class NewFactorForm(forms.Form):
    """The password if there is one, and a code of the generator that was just set up."""

    password = forms.CharField(
        label=lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=lazy("Authenticator code"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, has_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_password:
            del self.fields["password"]


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """What happens after asking, the reference, and how far it is; only after the first step."""
    user = request._login_stage.login.user  # type: ignore[attr-defined]
    two = two_can_confirm(user)
    if request.method == "POST" and two:
        ask(user=user)
        return redirect("lost_factor")
    context = {
        "recovery": running(user),
        "two": two,
        "places": places_of(user),
        "has_password": user.has_usable_password(),
    }
    return render(request, "desk/people/lost.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def replaced(request: HttpRequest, code: str) -> HttpResponse:
    """Setting up the new code generator; a guess and a link that ended are one answer."""
    try:
        recovery = find(code)
    except NotFound:
        return render(request, "desk/people/recovery_unknown.html", status=UNKNOWN)
    has_password = recovery.user.has_usable_password()
    if not has_password and not recovering_just_now(request, recovery.ref, time.time()):
        told = {"code": code, "person": recovery.user, "providers": signing_in(recovery.user)}
        return render(request, "desk/people/recovery_through.html", told)
    adapter = get_adapter()
    form = NewFactorForm(request.POST or None, has_password=has_password)
    if not form.is_bound or SECRET not in request.session:
        request.session[SECRET] = adapter.encrypt(generate_totp_secret())
    secret = adapter.decrypt(request.session[SECRET])
    if form.is_bound and form.is_valid() and _proved(request, form, recovery, secret):
        finish(code=code, secret=secret)
        del request.session[SECRET]
        request.session.pop(RECOVERING, None)
        messages.success(request, _("The new second factor is set. Sign in with it."))
        return redirect("account_login")
    context: dict[str, Any] = {
        "form": form,
        "secret": secret,
        "picture": _picture(recovery, secret),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/people/recovery_link.html", context, status=status)


def _proved(request: HttpRequest, form: NewFactorForm, recovery: Recovery, secret: str) -> bool:
    """The password of the account, whose failures are counted as at sign-in, and a right code."""
    given = form.cleaned_data
    if "password" in form.fields and not _is_hers(request, recovery, given["password"]):
        form.add_error("password", _("That is not the password of this account."))
    elif not validate_totp_code(secret, given["code"]):
        form.add_error("code", _("This code does not come from the key above, or it is too old."))
    return not form.errors


def _is_hers(request: HttpRequest, recovery: Recovery, password: str) -> bool:
    user = authenticate(request, username=recovery.user.username, password=password)
    return user is not None and user.pk == recovery.user_id


def _picture(recovery: Recovery, secret: str) -> str:
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(recovery.user, secret))
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
