"""One person of an organisation: giving and ending roles, signing out, leaving."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.people import end_role, give_role, leave, roles_there, sign_out, stamp
from cairn.accounts.permissions import Permission, roles_of_kind
from cairn.accounts.sign_ins import live
from cairn.accounts.working import roles_held_by
from cairn.reporting.devices.tokens import of_person_there, revoke
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.handing.devices import line_of
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once
from cairn.web.desk.people.doors import body_of, found_there, role_line
from cairn.web.given import whole_number
from cairn.web.say import say

DAY = timedelta(days=1)


class RoleForm(forms.Form):
    """Which role, and its last day if it has one."""

    role = forms.ChoiceField(label=lazy("Role"))
    last_day = forms.DateField(
        label=lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=lazy("Left empty, the role stays until it is ended."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((key, say(role.name)) for key, role in roles_of_kind(kind).items()),
        ]

    @property
    def until(self) -> Any:
        """The first day without the role; the last day of all dates has none, and is refused."""
        last = self.cleaned_data["last_day"]
        return min(last, date.max - DAY) + DAY if last else None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MEMBERSHIP_WRITE)
@once
def page(request: HttpRequest, body: str, who: str) -> HttpResponse:
    """The person's roles here and nothing of what she has elsewhere."""
    place = body_of(request, body)
    user = found_there(place, who)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = RoleForm(request.POST if act == "give" else None, kind=place.kind)
    wrong = NOTHING_WRONG
    if act and not (act == "give" and not form.is_valid()):
        wrong, said = _done(request, act, form, place, user)
        if not wrong:
            messages.success(request, said)
            there = roles_there(place).filter(user=user).exists()
            still = roles_held_by(person_of(request)).filter(organisation=place)
            if there and still.filter(role="administrator").exists():
                return redirect("desk:person", body=body, who=who)
            return redirect("desk:people" if still.exists() else "desk:home")
    return _page(request, place, user, form, wrong)


def _done(
    request: HttpRequest, act: str, form: RoleForm, place: Organisation, user: User
) -> tuple[Wrong, str]:
    """Do what a button asks for; what was wrong, and what to say else."""
    about: dict[str, Any] = {"user": user, "organisation": place, "by": person_of(request)}
    seen = {"seen": request.POST.get("seen", "")}
    what: Callable[..., Any]
    match act:
        case "give":
            what, said = give_role, _("The role was given.")
            about |= seen | {"role": form.cleaned_data["role"], "until": form.until}
        case "leave":
            what, said = leave, _("This person has left the organisation and is signed out.")
            about |= seen
        case "revoke":
            what, said = revoke, _("The token was revoked. It is refused from now on.")
            about = {"ref": request.POST.get("device", ""), "organisation": place}
            about["by"] = person_of(request)
        case "sign_out":
            what, said = sign_out, _("Every session of this person was ended.")
        case _:
            number = request.POST.get("membership", "")
            what, said = end_role, _("The role was ended.")
            about |= seen | {"number": whole_number(number, 0)}
    return tried(what, **about)[1], said


def _page(
    request: HttpRequest, place: Organisation, user: User, form: RoleForm, wrong: Wrong
) -> HttpResponse:
    roles: list[Membership] = list(
        roles_there(place).filter(user=user).select_related("stands_in_for").order_by("role", "pk")
    )
    context = {
        "body": place,
        "who": user,
        "myself": user.pk == person_of(request).pk,
        "roles": [role_line(one) for one in roles],
        "seen": stamp(roles),
        "sessions": live(user).count(),
        "devices": [line_of(one) for one in of_person_there(user, place)],
        "form": form,
        "wrong": wrong,
        "known": [
            (say(one.name), say(one.description)) for one in roles_of_kind(place.kind).values()
        ],
    }
    status = 400 if form.errors or wrong else 200
    return render(request, "desk/people/person.html", context, status=status)
