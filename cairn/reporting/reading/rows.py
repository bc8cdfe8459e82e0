"""One row of a table becomes one account, or the cells of one row of a series.

All problems of a row are reported at once; a row with a problem is rejected, a row with a warning
comes in. What identifies a row is decided here: the source's own identifier, else what it says.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from cairn.formats.errors import CellError
from cairn.formats.missing import read_missing
from cairn.formats.numbers import NumberStyle, read_count
from cairn.formats.values import Box, looks_swapped
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Precision, last_day
from cairn.kernel.errors import CairnError
from cairn.reporting.reading import errors
from cairn.reporting.reading.mapping import COUNT_FIELDS, FIGURES, INCIDENT_FIELDS, Mapping
from cairn.reporting.reading.readers import Reader, reader_for

# A value that is not taken over, while its row is. In a series every value decides what a number is
# of, so there an unknown one is refused.
PASSING = {"incidents": (errors.UnknownRoute, errors.UnknownTerm), "counts": ()}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one place of the file."""

    row: int
    column: str
    error: CairnError
    warning: bool = False


@dataclass(slots=True)
class Draft:
    """One account or one cell as read: its identity, its values, and a digest of them."""

    row: int
    key: str
    digest: str
    values: dict[str, Any]
    span: DateSpan | None
    identified: bool = False  # the source itself says which record this is


@dataclass(slots=True)
class Reading:
    """What one row gave: drafts, unless it was rejected, and what was found."""

    row: int
    raw: list[Any] = field(default_factory=list)  # the mapped cells as they stood
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        return any(not finding.warning for finding in self.findings)


