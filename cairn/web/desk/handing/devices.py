"""One's own devices that hand in: the list, making a token, revoking one.

A token is made only by somebody who has given her second factor within the last minutes, here or
when she signed in. Its text waits, sealed, in her session until the list shows it, once.
"""

import functools
import time
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import MissingPermission, Permission
from cairn.kernel.text import noop
from cairn.reporting.devices import tokens
from cairn.reporting.devices.models import LONGEST_NAME, Device
from cairn.reporting.devices.rules import rule_on
from cairn.reporting.filings.definitions import sections
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, may_file_for
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.once import View, once
from cairn.web.desk.people.doors import ticked, tried_in
from cairn.web.say import say

DAY = timedelta(days=1)
JUST_NOW = 300  # seconds since the second factor was given
WAITS = "token_of_device"  # in the session: reference and sealed token
ENDED = {
    Device.Ended.REVOKED: (noop("revoked"), "information"),
    Device.Ended.EXPIRED: (noop("expired"), "information"),
    Device.Ended.LOST: (noop("ended with a role or with all sign-ins"), "attention"),
}


class DeviceForm(forms.Form):
    """Which device, for which organisation and sections, until when."""

    name = forms.CharField(
        label=lazy("What you call the device"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=lazy("Such as “post at the northern border”. Write no names of persons."),
    )
    organisation = forms.ChoiceField(label=lazy("Organisation that files"))
    sections = forms.MultipleChoiceField(
        label=lazy("Sections on which it hands in"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": tokens.NoSections.text},
    )
    last_day = forms.DateField(
        label=lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, bodies: list[Organisation], days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {one.ref: one for one in bodies}
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            (ref, one.called) for ref, one in self.bodies.items()
        ]
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (key, say(one.title)) for key, one in sections().items()
        ]
        self.fields["sections"].error_messages["required"] = say(tokens.NoSections())
        self.fields["last_day"].help_text = _("At most %(n)s days from today.") % {"n": days}
        if len(bodies) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial.setdefault("organisation", bodies[0].ref)

    def told(self) -> dict[str, Any]:
        """What the action is given."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "organisation": self.bodies[given["organisation"]],
            "sections": given["sections"],
            "until": min(given["last_day"], date.max - DAY) + DAY,
        }


def after_second_factor(view: View) -> View:
    """Only for whoever has given the second factor just now; others give it and come back."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _gave_it_just_now(request):
            held = Authenticator.objects.filter(user=person_of(request))
            codes = held.filter(type=Authenticator.Type.TOTP).exists()
            name = "mfa_reauthenticate" if codes else "mfa_reauthenticate_webauthn"
            messages.info(request, _("Prove your second factor first; then you make the token."))
            return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return wrapped


def _gave_it_just_now(request: HttpRequest) -> bool:
    given = get_authentication_records(request, person_of(request))
    return any(one["method"] == "mfa" and 0 <= time.time() - one["at"] < JUST_NOW for one in given)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest) -> HttpResponse:
    """One's own devices; nobody sees another's here. A new token is shown once."""
    person = person_of(request)
    if request.method == "POST":
        tokens.revoke(ref=request.POST.get("device", ""), by=person)
        messages.success(request, _("The token was revoked. It is refused from now on."))
        return redirect("desk:devices")
    lines = [line_of(one) for one in tokens.own(person)]
    waits = request.session.pop(WAITS, {}) if request.method == "GET" else {}
    shown = next((one for one in lines if one["device"].ref == waits.get("ref")), None)
    context = {
        "lines": lines,
        "files": bool(may_file_for(request)),
        "shown": shown,
        "token": get_adapter().decrypt(waits["token"]) if shown else "",
        "address": request.build_absolute_uri(reverse("hand_in")),
        "kept": tokens.KEPT.days,
    }
    return render(request, "desk/handing/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@after_second_factor
@once
def new(request: HttpRequest) -> HttpResponse:
    """The form; then the list with the new token."""
    bodies, person = may_file_for(request), person_of(request)
    if not bodies:
        raise MissingPermission(permission=Permission.FILING_WRITE)
    days = rule_on(timezone.localdate()).longest_days
    form = DeviceForm(request.POST or None, bodies=bodies, days=days)
    wrong = NOTHING_WRONG
    if form.is_bound and form.is_valid():
        made, wrong = tried_in(
            form, tokens.make, by=person, not_persons=ticked(request), **form.told()
        )
        if made:
            device, token = made
            request.session[WAITS] = {"ref": device.ref, "token": get_adapter().encrypt(token)}
            return redirect("desk:devices")
    context = {"form": form, "no_persons": no_persons(request.POST, wrong)}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/handing/new.html", context, status=status)


def line_of(one: Device) -> dict[str, Any]:
    """One device as it is listed, for its owner and for an administrator."""
    reason = tokens.why_over(one)
    words, kind = ENDED[reason] if reason else (noop("in force"), "done")
    named = sections()
    return {
        "device": one,
        "place": one.organisation.called,
        "sections": [say(named[key].title) for key in one.sections if key in named],
        "last_day": one.until - DAY,
        "in_force": reason is None,
        "words": say(words),
        "kind": kind,
    }
