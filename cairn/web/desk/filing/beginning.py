"""Beginning a filing: for which body, on what, for which period; what is already there is shown
before."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import MissingPermission, Permission
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import noop
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.drafting import begin_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.web import numbers
from cairn.web.desk.filing.doors import NOTHING_WRONG, may_file_for, tried
from cairn.web.desk.filing.listing import Listed, listed
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.once import FIELD, kept, key_of, once
from cairn.web.given import whole_number
from cairn.web.say import current, say

YEARS = 3  # offered at once; earlier ones are one click away
EARLIEST = 1990
LEVELS = {
    Level.QUARTER: noop("Quarters"),
    Level.MONTH: noop("Months"),
    Level.HALF: noop("Half-years"),
    Level.YEAR: noop("Years"),
}


class BeginForm(forms.Form):
    """Three choices; a person of one body is not asked which."""

    organisation = forms.ChoiceField(label=lazy("Organisation that files"))
    section = forms.ChoiceField(label=lazy("Section"), widget=forms.RadioSelect)
    period = forms.ChoiceField(
        label=lazy("Period"),
        help_text=lazy("Only periods that have begun. Periods of one section may not overlap."),
    )

    def __init__(
        self, *args: Any, bodies: list[Organisation], until: int, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = {one.ref: one for one in bodies}
        self.bodies = named
        self.fields["organisation"].choices = [(ref, one.called) for ref, one in named.items()]  # type: ignore[attr-defined]
        self.fields["section"].choices = [(key, say(one.title)) for key, one in sections().items()]  # type: ignore[attr-defined]
        self.fields["period"].choices = [("", "–"), *periods(until, today)]  # type: ignore[attr-defined]
        self.fields["period"].widget.attrs["dir"] = "auto"
        if len(bodies) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial.setdefault("organisation", bodies[0].ref)


def periods(until: int, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be filed, newest first, by length."""
    whole = Period(date(until - YEARS + 1, 1, 1), date(until, 12, 31))
    return [
        (
            say(words),
            [
                (str(one), period_words(one))
                for one in reversed(list(whole.split(level)))
                if one.first <= today
            ],
        )
        for level, words in LEVELS.items()
    ]


def period_words(period: Period) -> str:
    return numbers.period(period, current())


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once
def begin(request: HttpRequest) -> HttpResponse:
    """Open a draft; the same form sent twice opens one."""
    bodies = may_file_for(request)
    if not bodies:
        raise MissingPermission(permission=Permission.FILING_WRITE)
    today = timezone.localdate()
    until = _until(request, today)
    written = kept(request)
    initial = {name: request.GET.get(name, "") for name in ("organisation", "section", "period")}
    if written:
        initial |= {name: written.get(name, "") for name in initial}
    initial = {name: value for name, value in initial.items() if value}
    form = BeginForm(request.POST or None, bodies=bodies, until=until, today=today, initial=initial)
    wrong = NOTHING_WRONG
    if form.is_bound and form.is_valid():
        filing, wrong = tried(
            begin_filing,
            owner=form.bodies[form.cleaned_data["organisation"]],
            section=form.cleaned_data["section"],
            period=Period.parse(form.cleaned_data["period"]),
            by=person_of(request),
            once=key_of(request.POST[FIELD]),
        )
        if filing:
            return redirect("desk:filing_write", ref=filing.ref)
        form.add_error("period", wrong.all[0])
    context = {
        "form": form,
        "abouts": [(say(one.title), say(one.about)) for one in sections().values()],
        "there": list(_there(request, bodies, until)),
        "first": until - YEARS + 1,
        "until": until,
        "earlier": until - YEARS if until - YEARS >= EARLIEST else 0,
        "later": min(until + YEARS, today.year) if until < today.year else 0,
    }
    return render(request, "desk/filings/begin.html", context, status=400 if form.errors else 200)


def _until(request: HttpRequest, today: date) -> int:
    year = whole_number(request.GET.get("until", ""), today.year)
    return min(max(year, EARLIEST), today.year)


def _there(
    request: HttpRequest, bodies: list[Organisation], until: int
) -> Iterable[tuple[str, list[Listed]]]:
    """What the bodies have filed or begun in these years, by section: one query."""
    rows = (
        Filing.objects.visible_to(viewer_of(request))
        .filter(
            owner__in=[one.ref for one in bodies],
            period__lte=date(until, 12, 31),
            period_last__gte=date(until - YEARS + 1, 1, 1),
        )
        .exclude(status=FilingStatus.WITHDRAWN)
        .newest()
        .select_related("owner")
        .order_by("-period", "pk")[:400]
    )
    by_section: dict[str, list[Listed]] = {key: [] for key in sections()}
    for one in rows:
        by_section[one.section].append(listed(one))
    for key, found in by_section.items():
        yield say(sections()[key].title), found
