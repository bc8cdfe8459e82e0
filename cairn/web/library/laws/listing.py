"""The list of laws, its filters, and the same list as files."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.kernel.text import noop
from cairn.knowledge.laws.schema import Element, Status, Type
from cairn.knowledge.laws.words import ELEMENTS, HELD, STATUSES, TYPES
from cairn.web.library.answering import kept
from cairn.web.library.laws.said import obligation_words
from cairn.web.library.listing import COUNTRY, Filter, listed
from cairn.web.library.words import line_of
from cairn.web.say import say

FILTERS = (
    COUNTRY,
    Filter("type", noop("Type"), lambda key: _said(TYPES, Type, key)),
    Filter("status", noop("Status as read"), lambda key: _said(STATUSES, Status, key)),
    Filter("element", noop("Element"), lambda key: _said(ELEMENTS, Element, key)),
    Filter("obligation", noop("Obligation"), obligation_words),
    Filter("text", noop("Text"), lambda key: say(HELD.get(key, key))),
)


@require_safe
def laws(request: HttpRequest) -> HttpResponseBase:
    found = listed(request, "law", FILTERS)
    asked = request.GET.copy()
    for name in ("before", "after"):
        asked.pop(name, None)
    values = {
        "list": found,
        "lines": [line_of(one) for one in found.items],
        "query": f"?{asked.urlencode()}" if asked else "",
    }
    return kept(request, render(request, "library/laws/list.html", values))


def _said(words: Mapping[Any, str], kind: type[StrEnum], key: str) -> str:
    """The words of a value; a key that nobody knows is shown as it is."""
    return say(words[kind(key)]) if key in {one.value for one in kind} else key
