"""One number for each thing: a second one is asked about, added, or a problem.

Two rows of one table that say the same may be parts of one number, as "RDC" and "Congolais (RDC)";
a person says so, and where a total is right only with both, that is what is proposed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from cairn.formats.grids import column_letter
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.reading.crosstabs import errors
from cairn.reporting.reading.crosstabs.accounting import Class
from cairn.reporting.reading.crosstabs.lookup import Lookup
from cairn.reporting.reading.crosstabs.questions import ADD, KEEP_FIRST, Kind
from cairn.reporting.reading.crosstabs.sheets import Place
from cairn.reporting.reading.crosstabs.totals import Reconciled
from cairn.reporting.reading.crosstabs.workbook import Workbook

SAME_AS_OTHER_TABLE = noop(
    "This table gives numbers for the same things as the one with %(other)s; say what each of them "
    "counts, or ignore one."
)
SAME_ROWS = noop(
    "The rows %(first)s and %(second)s give numbers for the same thing. Say whether they are "
    "added, or choose one of them on the sheet and say what it stands for."
)
SAME_COLUMNS = noop(
    "The columns %(first)s and %(second)s give numbers for the same thing. Say whether they are "
    "added, or choose one of them on the sheet and say what it stands for."
)
ROWS_ADD_UP = noop(
    "The rows %(first)s and %(second)s give numbers for the same thing, and the total is right "
    "only when they are added."
)
COLUMNS_ADD_UP = noop(
    "The columns %(first)s and %(second)s give numbers for the same thing, and the total is right "
    "only when they are added."
)
ADDING = frozenset({ROWS_ADD_UP, COLUMNS_ADD_UP})


class Once:
    """The numbers of one sheet, table by table, beside those that were read before."""

    def __init__(self, book: Workbook, sheet: str, find: Callable[..., None]) -> None:
        self.book, self.sheet, self.find = book, sheet, find
        self.number = 0  # of the table that is read
        self.look: Lookup | None = None
        self.twice: dict[str, list[tuple[Place, Place]]] = {}

    def begin(self, number: int, look: Lookup) -> None:
        self.number, self.look, self.twice = number, look, {}

    def check(
        self, row: int, column: int, dims: Mapping[str, str], span: DateSpan | None,
        measure: str | None, value: tuple[int | None, Cell | None],
    ) -> Class | None:  # fmt: skip
        """None for the first number of its thing. For another: asked, a problem, ignored because
        the first is kept, or data where it was added to the first."""
        period = (span.earliest, span.latest) if span else None
        key = (measure, period, frozenset(dims.items()))
        here = (self.sheet, row, column, self.number)
        first = self.book.places.setdefault(key, here)
        if first == here:
            return None
        if (first[0], first[3]) == (self.sheet, self.number):
            if (first[1] == row) != (first[2] == column):
                return self._beside((first[1], first[2]), (row, column), value)
            return self._problem(first, row, column)
        if measure is not None:
            return self._problem(first, row, column)
        if (table := (self.sheet, self.number)) not in self.book.overlapping:
            self.book.overlapping.add(table)
            values = {"other": f"{first[0]}!{column_letter(first[2])}{first[1]}"}
            place = f"{self.sheet}!{column_letter(column)}{row}"
            self.book.ask(
                Kind.CONSTANT, place, (self.sheet, row, column), SAME_AS_OTHER_TABLE, values
            )
        return None

    def _problem(self, first: tuple[str, int, int, int], row: int, column: int) -> Class:
        other = f"{column_letter(first[2])}{first[1]}"
        other = other if first[0] == self.sheet else f"{first[0]}!{other}"
        error: CairnError = errors.SameLabelTwice(other=other)
        self.find(row, column, error)
        return Class.PROBLEM

    def _beside(self, first: Place, here: Place, value: tuple[int | None, Cell | None]) -> Class:
        """Two rows, or two columns, of one table."""
        assert self.look is not None
        rows = first[1] == here[1]
        lines, at = (self.look.rows, 0) if rows else (self.look.columns, 1)
        written = " + ".join(lines[place[at]].written for place in (first, here))
        names = [str(p[0]) if rows else column_letter(p[1]) for p in (first, here)]
        said = self.book.answers.same.get(written)
        self.book.ask(
            Kind.SAME, written, (self.sheet, *here), SAME_ROWS if rows else SAME_COLUMNS,
            {"first": names[0], "second": names[1]}, (ADD, KEEP_FIRST), answered=said is not None,
        )  # fmt: skip
        self.twice.setdefault(written, []).append((first, here))
        if said == ADD:
            self._add(first, *value)
            return Class.DATA
        return Class.IGNORED if said == KEEP_FIRST else Class.ASKED

    def _add(self, first: Place, number: int | None, missing: Cell | None) -> None:
        """What is not recorded adds nothing, as in the totals."""
        cells = self.book.cells
        for at in range(len(cells) - 1, -1, -1):
            one = cells[at]
            if (one.sheet, one.row, one.column) == (self.sheet, *first):
                if number is not None:
                    cells[at] = replace(
                        one, value=(one.value or 0) + number, missing=None, kind=Class.DATA
                    )
                return

    def end(self, totals: Iterable[Reconciled], numbers: Mapping[Place, int | None]) -> None:
        """Where a total of the table is right only with both, that is the reason to add them."""
        assert self.look is not None
        known = list(totals)
        for written, pairs in self.twice.items():
            found = [
                one.closes
                for first, here in pairs
                if numbers.get(here)
                for one in known
                if self._holds(one, first, here)
            ]
            key = (Kind.SAME, written)
            asked = self.book.questions.get(key) or self.book.answered[key]
            if found and all(found):
                rows = asked.because in (SAME_ROWS, ROWS_ADD_UP)
                asked.because = ROWS_ADD_UP if rows else COLUMNS_ADD_UP

    def _holds(self, total: Reconciled, first: Place, here: Place) -> bool:
        assert self.look is not None
        if first[1] == here[1]:
            line = self.look.rows.get(total.row)
            held = total.column == here[1] and line
            return bool(held and line and {first[0], here[0]} <= {*line.sums})
        line = self.look.columns.get(total.column)
        return bool(total.row == here[0] and line and {first[1], here[1]} <= {*line.sums})
