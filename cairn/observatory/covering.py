"""Which days the numbers of filings speak of, and why not the others.

A filing is for a period, and need not speak of all its days: a month may have no number, and what
was sent before the period was over can say nothing of the days that were still to come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cairn.figures.manifest import Gap
from cairn.kernel.text import noop
from cairn.observatory.closing import Closed, Days, between
from cairn.reporting.filings.models import Filing

GAP = noop("No filing of this organisation was validated for these days.")
NO_NUMBER = noop("A filing was validated for these days and gives no number for them.")


@dataclass(frozen=True, slots=True)
class Covered:
    """One line: the period of its filing, its own days, when it was sent, whether it has a
    number."""

    period: Days
    days: Days
    sent: date | None
    counted: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """From the first to the last day of which a number speaks, and the days between of none."""

    first: date | None
    last: date | None
    gaps: tuple[Gap, ...]


def sent_on(filing: Filing) -> date | None:
    """The day on which the filing was sent: its numbers speak of no later one."""
    return timezone.localdate(filing.submitted_at) if filing.submitted_at else None


def covered_by(lines: Iterable[Covered]) -> Coverage:
    """What the lines of one table cover; where none has a number, the periods, as one gap."""
    held: set[Days] = set()
    filed: set[Days] = set()
    for one in lines:
        filed.add(one.period)
        last = min(one.days[1], one.sent) if one.sent else one.days[1]
        if one.counted and one.days[0] <= last:
            held.add((one.days[0], last))
    if not filed:
        return Coverage(None, None, ())
    speaking = held or filed
    first = min(days[0] for days in speaking)
    last = max(days[1] for days in speaking)
    return Coverage(first, last, tuple(gaps_of((first, last), held, filed)))


def unspoken(period: Days, sent: date | None, lines: Iterable[Closed]) -> list[Days]:
    """The days of a filing of which none of its lines says how many there were."""
    whole = Covered(period, period, sent, False)
    found = covered_by([whole, *(Covered(period, one.days, sent, one.covers) for one in lines)])
    assert found.first
    assert found.last
    ends = [(found.first, found.last)]
    return sorted([*between(period, ends), *((gap.first, gap.last) for gap in found.gaps)])


def gaps_of(whole: Days, held: Iterable[Days], filed: Iterable[Days]) -> Iterable[Gap]:
    """The days of these that no number speaks of: those of a filing apart from those of none."""
    for gap in between(whole, held):
        unfiled = list(between(gap, [days for days in filed if _meet(days, gap)]))
        silent = list(between(gap, unfiled))
        found = [(*days, GAP) for days in unfiled] + [(*days, NO_NUMBER) for days in silent]
        for first, last, reason in sorted(found):
            yield Gap(first, last, reason)


def _meet(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
