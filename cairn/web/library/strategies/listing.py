"""The list of strategies, and the same selection as a file."""

import enum

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.kernel.text import noop
from cairn.knowledge.strategies.words import WORDS, Against, Progress, Reach
from cairn.web.library.answering import kept
from cairn.web.library.listing import COUNTRY, Filter, listed
from cairn.web.library.sending import all_chosen, one_alone, with_choice
from cairn.web.library.words import line_of
from cairn.web.say import say

KIND = "strategy"


def _said(kind: type[enum.StrEnum], key: str) -> str:
    """The word of a value; a key that nobody knows as it is."""
    return say(WORDS[kind(key)]) if key in set(kind) else key


FILTERS = (
    COUNTRY,
    Filter("reach", noop("Reach"), lambda key: _said(Reach, key)),
    Filter("against", noop("Directed at"), lambda key: _said(Against, key)),
    Filter("progress", noop("Actions that are"), lambda key: _said(Progress, key)),
    Filter("year", noop("Year"), str),
)


@require_safe
def strategies(request: HttpRequest) -> HttpResponseBase:
    found = listed(request, KIND, FILTERS)
    file = with_choice(reverse("library:strategy_file"), request, FILTERS)
    values = {"list": found, "lines": [line_of(one) for one in found.items], "file": file}
    return kept(request, render(request, "library/strategies/list.html", values))


@require_safe
def strategy_file(request: HttpRequest) -> HttpResponseBase:
    return all_chosen(request, KIND, FILTERS)


@require_safe
def strategy_alone(request: HttpRequest, ref: str) -> HttpResponseBase:
    return one_alone(request, KIND, ref)
