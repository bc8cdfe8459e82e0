"""Rows and columns of one table: which hold headings, labels, numbers, totals, remarks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.formats.grids import CellValue
from cairn.kernel.text import noop
from cairn.reporting.reading.crosstabs.cells import Cells
from cairn.reporting.reading.crosstabs.finding import Finder, Found, is_year
from cairn.reporting.reading.crosstabs.labels import (
    KNOWN_WORD,
    Reader,
    Sense,
)
from cairn.reporting.reading.crosstabs.layout import Axis, Line, Meaning, Role
from cairn.reporting.reading.crosstabs.lookup import heads_over
from cairn.reporting.reading.crosstabs.questions import Question
from cairn.reporting.reading.crosstabs.sheets import Place, Sheet

SAYS_TOTAL = noop("Its heading or label says that it is a total.")
NO_COUNT = noop("It holds averages or shares, which are no counts.")
ORDER = noop("It numbers the rows or the columns.")
REMARKS = noop("It holds remarks.")


@dataclass(frozen=True, slots=True)
class Remark:
    """Why something is proposed: of a cell, or of a whole row or column."""

    row: int | None
    column: int | None
    score: float
    because: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Lines:
    """Works out what each row and each column of a table is."""

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
        self.texts, self.numbers = finder.shares(found.body)
        self._columns()
        self._row_roles()

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
        found, texts, numbers = self.found, self.texts, self.numbers
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
            elif column == found.left and self._counting(column):
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
                    at_end and not any(one.role is Role.HEADER for one in self.columns.values())
                )
                role = Role.HEADER if lead else Role.NOTE
                if not lead:
                    self._note(None, column, 0.8, REMARKS)
            elif numbers[column] or values:
                role = Role.DATA
                seen_numbers = True
            else:
                role = Role.IGNORED
            self.columns[column] = Line(column, role, written=joined(values))
        self.label_columns = [at for at, line in self.columns.items() if line.role is Role.HEADER]
        self.number_columns = [at for at, line in self.columns.items() if line.role is Role.DATA]
        for column in self.label_columns:
            hints = [
                hint
                for place in over[column]
                for hint in self.reader.heading(self.sheet.at(*place))
            ]
            self.label_hints[column] = tuple(dict.fromkeys(hints))
            for place in over[column]:
                named = self.reader.heading(self.sheet.at(*place))
                axis = named[0] if named else ""
                sense = Sense(Axis.HEADING, axis, 0.95 if axis else 0.8, KNOWN_WORD)
                self._say(place, sense, text_of(self.sheet.at(*place)))

    def _leads(
        self,
        column: int,
        numbers: Mapping[int, int],
        texts: Mapping[int, int],
        values: Sequence[CellValue],
    ) -> bool:
        """Years or numbers of months down the first column are labels."""
        if not numbers[column] or texts[column] > numbers[column]:
            return False
        cells = [self.sheet.at(row, column) for row in self.found.body]
        numeric = [
            cell
            for cell in cells
            if cell is not None
            and not self.reader.role(cell)
            and not (isinstance(cell, str) and not cell.strip()[:1].isdigit())
        ]
        hints = {hint for value in values for hint in self.reader.heading(value)}
        if numeric and all(map(is_year, numeric)):
            once = len(set(map(str, numeric))) == len(numeric)
            return "year" in hints or (once and column == self.found.left)
        months = {str(number) for number in range(1, 13)}
        return "month" in hints and {str(cell).strip() for cell in numeric} <= months

    def _counting(self, column: int) -> str:
        """ "number" where a first column only counts the rows of labels in the next."""
        texts, numbers = self.texts, self.numbers
        if column + 1 > self.found.right or texts[column + 1] <= numbers[column + 1]:
            return ""
        cells = [self.sheet.at(row, column) for row in self.found.body]
        counted = [int(str(cell)) for cell in cells if str(cell).isdecimal()]
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
        return joined([self.sheet.at(*place) for place in places])

    def _row_role(self, row: int) -> Role:
        info = self.finder.rows[row - 1]
        inside = [at for at in info.filled if self.found.left <= at <= self.found.right]
        if not inside:
            return Role.IGNORED
        if info.kind == "X" and not any(at in self.label_columns for at in inside):
            return Role.IGNORED
        roles = [
            self.reader.role(self.sheet.at(*self.sheet.anchor(row, column)))
            for column in (self.label_columns or self.number_columns[:1])
        ]
        lead = min(self.label_columns, default=0)
        if not any(roles):  # "Total" in the column of row numbers
            before = [self.reader.role(self.sheet.at(row, at)) for at in inside if at < lead]
            roles = [role for role in before if role not in ("number", "note")]
        for role in roles:
            if role in ("total", "subtotal"):
                self._note(row, None, 0.95, SAYS_TOTAL)
                return Role.TOTAL if role == "total" else Role.SUBTOTAL
            if role in ("average", "percent"):
                self._note(row, None, 0.9, NO_COUNT)
                return Role.IGNORED
        alone = not any(at in self.number_columns for at in inside)
        return Role.HEADER if alone else Role.DATA


def text_of(value: CellValue) -> str:
    if value is None:
        return ""
    return value.isoformat()[:10] if isinstance(value, date) else " ".join(str(value).split())


def joined(values: Iterable[CellValue]) -> str:
    return " / ".join(dict.fromkeys(text for value in values if (text := text_of(value))))
