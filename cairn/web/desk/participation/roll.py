"""The participation roll: for which months each State that takes part has contributed a section.

That it has is known to all who take part, and accepted on joining; what it said is not.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.dates import Level, Period
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.sharing.participation import (
    contributed_in,
    contributed_sections,
    participants,
    rule_on,
)
from cairn.sharing.reciprocity import Rule, Why, ends
from cairn.web import numbers
from cairn.web.desk.importing.doors import needs, viewer_of
from cairn.web.desk.participation.standing import WHYS, Mark, tabs
from cairn.web.desk.participation.years import Year, year_of
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class StateLine:
    state: str
    marks: list[Mark]
    months: int


class SectionForm(forms.Form):
    section = forms.ChoiceField(label=lazy("Section"))
    year = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: dict[str, str]) -> None:
        super().__init__(data)
        listed = [(key, say(one.title)) for key, one in sections().items()]
        self.fields["section"].choices = listed  # type: ignore[attr-defined]


@require_safe
@needs(Permission.DESK_READ)
def page(request: HttpRequest) -> HttpResponse:
    """One section and one year. Whoever takes no part reads one sentence, whatever there is."""
    today, viewer = timezone.localdate(), viewer_of(request)
    taking_part = participants(today)
    may_read = viewer.secretariat or bool(viewer.states & taking_part)
    year = year_of(request, today)
    key = request.GET.get("section", "")
    key = key if key in sections() else _fullest(year, may_read)
    context = {
        "tabs": tabs(request, "desk:participation_roll"),
        "may_read": may_read,
        "form": SectionForm({"section": key, "year": str(year.number)}),
        "action": reverse("desk:participation_roll"),
        "section": say(sections()[key].title),
        "year": year,
        "key": key,
        "months": year.heads(current()),
        "lines": _lines(key, year, taking_part, today) if may_read else [],
    }
    return render(request, "desk/participation/roll.html", context)


def _fullest(year: Year, may_read: bool) -> str:
    """The section to begin with: the first in which anything stands on the roll of this year."""
    held = contributed_sections(year.months[0], year.months[-1]) if may_read else frozenset()
    return next((key for key in sections() if key in held), next(iter(sections())))


def _lines(key: str, year: Year, taking_part: frozenset[str], today: date) -> list[StateLine]:
    held: dict[str, set[date]] = defaultdict(set)
    for state, month in contributed_in(key, year.months[0], year.months[-1]):
        held[state].add(month)
    rule = rule_on(today)
    named = sorted((name_of(code, current()), code) for code in taking_part)
    return [
        StateLine(
            name,
            [_mark(one, one in held[code], today, rule) for one in year.months],
            len(held[code]),
        )
        for name, code in named
    ]


def _mark(month: date, contributed: bool, today: date, rule: Rule) -> Mark:
    named = numbers.period(Period.of(month, Level.MONTH), current())
    if contributed:
        return Mark(named, _("contributed"), "full")
    if month > today:
        return Mark(named, say(WHYS[Why.NOT_YET][0]), WHYS[Why.NOT_YET][1])
    if today <= ends(month, rule):
        return Mark(named, _("not contributed yet, and not late"), "half")
    return Mark(named, _("not contributed, and late"), "none")
