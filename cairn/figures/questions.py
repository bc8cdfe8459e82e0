"""A question to a snapshot, as a frozen value that an URL, the console and the API can all write.

`where` and `by` use the names of `dimensions`. A value of None in `where` means "the source does
not say" and is written `not_recorded`. `by` may name one level of periods. Whether a value occurs
in a snapshot at all is asked of the snapshot (`options`); here only what can be known without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cairn.figures.dimensions import HEXAGONS, NOT_RECORDED, NUMBERS, PERIOD, SOURCE
from cairn.figures.measures import Measure, measure
from cairn.kernel.dates import Level, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

Value = str | int | None
Where = tuple[tuple[str, tuple[Value, ...]], ...]

_VALUE, _ESCAPED = re.compile(r"(?:\\.|[^,\\])+", re.S), re.compile(r"\\(.)", re.S)
FINEST_FIRST = (Level.MONTH, Level.QUARTER, Level.HALF, Level.YEAR)


class UnknownFilter(CairnError):
    text = noop("%(measure)s cannot be filtered by %(value)r; it can be by: %(possible)s.")


class UnknownGrouping(CairnError):
    text = noop("%(measure)s cannot be broken down by %(value)r; it can be by: %(possible)s.")


class OneLevelOnly(CairnError):
    text = noop("Ask for one length of period at a time, not for %(value)s.")


class NotANumber(CairnError):
    text = noop("%(value)r is not a whole number, which %(dimension)s is.")


class UnknownValue(CairnError):
    text = noop("%(value)r is not a value of %(dimension)s here; some that are: %(possible)s.")


class PeriodTwice(CairnError):
    text = noop("Ask for one period; a range is written 2015..2018.")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: one measure, perhaps in one period, filtered and broken down."""

    measure: str
    period: Period | None = None
    where: Where = ()
    by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        asked = measure(self.measure)
        possible = (SOURCE, *asked.dimensions)
        for dimension, _ in self.where:
            if dimension not in possible:
                raise UnknownFilter(
                    measure=asked.key, value=dimension, possible=", ".join((PERIOD, *possible))
                )
        groupings = (*asked.dimensions, *(level.value for level in FINEST_FIRST))
        hexagons = HEXAGONS if asked.table == "events" else {}
        for name in self.by:
            if name not in groupings and name not in hexagons:
                raise UnknownGrouping(measure=asked.key, value=name, possible=", ".join(groupings))
        levels = [name for name in self.by if name in set(FINEST_FIRST)]
        if len(levels) > 1:
            raise OneLevelOnly(value=", ".join(levels))

    @classmethod
    def parse(
        cls,
        measure_key: str,
        pairs: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        by: str | Iterable[str] = (),
    ) -> Question:
        """Read what stands in a URL or on the command line; values are separated by commas.

        `source` in `by` changes nothing: every answer keeps its sources apart.
        """
        found = measure(measure_key)
        period: Period | None = None
        where: dict[str, list[Value]] = {}
        for key, text in pairs.items() if isinstance(pairs, Mapping) else pairs:
            if not text.strip():
                continue
            if key == PERIOD:
                if period is not None:
                    raise PeriodTwice()
                period = Period.parse(text)
                continue
            values = where.setdefault(key, [])
            values.extend(_value(key, part) for part in _split(text))
        names = by.split(",") if isinstance(by, str) else by
        return cls(
            found.key,
            period,
            tuple((key, tuple(dict.fromkeys(values))) for key, values in sorted(where.items())),
            tuple(dict.fromkeys(n.strip() for n in names if n.strip() and n.strip() != SOURCE)),
        )

    @property
    def defined(self) -> Measure:
        """The definition of the measure."""
        return measure(self.measure)

    @property
    def level(self) -> Level | None:
        """The length of period that the answer is broken down by."""
        return next((level for level in FINEST_FIRST if level.value in self.by), None)

    @property
    def finest(self) -> Level | None:
        """How fine a table's dates must be to answer without a remainder."""
        levels = {self.level, granularity(self.period) if self.period else None} - {None}
        return min(levels, key=FINEST_FIRST.index) if levels else None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What it is broken down by, without the level."""
        return tuple(name for name in self.by if name != self.level)

    @property
    def asked(self) -> frozenset[str]:
        """Every dimension that a table must know to answer."""
        return frozenset(self.dimensions) | {name for name, _ in self.where if name != SOURCE}

    def values(self, dimension: str) -> tuple[Value, ...]:
        """What the question admits of this dimension; empty: everything."""
        return dict(self.where).get(dimension, ())

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as they stand in a URL; `parse` reads them back."""
        written = [(name, ",".join(map(_written, values))) for name, values in self.where]
        return ([(PERIOD, str(self.period))] if self.period else []) + written

    def but(
        self,
        *,
        by: tuple[str, ...] | None = None,
        period: Period | None = None,
        without: str | None = None,
    ) -> Question:
        """The same question, grouped otherwise, in another period, or without one filter."""
        where = tuple(pair for pair in self.where if pair[0] != without)
        return replace(
            self,
            by=self.by if by is None else by,
            period=period or self.period,
            where=where,
        )


def granularity(period: Period) -> Level:
    """The coarsest level of which this period is made up."""
    for level in reversed(FINEST_FIRST):
        starts = Period.of(period.first, level).first == period.first
        if starts and Period.of(period.last, level).last == period.last:
            return level
    return Level.MONTH  # a period is made of whole months


def _split(text: str) -> list[str]:
    r"""The values between commas; `\,` and `\\` stand for a comma and a backslash in a value."""
    parts = (_ESCAPED.sub(r"\1", part).strip() for part in _VALUE.findall(text))
    return [part for part in parts if part]


def _written(value: Value) -> str:
    return NOT_RECORDED if value is None else re.sub(r"([\\,])", r"\\\1", str(value))


def _value(key: str, text: str) -> Value:
    if text == NOT_RECORDED:
        return None
    if key in NUMBERS:
        try:
            return int(text)
        except ValueError:
            raise NotANumber(value=text, dimension=key) from None
    return text
