"""Dates as they are written: which spelling it is, and what it may mean. No column, no clock.

A spelling becomes `Reading`s: one where it is unambiguous, two where "03/04/2015" leaves open
whether the day or the month comes first. Which of the two holds is decided for a column, in
`dates.py`. Times are dropped: the day counts as it is written, whatever the time zone.
"""

import enum
import re
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.formats.errors import ImpossibleDate
from cairn.formats.months import FILLERS, fold, month_pattern, months, weekdays
from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError

EXCEL_EPOCH = date(1899, 12, 30)  # serial 61 is 1 March 1900; earlier ones carry Excel's leap error
MAC_EPOCH = date(1904, 1, 1)


class DateStyle(enum.StrEnum):
    """How the dates of a column are written."""

    ISO = "iso"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    WRITTEN = "written"
    EXCEL_SERIAL = "excel_serial"


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a spelling."""

    style: DateStyle
    span: DateSpan
    weekday_fits: bool = True


_TIME = re.compile(
    r"(?:t|,? -|,)?\s*(?<!\d)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.? ?m\.?)?"
    r"\s*(?:z|utc|gmt)?\s*(?:[+-]\d{2}:?\d{2})?$|(?<=\d{8})t\d{4,6}z?$"
)
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|([12]\d{3})(\d\d)(\d\d)")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(?=(?:19|20)\d{4}$)(\d{4})(0[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_PART = re.compile(r"(\d{4})[- /]?([qths])([1-4])|([qths])([1-4])[- /]?(\d{4})")
_NUMERIC = re.compile(r"(?:([^\W\d_]+)\.?,?\s+)?(\d{1,2})([-/. ])(\d{1,2})\3(\d{4}|\d{2})")
_SERIAL = re.compile(r"([1-9]\d{4})(?:\.\d+)?")
_CHINESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_RANGE = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)\s*(?:\.\.|/|–|—|\bto\b| - )\s*(\d{4}-\d\d(?:-\d\d)?)")
_YEARS = re.compile(r"(\d{4})\.\.(\d{4})")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|o|º|ª|°)(?![^\W\d_])")


def readings(text: str, *, epoch: date = EXCEL_EPOCH) -> list[Reading]:
    """All meanings of `text`; none where it is not a date. Raises `ImpossibleDate`."""
    if len(text) > 60:
        return []
    words = _TIME.sub("", " ".join(fold(text).split())).strip()
    if found := _NUMERIC.fullmatch(words):
        return _numeric(found, text)
    if found := _SERIAL.fullmatch(words):
        day = epoch + timedelta(days=int(found[1]))
        return [Reading(DateStyle.EXCEL_SERIAL, DateSpan.day(day, text))]
    if span := _iso(words, text):
        return [Reading(DateStyle.ISO, span)]
    if span := _written(words, text):
        return [Reading(DateStyle.WRITTEN, span)]
    return []


def _span(year: str, month: str | None, day: str | None, text: str) -> DateSpan:
    try:
        if day:
            return DateSpan.day(date(int(year), int(month or 0), int(day)), text)
        if month:
            return DateSpan.month(int(year), int(month), text)
        return DateSpan.year(int(year), text)
    except (ValueError, IndexError):  # calendar's IllegalMonthError is both
        raise ImpossibleDate(value=text) from None


def _iso(words: str, text: str) -> DateSpan | None:
    if found := _DAY.fullmatch(words):
        return _span(found[1] or found[5], found[3] or found[6], found[4] or found[7], text)
    if found := _MONTH.fullmatch(words):
        return _span(found[1] or found[3], found[2] or found[4], None, text)
    if found := _MONTH_YEAR.fullmatch(words):
        return _span(found[2], found[1], None, text)
    if re.fullmatch(r"\d{4}", words):
        return _span(words, None, None, text)
    if found := _PART.fullmatch(words):
        return _part_of_year(found, text)
    if found := _RANGE.fullmatch(words) or _YEARS.fullmatch(words):
        first, last = _iso(found[1], text), _iso(found[2], text)
        if first and last and first.earliest <= last.latest:
            return DateSpan.between(first.earliest, last.latest, text)
        raise ImpossibleDate(value=text)
    return None


def _part_of_year(found: re.Match[str], text: str) -> DateSpan:
    """2015-Q3, T3 2015 (trimestre), 2015-H1, S1 2015 (semestre)."""
    letter = "Q" if (found[2] or found[4]) in "qt" else "H"
    try:
        period = Period.parse(f"{found[1] or found[6]}-{letter}{found[3] or found[5]}")
    except CairnError:
        raise ImpossibleDate(value=text) from None
    return DateSpan.between(period.first, period.last, text)


def _numeric(found: re.Match[str], text: str) -> list[Reading]:
    """Two numbers and a year: up to two meanings, of which a weekday may fit only one."""
    weekday = weekdays().get(found[1]) if found[1] else None
    if found[1] and weekday is None:
        return []
    one, two, year = found[2], found[4], found[5]
    meanings = []
    for style, month, day in (
        (DateStyle.DAY_FIRST, two, one),
        (DateStyle.MONTH_FIRST, one, two),
    ):
        try:
            span = _span(_century(year), month, day, text)
        except ImpossibleDate:
            continue
        fits = weekday is None or span.earliest.weekday() == weekday
        meanings.append(Reading(style, span, fits))
    if not meanings:
        raise ImpossibleDate(value=text)
    return [meaning for meaning in meanings if meaning.weekday_fits] or meanings


def _century(year: str) -> str:
    """Two digits mean 1950 to 2049: a year to come is then refused, not moved by a century."""
    if len(year) == 4:
        return year
    return f"20{year}" if int(year) < 50 else f"19{year}"


def _written(words: str, text: str) -> DateSpan | None:
    """A date with the name of a month in it: "1er mars 2026", "Jan-2014", "March 1, 2026"."""
    if found := _CHINESE.fullmatch(words.replace(" ", "")):
        return _span(found[1], found[2], found[3], text)
    names = list(month_pattern().finditer(words))
    if len(names) != 1:
        return None
    name = names[0]
    month = str(months()[name[0].rstrip(".")])
    rest = _ORDINAL.sub("", f"{words[: name.start()]} {words[name.end() :]}")
    parts = [part for part in re.split(r"[\s,./'’-]+", rest) if part and part not in FILLERS]
    if parts and parts[0] in weekdays():
        parts.pop(0)
    if not all(part.isdecimal() and len(part) in (1, 2, 4) for part in parts):
        return None
    match parts:
        case [year] if len(year) == 4:
            return _span(year, month, None, text)
        case [year] if len(year) == 2 and re.fullmatch(r"\s?[-'’/.]\s?\d\d", words[name.end() :]):
            return _span(_century(year), month, None, text)
        case [year, day] if len(year) == 4 and len(day) < 3:
            return _span(year, month, day, text)
        case [day, year] if len(day) < 3 and len(year) != 1:
            return _span(_century(year), month, day, text)
    return None
