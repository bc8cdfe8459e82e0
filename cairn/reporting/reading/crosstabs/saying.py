"""What constants, labels and headings say together of one number."""

from collections.abc import Iterable, Sequence

from cairn.formats.errors import ImpossibleDate
from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs import errors
from cairn.reporting.reading.crosstabs.days import EITHER, is_impossible
from cairn.reporting.reading.crosstabs.layout import (
    PERIODS,
    Axis,
    Constant,
    Meaning,
)
from cairn.reporting.reading.crosstabs.periods import combine, is_partial, span_of
from cairn.reporting.reading.crosstabs.sheets import Place
from cairn.reporting.reading.crosstabs.workbook import Workbook

DIMENSIONS = {
    Axis.COUNTRY: "origin",
    Axis.SEX: "sex",
    Axis.AGE_GROUP: "age_group",
    Axis.MODE: "mode",
    Axis.BORDER: "border",
    Axis.PLACE: "place",
}


class Said:
    """What headings or labels say together: dimensions, periods, a measure, or a problem."""

    __slots__ = ("dims", "left_out", "measure", "periods", "place", "problem")

    def __init__(self) -> None:
        self.place: Place | None = None  # of the cell that is the problem
        self.dims: dict[str, str] = {}
        self.periods: list[str] = []
        self.measure: str | None = None
        self.problem: CairnError | None = None
        self.left_out = False  # a person said that it is no country, and does not count


class Sayings:
    """Reads meanings for one sheet; spans are worked out once for each combination."""

    def __init__(self, book: Workbook, sheet: str) -> None:
        self.book, self.sheet = book, sheet
        self.spans: dict[tuple[str, ...], tuple[DateSpan | None, CairnError | None]] = {}

    def said(self, meanings: Iterable[Meaning]) -> Said:
        said = Said()
        for meaning in meanings:
            self.add(said, meaning)
        return said

    def add(self, said: Said, meaning: Meaning) -> None:
        known = said.problem
        self._take(said, meaning)
        if said.problem is not known:
            said.place = (meaning.row, meaning.column)

    def _take(self, said: Said, meaning: Meaning) -> None:
        axis, value = meaning.axis, meaning.value
        if axis in PERIODS:
            if EITHER in value:
                value = self.book.day(self.sheet, meaning)
            if value:
                said.periods.append(value)
            elif is_impossible(meaning.written):
                said.problem = ImpossibleDate(value=meaning.written)
            else:
                said.problem = errors.UnknownMeaning(value=meaning.written)
        elif axis is Axis.COUNTRY:
            code = self.book.country(self.sheet, meaning)
            if code:
                said.dims["origin"] = code
            elif code is not None:
                said.left_out = True
            else:
                said.problem = errors.UnknownMeaning(value=meaning.written)
        elif axis is Axis.MEASURE:
            said.measure = value or None
            if not value:
                said.problem = errors.UnknownMeaning(value=meaning.written)
        elif axis is Axis.UNKNOWN:
            said.dims[f"unknown:{meaning.column if meaning.row else 0}"] = value
            said.problem = errors.UnknownMeaning(value=meaning.written)
        elif axis in DIMENSIONS:
            if value:
                said.dims[DIMENSIONS[axis]] = value
            else:
                said.problem = errors.UnknownMeaning(value=meaning.written)

    def joined(
        self, said: tuple[Said, Said, Said]
    ) -> tuple[dict[str, str], DateSpan | None, str | None, CairnError | None]:
        """Constants, labels and headings together; the nearer says more than the constant."""
        constants, down, over = said
        problem = down.problem or over.problem
        near, far = down.dims, over.dims
        dims = constants.dims | near | far
        if not near.keys().isdisjoint(far) and any(
            near[name] != value for name, value in far.items() if name in near
        ):
            problem = problem or errors.ContradictingHeadings()
        measure = over.measure or down.measure or constants.measure
        key = (*down.periods, "", *over.periods, "", *constants.periods)
        known = self.spans.get(key)
        if known is None:
            known = self._span((*down.periods, *over.periods), constants.periods)
            self.spans[key] = known
        span, wrong = known
        return dims, span, measure, problem or wrong

    def span(self, near: Sequence[str], far: Sequence[str]) -> DateSpan | None:
        """The time that these periods say together, if they say one."""
        return self._span(tuple(near), far)[0]

    def _span(
        self, near: tuple[str, ...], far: Sequence[str]
    ) -> tuple[DateSpan | None, CairnError | None]:
        value, fits = combine(near)
        if is_partial(value) or not value:
            value, fits = combine((*near, *far))
        span = span_of(value) if value else None
        if not fits and near:
            return span, errors.NoPeriod() if span is None else errors.ContradictingHeadings()
        if span is None:
            return None, errors.NoPeriod()
        if span.earliest > self.book.today:
            return span, errors.PeriodInFuture(period=Period(span.earliest, span.latest))
        return span, None


def periods_of(said: Iterable[Meaning | Constant]) -> tuple[str, ...]:
    """The periods among what headings, labels or titles say."""
    return tuple(one.value for one in said if one.axis in PERIODS and one.value)


def dims_of(said: Iterable[Meaning]) -> dict[str, str]:
    """What headings and labels say beside their periods; words that nobody knows as written."""
    return {
        DIMENSIONS[one.axis]: one.value or one.written for one in said if one.axis in DIMENSIONS
    }
