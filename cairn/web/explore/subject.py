"""Of which source a page speaks. One source at a time: numbers of two are never added.

Where several answer, the one that covers most of the time asked for is chosen, and of those the one
with most records; a State's national filing comes before the filings of its agencies where it
covers half as much. The others are listed with their own numbers.
"""

from dataclasses import dataclass, replace
from datetime import date

from cairn.figures.answers import Answer, Row, SourceRows
from cairn.figures.coverage import Completeness, completeness
from cairn.figures.dimensions import SOURCE
from cairn.figures.manifest import Gap, Source
from cairn.figures.questions import Question
from cairn.figures.tabs import choose, known_dimensions, table_of
from cairn.kernel.dates import Level, Period, Precision
from cairn.web.explore.doors import Door
from cairn.web.explore.reading import Asked

COARSENESS = {precision: rank for rank, precision in enumerate(Precision)}
SOME_MONTHS, SOME_YEARS = 24, 6  # up to so many months by month, up to so many years by quarter


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days for which the source, or the table that answers, has something."""

    first: date | None
    last: date | None
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One source that answers, and the question put to it alone."""

    door: Door
    asked: Asked
    source: Source
    tab: str
    question: Question
    whole: SourceRows
    others: tuple[SourceRows, ...]

    @property
    def row(self) -> Row | None:
        """The one row of the whole selection; None where no record lies inside."""
        return self.whole.rows[0] if self.whole.rows else None

    @property
    def imprecise(self) -> Row | None:
        """The records that touch the period and do not lie inside."""
        return self.whole.not_precise[0] if self.whole.not_precise else None

    @property
    def coverage(self) -> Coverage:
        table = self.source.table(self.tab) if self.tab else None
        return Coverage(
            (table and table.coverage_from) or self.source.coverage_from,
            (table and table.coverage_to) or self.source.coverage_to,
            self.source.gaps if table is None or table.gaps is None else table.gaps,
        )

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What this source can be broken down by, in the order of the measure."""
        known = known_dimensions(self.door.data, self.question)[self.source.key]
        return tuple(name for name in self.question.defined.dimensions if name in known)

    def ask(self, question: Question) -> SourceRows | None:
        """What this source answers to a question; the source is part of the question."""
        return self.reply(question).of(self.source.key)

    def reply(self, question: Question) -> Answer:
        return self.door.ask(question)

    def grouped(self, *by: str) -> Question:
        return self.question.but(by=by)

    def whole_time(self, *by: str) -> Question:
        """The question without its period."""
        return replace(self.question, period=None, by=by)

    def complete(self, period: Period) -> Completeness:
        return completeness(self.source, period, self.tab)

    def span(self) -> Period | None:
        """The time of which a trend speaks: the period asked for, or all that is covered."""
        if self.question.period:
            return self.question.period
        covered = self.coverage
        if covered.first is None or covered.last is None:
            return None
        first = Period.of(covered.first, Level.MONTH).first
        return Period(first, Period.of(covered.last, Level.MONTH).last)

    def levels(self) -> tuple[Level, ...]:
        """The lengths of period for which some table of the source is fine enough."""
        return tuple(
            level for level in (Level.YEAR, Level.QUARTER, Level.MONTH) if self._is_fine(level)
        )

    def level(self) -> Level | None:
        """The one asked for, or the one that suits the span; None where no table has dates."""
        possible = self.levels()
        if self.asked.level and (self.asked.level in possible or self._is_fine(self.asked.level)):
            return self.asked.level
        span = self.span()
        if not possible or span is None:
            return None
        months = 12 * (span.last.year - span.first.year) + span.last.month - span.first.month + 1
        wished = Level.YEAR
        if months <= SOME_MONTHS:
            wished = Level.MONTH
        elif months <= 12 * SOME_YEARS:
            wished = Level.QUARTER
        return wished if wished in possible else possible[-1]

    def _is_fine(self, level: Level) -> bool:
        tabs, _ = choose(self.door.data, self.grouped(level.value))
        if self.source.key not in tabs:
            return False
        table = table_of(self.source, tabs[self.source.key])
        return COARSENESS[table.level] <= COARSENESS[Precision(level.value)]


def find(door: Door, asked: Asked) -> Subject | None:
    """The source that a page speaks of; None where none has anything to say."""
    open_question = everyone(asked.question)
    found = door.ask(open_question)
    fitting = sorted(found.sets, key=lambda one: _order(door, open_question, one))
    chosen = next((one for one in fitting if one.source == asked.source), None)
    if chosen is None and asked.source is None and fitting:
        chosen = fitting[0]
    if chosen is None:
        return None
    question = only(open_question, chosen.source)
    others = tuple(one for one in fitting if one.source != chosen.source)
    source = door.data.source(chosen.source)
    return Subject(door, asked, source, chosen.tab, question, chosen, others)


def everyone(question: Question) -> Question:
    """The question put to all sources."""
    return replace(question, where=tuple(pair for pair in question.where if pair[0] != SOURCE))


def only(question: Question, source: str) -> Question:
    """The question put to one source alone."""
    where = [pair for pair in question.where if pair[0] != SOURCE]
    return replace(question, where=tuple(sorted([*where, (SOURCE, (source,))])))


def _order(door: Door, question: Question, one: SourceRows) -> tuple[bool, int, int, str]:
    source = door.data.source(one.source)
    first, last = source.coverage_from, source.coverage_to
    if first is None or last is None:
        return (True, 0, 0, one.source)
    if question.period:
        first, last = max(first, question.period.first), min(last, question.period.last)
    days = max(0, (last - first).days + 1)
    if door.filings is not None and one.source in door.filings.national:
        days *= 2  # what a State says as one comes first, unless an agency covers far more of it
    return (not one.rows, -days, -one.records, one.source)
