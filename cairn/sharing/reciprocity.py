"""Who contributes may read: the arithmetic, month by month, for one State and one section.

A month is open to a State that contributed it. A month that can still be contributed is open too,
until its days of grace are over, if the State contributed the section not long before. Everything
else is closed. What counts as a contribution is decided by whoever hands over `contributed`.
Pure: reads no clock and no database.
"""

import enum
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.kernel.dates import Level, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

FIRST_MONTH = date(2000, 1, 1)  # nothing earlier is exchanged


class UnusableRule(CairnError):
    text = noop("%(name)s must be a whole number from %(least)s to %(most)s.")


LIMITS = {"grace_days": (0, 730), "memory_months": (0, 60), "warn_days": (0, 180)}


@dataclass(frozen=True, slots=True)
class Rule:
    """`grace_days` after its end a month may still be contributed; grace is given to whoever
    contributed one of the `memory_months` before it; `warn_days` before it ends, a State is told.

    An unattested repetition opens nothing: all cells of an earlier filing, `repeated_cells` or more
    of them not zero.
    """

    grace_days: int = 120
    memory_months: int = 12
    warn_days: int = 30
    repeated_cells: int = 3

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise UnusableRule(name=name, least=least, most=most)


class Why(enum.StrEnum):
    """Why a month of a section is open or closed."""

    CONTRIBUTED = "contributed"
    GRACE = "grace"  # may still be contributed; open until a day
    LAPSED = "lapsed"  # the days of grace are over
    NOTHING_BEFORE = "nothing_before"  # may still be contributed, but nothing was not long before
    NOT_YET = "not_yet"  # has not begun


@dataclass(frozen=True, slots=True)
class Standing:
    """How one month stands; `until` is the last day on which a grace holds, `by` the filing that
    contributed."""

    month: date
    why: Why
    until: date | None = None
    by: str = ""

    @property
    def open(self) -> bool:
        return self.why in (Why.CONTRIBUTED, Why.GRACE)


def month_of(day: date) -> Period:
    return Period.of(day, Level.MONTH)


def months(first: date, last: date) -> list[date]:
    """The first days of all months from one day to another, both included."""
    return [one.first for one in Period(first, last).split(Level.MONTH)] if first <= last else []


def ends(month: date, rule: Rule) -> date:
    """The last day on which this month may be contributed without being late."""
    return month_of(month).last + timedelta(days=rule.grace_days)


def standings(
    contributed: Mapping[date, str], asked: Sequence[date], today: date, rule: Rule
) -> list[Standing]:
    """How each of the months that are asked about stands today.

    `contributed` says of the first day of each month that was contributed by which filing.
    """
    return [_standing(month, contributed, today, rule) for month in asked]


def _standing(month: date, contributed: Mapping[date, str], today: date, rule: Rule) -> Standing:
    if month in contributed:
        return Standing(month, Why.CONTRIBUTED, by=contributed[month])
    if month > today:
        return Standing(month, Why.NOT_YET)
    until = ends(month, rule)
    if today > until:
        return Standing(month, Why.LAPSED)
    remembered = _back(month, rule.memory_months)
    if any(remembered <= one < month for one in contributed):
        return Standing(month, Why.GRACE, until)
    return Standing(month, Why.NOTHING_BEFORE, until)


def _back(month: date, count: int) -> date:
    whole = max(0, 12 * month.year + month.month - 1 - count)
    return max(FIRST_MONTH, date(max(1, whole // 12), whole % 12 + 1, 1))


# What the audience class of a shared record says of the length of its period.
SHARED = {level: f"shared_{level.value}" for level in Level}


def openings(opened: Mapping[str, Collection[date]]) -> Iterator[tuple[str, str, frozenset[date]]]:
    """(section, audience class, first days of periods): what may be read by whom these months are
    open. A longer period is open only when every month of it is."""
    for section, firsts in sorted(opened.items()):
        held = frozenset(firsts)
        for level, audience in SHARED.items():
            whole = frozenset(
                period.first
                for period in {Period.of(one, level) for one in held}
                if all(month.first in held for month in period.split(Level.MONTH))
            )
            if whole:
                yield section, audience, whole
