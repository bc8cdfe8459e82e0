"""What is recorded of each State and each obligation: a table of records, not of compliance.

A blank says that nothing is recorded, never that the law of the State has no such provision.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.collation import in_order
from cairn.knowledge.laws.schema import Element
from cairn.knowledge.models import Item, ItemTag
from cairn.reference.countries import name_of
from cairn.reference.treaties import obligations
from cairn.web.library.answering import kept
from cairn.web.library.laws.said import short_obligation, topic_words
from cairn.web.say import current

OF_A_LAW = ("pk", "country", "invented")
RECORDED, SEARCHED, NOT_HELD, NOTHING = "recorded", "searched", "not_held", "nothing"
OFTEN = (  # asked of every State, whether or not anything is recorded
    *("som-3-a", "som-5", "som-6-1-a", "som-6-1-b-i", "som-6-1-b-ii", "som-6-1-c", "som-6-2-a"),
    *("som-6-2-b", "som-6-2-c", "som-6-3-a", "som-6-3-b", "untoc-10-1"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One State and one topic: what is recorded, in a word that is read aloud, and where."""

    what: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Head:
    key: str
    short: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    name: str
    address: str
    cells: tuple[Cell, ...]


@require_safe
def matrix(request: HttpRequest) -> HttpResponseBase:
    field = "element" if request.GET.get("of") == "elements" else "obligation"
    heads, rows = _table(field)
    values = {"field": field, "heads": heads, "rows": rows}
    return kept(request, render(request, "library/laws/matrix.html", values))


def _table(field: str) -> tuple[list[Head], list[Row]]:
    """Two queries: the States of the laws, and their tags. Invented laws add no column."""
    items = Item.objects.published().filter(kind="law").exclude(country="").order_by()
    laws = {pk: (state, made_up) for pk, state, made_up in items.values_list(*OF_A_LAW)}
    columns: set[str] = set()
    tags = ItemTag.objects.filter(item__kind="law", field__in=(field, "no_provision", "text"))
    there: dict[tuple[str, str], str] = {}
    held: set[str] = set()
    for pk, name, key in tags.order_by().values_list("item", "field", "key").distinct():
        if pk not in laws:
            continue
        state, made_up = laws[pk]
        columns |= set() if made_up or name == "text" else {key}
        if name == "text":
            held |= {state} if key == "held" else set()
        elif name == field:
            there[state, key] = RECORDED
        else:
            there.setdefault((state, key), SEARCHED)
    heads = _heads(field, columns)
    names = {state: name_of(state, current()) for state in {state for state, _ in laws.values()}}
    rows = [
        Row(
            state,
            names[state],
            f"{reverse('library:laws')}?country={state}",
            tuple(_cell(state, head, there, held, field) for head in heads),
        )
        for state in in_order(set(names), current(), names.__getitem__)
    ]
    return heads, rows


def _heads(field: str, there: set[str]) -> list[Head]:
    if field == "element":
        return [Head(one.value, topic_words(one.value), "") for one in Element]
    return [
        Head(key, short_obligation(key), topic_words(key))
        for key in obligations()
        if key in there or key in OFTEN
    ]


def _cell(
    state: str, head: Head, there: dict[tuple[str, str], str], held: set[str], field: str
) -> Cell:
    what = there.get((state, head.key)) or (NOTHING if state in held else NOT_HELD)
    words = {
        RECORDED: _("recorded"),
        SEARCHED: _("no provision found"),
        NOT_HELD: _("text not held"),
        NOTHING: _("nothing recorded"),
    }[what]
    query = urlencode({field: head.key, "states": state})
    linked = what in (RECORDED, SEARCHED)
    return Cell(what, words, f"{reverse('library:law_compare')}?{query}" if linked else "")
