"""Dates of a column: how they are written, decided once for all rows and never guessed silently.

`infer_date_style` looks at the values and says which order of day and month they prove; where they
prove none, or both, it says so and a person is asked. The module reads no clock: `today` is passed
in, and a date after it, or before records of this kind exist, is an error of its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cairn.formats import errors
from cairn.formats.errors import ImpossibleDate, shown
from cairn.formats.missing import read_missing
from cairn.formats.written_dates import (
    EXCEL_EPOCH,
    MAC_EPOCH,
    DateStyle,
    Reading,
    readings,
)
from cairn.kernel.dates import DateSpan
from cairn.kernel.text import noop

__all__ = [
    "EARLIEST_YEAR", "EXCEL_EPOCH", "MAC_EPOCH", "DateStyle", "StyleGuess", "infer_date_style",
    "read_date",
]  # fmt: skip

EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class StyleGuess:
    """How a column seems to be written, whether that is proven, and why: a template with values."""

    style: DateStyle | None
    certain: bool
    because: str
    values: Mapping[str, Any] = field(default_factory=dict)


NO_DATES = noop("No dates were found in the column.")
ALL_CLEAR = noop("Every date can be read in one way only, as in %(value)r.")
PROVEN = noop("%(value)r can be read in one way only.")
CONTRARY = noop("%(value)r puts the day first, but %(other)r the month.")
OPEN = noop("%(value)r and all others can be read in two ways.")
DOTTED = noop(
    "%(value)r and all others can be read in two ways; with dots the day is usually first."
)
CONSTANT = noop(
    "%(value)r and all others can be read in two ways; the part that is always 1 may be the day."
)


def infer_date_style(samples: Iterable[object]) -> StyleGuess:
    """Say how the dates are written, from as many values of the column as the caller has."""
    clear: Counter[DateStyle] = Counter()
    example: dict[DateStyle, str] = {}
    proof: dict[DateStyle, str] = {}  # day first, month first: a value that shows it
    unclear: list[tuple[str, list[Reading]]] = []
    for sample in samples:
        text, found = _look(sample)
        styles = {reading.style for reading in found}
        if len(found) == 2:
            unclear.append((text, found))
        elif styles <= {DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST}:
            for style in styles:
                proof.setdefault(style, text)
        else:
            for style in styles:
                clear[style] += 1
                example.setdefault(style, text)
    if len(proof) == 2:
        values = {"value": proof[DateStyle.DAY_FIRST], "other": proof[DateStyle.MONTH_FIRST]}
        return StyleGuess(None, False, CONTRARY, values)
    if proof:
        [(style, text)] = proof.items()
        return StyleGuess(style, True, PROVEN, {"value": text})
    if unclear:
        return _lean(unclear)
    if not clear:
        return StyleGuess(None, False, NO_DATES)
    style = clear.most_common(1)[0][0]
    return StyleGuess(style, True, ALL_CLEAR, {"value": example[style]})


def _look(sample: object) -> tuple[str, list[Reading]]:
    if isinstance(sample, datetime | date):
        return sample.isoformat()[:10], [Reading(DateStyle.ISO, _of_object(sample))]
    text = _as_text(sample)
    try:
        found = [] if text is None or read_missing(text) else readings(text)
    except ImpossibleDate:
        found = []
    return shown(text), found


def _lean(unclear: list[tuple[str, list[Reading]]]) -> StyleGuess:
    """Nothing is proven: propose the likelier style, and say that it is only a proposal."""
    values = {"value": unclear[0][0]}
    if all("." in text for text, _ in unclear):
        return StyleGuess(DateStyle.DAY_FIRST, False, DOTTED, values)
    if len(unclear) > 2:
        for place, style in enumerate((DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST)):
            days = {found[place].span.earliest.day for _, found in unclear}
            if days == {1}:
                return StyleGuess(style, False, CONSTANT, values)
    return StyleGuess(None, False, OPEN, values)


def read_date(
    value: object,
    *,
    today: date,
    style: DateStyle | None = None,
    epoch: date = EXCEL_EPOCH,
) -> DateSpan | None:
    """The date in a cell, or None where nothing was recorded."""
    if isinstance(value, datetime | date):
        return _plausible(_of_object(value), value, today)
    if read_missing(value):
        return None
    text = _as_text(value)
    found = readings(text, epoch=epoch) if text is not None else []
    if not found:
        errors.refuse(value, errors.UnreadableDate)
    return _plausible(_choose(found, style, text).span, text, today)


def _choose(found: list[Reading], style: DateStyle | None, text: object) -> Reading:
    for reading in found:
        if not reading.weekday_fits:
            raise errors.WrongWeekday(value=text)
    by_style = {reading.style: reading for reading in found}
    orders = {DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST}
    if style in orders and by_style.keys() & orders:
        if chosen := by_style.get(style):
            return chosen
        raise errors.OtherDateStyle(value=text, iso=found[0].span.earliest.isoformat())
    if len({reading.span.earliest for reading in found}) > 1:
        raise errors.AmbiguousDate(value=text)
    return found[0]


def _plausible(span: DateSpan, written: object, today: date) -> DateSpan:
    if span.earliest.year < EARLIEST_YEAR:
        raise errors.DateTooEarly(value=written, year=EARLIEST_YEAR)
    if span.earliest > today:
        raise errors.FutureDate(value=written, today=today.isoformat())
    return span


def _of_object(value: date) -> DateSpan:
    day = value.date() if isinstance(value, datetime) else value
    return DateSpan.day(day, day.isoformat())


def _as_text(value: object) -> str | None:
    """Numbers are years, serials or 20150301; anything else that is not text is no date."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None
