"""One record as somebody gives it, before it is stored, and what keeps it from being stored.

Pure. A draft may be half done: what is merely missing is asked for by `checks`. Here stands only
what cannot be: a key that is on no list, an amount below zero, a rate without its day and source.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.countries import countries, invented_states
from cairn.reference.currencies import currencies
from cairn.reference.routes import routes
from cairn.reference.vocabularies import vocabulary
from cairn.reporting.filings.definitions import Conduct
from cairn.reporting.observations.kinds import (
    CONDUCT,
    DECIMALS,
    LEG,
    LISTS,
    LONG,
    ROUTES,
    SHORT,
    Asked,
    Kind,
    Shape,
)
from cairn.reporting.observations.persons import PersonCount, problems_of_people

NOBODY = ("UNK", "MIX", "XXA")  # not known, several, stateless
MOST_LEGS = 40
LARGEST_AMOUNT = Decimal(10) ** 11
LARGEST_WHOLE = 100_000
PAIRS = (("lat", 90), ("lon", 180))


class ValueProblem(CairnError):
    """What is wrong with one answer; `field` names it."""


class NotOnTheList(ValueProblem):
    text = noop("%(title)s: %(value)r is not on the list; choose from it.")


class TooLong(ValueProblem):
    text = noop("%(title)s: the text is longer than %(most)s characters; shorten it.")


class ImpossibleAmount(ValueProblem):
    text = noop("%(title)s: %(value)s cannot be right; write an amount of zero or more.")


class LowAboveHigh(ValueProblem):
    text = noop("%(title)s: the lowest is more than the highest; change one of the two.")


class RateIncomplete(ValueProblem):
    text = noop("A rate is given with its day and its source, or not at all.")


class AmountWithoutPayment(ValueProblem):
    text = noop("An amount to officials is given, but not that there was a known one; say which.")


class NoSuchPlaceOnEarth(ValueProblem):
    text = noop("%(title)s: give latitude (−90 to 90) and longitude (−180 to 180), or neither.")


class CoordinatesUndisclosed(ValueProblem):
    text = noop("%(title)s: say first how exact the place is; coordinates are kept only so exact.")


class TooManyLegs(ValueProblem):
    text = noop("A journey of more than %(most)s legs cannot be kept; join some of them.")


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that a form says of one record."""

    values: Mapping[str, Any]
    legs: Sequence[Mapping[str, Any]] = ()
    persons: Sequence[PersonCount] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """One record as it stands: what pages, checks and history read."""

    kind: str
    ref: str
    values: Mapping[str, Any]
    legs: Sequence[Mapping[str, Any]] = ()
    persons: Sequence[PersonCount] = ()
    revision: int = 0
    first_classification: Mapping[str, Any] | None = field(default=None, compare=False)


def blank(shape: Shape) -> Any:
    """What stands where nothing was answered."""
    match shape:
        case Shape.MANY | Shape.COUNTRIES:
            return []
        case Shape.SPAN | Shape.DAY | Shape.AMOUNT | Shape.MONEY | Shape.WHOLE | Shape.DEGREES:
            return None
    return ""


