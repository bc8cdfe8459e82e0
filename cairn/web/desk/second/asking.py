"""Asking a second person for more than one may open or take by herself.

Where nobody of the organisation could agree there is no form: the page says whom to ask instead.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.access import second
from cairn.access.models import LONGEST_PURPOSE
from cairn.access.second_persons import second_persons, second_rule
from cairn.accounts.models import Membership, Organisation, OrganisationKind
from cairn.accounts.permissions import Permission, roles_of_kind, roles_with
from cairn.accounts.rates import Kind
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.policies import contact_points
from cairn.sharing.reads.purposes import ASKED, Purpose
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.once import kept, once
from cairn.web.desk.people.doors import ticked, tried_in
from cairn.web.desk.reads.after import purpose_words
from cairn.web.desk.reads.noting import kept_purpose
from cairn.web.desk.second.contents import called, parts, records_of
from cairn.web.desk.second.words import amount_words
from cairn.web.explore.labels import listing
from cairn.web.say import say


class AskForm(forms.Form):
    """How many, and for what."""

    n = forms.IntegerField(
        label=lazy("How many more"),
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    purpose = forms.ChoiceField(label=lazy("Purpose"))
    reason = forms.CharField(
        label=lazy("What you need it for"),
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy(
            "Say which sections and periods, and why. Whoever decides reads it. Write no names of "
            "persons."
        ),
    )

    def __init__(
        self, *args: Any, kind: Kind, most: int, purposes: list[Purpose], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((one.value, purpose_words(one)) for one in purposes),
        ]
        if kind is Kind.TAKEN:
            del self.fields["n"]
        else:
            self.fields["n"].help_text = _("At most %(most)s.") % {"most": most}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """What is asked, who could agree, and the form."""
    person, rule = person_of(request), second_rule()
    given: Any = request.POST if request.method == "POST" else request.GET
    kind, address = _kind(given.get("kind", "")), ""
    records: list[tuple[str, int]] = []
    if kind is Kind.TAKEN:
        address = given.get("of", "")
        records = records_of(request, address)
    place = second.place_of(person)
    others = second_persons(person, place, records)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        most=rule.most[kind],
        purposes=_purposes(request),
        initial=_initial(request),
    )
    wrong = NOTHING_WRONG
    if form.is_bound and form.is_valid():
        made, wrong = tried_in(
            form,
            second.ask,
            user=person,
            kind=kind,
            n=form.cleaned_data.get("n", 0),
            purpose=Purpose(form.cleaned_data["purpose"]),
            reason=form.cleaned_data["reason"],
            address=address,
            records=records,
            not_persons=ticked(request),
        )
        if made:
            messages.success(request, _("Your request was taken. What becomes of it stands here."))
            return redirect("desk:bounds")
    what, url = called(request, address) if address else ("", "")
    context = {
        "form": form,
        "no_persons": no_persons(request.POST, wrong),
        "kind": kind.value,
        "of": address,
        "what": what,
        "url": url,
        "amount": amount_words(kind, len(records)) if records else "",
        "parts": list(parts(records, viewer_of(request))),
        "others": listing(one.called for one in others) if others else "",
        "rule": rule,
        **({} if others else _instead(place)),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/second/ask.html", context, status=status)


def _kind(given: str) -> Kind:
    try:
        return Kind(given)
    except ValueError as problem:
        raise NotFound() from problem


def _initial(request: HttpRequest) -> dict[str, Any]:
    known = kept_purpose(request)
    found: dict[str, Any] = {"purpose": known.value if known else ""}
    if sent := kept(request):
        found |= {name: sent.get(name, "") for name in AskForm.base_fields}
    return found


def _purposes(request: HttpRequest) -> list[Purpose]:
    """What a person may say, and what her office gives."""
    viewer = viewer_of(request)
    offices = {Purpose.OWN_STATE: viewer.states, Purpose.SECRETARIAT: viewer.secretariat}
    return [*ASKED, *(one for one, held in offices.items() if held)]


def _instead(place: Organisation) -> dict[str, Any]:
    """Whom to ask where nobody else of the organisation can agree: the contact points of its own
    State, whose matter it is; the secretariat only where there is no State, or no other of these
    bodies. None of them agrees in the organisation's place."""
    rows = contact_points(place.state) if place.state else Membership.objects.none()
    points = _bodies(rows, place)
    return {
        "nobody": True,
        "roles": " / ".join(
            say(role.name)
            for role in roles_of_kind(place.kind).values()
            if Permission.SECOND_AGREE in role.permissions
        ),
        "points": points,
        "secretariat": "" if points else _bodies(_validating(), place),
    }


def _validating() -> Any:
    return Membership.objects.current().filter(
        role__in=roles_with(Permission.FILING_VALIDATE),
        organisation__kind=OrganisationKind.INTERNATIONAL,
        user__is_active=True,
    )


def _bodies(rows: Any, place: Organisation) -> str:
    found = {one.organisation for one in rows.select_related("organisation")} - {place}
    return listing(sorted(one.called for one in found)) if found else ""
