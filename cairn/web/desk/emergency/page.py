"""Beginning an emergency, what it opens, and every one of which the person is told."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from cairn.access import emergencies
from cairn.access.emergency_reviews import concerned, put_away
from cairn.access.emergency_rules import rule_on
from cairn.access.models import LONGEST_WORDS, Emergency
from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission, may
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing
from cairn.web.desk.emergency.doors import (
    HERE,
    WHYS,
    confirmed_at,
    confirming,
    is_confirmed,
    lines_of,
    running_here,
)
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG
from cairn.web.desk.filing.words import section_words, stands_as
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import keep_for_later, kept, once
from cairn.web.desk.people.doors import ticked, tried_in
from cairn.web.say import say

SHOWN = 50  # drafts; of what was reviewed the newest, and all that was not
CONFIRM = noop(
    "Your second factor had to be confirmed again, so nothing was begun. What you had written is "
    "in the form again; look at it and send it."
)


class BeginForm(forms.Form):
    """Whose drafts, what for, and why."""

    place = forms.ChoiceField(label=lazy("Organisation"))
    why = forms.ChoiceField(label=lazy("Purpose"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=lazy("Reason"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy(
            "What happened, whom you tried to reach, and what depends on it. All concerned read "
            "it. Write no names of persons."
        ),
    )

    def __init__(self, *args: Any, places: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((one.ref, one.called) for one in places),
        ]
        self.fields["why"].choices = [  # type: ignore[attr-defined]
            (key.value, say(words)) for key, words in WHYS.items()
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """The form where nothing runs, else what is open; and the list of those concerned."""
    person, act = person_of(request), request.POST.get("act", "")
    if act == "away":
        put_away(user=person, ref=request.POST.get("emergency", ""))
        return redirect("desk:home")
    if request.method == "POST" and act != "begin":
        raise NotFound()
    places = emergencies.places(person)
    initial = {"place": places[0].ref if len(places) == 1 else ""}
    if sent := kept(request):
        initial |= {name: sent.get(name, "") for name in BeginForm.base_fields}
    form = BeginForm(request.POST if act else None, places=places, initial=initial)
    wrong = NOTHING_WRONG
    if form.is_bound and form.is_valid():
        if not is_confirmed(request):
            return _confirm_first(request)
        made, wrong = tried_in(
            form,
            emergencies.begin,
            user=person,
            confirmed_at=confirmed_at(request),
            not_persons=ticked(request),
            **form.cleaned_data,
        )
        if made:
            request.session[HERE] = made.ref
            messages.success(request, _("It has begun. Everybody concerned is told on the desk."))
            return redirect("desk:emergencies")
    return _shown(request, form, places, no_persons(request.POST, wrong))


def _confirm_first(request: HttpRequest) -> HttpResponse:
    """What was written waits in the form until the second factor was confirmed."""
    answer = redirect(confirming(request))
    fields = {name: request.POST.getlist(name) for name in BeginForm.base_fields}
    keep_for_later(request, answer, fields=fields, because=CONFIRM)
    return answer


def _shown(
    request: HttpRequest, form: BeginForm, places: list[Organisation], words: list[str]
) -> HttpResponse:
    person, here = person_of(request), running_here(request)
    rows = concerned(person)
    open_ones = list(rows.filter(judged_as=""))
    lines = lines_of(request, [*open_ones, *rows.exclude(judged_as="")[:SHOWN]])
    context = {
        "form": form,
        "no_persons": words,
        "here": here,
        "elsewhere": next((one for one in lines if one["mine"] and one["runs"]), None),
        "drafts": _drafts(here, person) if here else [],
        "may_begin": bool(places),
        "takes": may(person, Permission.EMERGENCY_TAKE),
        "confirmed": is_confirmed(request),
        "confirming": confirming(request),
        "rule": rule_on(timezone.localdate()),
        "lines": lines,
        "waiting": [one for one in lines if one["reviews"]],
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/emergency/index.html", context, status=status)


def _drafts(emergency: Emergency, person: Any) -> list[dict[str, Any]]:
    """What is open: what it is called, and not what it says; the newest period first."""
    rows = emergencies.opened_by(emergency, person).order_by("-period", "pk")
    read = dict(emergency.readings.values_list("record", "opened_at"))
    return [_draft(one, one.ref in read) for one in rows[:SHOWN]]


def _draft(filing: Filing, read: bool) -> dict[str, Any]:
    words, kind = stands_as(filing)
    return {
        "filing": filing,
        "section": section_words(filing.section),
        "words": words,
        "kind": kind,
        "read": read,
    }


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """One's own; what is over already stays over."""
    emergencies.end(user=person_of(request))
    request.session.pop(HERE, None)
    messages.success(request, _("It has ended. Another person reviews it now."))
    return redirect("desk:emergencies")
