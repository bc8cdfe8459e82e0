"""Turns JSON into frozen dataclasses and back, and says all that is wrong with it at once.

A record of the library is exchanged as JSON and kept as JSON; what it may hold is said by the
dataclasses of its kind. A key with a typing error is a fact that would silently disappear, so it is
told, as is what is missing and what is of another type. Dates are spans as they are known: "2009",
"2009-05", "2009-05-12", or two of these with "/" between them; "" and null are not recorded.
"""

import enum
import functools
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

T = TypeVar("T")
UNSEEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])  # no text of ours has these
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # turn the line around


class KeyIsUnknown(CairnError):
    text = noop(
        "%(place)s: nothing reads the key %(key)r; correct its spelling or remove it. Known here: "
        "%(known)s."
    )


class KeyIsMissing(CairnError):
    text = noop("%(place)s: this is missing; add it.")


class ValueIsWrong(CairnError):
    text = noop("%(place)s: %(value)r is not %(expected)s; correct it.")


class Expected(CairnError):
    """What should stand there, as a part of the sentence that says so."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


@dataclass(frozen=True, slots=True)
class Wrong:
    """One problem: the way to the value, such as `articles[2].number`, and the sentence."""

    place: str
    error: CairnError


def read(cls: type[T], mapping: Any) -> tuple[T | None, list[Wrong]]:
    """Build one `cls`; None where anything is wrong, with all that is."""
    problems: list[Wrong] = []
    made = _record(cls, mapping, "", problems)
    return (None if problems else made), problems


def write(record: Any) -> dict[str, Any]:
    """The same as JSON: what is not recorded is left out, so that equal records are equal texts."""
    return {
        one.name: _plain(value)
        for one in fields(record)
        if one.init and (value := getattr(record, one.name)) not in (None, "", _default(one))
    }


def span_of(text: str) -> DateSpan:
    """Read one date as it is known; raise a sentence where it is none."""
    first, parted, last = text.strip().partition("/")
    period = _days(first)
    if parted:
        period = Period(period.first, _days(last).last)
    made = DateSpan.between(period.first, period.last)
    return replace(made, as_written=written(made))


def written(span: DateSpan) -> str:
    """The shortest text that `span_of` reads as the same days."""
    period = Period(span.earliest, span.latest)
    if span.earliest == span.latest:
        return span.earliest.isoformat()
    if period.level is not None:
        return str(period)
    return f"{span.earliest.isoformat()}/{span.latest.isoformat()}"


def _days(text: str) -> Period:
    if len(text) == 10:
        try:
            return Period(date.fromisoformat(text), date.fromisoformat(text))
        except ValueError:
            pass
    return Period.parse(text)


def _default(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _plain(value: Any) -> Any:
    match value:
        case enum.Enum():
            return value.value
        case DateSpan():
            return written(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(one) for one in value]
        case Mapping():
            return {key: _plain(one) for key, one in sorted(value.items())}
    return write(value) if is_dataclass(value) else value


@functools.cache
def _plan(cls: Any) -> dict[str, tuple[Any, bool]]:
    hints = get_type_hints(cls)
    return {
        one.name: (hints[one.name], one.default is MISSING and one.default_factory is MISSING)
        for one in fields(cls)
        if one.init
    }


def _record(cls: Any, mapping: Any, place: str, problems: list[Wrong]) -> Any:
    if not isinstance(mapping, Mapping):
        return _wrong(mapping, noop("a record with keys"), place, problems)
    plan, values, before = _plan(cls), {}, len(problems)
    for key in mapping:
        if key not in plan:
            known = ", ".join(plan)
            name = clean(str(key))[:80]
            error = KeyIsUnknown(place=place or "/", key=name, known=known)
            problems.append(Wrong(_join(place, name) or "/", error))
    for name, (hint, required) in plan.items():
        given = mapping.get(name)
        if given is None or (isinstance(given, str) and not clean(given)):
            if required:
                where = _join(place, name)
                problems.append(Wrong(where, KeyIsMissing(place=where)))
            continue
        values[name] = _value(hint, given, _join(place, name), problems)
    if len(problems) > before:
        return None
    try:
        return cls(**values)
    except CairnError as error:  # what the record itself does not let stand together
        problems.append(Wrong(place or "/", error))
        return None


class _Is(enum.Enum):
    """What stands behind an annotation."""

    LIST = enum.auto()
    NAMED = enum.auto()
    RECORD = enum.auto()
    SCALAR = enum.auto()


@functools.cache
def _meant(hint: Any) -> tuple[_Is, Any]:
    """What an annotation means, and of what; `None` beside a type is what is not recorded."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (hint,) = [one for one in arguments if one is not type(None)]
        return _meant(hint)
    if origin is tuple:
        return _Is.LIST, arguments[0]
    if origin is not None and issubclass(origin, Mapping):
        return _Is.NAMED, arguments[1]
    return (_Is.RECORD if is_dataclass(hint) and hint is not DateSpan else _Is.SCALAR), hint


def _value(hint: Any, value: Any, place: str, problems: list[Wrong]) -> Any:
    meant, of = _meant(hint)
    if meant is _Is.SCALAR:
        return _scalar(of, value, place, problems)
    if meant is _Is.RECORD:
        return value if isinstance(value, of) else _record(of, value, place, problems)
    if meant is _Is.LIST:
        if not isinstance(value, list | tuple):
            return _wrong(value, noop("a list"), place, problems)
        return tuple(_value(of, one, f"{place}[{n}]", problems) for n, one in enumerate(value))
    if not isinstance(value, Mapping):
        return _wrong(value, noop("a record with keys"), place, problems)
    read_ = {
        (key := clean(str(name))): _value(of, one, _join(place, key), problems)
        for name, one in value.items()
    }
    return types.MappingProxyType(read_)


def _scalar(hint: Any, value: Any, place: str, problems: list[Wrong]) -> Any:
    if hint is str and isinstance(value, str):
        return clean(value)
    if hint is Any:
        return _cleaned(value)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        try:
            return hint(value)
        except ValueError:
            return _wrong(value, ", ".join(str(one.value) for one in hint), place, problems)
    if hint is DateSpan:
        try:
            return span_of(written(value) if isinstance(value, DateSpan) else str(value))
        except CairnError:
            return _wrong(
                value, noop("a date such as 2009, 2009-05 or 2009-05-12"), place, problems
            )
    if hint is date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            return _wrong(value, noop("a day such as 2009-05-12"), place, problems)
    if hint is str:
        return _wrong(value, noop("text"), place, problems)
    if hint is bool and isinstance(value, bool):
        return value
    if hint is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    return _wrong(
        value, noop("yes or no") if hint is bool else noop("a whole number"), place, problems
    )


def clean(text: str) -> str:
    """Without signs that nobody sees and that turn a line around or end a file, and without halves
    of signs, which no file can hold."""
    if text.isprintable():  # none of them is
        return text.strip()
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return whole.translate(TURNING).translate(UNSEEN).strip()


def _cleaned(value: Any) -> Any:
    """Any JSON, each text in it clean."""
    match value:
        case str():
            return clean(value)
        case list() | tuple():
            return [_cleaned(one) for one in value]
        case Mapping():
            return {clean(str(name)): _cleaned(one) for name, one in value.items()}
    return value


def _wrong(value: Any, expected: str, place: str, problems: list[Wrong]) -> None:
    shown = clean(str(value)[:80])
    error = ValueIsWrong(place=place or "/", value=shown, expected=Expected(expected))
    problems.append(Wrong(place or "/", error))


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
