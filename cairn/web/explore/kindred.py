"""A series of another measure beside the answer: below it, on a scale of its own, never added.

Which measures may stand beside one is said in its definition. The series is asked for the same
time and, where its source knows them, with the same filters; what it does not know is told. Which
one was chosen stands in the address, as `beside=detections:frontex-ibc`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cairn.figures.answers import Number
from cairn.figures.dimensions import SOURCE
from cairn.figures.measures import Measure, measures
from cairn.figures.questions import Question, Where
from cairn.kernel.cells import Cell
from cairn.web.explore import trend
from cairn.web.explore.filters import Item
from cairn.web.explore.labels import dimension_name, listing, selection, title_of
from cairn.web.explore.panels import Panel
from cairn.web.explore.reading import BETWEEN, Asked
from cairn.web.explore.subject import Subject, everyone, find, only
from cairn.web.say import say
from cairn.web.units import unit_behind

KEY = "beside"


@dataclass(frozen=True, slots=True)
class Series:
    """The other series with its own number, its own caveat and its own files."""

    title: str
    selection: str
    value: Number
    unit: str
    caveat: str
    told: tuple[str, ...]  # why the two are not one thing
    panel: Panel | None
    address: str  # its own page


@dataclass(frozen=True, slots=True)
class Beside:
    """What may be put beside the answer, and what is."""

    groups: tuple[tuple[str, tuple[Item, ...]], ...]  # by measure
    hidden: tuple[tuple[str, str], ...]
    series: Series | None
    remove: str
    absent: bool  # one was asked for that says nothing of this time


def panel(subject: Subject) -> Beside | None:
    """The panel; None where no other series speaks of this time."""
    found = {one: list(_answering(subject, one)) for one in _kindred(subject)}
    groups = tuple(
        (say(one.title), tuple(_item(subject, one, each) for each in subjects))
        for one, subjects in found.items()
        if subjects
    )
    if not groups and not subject.asked.beside:
        return None
    chosen = next(
        (
            each
            for one, subjects in found.items()
            for each in subjects
            if _written(one, each) == subject.asked.beside
        ),
        None,
    )
    pairs = subject.asked.pairs(beside=None)
    return Beside(
        groups,
        tuple(pairs),
        _series(subject, chosen) if chosen else None,
        subject.door.page(subject.question.measure, pairs, KEY),
        bool(subject.asked.beside) and chosen is None,
    )


def _kindred(subject: Subject) -> Iterator[Measure]:
    for key in subject.question.defined.beside:
        yield measures()[key]


def _answering(subject: Subject, other: Measure) -> Iterator[Subject]:
    """The sources that have something of this time, each with the filters that it knows."""
    plain = Question(other.key, subject.question.period or subject.span())
    for one in subject.door.ask(plain).sets:
        if not one.rows:
            continue
        question = only(plain, one.source)
        filtered = replace(
            question, where=tuple(sorted([*question.where, *_shared(subject, other)]))
        )
        for asked in dict.fromkeys((filtered, question)):
            found = find(subject.door, Asked(asked, level=subject.level()))
            if found and found.whole.rows:
                yield found
                break


def _shared(subject: Subject, other: Measure) -> Where:
    """The filters of the answer that the other measure has too."""
    where = everyone(subject.asked.question).where
    return tuple(pair for pair in where if pair[0] in other.dimensions)


def _written(other: Measure, each: Subject) -> str:
    return f"{other.key}{BETWEEN}{each.source.key}"


def _item(subject: Subject, other: Measure, each: Subject) -> Item:
    value = _written(other, each)
    return Item(value, title_of(each.source), None, value == subject.asked.beside)


def _series(subject: Subject, other: Subject) -> Series:
    measure, row = other.question.defined, other.row
    value = row.value if row else Cell.NOT_RECORDED
    drawn = trend.panel(other)
    return Series(
        say(measure.title),
        " · ".join(words for _name, words in selection(other.question)),
        value,
        unit_behind(measure.unit, value),
        say(measure.caveat),
        tuple(_why_not_one(subject, other)),
        replace(drawn, key=KEY, tabs=()) if drawn else None,
        other.door.page(measure.key, other.question.pairs()),
    )


def _why_not_one(subject: Subject, other: Subject) -> Iterator[str]:
    yield _(
        "Beside each other and never added: they count different things, from different sources, "
        "and the same people may be in both numbers or in neither."
    )
    for each in (subject, other):
        if words := each.question.defined.not_the_same:
            yield say(words)
    left = {name for name, _values in everyone(subject.asked.question).where}
    left -= {name for name, _values in other.question.where if name != SOURCE}
    if left:
        yield _("This series is not filtered by: %(names)s.") % {
            "names": listing(dimension_name(name).lower() for name in sorted(left))
        }
