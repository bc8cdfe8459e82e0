"""A spreadsheet as it stands: its sheets, how they are understood, and all that is still open."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from cairn.formats.grids import CellValue
from cairn.kernel.dates import Level, Period
from cairn.kernel.errors import CairnError
from cairn.reporting.filings.counts import CountInput, GivenTwice, problems_of
from cairn.reporting.filings.definitions import Section
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.filings.models import Filing, Schedule
from cairn.reporting.filings.querysets import FilingQuerySet
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.reading.crosstabs.days import orders_of
from cairn.reporting.reading.crosstabs.layout import Layout
from cairn.reporting.reading.crosstabs.questions import Answers, Question
from cairn.reporting.reading.crosstabs.questions import Kind as Asks
from cairn.reporting.reading.crosstabs.reading import read_cells
from cairn.reporting.reading.crosstabs.results import CrosstabReading, Finding
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.reading.crosstabs.totals import Reconciled
from cairn.reporting.sheets.answered import Answered, answered
from cairn.reporting.sheets.asking import Asked, asked, table_again, tables
from cairn.reporting.sheets.errors import TwiceOnSheet
from cairn.reporting.sheets.keeping import unpacked
from cairn.reporting.sheets.measured import Measured, measured, sayable
from cairn.reporting.sheets.meeting import Target, met
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.screening import Likely
from cairn.reporting.sheets.taking import Plan, place_of, plan

TOTALS = {"total_does_not_close", "total_counts_hidden", "total_of_nothing"}
MOST_CELLS = 6  # that are named in one sentence
ASKED_OTHERWISE = {*TOTALS, "no_period", "period_in_future"}


@dataclass(frozen=True, slots=True)
class OpenTotal:
    """A total that is not the sum of its parts, and the reason that was given for it."""

    total: Reconciled
    reason: str
    parts_missing: bool = False  # it says more than its parts, of which one has no number
    mistaken: bool = False  # as a person says, so that it is not filed

    @property
    def place(self) -> str:
        return place_of(self.total.sheet, self.total.row, self.total.column)

    @property
    def key(self) -> str:
        return f"total|{self.place}"


@dataclass(frozen=True, slots=True)
class HeldAside:
    """What was left aside and stands in totals that are filed as the sheet states them; one reason
    for all of it in one filing stays with it, where the parts are then less than the total."""

    totals: tuple[str, ...]  # places
    cells: tuple[str, ...]
    reason: str
    period: Period  # of the filing

    @property
    def key(self) -> str:
        """Another one where other cells or totals are meant: a reason holds for what was shown."""
        text = "|".join((*self.totals, "", *self.cells))
        return f"aside|{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class ByHand:
    """A number that a person wrote in the place of what a cell of the sheet says."""

    sheet: str
    row: int
    column: int
    written: str
    number: int

    @property
    def place(self) -> str:
        return place_of(self.sheet, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Left:
    """A cell that cannot be read, and so is not taken over."""

    key: str
    place: str
    error: CairnError
    sheet: str = ""
    at: str = ""  # the cell, as the page of the sheet names it


@dataclass
class Opened:
    """Everything about one spreadsheet; what costs time is worked out when it is asked for."""

    file: SheetFile
    sheets: tuple[Sheet, ...]
    layout: Layout
    answers: Answers
    today: date = field(default_factory=timezone.localdate)

    @cached_property
    def section(self) -> Section:
        return find_section(self.file.section)

    @cached_property
    def reading(self) -> CrosstabReading:
        return read_cells(self.sheets, self.layout, self.answers, today=self.today)

    @cached_property
    def proposals(self) -> list[Question]:
        return [
            Question(**{**one, "kind": Asks(one["kind"]), "candidates": tuple(one["candidates"])})
            for one in self.file.proposed.get("questions", ())
        ]

    @cached_property
    def questions(self) -> list[Asked]:
        return asked(
            self.reading, self.layout, self.proposals, self.file.said, list(self.section.measures),
            self.today,
        )  # fmt: skip

    @cached_property
    def answered(self) -> list[Answered]:
        """What was said already, and may be said anew."""
        still = {one.key for one in self.questions}
        found = answered(
            self.reading, self.layout, self.answers, self.proposals, self.file.said,
            list(self.section.measures),
        )  # fmt: skip
        return [one for one in found if one.asked.key not in still]

    @cached_property
    def measured(self) -> list[Measured]:
        """What each of its tables counts."""
        return list(measured(self.reading, self.layout, list(self.section.measures)))

    @cached_property
    def sayable(self) -> list[Answered]:
        """What may be said anew beside the questions: answers, and what titles say."""
        found = [one for one in self.answered if not one.on_sheet]
        return [*found, *sayable(self.measured, list(self.section.measures))]

    @cached_property
    def names(self) -> list[tuple[Likely, str]]:
        """Likely names and what stands there, for the person whose sheet it is."""
        held = {sheet.name: sheet for sheet in self.sheets}
        found = []
        for sheet, row, column, start, end, *over in self.file.names:
            text = sheet if row == 0 else str(held[sheet].at(row, column) or "")
            found.append((Likely(sheet, row, column, start, end, *over), text[start:end]))
        return found

    @cached_property
    def totals(self) -> list[OpenTotal]:
        """Totals that do not close, with the reasons given."""
        found = (
            (one, place_of(one.sheet, one.row, one.column))
            for one in self.reading.reconciled
            if not one.closes
        )
        said, stored = self.file.said, {at.source_cell for part in self.plan.parts
                                        for at in part.totals}  # fmt: skip
        wrong = self.mistaken
        return [
            OpenTotal(
                one, said.get(f"total|{place}", ""), place in stored or place in wrong,
                place in wrong,
            )
            for one, place in found
        ]  # fmt: skip

    @property
    def mistaken(self) -> frozenset[str]:
        """Places of the totals that a person said to be mistakes of the sheet."""
        return frozenset(self.file.said.get("mistaken", ()))

    @cached_property
    def asides(self) -> list[HeldAside]:
        """What totals of the sheet hold though it was left aside, filing by filing: what changes in
        one quarter is asked about there, and the reason of another one stays."""
        found = []
        for part in self.plan.parts:
            held = [
                (total.source_cell, part.holding[total.key])
                for total in part.totals
                if total.key in part.holding
            ]
            if held:
                cells = dict.fromkeys(cell for _, several in held for cell in several)
                places = tuple(place for place, _ in held)
                one = HeldAside(places, tuple(cells), "", part.period)
                found.append(replace(one, reason=self.file.said.get(one.key, "")))
        return found

    @property
    def aside(self) -> HeldAside | None:
        """The first of them."""
        return next(iter(self.asides), None)

    @cached_property
    def by_hand(self) -> list[ByHand]:
        """Numbers that a person wrote, in the order of the sheet."""
        if not self.answers.numbers:
            return []
        return [
            ByHand(one.name, row, column, "" if value is None else str(value).strip(), number)
            for one in self.sheets
            for row, cells in enumerate(one.rows, 1)
            for column, value in enumerate(cells)
            if (number := self.answers.number_at(one.name, row, column)) is not None
        ]

    @cached_property
    def warnings(self) -> list[Finding]:
        return [one for one in self.reading.findings if one.warning]

    @cached_property
    def left(self) -> list[Left]:
        """What cannot be read and is no question: it is named, and a person lets it go."""
        asked_at = {(q.sheet, q.row, q.column) for q in self.questions}
        found = []
        for one in self.reading.findings:
            at = (one.sheet, one.row, one.column)
            if one.warning or one.code in ASKED_OTHERWISE or self._asked(one, asked_at):
                continue
            place = place_of(one.sheet, one.row or 0, one.column or 0)
            named = place if at[1] else one.sheet
            cell = place.rpartition("!")[2] if one.row and one.column is not None else ""
            found.append(Left(f"{place}|{one.code}", named, one.error, one.sheet, cell))
        return found

    def _asked(self, one: Finding, asked_at: set[tuple[str, int | None, int | None]]) -> bool:
        if one.code == "same_label_twice":
            return table_again(self.layout, one) is not None  # asked of the table
        if one.code != "unknown_meaning":
            return False
        if (one.sheet, one.row, one.column) in asked_at:
            return True
        written = str(one.error.values.get("value", ""))
        if any(q.kind == "dates" for q in self.questions) and (orders_of(written) or ())[1:]:
            return True
        return any(q.kind in ("country", "labels") and q.sheet == one.sheet
                   and (q.written == written or q.column == one.column)
                   for q in self.questions)  # fmt: skip

    @property
    def left_to_confirm(self) -> list[Left]:
        let_go = set(self.file.said.get("left", ()))
        return [one for one in self.left if one.key not in let_go]

    @cached_property
    def plan(self) -> Plan:
        return plan(
            self.reading,
            self.layout,
            measures=self.section.measures,
            there=[Period(one.first, one.period_last) for one in self._there],
            level=self._schedule,
            mistaken=self.mistaken,
        )

    @cached_property
    def _there(self) -> list[Filing]:
        """The newest version of every filing of the organisation in this section."""
        rows: FilingQuerySet = Filing.objects.filter(
            owner=self.file.organisation, section=self.file.section
        )
        return list(rows.exclude(status=FilingStatus.WITHDRAWN).newest().order_by("period"))

    @cached_property
    def _schedule(self) -> Level | None:
        held = Schedule.objects.filter(
            organisation=self.file.organisation, section=self.file.section, until__isnull=True
        ).first()
        return Level(held.level) if held else None

    @cached_property
    def targets(self) -> list[Target]:
        return met(self.plan.parts, self._there, self.file.said)

    @property
    def taking(self) -> list[Target]:
        """The filings into which something of the sheet goes."""
        return [target for target in self.targets if not target.left]

    @cached_property
    def problems(self) -> list[CairnError]:
        """What keeps numbers from being filed at all."""
        found: list[CairnError] = [*self.plan.problems]
        for target in self.targets:
            if target.problem:
                found.append(target.problem)
            if target.left:
                continue
            period = target.part.period
            inputs = target.inputs
            wrong = problems_of(self.section, inputs, first=period.first, last=period.last)
            found += [one for one in wrong if not isinstance(one, GivenTwice)]
            found += self.twice(inputs)
        return found

    def not_broken_down(self, dimension: str) -> set[tuple[str, int]]:
        """The tables with numbers that cannot have this breakdown."""
        measures = self.section.measures
        return {
            (table.sheet, table.number)
            for table in tables(self.layout)
            for cell in self.reading.cells
            if table.holds(cell.sheet, cell.row, cell.column)
            and dimension in cell.dims
            and cell.measure is not None
            and cell.measure in measures
            and dimension not in measures[cell.measure].by
        }

    def twice(self, inputs: Iterable[CountInput]) -> Iterator[CairnError]:
        """Cells that give a number for the same thing, all of them together."""
        cells: dict[str, list[CountInput]] = {}
        for one in inputs:
            cells.setdefault(one.key, []).append(one)
        for same in cells.values():
            if len(same) > 1 and (measure := self.section.measures.get(same[0].measure)):
                named = ", ".join(one.source_cell for one in same[:MOST_CELLS])
                more = " …" if len(same) > MOST_CELLS else ""
                yield TwiceOnSheet(measure=measure.title, cells=named + more)

    @cached_property
    def open(self) -> Mapping[str, int]:
        """How many things of each kind are open."""
        counted = {
            "names": len(self.names),
            "questions": len(self.questions),
            "totals": sum(not (one.reason or one.mistaken) for one in self.totals),
            "aside": sum(not one.reason for one in self.asides),
            "left": len(self.left_to_confirm),
            "problems": len(self.problems),
            "filings": sum(target.to_decide for target in self.targets),
            "differing": sum(target.to_choose for target in self.targets),
            "nothing": 0 if self.plan.parts or self.questions else 1,
        }
        return {kind: n for kind, n in counted.items() if n}

    def value_at(self, sheet: str, row: int, column: int) -> CellValue:
        held = next(one for one in self.sheets if one.name == sheet)
        return held.at(row, column)


def opened(file: SheetFile, **given: Any) -> Opened:
    return Opened(
        file,
        unpacked(bytes(file.cells)),
        Layout.from_json(file.layout),
        Answers.from_json(file.answers),
        **given,
    )
