"""One request for a role, before those who may decide it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.access import asking
from cairn.access.models import LONGEST_REASON, RoleRequest
from cairn.accounts.people import roles_there, stamp
from cairn.accounts.permissions import ROLES, Permission, role_held
from cairn.kernel.errors import NotFound
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import once
from cairn.web.desk.people.asking import line_of
from cairn.web.desk.people.doors import role_line, ticked, tried_in
from cairn.web.say import say

ACTS = {"give": True, "decline": False}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy("Whoever asked reads it. Write no names of persons."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MEMBERSHIP_WRITE)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """What is asked, by whom and for what; the decision, with its reason."""
    person = person_of(request)
    found = asking.find_to_decide(person, ref)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "away":
        asking.put_away(by=person, ref=ref)
        return redirect("desk:home")
    if act and act not in ACTS:
        raise NotFound()
    form, wrong = ReasonForm(request.POST if act else None), NOTHING_WRONG
    if form.is_bound and form.is_valid():
        done, wrong = tried_in(
            form,
            asking.decide,
            request=found,
            give=ACTS[act],
            reason=form.cleaned_data["reason"],
            seen=request.POST.get("seen", ""),
            by=person,
            not_persons=ticked(request),
        )
        if done:
            said = _("The role was given.") if ACTS[act] else _("The request was declined.")
            messages.success(request, said)
            return redirect("desk:people")
        found.refresh_from_db()
    context = _shown(request, found) | {
        "form": form,
        "no_persons": no_persons(request.POST, wrong),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/people/request.html", context, status=status)


def _shown(request: HttpRequest, found: RoleRequest) -> dict[str, Any]:
    place = found.organisation
    assert place is not None  # nobody decides on one that was not found
    roles = list(
        roles_there(place).filter(user=found.user).select_related("stands_in_for").order_by("pk")
    )
    mine = found.user_id == person_of(request).pk
    open_here = found.state == "waiting" and found.user.is_active
    names = people([found.decided_by], viewer_of(request), about=[found.ref])
    return {
        "line": line_of(found),
        "body": place,
        "who": found.user,
        "roles": [role_line(one) for one in roles],
        "seen": stamp(roles),
        "described": say(ROLES[found.role].description) if found.role in ROLES else "",
        "fits": role_held(found.role, place.kind),
        "late": asking.is_late(found),
        "mine": mine,
        "open": open_here and not mine,
        "decider": found.decided_by and names[found.decided_by],
    }
