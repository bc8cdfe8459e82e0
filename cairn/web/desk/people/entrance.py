"""The pages of an invited person, who is not signed in: setting the password, once.

A link that was real and has ended says of which organisation; any other is not known here.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cairn.accounts.actions import WeakPassword
from cairn.accounts.invitations import InvitationOver, accept, find
from cairn.accounts.providers.queries import for_organisation
from cairn.kernel.errors import NotFound
from cairn.web.desk.people.doors import role_words
from cairn.web.say import say

UNKNOWN, GONE = 404, 410


class CodeForm(forms.Form):
    """The code as it stands on the paper."""

    code = forms.CharField(
        label=lazy("Code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
        help_text=lazy("Sixteen letters and digits; capitals and hyphens do not matter."),
    )


class PasswordForm(forms.Form):
    """The password, twice."""

    password1 = forms.CharField(
        label=lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy("At least twelve characters, and none that everybody uses."),
    )
    password2 = forms.CharField(
        label=lazy("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password1") != given.get("password2"):
            self.add_error("password2", _("The two passwords are not the same."))
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Where the code is typed that stands on the paper."""
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return redirect("invitation_code", code=form.cleaned_data["code"].replace("/", "-"))
    status = 400 if form.errors else 200
    return render(request, "desk/people/entrance_code.html", {"form": form}, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """What the link opens."""
    try:
        invitation = find(code)
    except NotFound:
        return render(request, "desk/people/entrance_unknown.html", status=UNKNOWN)
    except InvitationOver as over:
        context = {"invitation": over.invitation}
        return render(request, "desk/people/entrance_over.html", context, status=GONE)
    form = PasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            user = accept(code=code, password=form.cleaned_data["password1"])
        except WeakPassword as problem:
            form.add_error("password1", say(problem))
        else:
            said = _("Your password is set. Sign in as %(name)s.") % {"name": user.username}
            messages.success(request, said)
            return redirect("account_login")
    shown: dict[str, Any] = {
        "invitation": invitation,
        "form": form,
        "role": role_words(invitation.role),
        "code": code,
        "providers": for_organisation(invitation.organisation),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/people/entrance.html", shown, status=status)
