"""From cells of a spreadsheet to the numbers of filings. Pure.

One rule says which filing a number goes to: a filing of that section that is there already and
holds its time; else the period in which the organisation files by its schedule; else the shortest
month, quarter, half-year or year that holds all of the rest, or its years one by one, and in any
case one that crosses no filing that is there. A total is taken over where it is the sum of what was
taken over, or more than that while the sheet has no number for some of its parts, and never
otherwise; a filing whose total no cell states gets the sum where the totals
of the sheet hold all of it. Totals that hold what a person left aside are taken as they are stated,
all of them, unless it is of another time than the rest.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from cairn.formats.grids import column_letter
from cairn.kernel.dates import DateSpan, Level, Period
from cairn.kernel.errors import CairnError
from cairn.reference.countries import STATELESS, UNKNOWN
from cairn.reporting.filings.counts import CountInput, key_of, whole_period
from cairn.reporting.filings.parts import OPEN
from cairn.reporting.reading.crosstabs.accounting import Class
from cairn.reporting.reading.crosstabs.layout import Block, Layout, Line, Role
from cairn.reporting.reading.crosstabs.results import CrosstabCell, CrosstabReading
from cairn.reporting.reading.crosstabs.totals import Reconciled
from cairn.reporting.sheets.errors import PeriodsCross
from cairn.reporting.sheets.summing import Sums
from cairn.reporting.sheets.unsaid import with_unsaid

TAKEN = (Class.DATA, Class.ZERO, Class.ANSWERED)
LEVELS = (Level.MONTH, Level.QUARTER, Level.HALF, Level.YEAR)
ORIGINS = {UNKNOWN: "UNK", STATELESS: "XXA"}  # other codes of the same meaning


def place_of(sheet: str, row: int, column: int) -> str:
    return f"{sheet}!{column_letter(column)}{row}"


@dataclass(frozen=True, slots=True)
class Part:
    """What goes into one filing."""

    period: Period
    inputs: tuple[CountInput, ...]
    totals: tuple[CountInput, ...] = ()
    sums: tuple[CountInput, ...] = ()  # of its whole, in no cell of the sheet; see `_whole`
    holding: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # key of a total → cells that it holds and that were left aside

    @property
    def all(self) -> tuple[CountInput, ...]:
        return (*self.inputs, *self.totals)


@dataclass(frozen=True, slots=True)
class Plan:
    parts: tuple[Part, ...] = ()
    problems: tuple[CairnError, ...] = ()
    unsaid: int = 0  # cells of which the sheet left out what its other rows say
    not_taken: tuple[Reconciled, ...] = ()  # totals that are right only with months left aside


def plan(
    reading: CrosstabReading,
    layout: Layout,
    *,
    measures: Iterable[str],
    there: Sequence[Period] = (),
    level: Level | None = None,
    mistaken: Set[str] = frozenset(),
) -> Plan:
    """Which numbers go into which filings; `there` are periods of filings that are there, and
    `mistaken` places of totals that a person said to be mistakes of the sheet."""
    cells, unsaid = with_unsaid(for_filings(reading.cells, set(measures)), layout)
    bins: dict[Period, list[CrosstabCell]] = defaultdict(list)
    problems: dict[str, CairnError] = {}
    homes = _homes({cell.span for cell in cells if cell.span}, there, level)
    for cell in cells:
        assert cell.span is not None
        period = homes[cell.span]
        if period is None:
            text = f"{cell.span.earliest} – {cell.span.latest}"
            problems.setdefault(text, PeriodsCross(span=text))
        else:
            bins[period].append(cell)
    # A total of one place or one sex is a number of its own kind.
    closing = [
        one for one in _closing(reading, layout, cells)
        if not set.intersection(*(set(cell.dims.items()) for cell in (*one.parts, *one.aside)))
        and (one.total.closes
             or place_of(one.total.sheet, one.total.row, one.total.column) not in mistaken)
    ]  # fmt: skip
    checked = {
        place_of(cell.sheet, cell.row, cell.column)
        for one in closing
        if one.total.stated == sum(cell.value or 0 for cell in one.parts)
        for cell in one.parts
    }
    parts = []
    letters = cache(column_letter)
    for period in sorted(bins):
        bare = {
            cell.span: _bare(whole_period(cell.span, period.first, period.last))
            for cell in {id(cell.span): cell for cell in bins[period]}.values()
        }
        inputs = tuple(_input(cell, bare[cell.span], letters) for cell in bins[period])
        totals, holding = _totals(closing, period, inputs)
        sums = tuple(_whole(period, inputs, totals, checked))
        parts.append(Part(period, inputs, totals, sums, holding))
    not_taken = tuple(one.total for one in closing if not one.same_times and one.is_whole_of(cells))
    return Plan(tuple(parts), tuple(problems.values()), len(unsaid), not_taken)


def for_filings(cells: Iterable[CrosstabCell], measures: Set[str]) -> list[CrosstabCell]:
    """Those that say what they count and of which time; a reason for no number is one too."""
    return [one for one in cells if one.kind in TAKEN and one.measure in measures and one.span]


def _homes(
    spans: Iterable[DateSpan], there: Sequence[Period], level: Level | None
) -> Mapping[DateSpan, Period | None]:
    """The period of the filing that each time goes to."""
    homes = {span: next((period for period in there if period.holds(span)), None) for span in spans}
    rest = [span for span, period in homes.items() if period is None]
    wanted = _level(rest, there, level)
    return homes | {span: _holding(span, wanted) if wanted else None for span in rest}


def _level(spans: Sequence[DateSpan], there: Sequence[Period], level: Level | None) -> Level | None:
    """By its schedule, if every time lies in one of its periods; else the shortest that holds the
    whole, or years; shorter where that would cross a filing."""
    if not spans:
        return level
    if level and all(_holding(span, level) for span in spans):
        return level
    whole = DateSpan.between(min(s.earliest for s in spans), max(s.latest for s in spans))
    shortest = next((one for one in LEVELS if _holding(whole, one)), Level.YEAR)
    shorter = LEVELS[: LEVELS.index(shortest) + 1]
    return next((one for one in reversed(shorter) if _fits(spans, there, one)), shortest)


def _fits(spans: Iterable[DateSpan], there: Sequence[Period], level: Level) -> bool:
    """Whether periods of this level hold these times and cross nothing that is there."""
    periods = {_holding(span, level) for span in spans}
    return None not in periods and not any(
        one.first <= period.last and period.first <= one.last
        for period in periods if period for one in there
    )  # fmt: skip


def _holding(span: DateSpan, level: Level) -> Period | None:
    period = Period.of(span.earliest, level)
    return period if period.holds(span) else None


def _input(cell: CrosstabCell, span: DateSpan | None, letters: Callable[[int], str]) -> CountInput:
    dims = dict(cell.dims)
    if origin := dims.get("origin"):
        dims["origin"] = ORIGINS.get(origin, origin)  # never a code of another meaning
    place = f"{cell.sheet}!{letters(cell.column)}{cell.row}"
    return CountInput(cell.measure or "", cell.value, cell.missing, dims, span, place)


def _bare(span: DateSpan | None) -> DateSpan | None:
    """Without what was written: the heading of a ministry stays on its sheet."""
    return replace(span, as_written="") if span and span.as_written else span


# --- totals ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Closing:
    """A total, the cells that it adds up in the end, and what it holds that was left aside."""

    total: Reconciled
    parts: Sequence[CrosstabCell]
    aside: Sequence[CrosstabCell]
    unread: bool  # one of its parts cannot be read

    @property
    def same_times(self) -> bool:
        """Whether what was left aside is of the times of the parts: else the total is of more."""
        times = {(one.span.earliest, one.span.latest) for one in self.parts if one.span}
        return all(
            one.span is not None and (one.span.earliest, one.span.latest) in times
            for one in self.aside
        )

    def is_whole_of(self, cells: Sequence[CrosstabCell]) -> bool:
        """Whether it adds up all that is taken of its times, and not one region of it."""
        measure = self.parts[0].measure
        times = {one.span for one in self.parts}
        same = sum(one.measure == measure and one.span in times for one in cells)
        return len(self.parts) == same


def _totals(
    closing: Iterable[Closing], period: Period, inputs: Sequence[CountInput]
) -> tuple[tuple[CountInput, ...], Mapping[str, tuple[str, ...]]]:
    """Totals that say the sum of what goes into this filing, of its whole and of its months; or
    more, where one of the parts has no number: whoever wrote the total may have known it. And those
    of them that hold what was left aside: with the cells in question."""
    sums: dict[tuple[str, DateSpan | None], int] = defaultdict(int)
    months: dict[str, int] = defaultdict(int)
    not_known: set[tuple[str, DateSpan | None]] = set()
    taken = {one.key for one in inputs}
    for one in inputs:
        sums[one.measure, one.span] += one.value or 0
        months[one.measure] += one.value or 0
        if one.missing in OPEN:
            not_known |= {(one.measure, one.span), (one.measure, None)}
    found: dict[str, CountInput] = {}
    holding: dict[str, tuple[str, ...]] = {}
    for each in closing:
        said = _of(each.parts, period) if each.same_times else None
        if said is None:
            continue
        total, (measure, span) = each.total, said
        held = sum(one.value or 0 for one in each.aside)
        alone = sums[measure, span] if span else months[measure]
        key = key_of(measure, {}, span)
        open_ended = each.unread or (measure, span) in not_known
        more = total.stated > alone + held and open_ended
        if key in taken or key in found:
            continue
        if total.stated in (alone, alone + held) or more:
            at = place_of(total.sheet, total.row, total.column)
            found[key] = CountInput(measure, total.stated, None, {}, span, at)
            if held and total.stated != alone:
                holding[key] = tuple(place_of(one.sheet, one.row, one.column) for one in each.aside)
    return tuple(found.values()), holding


def _whole(
    period: Period, inputs: Sequence[CountInput], totals: Iterable[CountInput], checked: Set[str]
) -> Iterable[CountInput]:
    """The total of the filing's period where the sheet states it in no cell, as one of a year that
    becomes quarters: the sum of months that are all numbers and stand under totals that close."""
    sums = Sums(inputs, DateSpan.between(period.first, period.last))
    stated = {one.key for one in (*inputs, *totals)}
    for measure, cells in sums.of.items():
        found = sums.of_same(measure, {}, None)
        if found and found.key not in stated and all(one.source_cell in checked for one in cells):
            yield found


def _of(parts: Sequence[CrosstabCell], period: Period) -> tuple[str, DateSpan | None] | None:
    """Which number and which time a total is of; None where it is of no whole of this filing."""
    if not parts or len({cell.measure for cell in parts}) != 1:
        return None
    spans = [cell.span for cell in parts if cell.span]
    if any(not period.holds(span) for span in spans):
        return None
    measure = parts[0].measure or ""
    ends = {(span.earliest, span.latest) for span in spans}
    if len(ends) == 1:
        return measure, _bare(whole_period(spans[0], period.first, period.last))
    whole = (min(first for first, _ in ends), max(last for _, last in ends))
    return (measure, None) if whole == (period.first, period.last) else None


def _closing(
    reading: CrosstabReading, layout: Layout, cells: Iterable[CrosstabCell]
) -> Iterator[Closing]:
    """Totals that close, each with the cells that it adds up in the end; and those that say more
    than their parts while one of these has no number, or none that can be read."""
    places = {(cell.sheet, cell.row, cell.column): cell for cell in cells}
    aside = {(cell.sheet, cell.row, cell.column): cell for cell in reading.aside}
    unread = {(cell.sheet, cell.row, cell.column) for cell in reading.cells
              if cell.kind is Class.PROBLEM}  # fmt: skip
    leaves = {sheet.name: [_Leaves(block) for block in sheet.blocks] for sheet in layout.sheets}
    for total in reading.reconciled:
        block = next((one for one in leaves[total.sheet] if one.holds(total)), None)
        more = total.computed is not None and total.stated > total.computed
        if block is None or not (total.closes or more):
            continue
        down, over = block.of_row(total.row), block.of_column(total.column)
        wanted = [(total.sheet, row, column) for row in down for column in over]
        parts = [cell for place in wanted if (cell := places.get(place))]
        lost = not unread.isdisjoint(wanted)
        if parts and (total.closes or lost or any(one.missing in OPEN for one in parts)):
            held = [cell for place in wanted if (cell := aside.get(place))]
            yield Closing(total, parts, held, lost)


class _Leaves:
    """The lines of data under each total of one table."""

    def __init__(self, block: Block) -> None:
        self.rows = {line.at: line for line in block.rows}
        self.columns = {line.at: line for line in block.columns}
        self.of_row = cache(lambda at: _leaves(at, self.rows))
        self.of_column = cache(lambda at: _leaves(at, self.columns))

    def holds(self, total: Reconciled) -> bool:
        return total.row in self.rows and total.column in self.columns


def _leaves(at: int, lines: Mapping[int, Line], seen: frozenset[int] = frozenset()) -> list[int]:
    line = lines.get(at)
    if line is None or at in seen:
        return []
    if line.role is Role.DATA or line.role is Role.IGNORED and line.chosen and not line.sums:
        return [at]
    found: dict[int, Any] = {}
    for part in line.sums:
        found |= dict.fromkeys(_leaves(part, lines, seen | {at}))
    return list(found)
