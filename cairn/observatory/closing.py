"""The numbers of one measure of one filing as lines, of which every table closes to one total.

Pure. A number for the whole period may stand beside numbers for its parts. The parts are used as
they were filed, and what is left of the whole is a line of its own: broken down no further, and
below zero where the parts say more than the whole. A part without a number, or of which nothing was
said, is a line without a number, so that no sum passes for a whole one. Says nothing in words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Level, Period
from cairn.reporting.filings.counts import CountInput

Days = tuple[date, date]
Cut = tuple[str, ...]
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closed:
    """A number, or why there is none, of some days and, in a table, of some part."""

    span: DateSpan
    value: int | None
    missing: Cell | None = None
    dims: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> Days:
        return self.span.earliest, self.span.latest

    @property
    def covers(self) -> bool:
        """Whether it says how many there were in these days; what parts say too much does not."""
        return self.missing is Cell.NOT_APPLICABLE or (self.value is not None and self.value >= 0)


def totals(inputs: Sequence[CountInput], cuts: Iterable[Cut], whole: DateSpan) -> list[Closed]:
    """The number of all: by its months where there are any, and what is left of it; where none was
    filed, as the table gives it that misses the fewest people. `cuts`: of which tables are made."""
    plain = [one for one in inputs if not any(one.dims.values())]
    stated = _nested(plain, whole, {})
    if any(one.value is not None for one in stated):
        return stated
    tables = {cut: _cells(cut, inputs, whole) for cut in sorted(cuts)}
    known = {cut: _sum(made) for cut, made in tables.items() if _any(made)}
    if not known:
        return stated or [Closed(whole, None, Cell.NOT_RECORDED)]
    fullest = max(known, key=lambda cut: known[cut])
    silent = [one for one in stated if one.days == (whole.earliest, whole.latest)]
    return [*_added(tables[fullest]), *silent]


def table(
    cut: Cut, inputs: Sequence[CountInput], whole: DateSpan, total: Sequence[Closed]
) -> list[Closed]:
    """One way of cutting the number, closed to its total; by month where both are by month."""
    made = _cells(cut, inputs, whole)
    if not _any(total):
        return made or [Closed(whole, None, Cell.NOT_RECORDED)]
    if _any(made) and all(one.span != whole for one in made if one.value is not None):
        made += _by_month(made, total, whole)
    if left := _sum(total) - _sum(made):
        made.append(Closed(whole, left))
    return made


def _by_month(made: Sequence[Closed], total: Sequence[Closed], whole: DateSpan) -> Iterator[Closed]:
    """What the table leaves out of each part of the time for which the total is known."""
    for one in total:
        if one.value is None or one.span == whole or _holds_others(one, total):
            continue
        if left := one.value - _sum([part for part in made if _inside(part.days, one.days)]):
            yield Closed(one.span, left)


def _holds_others(one: Closed, others: Sequence[Closed]) -> bool:
    return any(one.days != each.days and _inside(each.days, one.days) for each in others)


def _cells(cut: Cut, inputs: Sequence[CountInput], whole: DateSpan) -> list[Closed]:
    """The cells of one way of cutting, each closed over its own time."""
    by_part: dict[tuple[str, ...], list[CountInput]] = defaultdict(list)
    for one in inputs:
        if {name for name, value in one.dims.items() if value} == set(cut):
            by_part[tuple(one.dims[name] for name in cut)].append(one)
    return [
        line
        for part, cells in sorted(by_part.items())
        for line in _nested(cells, whole, dict(zip(cut, part, strict=True)))
    ]


def _nested(cells: Sequence[CountInput], whole: DateSpan, dims: Mapping[str, str]) -> list[Closed]:
    """Numbers of one thing for days that lie within each other: the finest, and what is left."""
    at: dict[Days, Closed | None] = {(whole.earliest, whole.latest): None}
    for one in cells:
        span = one.span or whole
        at[span.earliest, span.latest] = Closed(
            span, one.value, None if one.value is not None else one.missing, dims
        )
    ordered = sorted(at, key=lambda days: (days[1] - days[0], days[0]))  # the shortest first
    within: dict[Days, list[Days]] = defaultdict(list)
    for place, days in enumerate(ordered[:-1]):
        holder = next(each for each in ordered[place + 1 :] if _inside(days, each))
        within[holder].append(days)
    return _close((whole.earliest, whole.latest), at, within, dims)


def _close(
    days: Days,
    at: Mapping[Days, Closed | None],
    within: Mapping[Days, Sequence[Days]],
    dims: Mapping[str, str],
) -> list[Closed]:
    own, parts = at[days], sorted(within.get(days, ()))
    if not parts:
        return [own] if own else []
    lines = [line for part in parts for line in _close(part, at, within, dims)]
    if own is None or own.missing is Cell.NOT_RECORDED:
        return [*lines, *_unspoken(days, parts, dims)]
    if own.value is None:
        return [*lines, own]
    left = own.value - _sum(lines)
    silent = any(one.value is None for one in lines) or any(between(days, parts))
    nothing = own.value == left == 0  # a true zero is one of all its parts
    if left > 0 or (nothing and silent):  # what has no number of its own is in the whole
        return [*(one for one in lines if one.value is not None), Closed(own.span, left, dims=dims)]
    lines += _unspoken(days, parts, dims)
    return [*lines, Closed(own.span, left, dims=dims)] if left else lines


def _unspoken(days: Days, parts: Sequence[Days], dims: Mapping[str, str]) -> Iterator[Closed]:
    """The days of which no part says anything, in pieces as long as the parts are."""
    levels = {Period(*part).level for part in parts}
    level = next(iter(levels)) if len(levels) == 1 else None
    for first, last in between(days, parts):
        pieces = list(_pieces(first, last, level)) if level else [(first, last)]
        for piece in pieces:
            yield Closed(DateSpan.between(*piece), None, Cell.NOT_RECORDED, dims)


def _pieces(first: date, last: date, level: Level) -> Iterator[Days]:
    for one in Period(first, last).split(level):
        yield max(first, one.first), min(last, one.last)


def between(days: Days, parts: Iterable[Days]) -> Iterator[Days]:
    """The stretches of these days that lie in no part."""
    free = days[0]
    for first, last in sorted(parts):
        if first > free:
            yield free, min(first - A_DAY, days[1])
        free = max(free, last + A_DAY)
        if free > days[1]:
            return
    yield free, days[1]


def _added(lines: Iterable[Closed]) -> list[Closed]:
    """The parts of a table added up, time by time; what has no number stays apart."""
    values: dict[Days, int] = defaultdict(int)
    spans: dict[Days, DateSpan] = {}
    silent = []
    for one in lines:
        if one.value is None:
            silent.append(Closed(one.span, None, one.missing))
        else:
            values[one.days] += one.value
            spans[one.days] = one.span
    return [Closed(spans[days], value) for days, value in sorted(values.items())] + silent


def _inside(part: Days, holder: Days) -> bool:
    return holder[0] <= part[0] and part[1] <= holder[1]


def _any(lines: Iterable[Closed]) -> bool:
    return any(one.value is not None for one in lines)


def _sum(lines: Iterable[Closed]) -> int:
    return sum(one.value or 0 for one in lines)
