"""The contact point says what each agency of the State files, how often and by when."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import Permission
from cairn.kernel.dates import Level
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Schedule
from cairn.reporting.filings.policies import NotOfThisState
from cairn.reporting.filings.scheduling import end_schedule, set_schedule
from cairn.web.desk.calendar.due import LEVEL_WORDS
from cairn.web.desk.filing.listing import clears
from cairn.web.desk.filing.words import section_words
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import kept, once
from cairn.web.say import say

MOST = 500


class ScheduleForm(forms.Form):
    organisation = forms.ChoiceField(label=lazy("Organisation that files"))
    section = forms.ChoiceField(label=lazy("Section"))
    level = forms.ChoiceField(label=lazy("How often"))
    days = forms.IntegerField(
        label=lazy("Days to file"),
        min_value=0,
        max_value=366,
        help_text=lazy("After the end of the period."),
    )
    since = forms.DateField(
        label=lazy("Since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=lazy("Periods that began before are not asked for."),
    )

    def __init__(self, *args: Any, bodies: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "organisation": [(one.ref, one.called) for one in bodies],
            "section": [(key, say(one.title)) for key, one in sections().items()],
            "level": [(level.value, say(words)) for level, words in LEVEL_WORDS.items()],
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_CLEAR)
@once
def page(request: HttpRequest) -> HttpResponse:
    """All schedules that run, a form for a new one, and a button that ends one."""
    states = clears(request)
    if not states:
        raise NotOfThisState()
    bodies = Organisation.objects.filter(state__in=states, kind=OrganisationKind.STATE_BODY)
    listed = list(bodies.order_by("name")[:MOST])
    if request.method == "POST" and request.POST.get("act") == "end":
        return _end(request)
    today = timezone.localdate()
    form = ScheduleForm(
        request.POST or None, bodies=listed, initial=_initial(today) | _written(request)
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        set_schedule(
            organisation=next(one for one in listed if one.ref == given["organisation"]),
            section=given["section"],
            level=Level(given["level"]),
            days=given["days"],
            since=given["since"],
            by=person_of(request),
        )
        messages.success(request, _("The schedule was set; the agency is reminded by it."))
        return redirect("desk:schedules")
    running = _running(request).select_related("organisation")
    context = {
        "form": form,
        "schedules": [
            (one, section_words(one.section), say(LEVEL_WORDS[Level(one.level)]))
            for one in running.order_by("organisation__name", "section")[:MOST]
            if one.section in sections()
        ],
    }
    status = 400 if form.errors else 200
    return render(request, "desk/calendar/schedules.html", context, status=status)


def _running(request: HttpRequest) -> Any:
    return Schedule.objects.filter(
        organisation__state__in=clears(request),
        organisation__kind=OrganisationKind.STATE_BODY,
        until__isnull=True,
    )


def _initial(today: date) -> dict[str, Any]:
    return {"level": Level.QUARTER.value, "days": 30, "since": date(today.year, 1, 1)}


def _written(request: HttpRequest) -> dict[str, Any]:
    sent = kept(request)
    return {name: sent.get(name, "") for name in ScheduleForm.base_fields} if sent else {}


def _end(request: HttpRequest) -> HttpResponse:
    schedule = _running(request).filter(ref=request.POST.get("schedule", "")).first()
    if schedule is None:
        raise NotFound()
    end_schedule(schedule=schedule, by=person_of(request))
    messages.success(request, _("The schedule ended; nothing more is asked by it."))
    return redirect("desk:schedules")
