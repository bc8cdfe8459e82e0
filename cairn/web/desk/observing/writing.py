"""The form of one record: begun, changed, removed. Each saves by its button and goes on from there;
whatever keeps it from being saved is said beside the field, and what was written stays."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import CairnError
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.texts import NotClean, say_not_a_person
from cairn.reporting.observations.actions import (
    WrittenMeanwhile,
    WrongObservation,
    add_observation,
    change_observation,
    remove_observation,
)
from cairn.reporting.observations.kinds import Kind
from cairn.reporting.observations.queries import one_observed
from cairn.reporting.observations.values import Observed
from cairn.web.components import Link
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.observing.doors import find_kind, find_own, headed
from cairn.web.desk.observing.forms import RecordForms, moved
from cairn.web.desk.observing.people import reasons
from cairn.web.desk.observing.sections import one_shown
from cairn.web.desk.observing.words import (
    currency_choices,
    offered_countries,
    problem_words,
    value_of,
)
from cairn.web.desk.once import FIELD, kept, key_of, once, told_to_scripts
from cairn.web.say import current, say


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@told_to_scripts
@once
def new(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """An empty form, and the record that it makes."""
    filing = find_own(request, ref)
    found = find_kind(filing, key)
    if request.method != "POST":
        written = kept(request)
        forms = RecordForms.sent(found, written) if written else RecordForms.empty(found, {})
        return _page(request, filing, found, forms)
    token = key_of(request.POST.get(FIELD, ""))
    return _answer(
        request,
        filing,
        found,
        None,
        lambda given, _revision: add_observation(
            filing=filing, kind=key, given=given, by=person_of(request), once=token
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@told_to_scripts
@once
def change(request: HttpRequest, ref: str, key: str, record: str) -> HttpResponse:
    """The form of a record that stands."""
    filing = find_own(request, ref)
    found = find_kind(filing, key)
    now = one_observed(filing, key, record)
    if request.method != "POST":
        written = kept(request)
        forms = RecordForms.sent(found, written) if written else RecordForms.of(found, now)
        return _page(request, filing, found, forms, now)
    return _answer(
        request,
        filing,
        found,
        now,
        lambda given, revision: change_observation(
            filing=filing,
            kind=key,
            ref=record,
            given=given,
            revision=revision,
            by=person_of(request),
        ),
    )


def _answer(
    request: HttpRequest, filing: Filing, found: Kind, now: Observed | None, act: Any
) -> HttpResponse:
    wish = request.POST.get("act", "")
    if found.legs and wish.startswith("leg_"):
        data, at = moved(request.POST, wish)
        forms = RecordForms.sent(found, data)
        forms.revision = forms.revision if now else 0
        return _page(request, filing, found, forms, now, look_at=at, unsaved=True)
    forms = RecordForms.sent(found, request.POST)
    for words in request.POST.getlist("not_a_person")[:50]:
        say_not_a_person(organisation=filing.owner, words=words[:200], by=person_of(request))
    if forms.valid():
        try:
            one = act(forms.given(), forms.revision)
        except WrongObservation as wrong:
            for problem in wrong.problems:
                forms.blame(problem)
        except NotClean as refused:
            forms.screened(refused)
        except WrittenMeanwhile as met:
            _show_theirs(forms, met)
        except CairnError as error:
            forms.problems.append(problem_words(error))
        else:
            messages.success(request, _("Saved."))
            for sentence in forms.read_as():
                messages.info(request, sentence)
            if wish == "map":
                return redirect("desk:record_map", filing.ref, found.key, one.ref)
            return redirect(f"{reverse('desk:records', args=[filing.ref])}#{one.ref}")
    else:
        forms.propose_currency(filing.state or "")
    return _page(request, filing, found, forms, now, status=400)


def _show_theirs(forms: RecordForms, met: WrittenMeanwhile) -> None:
    """Mark what differs; sent again, mine takes the place of theirs."""
    theirs = met.theirs
    forms.problems.append(problem_words(met))
    for asked in forms.found.fields:
        if forms.form.cleaned_data.get(asked.name) != theirs.values[asked.name]:
            shown = say_value(value_of(asked, theirs.values[asked.name]))
            forms.form.add_error(
                asked.name,
                _(
                    "Somebody else wrote here meanwhile: “%(theirs)s”. Send the form again to put "
                    "yours in its place, or copy theirs."
                )
                % {"theirs": shown},
            )
    forms.revision = theirs.revision


def say_value(value: Any) -> str:
    from cairn.web.templatetags.cairn_ui import shown

    return shown(value) or "–"


def _page(
    request: HttpRequest,
    filing: Filing,
    found: Kind,
    forms: RecordForms,
    now: Observed | None = None,
    *,
    look_at: int = -1,
    unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    title = (now.values["title"] or now.ref) if now else say(found.title)
    context = {
        **headed(filing, Link(title, "", current=True)),
        "kind": found,
        "kind_title": say(found.title),
        "about": say(found.about),
        "title": title,
        "record": now,
        "forms": forms,
        "groups": list(forms.groups()),
        "legs": list(forms.leg_parts()),
        "leg_terms": forms.leg_terms() if found.legs else [],
        "people": forms.people.by_quality if found.persons else [],
        "reasons": list(reasons()),
        "problems": forms.all_problems() if status != 200 else [],
        "countries": offered_countries(filing.state),
        "currencies": currency_choices(current(), filing.state) if found.key == "fee" else (),
        "look_at": look_at,
        "unsaved": unsaved,
        "theirs": _theirs(request, filing, now) if status != 200 and now else None,
    }
    return render(request, "desk/observing/form.html", context, status=status)


def _theirs(request: HttpRequest, filing: Filing, now: Observed) -> Any:
    """What stands there now, beside what was written."""
    one = one_observed(filing, now.kind, now.ref)
    exact = filing.state in viewer_of(request).states
    return one_shown(one, exact=exact)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once
def remove(request: HttpRequest, ref: str, key: str, record: str) -> HttpResponse:
    """Ask once, then take the record out; the history of the filing still has it."""
    filing = find_own(request, ref)
    found = find_kind(filing, key)
    now = one_observed(filing, key, record)
    if request.method == "POST":
        remove_observation(filing=filing, kind=key, ref=record, by=person_of(request))
        messages.success(request, _("The record was removed from this filing."))
        return redirect("desk:records", filing.ref)
    title = now.values["title"] or now.ref
    context = {
        **headed(filing, Link(title, "", current=True)),
        "title": title,
        "kind_title": say(found.title),
        "shown": one_shown(now, exact=True),
    }
    return render(request, "desk/observing/remove.html", context)
