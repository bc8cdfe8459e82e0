"""What is due when: pure, from a schedule, what is there already, and today.

A schedule says that an organisation files a section each month, quarter, half-year or year, so many
days after the period ends. Nothing is due for a period that began before the schedule did.
"""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.kernel.dates import Level, Period

SOON = 14  # days before the day on which something is due


class When(enum.StrEnum):
    """How near the day is."""

    FILED = "filed"
    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Terms:
    """How often, and how many days after the end of the period."""

    level: Level
    days: int
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    period: Period
    day: date
    when: When


def due(terms: Terms, filed: Iterable[Period], today: date) -> Iterator[Due]:
    """Every period of the schedule that has begun, oldest first. A period is filed where a filing
    that left its organisation covers all of it."""
    held = list(filed)
    day = terms.since
    while day <= today and (terms.until is None or day < terms.until):
        period = Period.of(day, terms.level)
        if period.first >= terms.since:
            last = period.last + timedelta(days=terms.days)
            covered = any(
                one.first <= period.first and period.last <= one.last for one in held
            ) or _covered_by_parts(period, held)
            yield Due(period, last, When.FILED if covered else _when(last, today))
        day = period.last + timedelta(days=1)


def day_of(terms: Terms, period: Period) -> date | None:
    """By when a filing of this period is due; None where the schedule does not ask for it."""
    whole = Period.of(period.first, terms.level)
    if whole.first < terms.since or (terms.until is not None and whole.first >= terms.until):
        return None
    return whole.last + timedelta(days=terms.days)


def _covered_by_parts(period: Period, held: Iterable[Period]) -> bool:
    """Three months filed one by one are the quarter."""
    reached = period.first
    for one in sorted(held):
        if one.first <= reached <= one.last:
            reached = one.last + timedelta(days=1)
    return reached > period.last


def _when(day: date, today: date) -> When:
    if today > day:
        return When.OVERDUE
    return When.SOON if day - today <= timedelta(days=SOON) else When.LATER