def completed(asked: Sequence[Asked], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every field, those that were not answered blank; text without spaces around it."""
    found = {}
    for one in asked:
        value = given.get(one.name)
        if isinstance(value, str):
            value = value.strip()
        found[one.name] = blank(one.shape) if value in (None, "") else value
    return found


def cleaned(found: Kind, given: Given) -> Given:
    """The same, complete, and with coordinates no finer than was declared."""
    fields = tuple(found.fields)
    values = _coarse(completed(fields, given.values), "")
    legs = [
        _coarse(_coarse(completed(LEG, leg), "from_"), "to_") for leg in given.legs if any_of(leg)
    ]
    return Given(values, legs if found.legs else [], given.persons if found.persons else [])


def any_of(leg: Mapping[str, Any]) -> bool:
    """Whether anything at all is said of this leg."""
    return any(value not in (None, "") for value in leg.values())


def _coarse(values: dict[str, Any], prefix: str) -> dict[str, Any]:
    places = DECIMALS.get(values.get(f"{prefix}precision") or "")
    for name, _limit in PAIRS:
        value = values.get(f"{prefix}{name}")
        if value is not None and places is not None:
            values[f"{prefix}{name}"] = round(Decimal(value), places)
    return values


def texts_of(found: Kind, given: Given) -> dict[str, str]:
    """Every text that somebody wrote, by the field in which it stands."""
    texts = {
        one.name: given.values[one.name]
        for one in found.fields
        if one.shape in (Shape.TEXT, Shape.LONG) and given.values.get(one.name)
    }
    for number, leg in enumerate(given.legs):
        for one in LEG:
            if one.shape is Shape.TEXT and leg.get(one.name):
                texts[f"leg-{number}-{one.name}"] = leg[one.name]
    return texts


def problems_of(found: Kind, given: Given) -> Iterator[CairnError]:
    """Everything that keeps this record from being stored, all at once."""
    titles = {one.name: one for one in found.fields}
    for one in found.fields:
        yield from _answer(one, given.values[one.name], one.name)
    yield from _whole(given.values)
    yield from _coordinates(given.values, "", titles.get("lat"))
    if len(given.legs) > MOST_LEGS:
        yield TooManyLegs(most=MOST_LEGS, field="")
    for number, leg in enumerate(given.legs):
        yield from problems_of_leg(leg, number)
    yield from problems_of_people(given.persons)


def problems_of_leg(leg: Mapping[str, Any], number: int) -> Iterator[CairnError]:
    for one in LEG:
        yield from _answer(one, leg[one.name], f"leg-{number}-{one.name}")
    low, high = leg["hours_low"], leg["hours_high"]
    if low is not None and high is not None and low > high:
        yield LowAboveHigh(title=noop("Hours"), field=f"leg-{number}-hours_low")
    fields = {one.name: one for one in LEG}
    for which in ("from_", "to_"):
        yield from _coordinates(leg, which, fields[f"{which}lat"], f"leg-{number}-")


def _answer(asked: Asked, value: Any, name: str) -> Iterator[CairnError]:
    match asked.shape:
        case Shape.ONE if value and value not in keys_of(asked.words):
            yield NotOnTheList(title=asked.title, value=value, field=name)
        case Shape.MANY:
            for one in value:
                if one not in keys_of(asked.words):
                    yield NotOnTheList(title=asked.title, value=one, field=name)
        case Shape.COUNTRY if value and not _country(value):
            yield NotOnTheList(title=asked.title, value=value, field=name)
        case Shape.COUNTRIES:
            for one in value:
                if not _country(one):
                    yield NotOnTheList(title=asked.title, value=one, field=name)
        case Shape.CURRENCY if value and value not in currencies():
            yield NotOnTheList(title=asked.title, value=value, field=name)
        case Shape.TEXT if len(value) > SHORT:
            yield TooLong(title=asked.title, most=SHORT, field=name)
        case Shape.LONG if len(value) > LONG:
            yield TooLong(title=asked.title, most=LONG, field=name)
        case Shape.AMOUNT | Shape.MONEY if value is not None and not 0 <= value < LARGEST_AMOUNT:
            yield ImpossibleAmount(title=asked.title, value=value, field=name)
        case Shape.WHOLE if value is not None and not 0 <= value < LARGEST_WHOLE:
            yield ImpossibleAmount(title=asked.title, value=value, field=name)


def _country(value: str) -> bool:
    return value in countries() or value in NOBODY or value in invented_states()


def keys_of(words: str) -> set[str]:
    """The keys of a list, by its name."""
    if words == ROUTES:
        return set(routes())
    if words == CONDUCT:
        return {one.value for one in Conduct}
    if words in LISTS:
        return set(LISTS[words])
    return set(vocabulary(words).terms)


def _whole(values: Mapping[str, Any]) -> Iterator[CairnError]:
    """What only several answers of a fee together can have wrong."""
    if "usd_rate" not in values:
        return
    known = [values[name] for name in ("low", "typical", "high") if values[name] is not None]
    if known != sorted(known):
        yield LowAboveHigh(title=noop("Amounts"), field="low")
    rate = [values["usd_rate"], values["rate_on"], values["rate_source"]]
    if any(one not in (None, "") for one in rate) and not all(
        one not in (None, "") for one in rate
    ):
        yield RateIncomplete(field="usd_rate")
    elif values["usd_rate"] == 0:
        yield ImpossibleAmount(title=noop("Rate"), value=0, field="usd_rate")
    if values["officials_amount"] is not None and values["officials"] != "amount":
        yield AmountWithoutPayment(field="officials_amount")


def _coordinates(
    values: Mapping[str, Any], prefix: str, asked: Asked | None, before: str = ""
) -> Iterator[CairnError]:
    if asked is None:
        return
    pair = [values[f"{prefix}{name}"] for name, _limit in PAIRS]
    said = {"title": asked.title, "field": f"{before}{prefix}lat"}
    if pair == [None, None]:
        return
    if None in pair or any(abs(one) > limit for one, (_n, limit) in zip(pair, PAIRS, strict=True)):
        yield NoSuchPlaceOnEarth(**said)
    elif values[f"{prefix}precision"] not in DECIMALS:
        yield CoordinatesUndisclosed(**said)


def stored(value: Any) -> Any:
    """A value as history keeps it."""
    match value:
        case DateSpan():
            return [str(value.earliest), str(value.latest), value.precision.value, value.as_written]
        case Decimal() | date():
            return str(value)
        case Cell():
            return value.value
    return value
