"""What the headings and labels of one table mean; the axis is found for a whole column."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cairn.formats.grids import CellValue
from cairn.kernel.text import noop
from cairn.reference.names import ALONE, AMBIGUOUS
from cairn.reporting.reading.crosstabs.days import day_in, order_in, ordered
from cairn.reporting.reading.crosstabs.finding import is_year
from cairn.reporting.reading.crosstabs.labels import (
    DATES_AS_MONTHS,
    FREE_LABEL,
    FROM_HEADING,
    FROM_OTHERS,
    KNOWN_WORD,
    NOT_KNOWN,
    NOT_STATED,
    SEVERAL_ORIGINS,
    Sense,
    period_axis,
)
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Line, Role
from cairn.reporting.reading.crosstabs.lookup import heads_over, labels_beside
from cairn.reporting.reading.crosstabs.marks import unmarked_label
from cairn.reporting.reading.crosstabs.periods import find_period, of_dates
from cairn.reporting.reading.crosstabs.questions import Kind, Question
from cairn.reporting.reading.crosstabs.sheets import Place
from cairn.reporting.reading.crosstabs.table_lines import SAYS_TOTAL, Lines, text_of
from cairn.reporting.reading.crosstabs.words import UNKNOWN

GROUPS = noop("Each label of the next column stands under one of these only.")
WHAT_LABELS = noop("What the labels of this column stand for is not said; choose.")

VALUE_AXES = {
    "sex": Axis.SEX,
    "age_group": Axis.AGE_GROUP,
    "mode": Axis.MODE,
    "measure": Axis.MEASURE,
}
PERIOD_HEADINGS = {"month", "day", "year", "quarter"}


class Meanings(Lines):
    """Works out what every heading and label says."""

    # --- labels -----------------------------------------------------------------------------------

    def _labels(self) -> None:
        body = list(self.found.body)
        stops = [row for row in body if self.rows[row].role in (Role.TOTAL, Role.SUBTOTAL)]
        self.beside = labels_beside(self.sheet, body, self.label_columns, stops)
        wanted = [row for row in body if self.rows[row].role is Role.DATA]
        for number, column in enumerate(self.label_columns):
            places = list(
                dict.fromkeys(
                    place
                    for row in wanted
                    for place in self.beside[row]
                    if place[1] == column or place == self.sheet.anchor(row, column)
                )
            )
            inner = self.label_columns[number + 1 :]
            axis, because, score = self._axis(
                [self.sheet.at(*place) for place in places], self.label_hints[column]
            )
            if (
                inner
                and axis in (Axis.PLACE, Axis.UNKNOWN, Axis.COUNTRY)
                and self._is_group(column, inner[-1], wanted)
            ):
                axis, because, score = Axis.GROUP, GROUPS, 0.85
            if axis is Axis.UNKNOWN and places:
                self._ask_labels(column, places)
            self._mean(places, axis, because, score)
            rest = [hint for hint in self.label_hints[column] if VALUE_AXES.get(hint, hint) != axis]
            self.corner += [
                hint
                for hint in rest
                if hint != axis.value and not (hint in PERIOD_HEADINGS and axis in PERIODS)
            ]
            if not inner:
                self._sections(axis, column)

    def _is_group(self, outer: int, inner: int, rows: Iterable[int]) -> bool:
        """Each inner label stands under one outer label, and several under one."""
        under: dict[str, set[Place]] = {}
        held: dict[Place, set[str]] = {}
        for row in rows:
            places = {place[1]: place for place in self.beside[row]}
            if outer in places and inner in places:
                label = text_of(self.sheet.at(*places[inner]))
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
        if self.reader.origins(value):
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
            text = unmarked_label(text_of(value))[0]
            if axis in (Axis.PLACE, Axis.GROUP, Axis.UNKNOWN):
                self._say(place, Sense(axis, text, score, because), text_of(value))
                continue
            senses, _ = self.reader.senses(value)
            said = [sense for sense in senses if sense.axis is axis]
            if not said and NOT_STATED.get(axis) and self.reader.origins(value) == (UNKNOWN,):
                said = [Sense(axis, NOT_STATED[axis], 0.9, FROM_OTHERS)]
                senses = ()
            for sense in said[:1] or [Sense(axis, "", 0.3, NOT_KNOWN)]:
                self._say(place, sense, text_of(value))
                if not sense.value:
                    self._ask_heading(place, value, axis)
            for sense in senses:
                if sense.axis is not axis and sense.axis not in (Axis.TOTAL, Axis.HEADING):
                    self._say(place, sense, text_of(value))

    def _mean_periods(self, places: Sequence[Place], because: str) -> None:
        values = [(place, self.sheet.at(*place)) for place in places]
        days = [value for _, value in values if isinstance(value, date)]
        shown = iter(of_dates(days))
        order = order_in([text_of(value) for _, value in values], self.reader.language)
        for place, value in values:
            if isinstance(value, date):
                period = next(shown)
                sense = Sense(period_axis(period), period, 0.95, DATES_AS_MONTHS)
                self._say(place, sense, text_of(value))
                continue
            text = text_of(value)
            if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= 12:
                self._say(place, Sense(Axis.MONTH, f"--{int(text):02}", 0.85, because), text)
                continue
            if (day := day_in(text)) is not None:
                sense = Sense(Axis.SPAN, ordered(day, order), 0.9, because)
                self._say(place, sense, text)
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
            match, text = matches[place], text_of(value)
            if origins := self.reader.origins(value):
                one = Sense(Axis.COUNTRY, origins[0], 0.95, KNOWN_WORD)
                several = Sense(Axis.COUNTRY, "", 0.5, SEVERAL_ORIGINS)  # asked
                self._say(place, one if len(origins) == 1 else several, text)
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
                axis is Axis.COUNTRY
                and self._is_country(value)
                and not self.reader.is_region(value)
                or axis in PERIODS
                and any(s.axis in PERIODS for s in said)
                or axis in (Axis.PLACE, Axis.UNKNOWN)
                and not said
            )
            if same:
                self.rows[row] = Line(row, Role.DATA, written=text_of(value))
                self.beside[row] = (place,)
                self._mean([place], axis, FROM_OTHERS, 0.8)
            elif said and not left:
                for sense in said:
                    self._say(place, sense, text_of(value))
            elif said and any(s.axis in PERIODS or s.axis is Axis.MEASURE for s in said):
                for sense in said:
                    if sense.axis in PERIODS or sense.axis is Axis.MEASURE:
                        self._say(place, sense, text_of(value))
            else:
                group = Sense(Axis.GROUP, text_of(value), 0.7, NOT_KNOWN)
                self._say(place, group, text_of(value))

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
                    self._say(place, Sense(Axis.TOTAL, role, 0.95, SAYS_TOTAL), text_of(value))
                if named and not real and not left and not role:
                    self._say(place, Sense(Axis.HEADING, named[0], 0.9, KNOWN_WORD), text_of(value))
                    for column in columns:
                        if place in self.over[column]:
                            hints[column] += named
                elif (
                    real
                    and not isinstance(value, date)
                    and (not left or any(s.axis in PERIODS or s.axis is Axis.MEASURE for s in real))
                ):
                    for sense in real:
                        self._say(place, sense, text_of(value))
                elif not role and not senses and not left:
                    self._say(place, Sense(Axis.HEADING, "", 0.8, KNOWN_WORD), text_of(value))
                elif not role:
                    unknown.append(place)
            self._unknown_heads(unknown, hints)

    def _unknown_heads(self, places: Sequence[Place], hints: Mapping[int, list[str]]) -> None:
        if not places:
            return
        values = [self.sheet.at(*place) for place in places]
        over = [c for c in self.number_columns if set(places) & set(self.over[c])]
        said = list(dict.fromkeys(hint for column in over for hint in hints[column]))
        if all(str(v).strip().isdecimal() and not is_year(v) for v in values):
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
                    self._say(
                        place, Sense(Axis.UNKNOWN, text_of(value), 0.3, NOT_KNOWN), text_of(value)
                    )
                    self._ask_heading(place, value, Axis.UNKNOWN)
            return
        self._mean(places, axis, because, score)

    def _ask_heading(self, place: Place, value: CellValue, axis: Axis) -> None:
        self.questions.append(
            Question(
                Kind.HEADING, self.sheet.name, *place, text_of(value), NOT_KNOWN, axis=axis.value
            )
        )

    def _ask_labels(self, column: int, places: Sequence[Place]) -> None:
        row = places[0][0]
        self.questions.append(
            Question(
                Kind.LABELS, self.sheet.name, row, column, text_of(self.sheet.at(*places[0])),
                WHAT_LABELS, times=len(places), candidates=("place", "country", "measure"),
            )
        )  # fmt: skip


def _is_name(value: CellValue) -> bool:
    """True for what is written as names are: every longer word begins with a capital."""
    words = [word for word in text_of(value).replace("(", " ").split() if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)
