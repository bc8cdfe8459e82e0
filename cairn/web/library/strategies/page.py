"""One strategy: what it is, and its actions with who, by what, until when and how far."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.dates import DateSpan
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.queries import item, that_cite
from cairn.knowledge.strategies.schema import Action, Record
from cairn.knowledge.strategies.words import WORDS, Progress
from cairn.reference.countries import invented_states, name_of
from cairn.web import numbers
from cairn.web.components import Fact, Link
from cairn.web.library import resting
from cairn.web.library.answering import kept
from cairn.web.library.laws.said import Spoken, best_spoken, obligation_words, short_obligation
from cairn.web.library.strategies.listing import KIND
from cairn.web.library.stubs import stub
from cairn.web.library.words import line_of
from cairn.web.say import current, say

STATES = {
    Progress.PLANNED: "waiting",
    Progress.UNDER_WAY: "information",
    Progress.DONE: "done",
    Progress.LATE: "attention",
    Progress.GIVEN_UP: "problem",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An action as the page shows it."""

    number: str
    anchor: str
    what: Spoken | None
    owner: str
    indicator: Spoken | None
    due: DateSpan | None
    state: tuple[str, str] | None
    on: str
    obligations: tuple[Link, ...]


@require_safe
def strategy(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record: Record = kind_of(KIND).load(found.body)
    title = best_spoken(record.titles)
    values = {
        "item": found,
        "record": record,
        "title": title,
        "titles": [one for one in record.titles if title and one.text != title.text],
        "facts": list(_facts(record)),
        "summary": [best for best in [best_spoken(record.summary)] if best],
        "actions": [_shown(one) for one in record.actions],
        "states": [_state(code) for code in record.states],
        "obligations": [_obligation(id, obligation_words(id)) for id in record.obligations],
        "sources": resting.all_of(record.sources),
        "address": record.address if record.address.startswith(("https://", "http://")) else "",
        "citing": list(dict.fromkeys(line_of(one.item) for one in that_cite(found))),
    }
    return kept(request, render(request, "library/strategies/page.html", values))


def _facts(record: Record) -> Iterator[Fact]:
    none = _("not recorded")
    yield Fact(_("Reach"), say(WORDS[record.reach]), record.region)
    yield Fact(_("Lead body"), record.body or none)
    against = numbers.comma(current()).join(say(WORDS[one]) for one in record.against)
    yield Fact(_("Directed at"), against or none)
    yield Fact(_("Adopted"), record.adopted or none)
    yield Fact(_("Period"), record.period or none)
    yield Fact(_("Actions"), len(record.actions) or none)


def _shown(one: Action) -> Shown:
    state = (STATES[one.progress], say(WORDS[one.progress])) if one.progress else None
    return Shown(
        one.number,
        one.anchor,
        best_spoken(one.what),
        one.owner,
        best_spoken(one.indicator),
        one.due,
        state,
        numbers.day(one.progress_on, current()) if one.progress_on else "",
        tuple(_obligation(id, short_obligation(id)) for id in one.obligations),
    )


def _state(code: str) -> Link:
    """A State with its page; an invented one has none."""
    address = "" if code in invented_states() else reverse("library:state", args=[code])
    return Link(name_of(code, current()), address)


def _obligation(id: str, words: str) -> Link:
    return Link(words, reverse("library:obligation", args=[id]))
