"""What the parts of a number add up to where nobody wrote its total: pure.

Only a way of cutting that misses nobody, as far as the filing itself says: no part is withheld or
not recorded, where it is cut by months they cover the whole period once, and no rows of the same
table stand in another way of cutting.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.kernel.cells import Cell
from cairn.kernel.text import noop
from cairn.reporting.filings.counts import CountInput, key_of
from cairn.reporting.filings.definitions import DIMENSIONS

OPEN = (Cell.NOT_RECORDED, Cell.WITHHELD)  # a number that may be there and is not given
WHEN = "when"
# How an empty total is asked for, by what its parts miss.
ASKED = {
    "": noop(
        "“%(measure)s” is always asked for, and its total is empty. Its parts (%(by)s) add up to "
        "%(sum)s: take that over, or write the total."
    ),
    "months": noop(
        "“%(measure)s” is always asked for, and its total is empty. What is given of it (%(by)s) "
        "adds up to %(sum)s, but of only a part of the period. Write the total, or take that over "
        "if nobody else was counted."
    ),
    "numbers": noop(
        "“%(measure)s” is always asked for, and its total is empty. What is given of it (%(by)s) "
        "adds up to %(sum)s, but some of its numbers are missing. Write the total, or take that "
        "over if nobody else was counted."
    ),
}


@dataclass(frozen=True, slots=True)
class PartsSum:
    """One sum. `by`: what the number is cut by, in the order of the dimensions, "when" last."""

    by: tuple[str, ...]
    sum: int
    misses: str = (
        ""  # "months" or "numbers": what is given is not all, and whoever takes it says so
    )


def sums_of_parts(
    counts: Iterable[CountInput], *, first: date, last: date
) -> Mapping[str, PartsSum]:
    """Measure → what its parts add up to, for each measure without a total: its months where they
    are all there, else the way of cutting that gives most. A total that is withheld is one."""
    written: set[str] = set()
    cuts: dict[str, dict[tuple[str, ...], list[CountInput]]] = defaultdict(dict)
    for one in counts:
        names = tuple(name for name in DIMENSIONS if one.dims.get(name))
        by = (*names, *((WHEN,) if one.span else ()))
        if by:
            cuts[one.measure].setdefault(by, []).append(one)
        else:
            written.add(one.measure)
    found = {}
    for measure, ways in cuts.items():
        apart = {by for pair in halves(ways) for by in pair}
        whole = {
            by: parts
            for by, parts in ways.items()
            if by not in apart and _misses_nobody(parts, first, last)
        }
        if measure not in written and whole:
            found[measure] = _chosen(whole)
    return found


def sums_proposed(
    counts: Iterable[CountInput], *, first: date, last: date
) -> Mapping[str, PartsSum]:
    """Measure → the sum that is offered for an empty total; `misses` says where it is of a part."""
    held = list(counts)
    so_far = sums_so_far(held, first=first, last=last)
    return {**so_far, **sums_of_parts(held, first=first, last=last)}


def sums_so_far(counts: Iterable[CountInput], *, first: date, last: date) -> Mapping[str, PartsSum]:
    """Measure → what its parts add up to as far as they are given, for each measure without a total
    of which `sums_of_parts` says nothing; none where the same people may stand in it twice."""
    held = list(counts)
    whole = sums_of_parts(held, first=first, last=last)
    written = {one.measure for one in held if not one.span and not any(one.dims.values())}
    cuts: dict[str, dict[tuple[str, ...], list[CountInput]]] = defaultdict(dict)
    for one in held:
        names = tuple(name for name in DIMENSIONS if one.dims.get(name))
        by = (*names, *((WHEN,) if one.span else ()))
        if by and one.measure not in written and one.measure not in whole:
            cuts[one.measure].setdefault(by, []).append(one)
    found = {}
    for measure, ways in cuts.items():
        sums = [
            PartsSum(by, sum(one.value or 0 for one in parts), _misses(parts, first, last))
            for by, parts in ways.items()
            if any(one.value is not None for one in parts) and not _twice(parts)
        ]
        if sums and not halves(ways):
            found[measure] = min(sums, key=lambda one: (-one.sum, len(one.by), one.by))
    return found


def _misses(parts: Sequence[CountInput], first: date, last: date) -> str:
    spans = {(one.span.earliest, one.span.latest) for one in parts if one.span}
    return "months" if spans and not covered(spans, first, last) else "numbers"


def _twice(parts: Sequence[CountInput]) -> bool:
    """Whether one cell is told of times that overlap, as a quarter beside its months."""
    of_cell: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for one in parts:
        if one.span:
            key = key_of(one.measure, one.dims)
            of_cell[key].append((one.span.earliest, one.span.latest))
    return any(map(_overlap, of_cell.values()))


def halves(
    ways: Mapping[tuple[str, ...], Sequence[CountInput]],
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of ways of cutting, the coarser first, that are likely halves of one table: one says
    all that the other says but for a name, as "Others" without a sex, and they share no row."""
    found = []
    for by in ways:
        own = {_row(one, by) for one in ways[by]}
        for finer in ways:
            nested = set(by) - {WHEN} and set(by) < set(finer)
            if not nested or (WHEN in by) != (WHEN in finer):
                continue
            if own.isdisjoint(_row(one, by) for one in ways[finer]):
                found.append((by, finer))
    return found


def _row(one: CountInput, by: Sequence[str]) -> tuple[object, ...]:
    days = (one.span.earliest, one.span.latest) if one.span else ()
    return (*days, *(one.dims.get(name, "") for name in by))


def _chosen(whole: Mapping[tuple[str, ...], Sequence[CountInput]]) -> PartsSum:
    sums = [PartsSum(by, sum(one.value or 0 for one in parts)) for by, parts in whole.items()]
    return min(sums, key=lambda one: (one.by != (WHEN,), -one.sum, len(one.by), one.by))


def _misses_nobody(parts: Sequence[CountInput], first: date, last: date) -> bool:
    if any(one.missing in OPEN for one in parts):
        return False
    if all(one.value is None for one in parts):
        return False
    if parts[0].span is None:
        return True
    covered: set[tuple[date, date]] = set()
    of_cell: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for one in parts:
        assert one.span is not None
        days = (one.span.earliest, one.span.latest)
        covered.add(days)
        of_cell[key_of(one.measure, one.dims)].append(days)
    return _follow(sorted(covered), first, last) and not any(map(_overlap, of_cell.values()))


def covered(spans: Iterable[tuple[date, date]], first: date, last: date) -> bool:
    """Whether these stretches of days reach from the first to the last day, none left out."""
    return _follow(sorted(spans), first, last)


def _follow(spans: Sequence[tuple[date, date]], first: date, last: date) -> bool:
    """Whether they reach from the first to the last day without a day left out."""
    reached = first - timedelta(days=1)
    for start, end in spans:
        if start > reached + timedelta(days=1):
            return False
        reached = max(reached, end)
    return reached >= last


def _overlap(spans: Sequence[tuple[date, date]]) -> bool:
    ordered = sorted(spans)
    return any(after[0] <= before[1] for before, after in zip(ordered, ordered[1:], strict=False))
