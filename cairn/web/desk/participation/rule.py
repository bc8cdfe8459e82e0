"""The rule of who may read: what is in force, what was announced; the secretariat tries another one
out and announces it."""

from dataclasses import dataclass
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

from cairn.accounts.permissions import Permission, may
from cairn.kernel.errors import CairnError, NotFound
from cairn.reference.countries import name_of
from cairn.reporting.filings.participating import (
    NOTICE,
    Simulated,
    announce_rule,
    simulate,
    take_back_rule,
)
from cairn.sharing.models import ReciprocityRule
from cairn.sharing.participation import rule_on
from cairn.sharing.reciprocity import LIMITS, Rule
from cairn.web.components import Column, Table
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once
from cairn.web.desk.participation.standing import rule_words, tabs
from cairn.web.given import whole_number
from cairn.web.say import current, say


class RuleForm(forms.Form):
    """Another version of the rule."""

    grace_days = forms.IntegerField(
        label=lazy("Days of grace"),
        min_value=LIMITS["grace_days"][0],
        max_value=LIMITS["grace_days"][1],
        help_text=lazy("After the end of a month, in which it is open before it is contributed."),
    )
    memory_months = forms.IntegerField(
        label=lazy("Months looked back"),
        min_value=LIMITS["memory_months"][0],
        max_value=LIMITS["memory_months"][1],
        help_text=lazy("Grace is given to a State that contributed one of these months."),
    )
    warn_days = forms.IntegerField(
        label=lazy("Days of warning"),
        min_value=LIMITS["warn_days"][0],
        max_value=LIMITS["warn_days"][1],
        help_text=lazy("Before a month closes, its contact points are told."),
    )
    in_force_from = forms.DateField(
        label=lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=lazy("Why it changes"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy("Needed to announce it; every State reads it."),
    )

    def rule(self) -> Rule:
        given = {name: self.cleaned_data[name] for name in LIMITS}
        return Rule(**given)


@dataclass(frozen=True, slots=True)
class Announced:
    """One version that was announced."""

    number: int
    in_force_from: date
    words: list[str]
    reason: str
    taken_back: bool
    waits: bool


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """Everybody reads the rule; the secretariat has a form below it."""
    today, announces = timezone.localdate(), may(request.user, Permission.RULE_ANNOUNCE)
    act = request.POST.get("act", "")
    if act == "take_back" and announces:
        number = whole_number(request.POST.get("number", ""), None)
        if number is None:
            raise NotFound()
        take_back_rule(number=number, by=person_of(request))
        messages.success(request, _("The announcement was taken back."))
        return redirect("desk:participation_rule")
    form, table = None, None
    if announces:
        form = RuleForm(request.POST or None, initial=_initial(today))
        if form.is_bound and form.is_valid():
            table = _tried(request, form, act)
            if table is None and not form.errors:
                messages.success(request, _("The rule was announced; every State can read it."))
                return redirect("desk:participation_rule")
    context = {
        "tabs": tabs(request, "desk:participation_rule"),
        "rule_words": rule_words(rule_on(today)),
        "announced": list(_announced(today)),
        "form": form,
        "simulated": table,
    }
    status = 400 if form and form.is_bound and form.errors else 200
    return render(request, "desk/participation/rule.html", context, status=status)


def _initial(today: date) -> dict[str, Any]:
    rule = rule_on(today)
    return {name: getattr(rule, name) for name in LIMITS} | {"in_force_from": today + NOTICE}


def _tried(request: HttpRequest, form: RuleForm, act: str) -> Table | None:
    """Try it out, or announce it; what is wrong stands above the form."""
    by = person_of(request)
    if act != "announce":
        return _table(simulate(form.rule(), by=by))
    given = form.cleaned_data
    try:
        announce_rule(
            rule=form.rule(), in_force_from=given["in_force_from"], reason=given["reason"], by=by
        )
    except CairnError as problem:
        form.add_error(None, say(problem))
    return None


def _table(found: list[Simulated]) -> Table:
    named = sorted(found, key=lambda one: name_of(one.state, current()))
    return Table(
        caption=_("What this rule would open today, in months of sections"),
        columns=[
            Column(_("State")),
            Column(_("Now"), "number"),
            Column(_("With this rule"), "number"),
            Column(_("Difference"), "number"),
        ],
        rows=[[name_of(one.state, current()), one.now, one.then, one.change] for one in named],
    )


def _announced(today: date) -> list[Announced]:
    return [
        Announced(
            one.number,
            one.in_force_from,
            rule_words(Rule(**one.terms))[1:3],
            one.reason,
            one.taken_back_at is not None,
            one.in_force_from > today,
        )
        for one in ReciprocityRule.objects.order_by("-number")[:50]
    ]
