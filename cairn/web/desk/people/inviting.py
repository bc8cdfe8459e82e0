"""Inviting somebody, the paper with the code, and what becomes of an invitation.

The code waits, sealed, in the session of whoever invited until the paper is shown, once.
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.invitations import VALID, invite, put_away, reissue, withdraw
from cairn.accounts.models import Invitation
from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.kernel.languages import LANGUAGES, direction
from cairn.web.desk.filing.doors import NOTHING_WRONG, tried
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once
from cairn.web.desk.people.doors import body_of, role_words
from cairn.web.desk.people.one import RoleForm

WAITS = "code_of_invitation"  # in the session: reference and sealed code


class InviteForm(RoleForm):
    """Who, in which language, as what."""

    name = forms.CharField(
        label=lazy("Name of the person"),
        max_length=120,
        help_text=lazy("As colleagues will see it. The name to sign in with is made from it."),
    )
    language = forms.ChoiceField(
        label=lazy("Language of the invitation"), choices=list(LANGUAGES.items())
    )
    field_order = ("name", "language", "role", "last_day")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MEMBERSHIP_WRITE)
@once
def new(request: HttpRequest, body: str) -> HttpResponse:
    """The form; then the paper."""
    place = body_of(request, body)
    form = InviteForm(
        request.POST or None, kind=place.kind, initial={"language": request.LANGUAGE_CODE[:2]}
    )
    wrong = NOTHING_WRONG
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        made, wrong = tried(
            invite,
            name=given["name"],
            language=given["language"],
            organisation=place,
            role=given["role"],
            until=form.until,
            by=person_of(request),
        )
        if made:
            return _to_paper(request, *made)
    context = {"body": place, "form": form, "wrong": wrong, "days": VALID.days}
    status = 400 if form.errors or wrong else 200
    return render(request, "desk/people/invite.html", context, status=status)


@require_POST
@needs(Permission.MEMBERSHIP_WRITE)
@once
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """Another link, withdrawing, or putting away that it expired."""
    invitation = _found(request, ref)
    person = person_of(request)
    match request.POST.get("act"):
        case "again":
            return _to_paper(request, *reissue(invitation=invitation, by=person))
        case "withdraw":
            withdraw(invitation=invitation, by=person)
            messages.success(request, _("The invitation was withdrawn."))
        case "away":
            put_away(invitation=invitation, by=person)
            return redirect("desk:home")
        case _:
            raise NotFound()
    return redirect("desk:people")


@require_safe
@needs(Permission.MEMBERSHIP_WRITE)
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """What is handed over, in the language of the invited person; shown once."""
    invitation = _found(request, ref)
    waits: dict[str, Any] = request.session.pop(WAITS, {})
    code = get_adapter().decrypt(waits["code"]) if waits.get("ref") == ref else ""
    language = invitation.user.language
    with override(language):
        short = reverse("invitation")
        address = reverse("invitation_code", args=[code]) if code else ""
    context = {
        "invitation": invitation,
        "code": code,
        "short": request.build_absolute_uri(short),
        "address": request.build_absolute_uri(address),
        "language": language,
        "direction": direction(language),
        "role": lambda: role_words(invitation.role),  # drawn in the language of the paper
    }
    return render(request, "desk/people/paper.html", context)


def _to_paper(request: HttpRequest, invitation: Invitation, code: str) -> HttpResponse:
    request.session[WAITS] = {"ref": invitation.ref, "code": get_adapter().encrypt(code)}
    return redirect("desk:invitation_paper", ref=invitation.ref)


def _found(request: HttpRequest, ref: str) -> Invitation:
    """An invitation of an organisation in which one gives roles."""
    rows = Invitation.objects.select_related("user", "organisation", "by")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise NotFound()
    body_of(request, found.organisation.ref)
    return found
