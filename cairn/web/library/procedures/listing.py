"""The list of national procedures, and the same selection as a file."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.kernel.text import noop
from cairn.web.library.answering import kept
from cairn.web.library.cases.words import term
from cairn.web.library.listing import COUNTRY, Filter, listed
from cairn.web.library.procedures.words import confirmed_words, question_words
from cairn.web.library.sending import all_chosen, one_alone, with_choice
from cairn.web.library.words import line_of

KIND = "procedure"
FILTERS = (
    COUNTRY,
    Filter("answers", noop("Answers the question"), question_words),
    Filter("confirmed", noop("Confirmation"), confirmed_words),
    Filter("technique", noop("Investigation"), lambda key: term("investigation_techniques", key)),
    Filter(
        "cooperation",
        noop("Cooperation"),
        lambda key: term("international_cooperation_forms", key),
    ),
    Filter("year", noop("As on the year"), str),
)


@require_safe
def procedures(request: HttpRequest) -> HttpResponseBase:
    found = listed(request, KIND, FILTERS)
    file = with_choice(reverse("library:procedure_file"), request, FILTERS)
    values = {"list": found, "lines": [line_of(one) for one in found.items], "file": file}
    return kept(request, render(request, "library/procedures/list.html", values))


@require_safe
def procedure_file(request: HttpRequest) -> HttpResponseBase:
    """All that is chosen in the list, in its order."""
    return all_chosen(request, KIND, FILTERS)


@require_safe
def procedure_alone(request: HttpRequest, ref: str) -> HttpResponseBase:
    """One procedure as a file."""
    return one_alone(request, KIND, ref)
