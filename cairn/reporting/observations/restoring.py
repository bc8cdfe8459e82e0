"""A record from what history, or a saved form, keeps of it: `keeping.body_of` the other way round.

Keys that no longer exist are left out, so that old versions stay readable. A value that cannot be
what its field holds raises `NoRecord`: a file may have been written by anybody.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Precision
from cairn.kernel.errors import CairnError
from cairn.kernel.refs import parse_ref
from cairn.kernel.text import noop
from cairn.reporting.observations.catalogue import KINDS, kind
from cairn.reporting.observations.kinds import LEG, Asked, Shape
from cairn.reporting.observations.persons import DIMS, PersonCount
from cairn.reporting.observations.values import Given, Observed, completed


class NoRecord(CairnError):
    text = noop("A record in this file cannot be read; nothing of it was taken in.")


@dataclass(frozen=True, slots=True)
class Kept:
    """One record as it was kept."""

    kind: str
    ref: str
    given: Given

    @property
    def observed(self) -> Observed:
        """As pages show it."""
        return Observed(self.kind, self.ref, self.given.values, self.given.legs, self.given.persons)


def restored(body: Any) -> Kept:
    """The record that this body says; `NoRecord` where it says none."""
    try:
        return _restored(body)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, CairnError):
        raise NoRecord() from None


def _restored(body: Mapping[str, Any]) -> Kept:
    key, (prefix, ref) = str(body["kind"]), parse_ref(body["ref"])
    if key not in KINDS or prefix != "obs":
        raise NoRecord()
    found = kind(key)
    values = _answers(tuple(found.fields), body["values"])
    legs = [_answers(LEG, leg) for leg in body.get("legs", ())]
    persons = [_people(*one) for one in body.get("persons", ())]
    return Kept(key, ref, Given(values, legs, persons))


def _answers(asked: Sequence[Asked], given: Mapping[str, Any]) -> dict[str, Any]:
    read = {one.name: _answer(one, given[one.name]) for one in asked if one.name in given}
    return completed(asked, read)


def _answer(asked: Asked, value: Any) -> Any:
    match asked.shape:
        case Shape.SPAN:
            first, last, precision, written = value
            span = (date.fromisoformat(first), date.fromisoformat(last))
            return DateSpan(*span, Precision(precision), _text(written)[:60])
        case Shape.DAY:
            return date.fromisoformat(value)
        case Shape.AMOUNT | Shape.MONEY | Shape.DEGREES:
            return _amount(_text(value))
        case Shape.WHOLE:
            return _whole(value)
        case Shape.MANY | Shape.COUNTRIES:
            return [_text(one) for one in _list(value)]
    return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NoRecord()
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NoRecord()
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NoRecord()
    return value


def _amount(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise NoRecord() from None
    if not math.isfinite(found) or len(text) > 40:
        raise NoRecord()
    return found


def _people(key: str, value: Any, missing: str | None) -> PersonCount:
    quality, *rest = key.split("|")
    dims = dict(part.split("=", 1) for part in rest)
    if set(dims) - set(DIMS):
        raise NoRecord()
    number = None if value is None else _whole(value)
    return PersonCount(quality, number, Cell(missing) if missing else None, **dims)
