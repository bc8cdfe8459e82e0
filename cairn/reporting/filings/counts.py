"""One number as somebody gives it, before it is stored: what it is of, and whether that can be.

Pure: a form, a workbook and the API all make `CountInput`s, and `problems_of` says what is wrong
with them. The key of a cell says in one text what the number is of, so that two inputs of the same
thing meet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.countries import countries, invented_states
from cairn.reference.dimensions import dimensions
from cairn.reference.vocabularies import vocabulary
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS, Measure, Section

LARGEST = 100_000_000
# Not known to the filer, several, stateless, stateless or not known: added to no country.
NO_ONE_COUNTRY = ("UNK", "MIX", "XXA", "STU")
LONGEST_PLACE = 120
ORDER = {name: at for at, name in enumerate(DIMENSIONS)}
_SIGNS = {"\\": "\\", "p": "|", "e": "="}  # what stands behind a backslash in a key
_ESCAPED = re.compile(r"\\(.)")


class CountProblem(CairnError):
    """What is wrong with one number; `check` names the cell."""


class NoSuchNumber(CountProblem):
    text = noop("%(measure)s is not asked for in this section; choose one of its numbers.")


class NotBrokenDown(CountProblem):
    text = noop("%(measure)s cannot be broken down by %(dimension)s here; take that out.")


class NoSuchValue(CountProblem):
    text = noop("%(measure)s, %(dimension)s: %(value)r is not on the list; choose from it.")


class NumberOrReason(CountProblem):
    text = noop("%(measure)s: give a number, or say why there is none.")


class NumberTooLarge(CountProblem):
    text = noop("%(measure)s: %(value)s is more people than can be meant; check the number.")


class BelowNothing(CountProblem):
    text = noop("%(measure)s: %(value)s is below zero; a count of people is zero or more.")


class OutsideThePeriod(CountProblem):
    text = noop("%(measure)s: %(when)s does not lie in the period of this filing, %(period)s.")


class GivenTwice(CountProblem):
    text = noop("%(measure)s stands here twice for the same cell; keep one of the two numbers.")


@dataclass(frozen=True, slots=True)
class CountInput:
    """A number, or why there is none. No dimensions: the total."""

    measure: str
    value: int | None = None
    missing: Cell | None = None
    dims: Mapping[str, str] = field(default_factory=dict)
    span: DateSpan | None = None  # part of the period; None: the whole of it
    source_cell: str = ""
    key: str = field(init=False)  # what the number is of, in one text

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.measure, self.dims, self.span))


def key_of(measure: str, dims: Mapping[str, str], span: DateSpan | None = None) -> str:
    """`smuggled_detected|2024-01-01..2024-01-31|origin=NER|sex=female`."""
    key = f"{measure}|{_days(span.earliest, span.latest) if span else ''}"
    for name in dims if len(dims) < 2 else sorted(dims, key=_rank):
        if (value := dims[name]) and name in ORDER:
            key += f"|{name}={_plain(value)}"
    return key


def _rank(name: str) -> int:
    return ORDER.get(name, 0)


@lru_cache(maxsize=4096)
def _days(first: date, last: date) -> str:
    return f"{first}..{last}"


@lru_cache(maxsize=16384)
def _plain(value: str) -> str:
    """A label without the signs that a key is made of, so that two labels never share one key."""
    return value.replace("\\", "\\\\").replace("|", "\\p").replace("=", "\\e")


def dims_of(rest: str) -> dict[str, str]:
    """The dimensions in a key, after its measure and its days: `origin=NER|place=Dirkou`."""
    found = {}
    for part in rest.split("|") if rest else []:
        name, _, value = part.partition("=")
        found[name] = _ESCAPED.sub(lambda sign: _SIGNS[sign[1]], value)
    return found


def whole_period(span: DateSpan | None, first: date, last: date) -> DateSpan | None:
    """None where the span is the filing's own period, so that the cell has one key."""
    return None if span and (span.earliest, span.latest) == (first, last) else span


def problems_of(
    section: Section, inputs: Iterable[CountInput], *, first: date, last: date
) -> Iterator[CountProblem]:
    """Everything that keeps these numbers from being stored, all at once."""
    seen: set[str] = set()
    for one in inputs:
        measure = section.measures.get(one.measure)
        if measure is None:
            yield NoSuchNumber(measure=one.measure, check=one.key)
            continue
        yield from _number(measure, one)
        yield from _dimensions(measure, one)
        if one.span and not (first <= one.span.earliest and one.span.latest <= last):
            yield OutsideThePeriod(
                measure=measure.title,
                when=f"{one.span.earliest} – {one.span.latest}",
                period=f"{first} – {last}",
                check=one.key,
            )
        key = one.key
        if key in seen:
            yield GivenTwice(measure=measure.title, check=key)
        seen.add(key)


def _number(measure: Measure, one: CountInput) -> Iterator[CountProblem]:
    if (one.value is None) == (one.missing is None):
        yield NumberOrReason(measure=measure.title, check=one.key)
    elif one.value is not None and one.value < 0:
        yield BelowNothing(measure=measure.title, value=one.value, check=one.key)
    elif one.value is not None and one.value >= LARGEST:
        yield NumberTooLarge(measure=measure.title, value=one.value, check=one.key)


def _dimensions(measure: Measure, one: CountInput) -> Iterator[CountProblem]:
    for name, value in one.dims.items():
        if not value:
            continue
        if name not in measure.by:
            yield NotBrokenDown(measure=measure.title, dimension=name, check=one.key)
        elif not is_value(name, value):
            yield NoSuchValue(measure=measure.title, dimension=name, value=value, check=one.key)


def is_value(dimension: str, value: str) -> bool:
    """Whether the value is one of the dimension's."""
    if dimension in COUNTRIES:
        one_country = value in countries() and len(value) == 3  # a union of States is not one
        # Of a demonstration, whose own nationals are counted as others are.
        invented = dimension == "origin" and value in invented_states()
        return one_country or invented or (dimension == "origin" and value in NO_ONE_COUNTRY)
    if dimension == "place":
        return 0 < len(value.strip()) <= LONGEST_PLACE
    if known := DIMENSIONS[dimension]:
        return value in vocabulary(known).terms
    return value in dimensions()[dimension].values
