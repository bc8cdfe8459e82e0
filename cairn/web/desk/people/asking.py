"""Asking for a role, and what became of one's own requests.

An organisation that is not one's own is named in words, and every answer is the same whether it is
here or not; a page that was drawn of what was found would tell.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.access import asking
from cairn.access.models import LONGEST_PURPOSE, RoleRequest
from cairn.accounts.models import Organisation, User
from cairn.accounts.permissions import ROLES
from cairn.accounts.working import names_of
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.once import kept, once
from cairn.web.desk.people.doors import role_words, ticked, tried_in
from cairn.web.say import say

DAY = timedelta(days=1)
ANOTHER = "another"
STATES = {
    "waiting": (noop("waiting for a decision"), "waiting"),
    "given": (noop("given"), "done"),
    "declined": (noop("declined"), "problem"),
    "withdrawn": (noop("withdrawn by whoever asked"), "information"),
    "lapsed": (noop("lapsed: nobody decided"), "attention"),
}


class AskForm(forms.Form):
    """Where, what, until when and for what."""

    place = forms.ChoiceField(label=lazy("Organisation"), widget=forms.RadioSelect)
    named = forms.CharField(
        label=lazy("Which other organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=lazy(
            "Its name exactly as it writes it, or its reference; its administrator can tell you. "
            "You are not told whether there is one of that name."
        ),
    )
    role = forms.ChoiceField(label=lazy("Role"))
    last_day = forms.DateField(
        label=lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=lazy("At most three years from now."),
    )
    purpose = forms.CharField(
        label=lazy("For what"),
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy("Whoever decides reads it. Write no names of persons."),
    )

    def __init__(self, *args: Any, places: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {one.ref: one for one in places}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            *((one.ref, one.called) for one in places),
            (ANOTHER, _("Another organisation for which I work, too")),
        ]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((key, say(role.name)) for key, role in ROLES.items()),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("place") == ANOTHER and not given.get("named"):
            self.add_error("named", _("Write which organisation you mean."))
        return given

    def told(self) -> dict[str, Any]:
        """What the action is given."""
        given = self.cleaned_data
        return {
            "place": self.places.get(given["place"]),
            "named": given["named"],
            "role": given["role"],
            "until": min(given["last_day"], date.max - DAY) + DAY,
            "purpose": given["purpose"],
        }


@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest) -> HttpResponse:
    """The form and one's own requests; whoever has no role yet may ask as well."""
    person = person_of(request)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act in ("withdraw", "away"):
        return _ended(request, person, act)
    if act not in ("", "ask"):
        raise NotFound()
    places = names_of(person)
    initial: dict[str, Any] = {"place": places[0].ref if places else ANOTHER}
    if sent := kept(request):
        initial |= {name: sent.get(name, "") for name in AskForm.base_fields}
    form = AskForm(request.POST if act else None, places=places, initial=initial)
    wrong = NOTHING_WRONG
    if form.is_bound and form.is_valid():
        made, wrong = tried_in(
            form, asking.ask, user=person, not_persons=ticked(request), **form.told()
        )
        if made:
            messages.success(request, _("Your request was taken. What becomes of it stands here."))
            return redirect("desk:access")
    context = {
        "form": form,
        "no_persons": no_persons(request.POST, wrong),
        "lines": [line_of(one) for one in asking.own(person)],
        "days": asking.WAITS.days,
        "known": [(say(one.name), say(one.description)) for one in ROLES.values()],
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/people/access.html", context, status=status)


def line_of(one: RoleRequest) -> dict[str, Any]:
    """One request as whoever asked may see it: a body that is not hers only as she named it."""
    words, kind = STATES[one.state]
    return {
        "request": one,
        "place": one.organisation.called if one.at_home and one.organisation else one.named,
        "role": role_words(one.role),
        "last_day": one.until - DAY,
        "words": say(words),
        "kind": kind,
        "waiting": one.state == "waiting",
    }


def _ended(request: HttpRequest, person: User, act: str) -> HttpResponse:
    ref = request.POST.get("request", "")
    if act == "away":
        asking.put_away(by=person, ref=ref)
        return redirect("desk:home")
    asking.withdraw(user=person, ref=ref)
    messages.success(request, _("Your request was withdrawn."))
    return redirect("desk:access")
