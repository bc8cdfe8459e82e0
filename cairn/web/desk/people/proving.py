"""Cairn's own second factor, given just now: who must give it first, and where that is done."""

import time
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.accounts.models import User
from cairn.accounts.providers.session import second_factor_just_now


def proved(request: HttpRequest, person: User) -> bool:
    return second_factor_just_now(request, person, time.time())


def prove(request: HttpRequest, person: User, onward: str) -> HttpResponse:
    """The page that asks for it, which leads on to an address of ours."""
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
    name = "mfa_reauthenticate" if codes else "mfa_reauthenticate_webauthn"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': onward})}")


def prove_first(request: HttpRequest, person: User, onward: str) -> HttpResponse | None:
    """Where a session that came through a provider is sent before it reaches beyond the
    organisations which that serves; None for whoever may go on."""
    if person.only_for is None or proved(request, person):
        return None
    if request.method == "POST":
        messages.info(request, _("Give your second factor first; then press the button once more."))
    return prove(request, person, onward)
