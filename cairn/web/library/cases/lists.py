"""The list of cases, and the questions that are asked of it most."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.kernel.text import Message, noop
from cairn.knowledge.models import Item, ItemTag
from cairn.knowledge.queries import tags_of
from cairn.web.components import Link
from cairn.web.library.answering import kept
from cairn.web.library.cases import words
from cairn.web.library.listing import COUNTRY, Filter, listed
from cairn.web.library.words import Line, line_of
from cairn.web.say import say

KIND = "case"


def _of(vocabulary: str) -> Callable[[str], str]:
    return lambda key: words.term(vocabulary, key)


FILTERS = (
    Filter("element", noop("Element and what is known of it"), words.element),
    Filter("mode", noop("Way of travelling"), words.mode),
    COUNTRY,
    Filter("origin", noop("Origin"), words.state),
    Filter("transit", noop("Transit"), words.state),
    Filter("destination", noop("Destination"), words.state),
    Filter("outcome", noop("Outcome"), words.verdict),
    Filter("stage", noop("Stage"), words.stage),
    Filter("year", noop("Year of the last decision"), str),
    Filter("offence", noop("Offence as charged or tagged"), _of("conduct_offence_types")),
    Filter("evidence", noop("Evidence relied on"), _of("evidence_types")),
    Filter("role", noop("Role of an accused"), _of("smuggler_roles")),
    Filter("technique", noop("Investigation"), _of("investigation_techniques")),
    Filter("cooperation", noop("Cooperation"), _of("international_cooperation_forms")),
    Filter("complete", noop("Completeness"), words.band),
)
NAMES = tuple(one.name for one in FILTERS)
ASKED_OFTEN = (
    (
        noop("At sea, a benefit found or inferred without direct proof of payment"),
        {"mode": "sea", "element": "benefit:without_payment"},
    ),
    (
        noop("At sea, a benefit tagged as not paid directly"),
        {"mode": "sea", "element": "benefit:tagged_without_payment"},
    ),
    (noop("A benefit inferred from circumstances"), {"element": "benefit:inferred"}),
    (noop("No benefit found"), {"element": "benefit:not_found"}),
    (noop("A benefit that is only tagged so far"), {"element": "benefit:tagged"}),
    (noop("Ended in an acquittal"), {"outcome": "not_guilty"}),
)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: as any record, with how it ended and what is known of the benefit."""

    line: Line
    outcomes: str
    benefit: tuple[str, ...]
    folder: str  # by which it is put into the folder


def asked_of(request: HttpRequest) -> dict[str, str]:
    """What the address chooses, as lists, files and links pass it on."""
    given = {name: request.GET.get(name, "").strip() for name in NAMES}
    return {name: value for name, value in given.items() if value}


@require_safe
def cases(request: HttpRequest) -> HttpResponseBase:
    found = listed(request, KIND, FILTERS)
    tags = tags_of(found.items)
    total = say(Message("%(n)s case", "%(n)s cases", found.total))
    values = {
        "list": found,
        "total": total,
        "lines": [_line(one, tags.get(one.pk, [])) for one in found.items],
        "often": [Link(say(text), f"?{urlencode(asked)}") for text, asked in ASKED_OFTEN],
        "files": _files(asked_of(request)),
        "empty": not found.total and not found.chosen,
    }
    return kept(request, render(request, "library/cases/list.html", values))


def _line(item: Item, tags: list[ItemTag]) -> CaseLine:
    outcomes = [words.verdict(one.key) for one in tags if one.field == "outcome"]
    benefit = [
        words.element(one.key)
        for one in tags
        if one.field == "element" and one.key.startswith("benefit:")
    ]
    return CaseLine(line_of(item), words.listed(outcomes), tuple(benefit), item.ref)


def _files(asked: dict[str, str]) -> list[Link]:
    """The same cases as files."""
    chosen = f"?{urlencode(asked)}" if asked else ""
    table = reverse("library:cases_file", args=["csv"])
    return [
        Link(say(noop("Cases, CSV")), f"{table}{chosen}"),
        Link(say(noop("Charges, CSV")), f"{reverse('library:charges_file')}{chosen}"),
        Link("JSONL", f"{reverse('library:cases_file', args=['jsonl'])}{chosen}"),
    ]
