"""What an address asks for. Nothing in an address can break the page: what is not understood is
left out of the question and told beside the filter.

Names that belong to no dimension, such as those that letters and networks add to an address, are
passed over in silence.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.http import QueryDict

from cairn.figures.dimensions import DIMENSIONS, PERIOD, SOURCE
from cairn.figures.measures import Measure
from cairn.figures.options import check_values
from cairn.figures.questions import Question, UnknownFilter, UnknownValue
from cairn.kernel.dates import Level, Period, UnreadablePeriod
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import noop
from cairn.web import numbers
from cairn.web.explore.doors import Door, Pairs
from cairn.web.explore.labels import written

OTHER = "with_"  # before the filters of the second selection
BETWEEN = ":"  # a measure and its source, in the series beside the answer
ANY = "all"  # in the second selection: this filter is taken away
RANGE = re.compile(r"\s*(\d{4}(?:-\w\w)?)\s*(?:\.+|…|[-–—/])\s*(\d{4}(?:-\w\w)?)\s*\Z")
BESIDE = re.compile(r"[a-z_]{1,40}:[A-Za-z0-9_.-]{1,64}")
QUARTER = re.compile(r"(\d{4})[-/]?[qt]([1-4])|[qt]([1-4])[-/]?(\d{4})")
A_YEAR = re.compile(r"\d{4}")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
MAPS = ("areas", "hexagons", "points")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2999
KNOWN = {PERIOD, SOURCE} | {name for table in DIMENSIONS.values() for name in table}


class OneSourceAtATime(CairnError):
    text = noop("Numbers of two sources are never added; choose one source.")


class NoSuchLevel(CairnError):
    text = noop("%(value)r is not a length of period; it can be year, half, quarter or month.")


class NoSuchBreakdown(CairnError):
    text = noop("This measure cannot be broken down by %(value)r.")


class NotInTheList(CairnError):
    text = noop("%(value)r does not occur here; choose from the list.")


class NotAFilterHere(CairnError):
    text = noop("This measure cannot be filtered by %(value)r.")


class PeriodOutOfReach(CairnError):
    text = noop("%(value)r lies outside any time that is recorded; write a year such as 2015.")


class RangeWrittenOtherwise(CairnError):
    text = noop("%(value)r is not a period; for several years write %(range)s.")


class PeriodReversed(CairnError):
    text = noop("%(value)r ends before it begins; write the earlier time first, as in %(range)s.")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the address that was not understood, and the filter it belongs to."""

    name: str
    error: CairnError


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a page and how its answer is to be shown."""

    question: Question  # without grouping
    problems: tuple[Problem, ...] = ()
    level: Level | None = None  # None: the page chooses
    by: str = ""  # empty: the page chooses
    everything: bool = False  # all rows of the breakdown
    map: str = ""
    other: tuple[tuple[str, str], ...] = ()  # the second selection, as its own filters
    second: Question | None = None
    beside: str = ""  # a series of another measure, as `measure:source`

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """What was not understood of the first selection: it then has no number, because a number
        of something else would be taken for the answer."""
        return tuple(problem for problem in self.problems if problem.name in KNOWN)

    @property
    def wrongly_compared(self) -> bool:
        return any(problem.name.startswith(OTHER) for problem in self.problems)

    @property
    def measure(self) -> Measure:
        return self.question.defined

    @property
    def source(self) -> str | None:
        found = self.question.values(SOURCE)
        return str(found[0]) if found else None

    def pairs(self, **changed: str | None) -> Pairs:
        """The address of this page with some names changed; None takes a name away."""
        values: dict[str, list[str]] = {}
        if self.question.period:
            values[PERIOD] = [str(self.question.period)]
        for name, chosen in self.question.where:
            values[name] = [",".join(map(written, chosen))]
        shown = {"by": self.by, "level": self.level.value if self.level else "", "map": self.map}
        shown["beside"] = self.beside
        values |= {name: [text] for name, text in shown.items() if text}
        for name, text in self.other:
            values[OTHER + name] = [text]
        for name, given in changed.items():
            values.pop(name, None)
            if given is not None:
                values[name] = [given]
        return [(name, text) for name, texts in values.items() for text in texts]


@dataclass(slots=True)
class _Reading:
    """Collects what is understood, filter by filter."""

    measure: Measure
    door: Door
    where: Pairs = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, name: str, texts: Iterable[str], told_as: str = "") -> None:
        given = [text.strip() for text in texts if text.strip()]
        if not given:
            return
        try:
            if name == PERIOD and len(given) > 1:
                given = given[:1]
            joined = ",".join(given) if name != PERIOD else _as_written(given[0])
            question = Question.parse(self.measure.key, [(name, joined)])
            _check_reach(question.period, given[0])
            if name == SOURCE and len(question.values(SOURCE)) > 1:
                raise OneSourceAtATime()
            if name != PERIOD:
                check_values(self.door.data, question, **self.door.answering())
        except CairnError as error:
            self.problems.append(Problem(told_as or name, _plainly(error)))
            return
        self.where.append((name, joined))

    def question(self) -> Question:
        return Question.parse(self.measure.key, self.where)


def read(door: Door, measure: Measure, params: QueryDict) -> Asked:
    """Read the whole address."""
    first = _Reading(measure, door)
    for name in params:
        if name in KNOWN:
            first.take(name, params.getlist(name))
    question, problems = first.question(), first.problems
    level, by = _level(params, problems), _by(params, measure, problems)
    chosen_map = params.get("map", "")
    other = tuple(
        (name.removeprefix(OTHER), ",".join(text for text in params.getlist(name) if text.strip()))
        for name in params
        if name.startswith(OTHER) and name.removeprefix(OTHER) in KNOWN
    )
    other = tuple((name, text) for name, text in other if text)
    second, understood = _second(door, measure, first.where, other, problems)
    return Asked(
        question,
        tuple(problems),
        level,
        by,
        bool(params.get("all")),
        chosen_map if chosen_map in MAPS else "",
        understood,
        second,
        params.get("beside", "") if BESIDE.fullmatch(params.get("beside", "")) else "",
    )


def _second(
    door: Door,
    measure: Measure,
    first: Pairs,
    other: Collection[tuple[str, str]],
    problems: list[Problem],
) -> tuple[Question | None, tuple[tuple[str, str], ...]]:
    """The other selection: the first one with some filters changed or taken away."""
    if not other:
        return None, ()
    changed = dict(other)
    reading = _Reading(measure, door)
    reading.where = [(name, text) for name, text in first if name not in changed]
    before = {name for name, _ in reading.where}
    for name, text in other:
        if text != ANY:
            reading.take(name, [text], told_as=OTHER + name)
    problems.extend(reading.problems)
    wrong = {problem.name.removeprefix(OTHER) for problem in reading.problems}
    understood = tuple((name, text) for name, text in other if name not in wrong)
    assert not before & changed.keys()
    if reading.problems:
        return None, understood
    return (reading.question(), understood) if understood else (None, ())


def _as_written(text: str) -> str:
    """A period as pages call it ("Q3 2025", "July 2025", in any of our languages), or with
    its parts set otherwise ("2025 Q3"), as an address has it; anything else as it stands."""
    bare = _packed(text)
    if found := QUARTER.fullmatch(bare):
        return f"{found[1] or found[4]}-Q{found[2] or found[3]}"
    year = A_YEAR.search(bare)
    if year is None or A_YEAR.fullmatch(bare) or not EARLIEST_YEAR <= int(year[0]) <= LATEST_YEAR:
        return text
    whole = Period.parse(year[0])
    for level in (Level.QUARTER, Level.MONTH):
        for one in whole.split(level):
            shown = {numbers.period(one, language) for language in LANGUAGES}
            if level is Level.MONTH:
                shown |= {numbers.period_short(one, language) for language in LANGUAGES}
            if bare in {_packed(each) for each in shown}:
                return str(one)
    return text


def _packed(text: str) -> str:
    return "".join(text.translate(DIGITS).split()).casefold()


def _plainly(error: CairnError) -> CairnError:
    """Without the keys that only programs know: the list at the filter has all names."""
    match error:
        case UnknownValue():
            return NotInTheList(value=error.values["value"])
        case UnknownFilter():
            return NotAFilterHere(value=error.values["value"])
        case UnreadablePeriod():
            return _suggesting(error)
    return error


def _suggesting(error: UnreadablePeriod) -> CairnError:
    """With what was probably meant: years joined otherwise than by two dots, or the later first."""
    text = str(error.values["value"])
    ends = RANGE.match(text)
    if ends is None:
        return error
    try:
        first, last = (Period.parse(end) for end in ends.groups())
    except UnreadablePeriod:
        return error
    if last.first < first.first:
        return PeriodReversed(value=text, range=f"{ends[2]}..{ends[1]}")
    return RangeWrittenOtherwise(value=text, range=f"{ends[1]}..{ends[2]}")


def _check_reach(period: Period | None, text: str) -> None:
    if period and not EARLIEST_YEAR <= period.first.year <= period.last.year <= LATEST_YEAR:
        raise PeriodOutOfReach(value=text)


def _level(params: QueryDict, problems: list[Problem]) -> Level | None:
    text = params.get("level", "")
    if not text:
        return None
    if text in set(Level):
        return Level(text)
    problems.append(Problem("level", NoSuchLevel(value=text)))
    return None


def _by(params: QueryDict, measure: Measure, problems: list[Problem]) -> str:
    text = params.get("by", "")
    if not text or text in measure.dimensions:
        return text
    problems.append(Problem("by", NoSuchBreakdown(value=text)))
    return ""
