"""The sharing groups of a State, and a form for a new one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.reference.countries import name_of
from cairn.sharing.grouping import LONGEST, make_group
from cairn.sharing.models import GroupKind, SharingGroup
from cairn.web.desk.filing.doors import NOTHING_WRONG, tried
from cairn.web.desk.grouping.words import KIND_WORDS, states_of
from cairn.web.desk.importing.doors import by_key, needs, person_of
from cairn.web.desk.once import kept, once
from cairn.web.desk.participation.standing import tabs
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Listed:
    group: SharingGroup
    kind: str
    state: str
    members: int
    open: bool


class GroupForm(forms.Form):
    state = forms.ChoiceField(label=lazy("State"))
    name = forms.CharField(
        label=lazy("Name of the group"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=lazy(
            "Read by the contact points of your State alone. Write no names of persons."
        ),
    )
    kind = forms.ChoiceField(label=lazy("Whom does it name?"), widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=lazy("After it the group opens nothing. Left empty: until somebody ends it."),
    )

    def __init__(self, *args: Any, states: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "state": [(code, name_of(code, current())) for code in states],
            "kind": [(key.value, say(words)) for key, words in KIND_WORDS.items()],
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        if len(states) == 1:
            self.fields["state"].widget = forms.HiddenInput()


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.GROUP_WRITE)
@once
def page(request: HttpRequest) -> HttpResponse:
    """All groups of the person's State, the newest first."""
    states, wrong = states_of(request), NOTHING_WRONG
    sent = kept(request) or {}
    written = {name: sent[name] for name in GroupForm.base_fields if name in sent}
    first = {"state": states[0], "kind": GroupKind.ORGANISATIONS.value}
    form = GroupForm(request.POST or None, states=states, initial=first | written)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        group, wrong = tried(
            make_group,
            state=given["state"],
            name=given["name"],
            kind=GroupKind(given["kind"]),
            last_day=given["last_day"],
            by=person_of(request),
        )
        if group:
            messages.success(request, _("The group was made. It means nobody until you name one."))
            return redirect("desk:group", ref=group.ref)
        for name, sentence in wrong.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        for sentence in wrong.others:
            form.add_error(None, sentence)
    today = timezone.localdate()
    there = Q(members__until__isnull=True) | Q(members__until__gt=today)
    rows = SharingGroup.objects.filter(state__in=states).annotate(n=Count("members", there))
    shown = by_key(rows, request, ("-made_at", "id"))
    context = {
        "tabs": tabs(request, "desk:groups"),
        "form": form,
        "groups": [_listed(one, today, len(states) > 1) for one in shown.rows],
        "page_of": shown,
    }
    return render(request, "desk/grouping/index.html", context, status=400 if form.errors else 200)


def _listed(group: Any, today: date, several: bool) -> Listed:
    return Listed(
        group,
        say(KIND_WORDS[GroupKind(group.kind)]),
        name_of(group.state, current()) if several else "",
        group.n,
        group.open_on(today),
    )