class RowReader:
    """Reads the rows of one table under one mapping; `boxes` tell where a country lies."""

    def __init__(
        self,
        mapping: Mapping,
        header: Sequence[str],
        *,
        today: date,
        boxes: Dict[str, Sequence[Box]] | None = None,
    ) -> None:
        self.mapping, self.boxes = mapping, boxes or {}
        self.passing = PASSING[mapping.kind]
        places = {name: index for index, name in enumerate(header)}
        self.columns: list[tuple[int, str, str, Reader]] = [
            (places[rule.column], rule.field, rule.column, reader_for(rule, mapping, today))
            for rule in mapping.rules
            if rule.column in places
        ]
        self.cells = [
            (places[cell.column], cell) for cell in mapping.cells if cell.column in places
        ]
        self.kept = [place for place, *_ in self.columns] + [place for place, _ in self.cells]
        self.width = max(self.kept, default=-1) + 1
        self.style = NumberStyle(mapping.number_style) if mapping.number_style else None
        self.read_drafts = self._account if mapping.kind == "incidents" else self._counts

    def read(self, row: int, cells: Sequence[Any]) -> Reading:
        if len(cells) < self.width:
            cells = [*cells, *[None] * (self.width - len(cells))]
        reading = Reading(row, [cells[place] for place in self.kept])
        values: dict[str, Any] = dict(self.mapping.constants)
        for place, name, column, read in self.columns:
            try:
                found = read(cells[place])
            except CellError as problem:
                problem.__traceback__ = None  # it holds the row, and is kept
                reading.findings.append(
                    Finding(row, column, problem, isinstance(problem, self.passing))
                )
                continue
            if found.__class__ is dict:
                values |= found
            else:
                values[name] = found
        reading.drafts = list(self.read_drafts(reading, values, cells))
        if reading.rejected:
            reading.drafts = []
        return reading

    def _account(
        self, reading: Reading, values: dict[str, Any], cells: Sequence[Any]
    ) -> Iterator[Draft]:
        self._figures(reading, values)
        self._point(reading, values)
        written = values.pop("date", None)
        end = values.pop("date_end", None)
        span = self._span(reading, values, written, end)
        values["event_kind"] = values.get("event_kind") or "incident"
        if values["event_kind"] == "cumulative" and (span or values.get("year")):
            year = values.get("year") or span.earliest.year  # type: ignore[union-attr]
            span = DateSpan.year(year, span.as_written if span else "")
        elif span and values.get("year") and span.earliest.year != values["year"]:
            problem = errors.YearDiffers(date=span.earliest.isoformat(), year=values["year"])
            self._warn(reading, "year", problem)
        if span is None and values.get("year") is None:
            if not reading.rejected:
                self._warn(reading, "date", errors.NoDate())
        elif values.get("year") is None and span:
            values["year"] = span.earliest.year
        own, group = values.pop("identifier", None), values.pop("identifier_group", None)
        said, namespace = own or group, self.mapping.namespace
        values["identifier"] = f"{namespace}:{said}" if said and namespace else ""
        digest = _digest([said, *(values.get(name) for name in INCIDENT_FIELDS)], span)
        yield Draft(reading.row, _key(own, group, digest), digest, values, span, bool(own))

    def _figures(self, reading: Reading, values: dict[str, Any]) -> None:
        dead, missing, total = values.get("dead"), values.get("missing"), values.get("total")
        corrected = False
        if total is None:
            recorded = [number for number in (dead, missing) if number is not None]
            values["total"] = max(0, sum(recorded)) if recorded else None
            if not recorded and not reading.rejected:
                self._warn(reading, "total", errors.NothingRecorded())
        for name in FIGURES if self.mapping.corrections else ():
            if (values.get(name) or 0) < 0:
                corrected = corrected or name in FIGURES[:3]
                self._warn(reading, name, errors.BelowZero(value=values[name]))
                values[name] = None
        if total is None or corrected:
            return
        if dead is not None and missing is not None and dead + missing != total:
            problem = errors.TotalDiffers(dead=dead, missing=missing, total=total)
            self._refuse(reading, "total", problem)
        elif max(dead or 0, missing or 0) > total:
            exceeding = errors.PartsExceedTotal(dead=dead, missing=missing, total=total)
            self._refuse(reading, "total", exceeding)

    def _point(self, reading: Reading, values: dict[str, Any]) -> None:
        pair = values.pop("coordinates", None)
        if pair is not None:
            values["latitude"], values["longitude"] = pair
        north, east = values.get("latitude"), values.get("longitude")
        if (north is None) != (east is None):
            if not reading.rejected:
                self._warn(reading, "latitude", errors.HalfAPlace())
            values["latitude"] = values["longitude"] = None
        elif north is not None and east is not None and (country := values.get("country")):
            boxes = self.boxes.get(country)
            if boxes and (problem := looks_swapped([(north, east)], boxes)):
                if self.mapping.points == "leave_out":
                    self._warn(reading, "latitude", problem)
                    values["latitude"] = values["longitude"] = None
                else:
                    self._refuse(reading, "latitude", problem)

    def _span(
        self, reading: Reading, values: dict[str, Any], start: DateSpan | None, end: DateSpan | None
    ) -> DateSpan | None:
        if start is None or end is None:
            return start or end
        if end.latest < start.earliest:
            found = {"earliest": start.earliest.isoformat(), "latest": end.latest.isoformat()}
            self._refuse(reading, "date_end", errors.SpanReversed(**found))
            return start
        return DateSpan.between(start.earliest, end.latest, start.as_written)

    def _counts(
        self, reading: Reading, values: dict[str, Any], cells: Sequence[Any]
    ) -> Iterator[Draft]:
        span = self._span_of_series(reading, values)
        tab = values.pop("tab", None)
        values = {name: values.get(name) for name in COUNT_FIELDS[5:-1]}
        for place, cell in self.cells:
            try:
                number, why_not = self._number(cells[place], cell.blank)
            except CellError as problem:
                reading.findings.append(Finding(reading.row, cell.column, problem))
                continue
            mine = values | dict(cell.sets)
            mine |= {"tab": tab or cell.tab, "basis": cell.basis}
            key = _digest([mine[name] for name in sorted(mine)], span)
            mine |= {"value": number, "no_value": why_not}
            yield Draft(reading.row, f"#{key}", _digest([number, why_not, key], span), mine, span)

    def _number(self, cell: Any, blank: str) -> tuple[int | None, str | None]:
        if cell is None or read_missing(cell):
            return (0, None) if blank == "zero" else (None, blank)
        number = read_count(cell, maximum=10**12, decimal=self.style)
        return (number, None) if number is not None else (None, Cell.NOT_RECORDED.value)

    def _span_of_series(self, reading: Reading, values: dict[str, Any]) -> DateSpan | None:
        day, end = values.pop("date", None), values.pop("date_end", None)
        year, month, week = (values.pop(name, None) for name in ("year", "month", "week"))
        span = self._span(reading, values, day, end)
        if span is None and year is not None:
            if week is not None:
                return _week(year, week)
            span = DateSpan.month(year, month) if month else DateSpan.year(year)
        if span is None:
            if not reading.rejected:
                self._refuse(reading, "date", errors.NoDate())
            return None
        first = span.earliest
        match self.mapping.span:
            case "month":
                return DateSpan.month(first.year, first.month, span.as_written)
            case "year":
                return DateSpan.year(first.year, span.as_written)
            case "year_to_month":
                return DateSpan.between(date(first.year, 1, 1), span.latest, span.as_written)
            case "panama":  # yearly totals, dated 1 January, up to 2019
                if first.year < 2020:
                    return DateSpan.year(first.year, span.as_written)
                return DateSpan.month(first.year, first.month, span.as_written)
        return span

    def _refuse(self, reading: Reading, name: str, error: CairnError) -> None:
        column = self.mapping.column_of(name) or ""
        reading.findings.append(Finding(reading.row, column, error))

    def _warn(self, reading: Reading, name: str, error: CairnError) -> None:
        column = self.mapping.column_of(name) or ""
        reading.findings.append(Finding(reading.row, column, error, warning=True))


def _key(own: str | None, group: str | None, digest: str) -> str:
    """The source's identifier of the row, or of its group, or what the row says; kept apart."""
    if own:
        return f"={own}" if own[0] in "=+#" else own
    return f"+{group}" if group else f"#{digest}"


def _week(year: int, week: int) -> DateSpan:
    """Weeks counted from 1 January; the last one takes the days that are left."""
    first = date(year, 1, 1) + timedelta(days=7 * (week - 1))
    last = last_day(year, 12) if week >= 52 else first + timedelta(days=6)
    return DateSpan(first, last, Precision.SPAN)


def _digest(values: Sequence[Any], span: DateSpan | None) -> str:
    when = (span.earliest, span.latest, span.precision.value) if span else None
    return blake2b(repr((values, when)).encode(), digest_size=15).hexdigest()
