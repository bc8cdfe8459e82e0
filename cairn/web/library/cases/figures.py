"""How many cases there are, by State, stage, outcome and finding, and what they cover.

Counted from published records, invented ones apart. These are numbers of records that somebody
made, never of what happened: the page says so before its first number.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.cells import Cell
from cairn.kernel.collation import in_order
from cairn.kernel.text import Message, noop
from cairn.knowledge.cases.face import TAGGED
from cairn.knowledge.cases.words import Element, Finding
from cairn.knowledge.models import Item
from cairn.knowledge.queries import facets
from cairn.reference.countries import Kind, countries
from cairn.web.components import Column, Head, Table, Value
from cairn.web.library.answering import kept
from cairn.web.library.cases import words
from cairn.web.library.cases.coverage import map_of, remarks
from cairn.web.library.cases.lists import KIND
from cairn.web.numbers import number
from cairn.web.say import current, say

COUNTED = ("stage", "outcome", "element", "mode", "complete")


@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    every = Item.objects.published().filter(kind=KIND)
    real = every.filter(invented=False)
    counted = facets(real, COUNTED)
    total = real.count()
    invented = every.filter(invented=True).count()
    lines = _by_state(real)
    figure, drawing = map_of(lines, total) if lines else (None, "")
    values = {
        "figure": figure,
        "drawing": drawing,
        "remarks": remarks(),
        "heads": _heads(total, lines),
        "invented": say(Message("%(n)s invented case", "%(n)s invented cases", invented))
        if invented
        else "",
        "coverage": _coverage(lines),
        "tables": [
            _table(noop("Cases by outcome"), noop("Outcome"), counted["outcome"], words.verdict),
            _table(noop("Cases by stage"), noop("Stage"), counted["stage"], words.stage),
            _elements(counted["element"]),
            _table(noop("Cases by way of travelling"), noop("Way"), counted["mode"], words.mode),
            _table(
                noop("Cases by completeness"), noop("Completeness"), counted["complete"], words.band
            ),
        ]
        if total
        else [],
        "total": total,
    }
    return kept(request, render(request, "library/cases/figures.html", values))


def lines_by_state() -> list[dict[str, Any]]:
    """A line for each State with a case, invented ones left out."""
    return _by_state(Item.objects.published().filter(kind=KIND, invented=False))


def _by_state(rows: QuerySet[Item]) -> list[dict[str, Any]]:
    known = Q(tags__field="outcome") & ~Q(tags__key="not_read")
    found = (
        rows.exclude(country="")
        .order_by()
        .values("country")
        .annotate(
            n=Count("pk", distinct=True),
            known=Count("pk", distinct=True, filter=known),
            first=Min("span_earliest"),
            last=Max("span_latest"),
        )
    )
    return [dict(one) for one in found]


def _heads(total: int, lines: list[dict[str, Any]]) -> list[Head]:
    states = [one for one in countries().values() if one.kind is Kind.STATE]
    there = {str(one["country"]) for one in lines} & {one.iso3 for one in states}
    known = sum(one["known"] for one in lines)
    return [
        Head(say(noop("Cases recorded here")), total),
        Head(say(noop("Cases with an outcome that was read")), known),
        Head(
            say(noop("Member States with at least one case")),
            len(there),
            note=_("of %(number)s") % {"number": number(len(states), current())},
        ),
    ]


def _coverage(lines: list[dict[str, Any]]) -> Table:
    by_state = {str(one["country"]): one for one in lines}
    names = {key: words.state(key) for key in by_state}
    columns = [
        Column(say(noop("State"))),
        Column(say(noop("Cases")), "number"),
        Column(say(noop("Outcome read")), "number"),
        Column(say(noop("Outcome not read")), "number"),
        Column(say(noop("Earliest decision"))),
        Column(say(noop("Latest decision"))),
    ]
    rows: list[list[Value]] = []
    for key in in_order(by_state, current(), names.__getitem__):
        one = by_state[key]
        n, known = one["n"], one["known"]
        years = [one[name].year if one[name] else None for name in ("first", "last")]
        rows.append(
            [names[key], n, known, n - known, *(str(y) if y else Cell.NOT_RECORDED for y in years)]
        )
    help_ = say(noop("States that are not in this table have no case here; they may have many."))
    return Table(say(noop("What is covered")), columns, rows, help=help_)


def _table(caption: str, name: str, counted: Mapping[str, int], say_key: object) -> Table:
    by_number = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    rows: list[list[Value]] = [[say_key(key), n] for key, n in by_number]  # type: ignore[operator]
    columns = [Column(say(name)), Column(say(noop("Cases")), "number")]
    help_ = say(noop("A case with several of these is counted in several lines."))
    return Table(say(caption), columns, rows, help=help_)


def _elements(counted: Counter[str]) -> Table:
    """Elements by finding: what a court said, and apart from it what is only tagged."""
    columns = [
        Column(say(noop("Element"))),
        *(Column(words.word(one), "number") for one in Finding),
        Column(say(words.TAG), "number"),
    ]
    rows: list[list[Value]] = [
        [
            words.word(one),
            *(counted.get(f"{one.value}:{finding.value}", 0) for finding in Finding),
            counted.get(f"{one.value}:{TAGGED}", 0),
        ]
        for one in Element
        if any(key.startswith(f"{one.value}:") for key in counted)
    ]
    return Table(say(noop("Cases by element and finding")), columns, rows, stacked=True)
