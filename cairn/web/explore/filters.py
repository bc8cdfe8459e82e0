"""The filters of a page: what may be chosen, with the number of records behind each choice.

Long lists are drop-down lists in the order of their names, short ones lists of boxes. What is
chosen stands in the list even where no record is left under the other filters.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cairn.figures.dimensions import PERIOD, SOURCE
from cairn.figures.options import Option, options
from cairn.figures.questions import Question, Value
from cairn.kernel.collation import in_order
from cairn.kernel.dates import Level, Period
from cairn.web import numbers
from cairn.web.components import Choice
from cairn.web.explore.doors import Door
from cairn.web.explore.labels import (
    UNKNOWN,
    dimension_name,
    of_filings,
    selection,
    value_name,
    written,
)
from cairn.web.explore.reading import ANY, OTHER, Asked
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

BOXES = 9  # values; a longer list is a drop-down
BY_NAME = 16  # values; a longer list is in the order of names, not of numbers
FOR_SECOND = ("route", "origin", "destination", "country", "place", "sex", "mode", "cause")
MOST_FOR_SECOND = 3
LONGEST_FOR_SECOND = 40  # values; longer lists would weigh more than the page
MANY_YEARS = 60
MANY_QUARTERS = 12


@dataclass(frozen=True, slots=True)
class Item:
    value: str
    words: str
    records: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: `period` is written, `list` is a drop-down, `boxes` are several."""

    name: str
    label: str
    kind: str
    items: tuple[Item, ...] = ()
    text: str = ""
    problem: str = ""


Offered = Mapping[str, tuple[Option, ...]]


def offer(door: Door, asked: Asked, subject: Subject | None) -> Offered:
    """What occurs under the other filters, dimension by dimension; asked for once in a page."""
    question = subject.question if subject else asked.question
    wanted = subject.dimensions if subject else None
    return options(door.data, question, wanted, **door.answering())


def filters(offered: Offered, asked: Asked, subject: Subject | None) -> list[Filter]:
    """The filters of the first selection."""
    question = subject.question if subject else asked.question
    problems = {problem.name: say(problem.error) for problem in asked.problems}
    text = _in_words(asked.question.period) if asked.question.period else _typed(asked, PERIOD)
    found = [_period(subject, PERIOD, text, problems.get(PERIOD, ""))]
    for name, listed in offered.items():
        if name != SOURCE:
            one = _filter(question, name, listed, problems.get(name, ""))
            if len(one.items) > 1 or one.problem or question.values(name):
                found.append(one)
    return found


def second_filters(offered: Offered, asked: Asked, subject: Subject) -> list[Filter]:
    """The filters of the second selection: empty means "the same as above"."""
    given = dict(asked.other)
    problems = {problem.name: say(problem.error) for problem in asked.problems}
    name = OTHER + PERIOD
    own = asked.second.period if asked.second and given.get(PERIOD) else None
    text = _in_words(own) if own else given.get(PERIOD, "") or _typed(asked, name)
    found = [_period(subject, name, text, problems.get(name, ""))]
    for name in FOR_SECOND:
        listed = offered.get(name, ())
        if not 1 < len(listed) <= LONGEST_FOR_SECOND:
            continue
        chosen = given.get(name, "")
        items = [Item("", _("the same"), None, not chosen)]
        if subject.question.values(name):
            items.append(Item(ANY, _("all"), None, chosen == ANY))
        items += [
            Item(item.value, item.words, item.records, item.value == chosen)
            for item in _items(subject.question, name, listed)
        ]
        problem = problems.get(OTHER + name, "")
        found.append(Filter(OTHER + name, dimension_name(name), "list", tuple(items), "", problem))
    return found[: MOST_FOR_SECOND + 1]


def other_problems(asked: Asked, shown: Iterable[Filter]) -> list[str]:
    """What was not understood and belongs to no filter that is shown."""
    names = {one.name for one in shown}
    return [say(problem.error) for problem in asked.problems if problem.name not in names]


def chosen(door: Door, asked: Asked) -> list[Choice]:
    """The filters that are set, each with the address of the page without it."""
    in_words = dict(selection(asked.question))
    return [
        Choice(
            dimension_name(name),
            words,
            door.page(asked.measure.key, asked.pairs(**{name: None})),
        )
        for name, words in in_words.items()
    ]


def hidden(asked: Asked, shown: Iterable[Filter]) -> list[tuple[str, str]]:
    """What the address holds beside the fields of a form, and must keep."""
    names = {one.name for one in shown}
    return [(name, text) for name, text in asked.pairs() if name not in names]


def _typed(asked: Asked, name: str) -> str:
    """What somebody wrote and was not understood: it stays in the field, to be corrected."""
    wrong = next((one.error for one in asked.problems if one.name == name), None)
    return str(wrong.values.get("value", "")) if wrong else ""


def _in_words(period: Period) -> str:
    """As the page writes a quarter or a month elsewhere, which the field reads in every language;
    anything else as an address has it."""
    if period.level in (Level.QUARTER, Level.MONTH):
        return numbers.period(period, current())
    return str(period)


def _period(subject: Subject | None, name: str, text: str, problem: str) -> Filter:
    covered = subject.coverage if subject else None
    years: list[Item] = []
    quarters: list[Item] = []
    if covered and covered.first and covered.last:
        span = Period(covered.first, covered.last)
        years = [Item(str(one), str(one), None, False) for one in span.split(Level.YEAR)]
        whole = Period(Period.of(covered.first, Level.QUARTER).first, span.last)
        listed = list(whole.split(Level.QUARTER))[-MANY_QUARTERS:]
        quarters = [Item(_in_words(q), _in_words(q), None, False) for q in listed]
    items = (*reversed(years[-MANY_YEARS:]), *reversed(quarters))
    return Filter(name, dimension_name(PERIOD), "period", items, text, problem)


def _filter(question: Question, name: str, listed: Iterable[Option], problem: str) -> Filter:
    items = list(_items(question, name, listed))
    values = question.values(name)
    kind = "boxes" if len(items) <= BOXES or len(values) > 1 else "list"
    if kind == "list":
        items.insert(0, Item("", _("all"), None, not values))
    elif len(items) > BOXES:  # several of a long list: those that are chosen come first
        items.sort(key=lambda item: not item.chosen)
    return Filter(name, dimension_name(name), kind, tuple(items), problem=problem)


def _items(question: Question, name: str, listed: Iterable[Option]) -> Iterator[Item]:
    counted: dict[Value, int] = {option.value: option.most for option in listed}
    values = question.values(name)
    counted |= {value: 0 for value in values if value not in counted}
    filed = of_filings(question)
    words = {
        value: value_name(question.defined, name, value, of_filings=filed) for value in counted
    }
    ordered = list(counted)
    if len(ordered) > BY_NAME:
        ordered = in_order(ordered, current(), lambda value: words[value])
    ordered.sort(key=lambda value: (value is None, value in UNKNOWN))
    for value in ordered:
        yield Item(written(value), words[value], counted[value], value in values)
