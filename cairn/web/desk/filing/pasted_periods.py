"""Months and other parts of a period in the headings of a pasted table, as the reader of workbooks
knows them: "janv.-24", "Jan", "يناير", "январь", "T1 2026".

A heading without a year takes it from the headings above it, else it is the year of the filing,
for a filing lies in one year. What lies outside its period is named and never taken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cairn.kernel.dates import Level, Period
from cairn.reporting.filings.models import Filing
from cairn.reporting.reading.crosstabs.periods import (
    combine,
    find_period,
    is_partial,
    is_whole_year,
    lies_within,
    span_of,
    with_year,
)

_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)")


class Lies(StrEnum):
    """How what a heading names lies to the period of the filing."""

    PART = "part"
    WHOLE = "whole"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading that names a period; `value` as fields of a form carry it."""

    lies: Lies
    value: str


def place(filing: Filing, written: str, above: Sequence[str] = ()) -> Placed | None:
    """None where the heading names no period. `above`: what stands over it, the nearest first."""
    found = find_period(written)
    if found is None or found.several or not found.value:
        return None
    value = found.value
    if is_whole_year(value) and any(map(str.isdigit, found.rest)):
        return None  # a day whose order nobody knows, a law of a year
    over = [one.value for one in map(find_period, above) if one and one.value and not one.several]
    if is_partial(value) and over:
        joined, fits = combine([value, *over])
        value = joined if fits and joined else value
    if is_partial(value):
        value = with_year(value, str(filing.first.year))
    span = span_of(value)
    if span is None:
        return None
    period = Period(span.earliest, span.latest)
    if (period.first, period.last) == (filing.first, filing.period_last):
        return Placed(Lies.WHOLE, str(period))
    if not _of_whole_months(period):
        return None
    if not (filing.first <= period.first and period.last <= filing.period_last):
        return Placed(Lies.OUTSIDE, value)
    return Placed(Lies.PART, str(period))


def _of_whole_months(period: Period) -> bool:
    first, last = (Period.of(day, Level.MONTH) for day in (period.first, period.last))
    return (first.first, last.last) == (period.first, period.last)


def containers(values: Iterable[str]) -> set[str]:
    """Those that hold another one of them: a quarter beside its months is their total."""
    known = set(values)
    return {whole for whole in known if any(lies_within(part, whole) for part in known)}


def above_of(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """What stands over a column, the nearest row first; a merged heading reaches to the right."""
    found = []
    for row in reversed(rows):
        held = [cell for cell in row[: at + 1] if cell]
        if held:
            found.append(held[-1])
    return found


def months_for_dates(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The same rows; where a whole row or column of dates gives the first or the last day of one
    month each, the months stand in their place, as a spreadsheet keeps "janv.-24" itself."""
    found = [list(row) for row in rows]
    width = max(map(len, found), default=0)
    lines = [[(y, x) for x in range(len(row))] for y, row in enumerate(found)]
    lines += [[(y, x) for y, row in enumerate(found) if x < len(row)] for x in range(width)]
    for line in lines:
        dated = [(y, x, _DATE.fullmatch(found[y][x])) for y, x in line]
        given = [(y, x, (int(at[1]), int(at[2]), int(at[3]))) for y, x, at in dated if at]
        months = _months_of([parts for _y, _x, parts in given]) if len(given) > 1 else []
        for (y, x, _parts), month in zip(given, months, strict=False):
            found[y][x] = month
    return found


def _months_of(dates: Sequence[tuple[int, int, int]]) -> list[str]:
    """One month for each, by the one order of day and month in which all are the first or the last
    of theirs; none where there is no such order."""
    for day_first in (True, False):
        try:
            days = [
                date(year, two, one) if day_first else date(year, one, two)
                for one, two, year in dates
            ]
        except ValueError:
            continue
        ends = (Period.of(day, Level.MONTH) for day in days)
        firsts = all(day.day == 1 for day in days)
        lasts = all(day == whole.last for day, whole in zip(days, ends, strict=True))
        if (firsts or lasts) and len(set(days)) == len(days):
            return [f"{day:%Y-%m}" for day in days]
    return []
