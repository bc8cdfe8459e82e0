"""Two States side by side, question by question, with what differs marked.

Of each State the newest record is read. Only words of the lists are compared; where an answer is
text, the page says that a person has to read both.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.kernel.collation import in_order
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.procedures.comparing import Pair, Stands, pairs
from cairn.knowledge.procedures.schema import Record
from cairn.reference.countries import name_of
from cairn.web.library.answering import kept
from cairn.web.library.procedures import words
from cairn.web.library.procedures.listing import KIND
from cairn.web.library.procedures.page import cited
from cairn.web.library.words import Line, line_of
from cairn.web.say import current, say

STANDS = {
    Stands.SAME: ("done", noop("the same")),
    Stands.DIFFERS: ("attention", noop("they differ")),
    Stands.IN_WORDS: ("information", noop("in words only: read both")),
    Stands.ONE_ONLY: ("waiting", noop("recorded of one State only")),
    Stands.NEITHER: ("waiting", noop("not recorded of either")),
}


class NotHeld(CairnError):
    text = noop("No procedure of %(state)s is held here. Choose a State from the lists.")


@dataclass(frozen=True, slots=True)
class Side:
    """One State."""

    code: str
    name: str
    line: Line
    record: Record


@dataclass(frozen=True, slots=True)
class Value:
    words: str
    alone: bool  # the other answer has values, and not this one


@dataclass(frozen=True, slots=True)
class Cell:
    """What one State answers."""

    state: str
    answer: words.Shown | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One question."""

    key: str
    title: str
    state: tuple[str, str]
    cells: tuple[Cell, Cell]


@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    offered = _states()
    asked = [request.GET.get(name, "").strip().upper()[:3] for name in ("a", "b")]
    problems = [
        NotHeld(state=name_of(code, current())) for code in asked if code and code not in offered
    ]
    sides = _sides([code for code in asked if code in offered])
    only = request.GET.get("only") == "differ"
    rows = _rows(*sides) if len(sides) == 2 else []
    values = {
        "first": [(code, name, code == asked[0]) for code, name in offered.items()],
        "second": [(code, name, code == asked[1]) for code, name in offered.items()],
        "problems": problems,
        "sides": sides,
        "rows": [one for one in rows if not only or one.state[0] == "attention"],
        "differing": sum(one.state[0] == "attention" for one in rows),
        "only": only,
        "same": len(set(filter(None, asked))) == 1 and all(asked),
    }
    return kept(request, render(request, "library/procedures/compare.html", values))


def _states() -> dict[str, str]:
    """Every State of whose procedure anything is recorded, by name."""
    rows = Item.objects.published().filter(kind=KIND).exclude(country="").order_by()
    keys = set(rows.values_list("country", flat=True))
    names = {key: name_of(key, current()) for key in keys}
    return {key: names[key] for key in in_order(keys, current(), names.__getitem__)}


def _sides(codes: list[str]) -> list[Side]:
    """The newest record of each of these States. One query."""
    rows = Item.objects.published().filter(kind=KIND, country__in=codes)
    newest: dict[str, Item] = {}
    for one in rows.order_by("span_latest", "-ref"):
        newest[one.country] = one
    return [
        Side(code, name_of(code, current()), line_of(item), kind_of(KIND).load(item.body))
        for code in dict.fromkeys(codes)
        if (item := newest.get(code))
    ]


def _rows(here: Side, there: Side) -> list[Row]:
    known = cited(here.record, there.record)
    found = []
    for pair in pairs(here.record, there.record):
        kind, said = STANDS[pair.stands]
        cells = tuple(_cell(side, pair, known) for side in (here, there))
        assert len(cells) == 2
        found.append(
            Row(pair.question, words.question_words(pair.question), (kind, say(said)), cells)
        )
    return found


def _cell(side: Side, pair: Pair, known: dict[str, Item]) -> Cell:
    answer = side.record.answer(pair.question)
    if answer is None:
        return Cell(side.name, None, ())
    differs = pair.stands is Stands.DIFFERS
    values = tuple(
        Value(one.words, differs and one.key not in pair.shared)
        for one in words.given(pair.question, answer)
    )
    return Cell(side.name, words.shown(pair.question, answer, known, side.record.as_on), values)
