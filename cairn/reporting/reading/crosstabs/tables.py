"""One table of a sheet becomes a proposed block: roles of rows and columns, meanings, sums."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.formats.grids import CellValue
from cairn.kernel.text import noop
from cairn.reference.names import ALONE, AMBIGUOUS
from cairn.reporting.reading.crosstabs.cells import Cells
from cairn.reporting.reading.crosstabs.finding import Finder, Found, is_year
from cairn.reporting.reading.crosstabs.labels import (
    DATES_AS_MONTHS,
    FREE_LABEL,
    FROM_HEADING,
    FROM_OTHERS,
    KNOWN_WORD,
    NOT_KNOWN,
    Reader,
    Sense,
    period_axis,
)
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Block, Line, Meaning, Role
from cairn.reporting.reading.crosstabs.lookup import heads_over, labels_beside
from cairn.reporting.reading.crosstabs.marks import unmarked_label
from cairn.reporting.reading.crosstabs.periods import combine, find_period, lies_within, of_dates
from cairn.reporting.reading.crosstabs.questions import Kind, Question
from cairn.reporting.reading.crosstabs.sheets import Place, Sheet
from cairn.reporting.reading.crosstabs.sums import check, choose

CERTAIN = 0.75

SAYS_TOTAL = noop("Its heading or label says that it is a total.")
HOLDS_OTHERS = noop("Its period holds those of other columns.")
ADDS_UP = noop("Its label is a region, and its numbers are the sums of those beside it.")
ONLY_NUMBERS = noop("It is the only column of numbers, so the total is what is counted.")
NO_COUNT = noop("It holds averages or shares, which are no counts.")
ORDER = noop("It numbers the rows or the columns.")
REMARKS = noop("It holds remarks.")
NOTHING_THERE = noop("Nothing stands there.")
GROUPS = noop("Each label of the next column stands under one of these only.")
WHAT_LABELS = noop("What the labels of this column stand for is not said; choose.")
TOTAL_WITHOUT_PARTS = noop("No numbers in the table add up to this total; say whether it counts.")

VALUE_AXES = {
    "sex": Axis.SEX,
    "age_group": Axis.AGE_GROUP,
    "mode": Axis.MODE,
    "measure": Axis.MEASURE,
}
PERIOD_HEADINGS = {"month", "day", "year", "quarter"}


@dataclass(frozen=True, slots=True)
class Remark:
    """Why something is proposed: of a cell, or of a whole row or column."""

    row: int | None
    column: int | None
    score: float
    because: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Table:
    """Works out one table; `block` is the result."""

    def __init__(
        self, sheet: Sheet, finder: Finder, found: Found, reader: Reader, place_hint: bool
    ) -> None:
        self.sheet, self.finder, self.found, self.reader = sheet, finder, found, reader
        self.place_hint = place_hint  # a title speaks of posts or places
        self.cells = Cells()
        self.remarks: list[Remark] = []
        self.questions: list[Question] = []
        self.meanings: dict[tuple[Place, Axis], Meaning] = {}
        self.columns: dict[int, Line] = {}
        self.rows: dict[int, Line] = {}
        self.label_hints: dict[int, tuple[str, ...]] = {}
        self.corner: list[str] = []  # axes that the headings over the labels name beside their own
        self._columns()
        self._row_roles()
        self._labels()
        self._headings()
        self._columns_by_period()
        self._sums()
        self.block = Block(
            found.area,
            tuple(self.rows[at] for at in sorted(self.rows)),
            tuple(self.columns[at] for at in sorted(self.columns)),
            tuple(self.meanings.values()),
        )

    def _say(self, place: Place, sense: Sense, written: str) -> None:
        row, column = place
        key = (place, sense.axis)
        if key not in self.meanings:
            self.meanings[key] = Meaning(row, column, sense.axis, sense.value, written)
            self.remarks.append(Remark(row, column, sense.score, sense.because, sense.values))

    def _note(self, row: int | None, column: int | None, score: float, because: str) -> None:
        self.remarks.append(Remark(row, column, score, because))

    # --- columns ----------------------------------------------------------------------------------

    def _columns(self) -> None:
        found, texts_of = self.found, self.finder.shares(self.found.body)
        texts, numbers = texts_of
        every = range(found.left, found.right + 1)
        over = heads_over(self.sheet, found.heads, list(every))
        seen_numbers = False
        for column in every:
            values = [self.sheet.at(*place) for place in over[column]]
            roles = {self.reader.role(value) for value in values}
            if (column == found.left or not seen_numbers) and self._leads(
                column, numbers, texts, values
            ):
                role = Role.HEADER
            elif column == found.left and "number" in roles | {self._counting(column)}:
                role = Role.IGNORED
                self._note(None, column, 0.95, ORDER)
            elif "note" in roles:
                role = Role.NOTE
                self._note(None, column, 0.95, REMARKS)
            elif roles & {"percent", "average"} and numbers[column] + texts[column]:
                role = Role.IGNORED
                self._note(None, column, 0.9, NO_COUNT)
            elif "number" in roles and not seen_numbers:
                role = Role.IGNORED
                self._note(None, column, 0.95, ORDER)
            elif texts[column] > numbers[column]:
                at_end = not any(numbers[c] > texts[c] for c in range(column, found.right + 1))
                lead = not seen_numbers or (
                    at_end and not any(l.role is Role.HEADER for l in self.columns.values())
                )
                role = Role.HEADER if lead else Role.NOTE
                if not lead:
                    self._note(None, column, 0.8, REMARKS)
            elif numbers[column] or values:
                role = Role.DATA
                seen_numbers = True
            else:
                role = Role.IGNORED
                if not all(v is None for v in values):
                    self._note(None, column, 0.9, NOTHING_THERE)
            self.columns[column] = Line(column, role, written=_joined(values))
        self.label_columns = [at for at, line in self.columns.items() if line.role is Role.HEADER]
        self.number_columns = [at for at, line in self.columns.items() if line.role is Role.DATA]
        for column in self.label_columns:
            hints = [hint for place in over[column] for hint in self.reader.heading(self.sheet.at(*place))]
            self.label_hints[column] = tuple(dict.fromkeys(hints))
            for place in over[column]:
                named = self.reader.heading(self.sheet.at(*place))
                axis = named[0] if named else ""
                sense = Sense(Axis.HEADING, axis, 0.95 if axis else 0.8, KNOWN_WORD)
                self._say(place, sense, _text(self.sheet.at(*place)))

    def _leads(
        self, column: int, numbers: Mapping[int, int], texts: Mapping[int, int],
        values: Sequence[CellValue],
    ) -> bool:
        """Years or numbers of months down the first column are labels."""
        if not numbers[column] or texts[column] > numbers[column]:
            return False
        cells = [self.sheet.at(row, column) for row in self.found.body]
        numeric = [cell for cell in cells if cell is not None and not self.reader.role(cell)
                   and not (isinstance(cell, str) and not cell.strip()[:1].isdigit())]
        hints = {hint for value in values for hint in self.reader.heading(value)}
        if numeric and all(map(is_year, numeric)):
            once = len(set(map(str, numeric))) == len(numeric)
            return "year" in hints or (once and column == self.found.left)
        months = {str(number) for number in range(1, 13)}
        return "month" in hints and {str(cell).strip() for cell in numeric} <= months

    def _counting(self, column: int) -> str:
        """ "number" where a first column only counts the rows of labels in the next."""
        texts, numbers = self.finder.shares(self.found.body)
        if column + 1 > self.found.right or texts[column + 1] <= numbers[column + 1]:
            return ""
        cells = [self.sheet.at(row, column) for row in self.found.body]
        counted = [int(str(cell)) for cell in cells if cell is not None and str(cell).isdigit()]
        steps = all(b - a == 1 for a, b in zip(counted, counted[1:], strict=False))
        return "number" if len(counted) > 1 and counted[0] in (0, 1) and steps else ""

    # --- rows -------------------------------------------------------------------------------------

    def _row_roles(self) -> None:
        for row in self.found.heads:
            self.rows[row] = Line(row, Role.HEADER)
        for row in self.found.numbering:
            self.rows[row] = Line(row, Role.IGNORED)
            self._note(row, None, 0.9, ORDER)
        for row in self.found.body:
            self.rows[row] = Line(row, self._row_role(row), written=self._row_label(row))
        top, _, bottom, _ = self.found.area
        for row in range(top, bottom + 1):
            self.rows.setdefault(row, Line(row, Role.IGNORED))

    def _row_label(self, row: int) -> str:
        places = dict.fromkeys(self.sheet.anchor(row, column) for column in self.label_columns)
        return _joined([self.sheet.at(*place) for place in places])

    def _row_role(self, row: int) -> Role:
        info = self.finder.rows[row - 1]
        inside = [at for at in info.filled if self.found.left <= at <= self.found.right]
        if not inside:
            return Role.IGNORED
        if info.kind == "X" and not any(at in self.label_columns for at in inside):
            return Role.IGNORED
        roles = [self.reader.role(self.sheet.at(*self.sheet.anchor(row, column)))
                 for column in (self.label_columns or self.number_columns[:1])]
        order = [self.columns[at] for at in inside if self.columns[at].role is Role.IGNORED]
        if not any(roles) and order and len(inside) > 1:  # "Total" in the column of row numbers
            roles = [self.reader.role(self.sheet.at(row, line.at)) for line in order]
        for role in roles:
            if role in ("total", "subtotal"):
                self._note(row, None, 0.95, SAYS_TOTAL)
                return Role.TOTAL if role == "total" else Role.SUBTOTAL
            if role in ("average", "percent"):
                self._note(row, None, 0.9, NO_COUNT)
                return Role.IGNORED
        alone = not any(at in self.number_columns for at in inside)
        return Role.HEADER if alone else Role.DATA

    # --- labels -----------------------------------------------------------------------------------

    def _labels(self) -> None:
        body = list(self.found.body)
        stops = [row for row in body if self.rows[row].role in (Role.TOTAL, Role.SUBTOTAL)]
        self.beside = labels_beside(self.sheet, body, self.label_columns, stops)
        wanted = [row for row in body if self.rows[row].role is Role.DATA]
        for number, column in enumerate(self.label_columns):
            places = list(dict.fromkeys(
                place for row in wanted for place in self.beside[row] if place[1] == column
            ))
            inner = self.label_columns[number + 1 :]
            axis, because, score = self._axis(
                [self.sheet.at(*place) for place in places], self.label_hints[column]
            )
            if inner and axis in (Axis.PLACE, Axis.UNKNOWN, Axis.COUNTRY) and self._is_group(
                column, inner[-1], wanted
            ):
                axis, because, score = Axis.GROUP, GROUPS, 0.85
            if axis is Axis.UNKNOWN and places:
                self._ask_labels(column, places)
            self._mean(places, axis, because, score)
            rest = [hint for hint in self.label_hints[column] if VALUE_AXES.get(hint, hint) != axis]
            self.corner += [hint for hint in rest if hint != axis.value and not (
                hint in PERIOD_HEADINGS and axis in PERIODS)]
            if not inner:
                self._sections(axis, column)

    def _is_group(self, outer: int, inner: int, rows: Iterable[int]) -> bool:
        """Each inner label stands under one outer label, and several under one."""
        under: dict[str, set[Place]] = {}
        held: dict[Place, set[str]] = {}
        for row in rows:
            places = {place[1]: place for place in self.beside[row]}
            if outer in places and inner in places:
                label = _text(self.sheet.at(*places[inner]))
                under.setdefault(label, set()).add(places[outer])
                held.setdefault(places[outer], set()).add(label)
        several = any(len(labels) > 1 for labels in held.values())
        return several and all(len(outers) == 1 for outers in under.values())

    def _axis(
        self, values: Sequence[CellValue], hints: Sequence[str], *, majority: float = 0.6
    ) -> tuple[Axis, str, float]:
        """What labels stand for, from the heading over them and from what most of them say."""
        n = len(values) or 1
        senses = [self.reader.senses(value)[0] for value in values]
        periods = sum(any(s.axis in PERIODS for s in one) for one in senses)
        countries = sum(self._is_country(value) for value in values)
        for hint in hints:
            if hint == "country" and (countries or not values):
                return Axis.COUNTRY, FROM_HEADING, 0.95
            if hint in PERIOD_HEADINGS and periods * 2 >= n:
                return Axis.MONTH, FROM_HEADING, 0.95
            if hint in VALUE_AXES:
                axis = VALUE_AXES[hint]
                if axis is Axis.MEASURE or any(s.axis is axis for one in senses for s in one):
                    return axis, FROM_HEADING, 0.95
            if hint == "place" and not (countries > 0.8 * n and n > 3):
                return Axis.PLACE, FREE_LABEL, 0.9
        if periods >= majority * n:
            return Axis.MONTH, FROM_OTHERS, 0.9
        for axis in (Axis.SEX, Axis.AGE_GROUP, Axis.MODE, Axis.MEASURE):
            if sum(any(s.axis is axis for s in one) for one in senses) >= majority * n:
                return axis, FROM_OTHERS, 0.9
        if countries >= majority * n and values:
            return Axis.COUNTRY, FROM_OTHERS, 0.85
        return Axis.UNKNOWN, NOT_KNOWN, 0.3

    def _is_country(self, value: CellValue) -> bool:
        if not isinstance(value, str):
            return False
        if self.reader.origin(value):
            return True
        match = self.reader.country(value)
        return match.certain or match.because == AMBIGUOUS

    def _mean(self, places: Sequence[Place], axis: Axis, because: str, score: float) -> None:
        """Give each label its meaning on the axis of its column."""
        values = {place: self.sheet.at(*place) for place in places}
        if axis in PERIODS:
            self._mean_periods(places, because)
            return
        if axis is Axis.COUNTRY:
            self._mean_countries(values, because)
            return
        for place, value in values.items():
            text = unmarked_label(_text(value))[0]
            if axis in (Axis.PLACE, Axis.GROUP, Axis.UNKNOWN):
                self._say(place, Sense(axis, text, score, because), _text(value))
                continue
            senses, _ = self.reader.senses(value)
            said = [sense for sense in senses if sense.axis is axis]
            for sense in said[:1] or [Sense(axis, "", 0.3, NOT_KNOWN)]:
                self._say(place, sense, _text(value))
                if not sense.value:
                    self._ask_heading(place, value, axis)
            for sense in senses:
                if sense.axis is not axis and sense.axis not in (Axis.TOTAL, Axis.HEADING):
                    self._say(place, sense, _text(value))

    def _mean_periods(self, places: Sequence[Place], because: str) -> None:
        values = [(place, self.sheet.at(*place)) for place in places]
        days = [value for _, value in values if isinstance(value, date)]
        shown = iter(of_dates(days))
        for place, value in values:
            if isinstance(value, date):
                period = next(shown)
                sense = Sense(period_axis(period), period, 0.95, DATES_AS_MONTHS)
                self._say(place, sense, _text(value))
                continue
            text = _text(value)
            if text.isdigit() and len(text) < 3 and 1 <= int(text) <= 12:
                self._say(place, Sense(Axis.MONTH, f"--{int(text):02}", 0.85, because), text)
                continue
            found = find_period(unmarked_label(text)[0])
            if found and found.value:
                self._say(place, Sense(period_axis(found.value), found.value, 0.95, because), text)
            else:
                self._say(place, Sense(Axis.MONTH, "", 0.3, NOT_KNOWN), text)
                self._ask_heading(place, value, Axis.MONTH)

    def _mean_countries(self, values: Mapping[Place, CellValue], because: str) -> None:
        """As `match_column` does: who lists one Congo apart means the other by "Congo"."""
        matches = {place: self.reader.country(value) for place, value in values.items()}
        known = {match.iso3 for match in matches.values() if match.certain}
        for place, value in values.items():
            match, text = matches[place], _text(value)
            if code := self.reader.origin(value):
                self._say(place, Sense(Axis.COUNTRY, code, 0.95, KNOWN_WORD), text)
                continue
            codes = [code for code, _ in match.candidates]
            if match.certain and match.iso3:
                sense = Sense(Axis.COUNTRY, match.iso3, match.score, match.because, match.values)
            elif match.because == AMBIGUOUS and {*codes[1:]} & known and codes[0] not in known:
                sense = Sense(Axis.COUNTRY, codes[0], 0.9, ALONE)
            else:
                sense = Sense(Axis.COUNTRY, "", match.score * 0.5, match.because, match.values)
            self._say(place, sense, text)

    def _sections(self, axis: Axis, column: int) -> None:
        """Rows with a label and no number: a heading for the rows below, or a label all blank."""
        for row in [row for row in self.found.body if self.rows[row].role is Role.HEADER]:
            place = self.sheet.anchor(row, self.finder.rows[row - 1].filled[0])
            value = self.sheet.at(*place)
            senses, left = self.reader.senses(value)
            said = [s for s in senses if s.axis not in (Axis.TOTAL, Axis.HEADING)]
            same = place[1] == column and (
                axis is Axis.COUNTRY and self._is_country(value)
                or axis in PERIODS and any(s.axis in PERIODS for s in said)
                or axis in (Axis.PLACE, Axis.UNKNOWN) and not said
            )
            if same:
                self.rows[row] = Line(row, Role.DATA, written=_text(value))
                self.beside[row] = (place,)
                self._mean([place], axis, FROM_OTHERS, 0.8)
            elif said and not left:
                for sense in said:
                    self._say(place, sense, _text(value))
            elif said and any(s.axis in PERIODS or s.axis is Axis.MEASURE for s in said):
                for sense in said:
                    if sense.axis in PERIODS or sense.axis is Axis.MEASURE:
                        self._say(place, sense, _text(value))
            else:
                group = Sense(Axis.GROUP, _text(value), 0.7, NOT_KNOWN)
                self._say(place, group, _text(value))

    # --- headings ---------------------------------------------------------------------------------

    def _headings(self) -> None:
        """What stands over the numbers, row of headings by row."""
        columns = self.number_columns
        self.over = heads_over(self.sheet, self.found.heads, columns)
        hints: dict[int, list[str]] = {column: list(self.corner) for column in columns}
        for row in self.found.heads:
            places = list(dict.fromkeys(p for c in columns for p in self.over[c] if p[0] == row))
            unknown: list[Place] = []
            for place in places:
                value = self.sheet.at(*place)
                senses, left = self.reader.senses(value)
                role = self.reader.role(value)
                real = [s for s in senses if s.axis not in (Axis.TOTAL, Axis.HEADING)]
                named = self.reader.heading(value)
                if role in ("total", "subtotal"):
                    self._say(place, Sense(Axis.TOTAL, role, 0.95, SAYS_TOTAL), _text(value))
                if named and not real and not left and not role:
                    self._say(place, Sense(Axis.HEADING, named[0], 0.9, KNOWN_WORD), _text(value))
                    for column in columns:
                        if place in self.over[column]:
                            hints[column] += named
                elif real and not isinstance(value, date) and (
                    not left or any(s.axis in PERIODS or s.axis is Axis.MEASURE for s in real)
                ):
                    for sense in real:
                        self._say(place, sense, _text(value))
                elif not role and not senses and not left:
                    self._say(place, Sense(Axis.HEADING, "", 0.8, KNOWN_WORD), _text(value))
                elif not role:
                    unknown.append(place)
            self._unknown_heads(unknown, hints, len(self.found.heads) and row == self.found.heads[-1])

    def _unknown_heads(
        self, places: Sequence[Place], hints: Mapping[int, list[str]], last: bool
    ) -> None:
        if not places:
            return
        values = [self.sheet.at(*place) for place in places]
        over = [c for c in self.number_columns if set(places) & set(self.over[c])]
        said = list(dict.fromkeys(hint for column in over for hint in hints[column]))
        if all(str(v).strip().isdigit() and not is_year(v) for v in values):
            axis, because, score = Axis.MONTH, FROM_OTHERS, 0.8
        else:
            axis, because, score = self._axis(values, said)
        taken = {m.axis for m in self.meanings.values() if m.column in self.label_columns}
        named = all(_is_name(value) for value in values)
        if axis is Axis.UNKNOWN and self.place_hint and named and Axis.PLACE not in taken:
            axis, because, score = Axis.PLACE, FREE_LABEL, 0.76
        if axis is Axis.UNKNOWN:
            countries = [p for p in places if self._is_country(self.sheet.at(*p))]
            self._mean(countries, Axis.COUNTRY, FROM_OTHERS, 0.8)
            for place in places:
                if place not in countries:
                    value = self.sheet.at(*place)
                    self._say(place, Sense(Axis.UNKNOWN, _text(value), 0.3, NOT_KNOWN), _text(value))
                    self._ask_heading(place, value, Axis.UNKNOWN)
            return
        self._mean(places, axis, because, score)

    def _ask_heading(self, place: Place, value: CellValue, axis: Axis) -> None:
        self.questions.append(
            Question(Kind.HEADING, self.sheet.name, *place, _text(value), NOT_KNOWN, axis=axis.value)
        )

    def _ask_labels(self, column: int, places: Sequence[Place]) -> None:
        row = places[0][0]
        self.questions.append(
            Question(
                Kind.LABELS, self.sheet.name, row, column, _text(self.sheet.at(*places[0])),
                WHAT_LABELS, times=len(places), candidates=("place", "country", "measure"),
            )
        )  # fmt: skip

    # --- totals -----------------------------------------------------------------------------------

    def _columns_by_period(self) -> None:
        """Roles of columns: totals by their headings, and periods that hold the others."""
        totals = {
            column: m.value
            for column in self.number_columns
            for place in self.over[column]
            if (m := self.meanings.get((place, Axis.TOTAL)))
        }
        if len(totals) == len(self.number_columns):
            for column in totals:
                self._note(None, column, 0.8, ONLY_NUMBERS)
            totals = {}
        for column in self.number_columns:
            if column in totals:
                role = Role.TOTAL if totals[column] == "total" else Role.SUBTOTAL
                self.columns[column] = Line(column, role, written=self.columns[column].written)
                self._note(None, column, 0.95, SAYS_TOTAL)
        periods, others = {}, {}
        for column in self.number_columns:
            said = [m for p in self.over[column] for a in Axis if (m := self.meanings.get((p, a)))]
            periods[column] = combine([m.value for m in said if m.axis in PERIODS])[0]
            others[column] = frozenset((m.axis, m.value) for m in said if m.axis not in PERIODS)
        distinct = {period for period in periods.values() if period}
        if len(distinct) < 3:
            return
        for column in self.number_columns:
            if self.columns[column].role is not Role.DATA or not periods[column]:
                continue
            inside = [
                other for other in self.number_columns
                if other != column and self.columns[other].role is Role.DATA
                and others[other] == others[column] and periods[other]
                and lies_within(periods[other], periods[column])
            ]  # fmt: skip
            if len(inside) > 1:
                self.columns[column] = Line(
                    column, Role.SUBTOTAL, tuple(inside), self.columns[column].written
                )
                self._note(None, column, 0.85, HOLDS_OTHERS)

    def _number(self, row: int, column: int) -> int | None:
        if not self.finder.rows[row - 1].filled:
            return None
        return self.cells.read(self.sheet.at(row, column)).number

    def _sums(self) -> None:
        rows = [at for at in sorted(self.rows) if at in set(self.found.body)]
        columns = [at for at in self.columns if self.columns[at].role in COUNTED]
        self._regions(rows, columns)
        numbers_down: Callable[[int, int], int | None] = self._number
        for at in rows:
            line = self.rows[at]
            if line.role in (Role.TOTAL, Role.SUBTOTAL) and not line.sums:
                candidates = self._candidates(at, rows, self.rows, self._row_texts)
                best = choose(at, candidates, columns, numbers_down)
                self.rows[at] = Line(at, line.role, best.parts, line.written)
        across = [at for at in rows if self.rows[at].role in COUNTED]
        data_rows = [at for at in across if self.rows[at].role is Role.DATA] or across
        for at in columns:
            line = self.columns[at]
            if line.role in (Role.TOTAL, Role.SUBTOTAL) and not line.sums:
                candidates = self._candidates(at, columns, self.columns, self._column_texts)
                best = choose(at, candidates, data_rows, lambda c, r: self._number(r, c))
                if best.stated > 2 and not best.closing and self._parts_only(at):
                    self.columns[at] = Line(at, Role.DATA, written=line.written)
                    self.questions.append(
                        Question(
                            Kind.TOTAL, self.sheet.name, None, at, line.written, TOTAL_WITHOUT_PARTS
                        )
                    )
                else:
                    self.columns[at] = Line(at, line.role, best.parts, line.written)

    def _parts_only(self, at: int) -> bool:
        """True where the other columns say that they are parts of the total: "of which women"."""
        others = [c for c in self.number_columns if c != at and self.columns[c].role is Role.DATA]
        words = ("dont ", "of which", "including", "в том числе", "из них", "de los cuales",
                 "dos quais", "منهم", "من بينهم", "其中", "including")  # fmt: skip
        return bool(others) and all(
            any(word in self.columns[c].written.casefold() for word in words) for c in others
        )

    def _regions(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """The name of a region among countries, with the sums of what follows or precedes it."""
        suspects = {}
        for at in rows:
            if self.rows[at].role is not Role.DATA or not self.beside.get(at):
                continue
            label = self.sheet.at(*self.beside[at][-1])
            region = self.reader.is_region(label)
            meant = [m for p in self.beside[at] if (m := self.meanings.get((p, Axis.COUNTRY)))]
            if not self._is_country(label) and (region or meant and not meant[0].value):
                suspects[at] = region
        lines = self.rows | {at: Line(at, Role.SUBTOTAL) for at in suspects}
        for at, region in suspects.items():
            for candidate in self._candidates(at, rows, lines, lambda _: frozenset()):
                parts = tuple(part for part in candidate if part != at)
                found = check(at, parts, columns, self._number)
                proven = found.share >= 0.8 if region else found.share == 1 and found.stated > 1
                if len(parts) > 1 and proven and found.stated:
                    self.rows[at] = Line(at, Role.SUBTOTAL, parts, self.rows[at].written)
                    self._note(at, None, 0.9, ADDS_UP)
                    break

    def _row_texts(self, at: int) -> frozenset[str]:
        places = self.beside.get(at) or tuple(
            self.sheet.anchor(at, c) for c in self.label_columns
        )
        return self._texts(places)

    def _column_texts(self, at: int) -> frozenset[str]:
        return self._texts(self.over.get(at, ()))

    def _texts(self, places: Iterable[Place]) -> frozenset[str]:
        values = [self.sheet.at(*place) for place in places]
        return frozenset(
            _text(v) for v in values if v is not None and not self.reader.role(v)
        )

    def _candidates(
        self, at: int, order: Sequence[int], lines: Mapping[int, Line],
        texts: Callable[[int], frozenset[str]],
    ) -> list[list[int]]:
        """Which lines a total may add up, the likeliest first."""
        data = [one for one in order if lines[one].role is Role.DATA]
        before = [one for one in data if one < at]
        stops = [one for one in order if lines[one].role is not Role.DATA and one != at]
        last = max((stop for stop in stops if stop < at), default=-1)
        following = min((stop for stop in stops if stop > at), default=10**9)
        since = [one for one in before if one > last]
        after = [one for one in data if at < one < following]
        subtotals = [one for one in order if one < at and lines[one].role is Role.SUBTOTAL]
        own = texts(at)
        same = [one for one in data if own and own <= texts(one)]
        if lines[at].role is Role.SUBTOTAL:
            return [same, since, after, before, [one for one in data if one > at], data]
        return [same, before, data, since, subtotals, after, [one for one in data if one > at]]


def _is_name(value: CellValue) -> bool:
    """True for what is written as names are: every longer word begins with a capital."""
    words = [word for word in _text(value).replace("(", " ").split() if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


COUNTED = (Role.DATA, Role.TOTAL, Role.SUBTOTAL)


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    return value.isoformat()[:10] if isinstance(value, date) else " ".join(str(value).split())


def _joined(values: Iterable[CellValue]) -> str:
    return " / ".join(dict.fromkeys(text for value in values if (text := _text(value))))
