"""The rule that a State sets for its agencies, why it was changed, and by whom."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.reference.countries import name_of
from cairn.reporting.filings.models import StateRule
from cairn.reporting.filings.policies import NotOfThisState, clears_for, who_clears
from cairn.reporting.filings.ruling import RuleChange, body_of, changes, set_four_eyes
from cairn.web.desk.filing import asking
from cairn.web.desk.filing.doors import FEW, NOTHING_WRONG, Wrong, tried
from cairn.web.desk.filing.listing import clears
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import kept, once
from cairn.web.say import current


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_CLEAR)
@once
def page(request: HttpRequest) -> HttpResponse:
    """What the contact point decides for the State: four eyes or two."""
    if not clears(request):
        raise NotOfThisState()
    if request.method != "POST":
        return _page(request, NOTHING_WRONG)
    state, on = request.POST.get("state", ""), request.POST.get("four_eyes") == "yes"
    wrong = _save(request, state, on)
    if wrong:
        return _page(request, wrong)
    return redirect("desk:filing_rules")


def _save(request: HttpRequest, state: str, on: bool) -> Wrong:
    by = person_of(request)
    if not clears_for(by, state):
        raise NotOfThisState()
    was = _held([state]).get(state, False)
    if wrong := asking.say_no_persons(request, body_of(by, state)):
        return wrong
    reason = request.POST.get("reason", "")
    _done, wrong = tried(set_four_eyes, state=state, on=on, reason=reason, by=by)
    if wrong:
        return wrong
    if was == on:
        messages.info(request, _("Nothing was changed: this rule holds already."))
    else:
        messages.success(request, _("The rule was saved; it holds from now on."))
    return wrong


def _held(states: list[str]) -> dict[str, bool]:
    return dict(StateRule.objects.filter(state__in=states).values_list("state", "four_eyes"))


def _page(request: HttpRequest, wrong: Wrong) -> HttpResponse:
    states = sorted(clears(request))
    held, sent = _held(states), kept(request) or request.POST
    done = changes(states)
    context = {
        "rules": [_rule(request, code, held.get(code, False), sent, done) for code in states],
        "wrong": wrong,
        "no_persons": asking.no_persons(sent, wrong),
    }
    return render(request, "desk/filings/rules.html", context, status=400 if wrong else 200)


def _rule(
    request: HttpRequest, code: str, four: bool, sent: Mapping[str, Any], done: list[RuleChange]
) -> dict[str, Any]:
    """One State: the rule as it holds or as it was just chosen, and who else clears."""
    others = who_clears(code, besides=person_of(request).username)
    mine = sent.get("state") == code
    wanted = {one.by for one in done} | set(others[:FEW])
    named = people(wanted, viewer_of(request), about=[code])
    return {
        "code": code,
        "name": name_of(code, current()),
        "four": sent.get("four_eyes") == "yes" if mine else four,
        "reason": sent.get("reason", "") if mine else "",
        "mine": mine,
        "others": " · ".join(dict.fromkeys(named[name] for name in others[:FEW])),
        "changes": [(one, named[one.by]) for one in done if one.state == code],
    }
