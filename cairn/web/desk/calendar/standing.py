"""Who stands in for whom in the person's organisations; giving one's own role for a time."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.permissions import ROLES, Permission, permissions_of
from cairn.accounts.standing_in import (
    LONGEST,
    colleagues,
    delegate,
    end_standing_in,
    own_roles,
    standing_in,
)
from cairn.kernel.errors import NotFound
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.once import kept, once
from cairn.web.given import whole_number
from cairn.web.say import say

USUAL = timedelta(days=14)


class StandInForm(forms.Form):
    """Which of one's roles, to whom, until when; the last day is said, not the first without."""

    role = forms.ChoiceField(label=lazy("Role"))
    colleague = forms.ChoiceField(label=lazy("Colleague"))
    last_day = forms.DateField(
        label=lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, roles: list[Membership], others: list[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_roles, self.has_colleagues = bool(roles), bool(others)
        listed = [
            (str(one.pk), f"{say(ROLES[one.role].name)} – {one.organisation.called}")
            for one in roles
        ]
        self.fields["role"].choices = listed  # type: ignore[attr-defined]
        self.fields["colleague"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((one.ref, one.called) for one in others),
        ]
        self.fields["last_day"].help_text = _("At most %(days)s days from today.") % {
            "days": LONGEST.days
        }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """The list, and a form to have somebody stand in for oneself."""
    person = person_of(request)
    if request.method == "POST" and request.POST.get("act") == "end":
        return _end(request, person)
    roles = [one for one in own_roles(person) if one.role in ROLES]
    others = _others(person, roles)
    sent = kept(request)
    initial: dict[str, Any] = {"last_day": timezone.localdate() + USUAL}
    if sent:
        initial |= {name: sent.get(name, "") for name in StandInForm.base_fields}
    form = StandInForm(request.POST or None, roles=roles, others=others, initial=initial)
    wrong = NOTHING_WRONG
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        chosen = next(one for one in roles if str(one.pk) == given["role"])
        _made, wrong = tried(
            delegate,
            to=next(one for one in others if one.ref == given["colleague"]),
            organisation=chosen.organisation,
            role=chosen.role,
            until=given["last_day"] + timedelta(days=1),
            by=person,
        )
        if not wrong:
            messages.success(request, _("Your colleague stands in for you until that day."))
            return redirect("desk:standing_in")
    return _page(request, person, form, wrong)


def _others(person: User, roles: list[Membership]) -> list[User]:
    """Colleagues of the organisations in which one has a role of one's own."""
    places = {one.organisation_id: one.organisation for one in roles}
    found = {}
    for place in places.values():
        found |= {one.pk: one for one in colleagues(person, place)}
    return sorted(found.values(), key=lambda one: one.display_name.casefold())


def _page(request: HttpRequest, person: User, form: StandInForm, wrong: Wrong) -> HttpResponse:
    places = Organisation.objects.filter(ref__in=viewer_of(request).organisations)
    gives_roles = {
        one.pk for one in places if Permission.MEMBERSHIP_WRITE in permissions_of(person, one)
    }
    context = {
        "form": form if form.has_colleagues else None,
        "has_roles": form.has_roles,
        "wrong": wrong,
        "lines": [
            {
                "membership": one,
                "role": say(ROLES[one.role].name) if one.role in ROLES else one.role,
                "last_day": one.until - timedelta(days=1) if one.until else None,
                "may_end": person.pk in (one.user_id, one.stands_in_for_id)
                or one.organisation_id in gives_roles,
            }
            for one in standing_in(places)
        ],
    }
    status = 400 if form.errors or wrong else 200
    return render(request, "desk/calendar/standing_in.html", context, status=status)


def _end(request: HttpRequest, person: User) -> HttpResponse:
    number = request.POST.get("membership", "")
    held = Membership.objects.current().filter(stands_in_for__isnull=False)
    seen = Q(organisation__ref__in=viewer_of(request).organisations)
    found = held.filter(seen, pk=whole_number(number, 0)).first()
    if found is None:
        raise NotFound()
    end_standing_in(membership=found, by=person)
    messages.success(request, _("It was ended; the role is only yours again."))
    return redirect("desk:standing_in")
