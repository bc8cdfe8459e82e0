"""One sharing group: who is in it, who will be able to read what is shared with it, and its end."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.narrowing import add_member, close_group, end_member
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing.groups import bodies_named, persons_named, with_a_role
from cairn.sharing.models import GroupKind, SharingGroup
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.grouping.words import (
    KIND_WORDS,
    by_state,
    find_group,
    lines_of,
    persons_by_state,
)
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import kept, once
from cairn.web.say import current, paired, say

MOST = 500  # organisations to choose from
FORMER = 50  # members who were ended, the last ones


class MemberForm(forms.Form):
    organisation = forms.ChoiceField(label=lazy("Organisation"))
    username = forms.CharField(
        label=lazy("Name with which the person signs in"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
        help_text=lazy("Ask the person. She reads only while she has a role in that organisation."),
    )
    sections = forms.MultipleChoiceField(
        label=lazy("Only these sections"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("None ticked: all sections that are shared with the group."),
    )

    def __init__(self, *args: Any, group: SharingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Organisation.objects.exclude(kind=OrganisationKind.PUBLISHER)
        named = [
            (paired(name_of(one.state, current()), one.called) if one.state else one.called, one)
            for one in bodies.order_by("state", "name")[:MOST]
        ]
        self.bodies = {one.ref: one for _words, one in named}
        choices = {
            "organisation": [
                ("", "–"),
                *sorted(((one.ref, words) for words, one in named), key=lambda pair: pair[1]),
            ],
            "sections": [(key, say(one.title)) for key, one in sections().items()],
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        if group.kind != GroupKind.ACCOUNTS:
            del self.fields["username"]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.GROUP_WRITE)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Its members, a form for another one, and what ends it."""
    group = find_group(request, ref)
    if request.method == "POST":
        return _act(request, group)
    return _page(request, group, MemberForm(group=group, initial=_written(request)))


def _written(request: HttpRequest) -> dict[str, Any]:
    sent = kept(request)
    if not sent:
        return {}
    told: dict[str, Any] = {name: sent.get(name, "") for name in ("organisation", "username")}
    return told | {"sections": sent.getlist("sections")}


def _act(request: HttpRequest, group: SharingGroup) -> HttpResponse:
    by, act, wrong = person_of(request), request.POST.get("act", ""), NOTHING_WRONG
    form = MemberForm(group=group)
    if act == "add":
        form = MemberForm(request.POST, group=group)
        if form.is_valid():
            given = form.cleaned_data
            wrong = tried(
                add_member,
                group=group,
                organisation=form.bodies.get(given["organisation"]),
                username=given.get("username", ""),
                sections=given["sections"],
                by=by,
            )[1]
            for name, sentence in wrong.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        said = _("The member was named and may read from now on.")
    elif act == "end":
        end_member(group=group, member=request.POST.get("member", ""), by=by)
        said = _("The member was ended and reads nothing of it any more.")
    elif act == "close":
        close_group(group=group, by=by)
        said = _("The group has ended and opens nothing any more.")
    else:
        raise NotFound()
    if wrong or form.errors:
        return _page(request, group, form, wrong)
    messages.success(request, said)
    return redirect("desk:group", ref=group.ref)


def _page(
    request: HttpRequest, group: SharingGroup, form: MemberForm, wrong: Wrong = NOTHING_WRONG
) -> HttpResponse:
    today = timezone.localdate()
    rows = group.members.select_related("organisation", "account").order_by("pk")
    members = list(rows.filter(until__isnull=True))
    former = list(rows.filter(until__isnull=False).order_by("-until", "-pk")[:FORMER])
    there = with_a_role(members)
    context = {
        "group": group,
        "kind": say(KIND_WORDS[GroupKind(group.kind)]),
        "state": name_of(group.state, current()),
        "open": group.open_on(today),
        "last_day": _before(group),
        "lines": lines_of(members, there),
        "former": lines_of(former, with_a_role(former)),
        "readers": _readers(group),
        "shared": list(_shared(group)),
        "form": form,
        "wrong": wrong,
    }
    status = 400 if form.errors or wrong else 200
    return render(request, "desk/grouping/one.html", context, status=status)


def _before(group: SharingGroup) -> Any:
    return group.until and group.until.fromordinal(group.until.toordinal() - 1)


def _readers(group: SharingGroup) -> list[tuple[str, int, Any]]:
    """By marking: who reads what is shared with it, of any section."""
    today = timezone.localdate()
    if group.kind == GroupKind.ACCOUNTS:
        persons = persons_named(group, None, today)
        return [("TLP:RED", len(persons), persons_by_state(persons))]
    found = []
    for words, marking in (("TLP:AMBER+STRICT", "amber_strict"), ("TLP:AMBER", "amber")):
        bodies = bodies_named(group, marking, None, today)
        found.append((words, len(bodies), by_state(bodies)))
    return found


def _shared(group: SharingGroup) -> Any:
    """How many filings name it, by section: the State's own, as they stand now."""
    rows = Filing.objects.filter(shared_with=group.ref, state=group.state)
    rows = rows.exclude(status__in=(FilingStatus.WITHDRAWN, FilingStatus.SUPERSEDED))
    for key, n in rows.values_list("section").annotate(n=Count("pk")).order_by("section"):
        if key in sections():
            yield say(sections()[key].title), n
