"""Dates as they are known: a span of days, how precise it is, and what was written.

A record counts in a period if its span lies wholly inside; otherwise it stands in the row "date not
precise enough" of that period's level, so that sums close at every level. The same rule is compiled
to SQL and to Ibis elsewhere; `Period.of` is the one that the others are tested against. Days are
civil dates at the place; this module knows no time zone and reads no clock.
"""

import calendar
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class Precision(enum.StrEnum):
    """How exact a date is, from finest to coarsest; `SPAN` is any other stretch of days."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SPAN = "span"


class Level(enum.StrEnum):
    """How long a period is. A fiscal year is a range of months, not a level."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS = {Level.MONTH: 1, Level.QUARTER: 3, Level.HALF: 6, Level.YEAR: 12}
LEVELS = {length: level for level, length in MONTHS.items()}


class UnreadablePeriod(CairnError):
    text = noop(
        "%(value)r is not a period; write 2015, 2015-H1, 2015-Q3, 2015-07, or a range such as "
        "2015..2018 or 2017-10..2018-09."
    )


class ReversedSpan(CairnError):
    text = noop("The date ends (%(latest)s) before it begins (%(earliest)s).")


@lru_cache(4096)
def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class DateSpan:
    """The days on one of which, or over which, something happened: both ends included."""

    earliest: date
    latest: date
    precision: Precision = Precision.DAY
    as_written: str = ""

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ReversedSpan(earliest=self.earliest, latest=self.latest)

    @classmethod
    def day(cls, day: date, as_written: str = "") -> "DateSpan":
        return cls(day, day, Precision.DAY, as_written)

    @classmethod
    def month(cls, year: int, month: int, as_written: str = "") -> "DateSpan":
        return cls(date(year, month, 1), last_day(year, month), Precision.MONTH, as_written)

    @classmethod
    def quarter(cls, year: int, quarter: int, as_written: str = "") -> "DateSpan":
        first = 3 * quarter - 2
        return cls(date(year, first, 1), last_day(year, first + 2), Precision.QUARTER, as_written)

    @classmethod
    def year(cls, year: int, as_written: str = "") -> "DateSpan":
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, as_written)

    @classmethod
    def between(cls, earliest: date, latest: date, as_written: str = "") -> "DateSpan":
        """A span with the precision that its two ends amount to."""
        for level in Level:
            period = Period.of(earliest, level)
            if (period.first, period.last) == (earliest, latest):
                return cls(earliest, latest, Precision(level.value), as_written)
        precision = Precision.DAY if earliest == latest else Precision.SPAN
        return cls(earliest, latest, precision, as_written)

    @property
    def days(self) -> int:
        return (self.latest - self.earliest).days + 1


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of whole months, such as one quarter or a range of years; both ends included."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date, level: Level) -> "Period":
        """The period of this level in which `day` lies."""
        length = MONTHS[level]
        start = (day.month - 1) // length * length + 1
        return cls(date(day.year, start, 1), last_day(day.year, start + length - 1))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2015`, `2015-H1`, `2015-Q3`, `2015-07` or a range `a..b` of these."""
        first, dots, last = text.strip().partition("..")
        start = _one(first, text)
        end = _one(last, text) if dots else start
        if end.last < start.first:
            raise UnreadablePeriod(value=text)
        return cls(start.first, end.last)

    @property
    def level(self) -> Level | None:
        """The level this period is exactly one of, or None for a range."""
        first, last = self.first, self.last
        if first.day != 1 or last != last_day(last.year, last.month):
            return None
        length = 12 * (last.year - first.year) + last.month - first.month + 1
        level = LEVELS.get(length)
        return level if level and (first.month - 1) % length == 0 else None

    def holds(self, span: DateSpan) -> bool:
        """True where the whole span lies inside: only then does the record count here."""
        return self.first <= span.earliest and span.latest <= self.last

    def touches(self, span: DateSpan) -> bool:
        """True where any day of the span lies inside."""
        return self.first <= span.latest and span.earliest <= self.last

    def split(self, level: Level) -> "Iterator[Period]":
        """All periods of `level` that this period touches, in order."""
        day = self.first
        while day <= self.last:
            period = Period.of(day, level)
            yield period
            day = period.last + timedelta(days=1)

    def year_before(self) -> "Period":
        """The same months one year earlier."""
        last = self.last
        return Period(
            self.first.replace(year=self.first.year - 1), last_day(last.year - 1, last.month)
        )

    def __str__(self) -> str:
        match self.level:
            case Level.YEAR:
                return f"{self.first.year:04}"
            case Level.HALF:
                return f"{self.first.year:04}-H{(self.first.month + 5) // 6}"
            case Level.QUARTER:
                return f"{self.first.year:04}-Q{(self.first.month + 2) // 3}"
            case Level.MONTH:
                return self.first.isoformat()[:7]
        if (self.first.month, self.last.month) == (1, 12):
            return f"{self.first.year:04}..{self.last.year:04}"
        return f"{self.first.isoformat()[:7]}..{self.last.isoformat()[:7]}"


_YEAR = re.compile(r"(\d{4})(?:-(?:([HhQq])([1-4])|(0[1-9]|1[0-2])))?\Z")


def _one(text: str, whole: str) -> Period:
    found = _YEAR.match(text.strip())
    if not found or found[1] == "0000":
        raise UnreadablePeriod(value=whole)
    year, letter, ordinal, month = int(found[1]), found[2], found[3], found[4]
    if letter and letter in "Hh":
        if int(ordinal) > 2:
            raise UnreadablePeriod(value=whole)
        return Period.of(date(year, 6 * int(ordinal) - 5, 1), Level.HALF)
    if letter:
        return Period.of(date(year, 3 * int(ordinal) - 2, 1), Level.QUARTER)
    if month:
        return Period.of(date(year, int(month), 1), Level.MONTH)
    return Period.of(date(year, 1, 1), Level.YEAR)
