"""The cells of a workbook under a layout and the answers of a person: counts, findings, questions.

Every problem is told at once. A total is compared and never counted; what is hidden is asked about,
never counted or dropped in silence. What was found is kept by place and code: values are shown to
the person whose file it is, and not stored.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cairn.formats.grids import CellValue
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.reading.crosstabs import errors
from cairn.reporting.reading.crosstabs.accounting import CODE, Accounting, Class, account
from cairn.reporting.reading.crosstabs.finding import EMPTY, NUMBER, TEXT, is_year, kind_of
from cairn.reporting.reading.crosstabs.layout import Block, Layout, Line, Meaning, Role, SheetLayout
from cairn.reporting.reading.crosstabs.lookup import Lookup, counts, places_aside
from cairn.reporting.reading.crosstabs.once import Once
from cairn.reporting.reading.crosstabs.questions import COUNT, LEAVE_OUT, Answers, Kind, hidden_key
from cairn.reporting.reading.crosstabs.results import CrosstabCell, CrosstabReading, Finding
from cairn.reporting.reading.crosstabs.saying import Said, Sayings, dims_of, periods_of
from cairn.reporting.reading.crosstabs.sheets import Place, Sheet
from cairn.reporting.reading.crosstabs.totals import reconcile
from cairn.reporting.reading.crosstabs.workbook import Workbook

HIDDEN_SHEET = noop("The sheet is hidden; say whether its numbers count.")
HIDDEN_ROW = noop("The row is hidden; say whether its numbers count.")
HIDDEN_COLUMN = noop("The column is hidden; say whether its numbers count.")


def read_cells(
    sheets: Sequence[Sheet],
    layout: Layout,
    answers: Answers | None = None,
    *,
    today: date,
    language: str | None = None,
) -> CrosstabReading:
    """Read all sheets; a sheet that the layout does not know is ignored, and accounted for so."""
    workbook = Workbook(answers or Answers(), today, language)
    workbook.style(sheets)
    accounts, codes = [], {}
    for sheet in sheets:
        held = layout.sheet(sheet.name) or SheetLayout(sheet.name, ignored=True)
        reader = _SheetReader(workbook, sheet, held)
        accounts.append(reader.read())
        codes[sheet.name] = bytes(reader.codes)
    return CrosstabReading(
        tuple(workbook.cells),
        tuple(workbook.findings),
        tuple(workbook.asked()),
        tuple(workbook.reconciled),
        Accounting(tuple(accounts)),
        codes,
        tuple(workbook.aside),
        tuple(workbook.asked(answered=True)),
    )


class _SheetReader:
    """Reads one sheet and gives each of its cells a class."""

    def __init__(self, workbook: Workbook, sheet: Sheet, held: SheetLayout) -> None:
        self.book, self.sheet, self.held = workbook, sheet, held
        self.codes = bytearray([CODE[Class.OUTSIDE]]) * (sheet.height * sheet.width)
        self.taken = bytearray(sheet.height * sheet.width)
        self.width = sheet.width
        self.sayings = Sayings(workbook, sheet.name)
        self.once = Once(workbook, sheet.name, self._find)
        self.told: set[tuple[Place, str]] = set()
        self.number = 0  # of the table that is read
        self.left_out: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())

    def _put(self, row: int, column: int, one: Class) -> None:
        at = (row - 1) * self.width + column
        self.codes[at] = CODE[one]
        self.taken[at] = 1

    def _find(
        self, row: int | None, column: int | None, error: CairnError, warning: bool = False
    ) -> None:
        self.book.findings.append(Finding(self.sheet.name, row, column, error, warning))

    def read(self) -> Any:
        sheet = self.sheet
        if self.held.ignored:
            self._rest(Class.IGNORED, silent=True)
        elif sheet.hidden and self._hides(
            hidden_key(sheet.name), (sheet.name, None, None), HIDDEN_SHEET
        ):
            self._rest(Class.HIDDEN, silent=True)
        else:
            self.left_out = self._hidden_lines()
            for number, block in enumerate(self.held.blocks):
                self.number = number
                self._block(block)
            self._rest(Class.NOTE)
        return account(sheet.name, sheet.height, sheet.width, self.codes)

    def _hidden_lines(self) -> tuple[frozenset[int], frozenset[int]]:
        """Hidden rows and columns that do not count; those of which nobody said so are asked."""
        out: tuple[set[int], set[int]] = (set(), set())
        name = self.sheet.name
        for row in sorted(self.sheet.hidden_rows):
            filled = any(value is not None for value in self.sheet.rows[row - 1])
            if filled and self._hides(hidden_key(name, row), (name, row, None), HIDDEN_ROW):
                out[0].add(row)
        for at in sorted(self.sheet.hidden_columns):
            filled = any(cells[at] is not None for cells in self.sheet.rows)
            key = hidden_key(name, column=at)
            if filled and self._hides(key, (name, None, at), HIDDEN_COLUMN):
                out[1].add(at)
        return frozenset(out[0]), frozenset(out[1])

    def _hides(self, key: str, place: tuple[str, int | None, int | None], because: str) -> bool:
        """Whether what is hidden there does not count; asked where nobody said so."""
        answer = self.book.answers.hidden.get(key)
        if self.sheet.height:
            self.book.ask(
                Kind.HIDDEN, key, place, because, candidates=(COUNT, LEAVE_OUT),
                answered=answer is not None,
            )  # fmt: skip
        return answer != COUNT

    def _rest(self, filled: Class, *, silent: bool = False) -> None:
        """What no table holds: texts are notes, numbers are told, the rest is empty."""
        sheet, roles = self.sheet, {line.at: line for line in self.held.outside}
        for row, cells in enumerate(sheet.rows, 1):
            line = roles.get(row)
            one = Class.IGNORED if line and line.role is Role.IGNORED else filled
            for column, value in enumerate(cells):
                at = (row - 1) * sheet.width + column
                if self.taken[at]:
                    continue
                flaw = sheet.flaws.get((row, column))
                if value is None and not flaw:
                    continue
                if silent:
                    self._put(row, column, filled)
                elif flaw and not self.sheet.unseen(row, column):
                    self._put(row, column, Class.PROBLEM)
                    self._find(row, column, flaw)
                elif row in self.left_out[0] or column in self.left_out[1]:
                    self._put(row, column, Class.HIDDEN)
                elif self._strays(row, value, line):
                    self._put(row, column, Class.PROBLEM)
                    self._find(row, column, errors.StrayNumber())
                else:
                    self._put(row, column, one)

    def _strays(self, row: int, value: CellValue, line: Line | None) -> bool:
        if kind_of(value) != NUMBER or is_year(value) or (line and line.chosen):
            return False
        return not self._titled(row)

    def _titled(self, row: int) -> bool:
        """True where a text stands beside the number, as in "Year | 2024"."""
        return any(kind_of(value) == TEXT for value in self.sheet.rows[row - 1])

    # --- one table --------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        look = Lookup(self.sheet, block)
        self.once.begin(self.number, look)
        self._frame(block, look)
        constants = Said()
        for constant in block.constants:
            self.sayings.add(
                constants, Meaning(constant.row, constant.column, constant.axis, constant.value)
            )
        hidden_rows, hidden_columns = self.left_out
        over = {
            column: self.sayings.said(said)
            for column, said in look.of_columns().items()
            if look.columns[column].role is Role.DATA and column not in hidden_columns
        }
        down = {
            row: self.sayings.said(said)
            for row, said in look.of_rows().items()
            if look.rows[row].role is Role.DATA and row not in hidden_rows
        }
        numbers: dict[Place, int | None] = {}
        data_columns = [
            (at, look.columns[at].role, over.get(at) or Said()) for at in look.counted_columns
        ]
        for row in look.counted_rows:
            line, said = look.rows[row], down.get(row) or Said()
            unlabelled = bool(look.labels) and not look.beside.get(row) and line.role is Role.DATA
            if unlabelled and self._filled(row, look):
                self._find(row, None, errors.NoLabel())
            elif look.labels and line.role is Role.DATA and row not in look.meant:
                said.problem = errors.UnknownMeaning(value=line.written)
                said.place = look.beside[row][-1] if look.beside.get(row) else None
            for column, role, head in data_columns:
                value = self.sheet.rows[row - 1][column]
                hidden = row in hidden_rows or column in hidden_columns
                if line.role is not Role.DATA or role is not Role.DATA:
                    numbers[row, column] = self._total(row, column, value, hidden)
                    continue
                numbers[row, column] = self._cell(
                    row, column, value, hidden, unlabelled, (constants, said, head)
                )
        aside = {place: self._number(*place) for place in places_aside(look, self.left_out)}
        numbers |= aside
        self._keep_aside(look, aside, block)
        totals = reconcile(self.sheet, look, numbers, self.left_out, self._find)
        self.once.end(totals, numbers)
        self.book.reconciled += totals

    def _number(self, row: int, column: int) -> int | None:
        if (by_hand := self._by_hand(row, column)) is not None:
            return by_hand
        read = self.book.reader.read(self.sheet.rows[row - 1][column])
        return 0 if read.proposed == "zero" else read.number

    def _keep_aside(self, look: Lookup, aside: Mapping[Place, int | None], block: Block) -> None:
        """Numbers in rows and columns that a person left aside, with their times."""
        if not aside:
            return
        down, over, held = look.of_rows(), look.of_columns(), periods_of(block.constants)
        for (row, column), number in aside.items():
            if counts(look.rows[row]) and counts(look.columns[column]):
                near = (*down.get(row, ()), *over.get(column, ()))
                span = self.sayings.span(periods_of(near), held)
                self._put_aside((row, column), dims_of(near), span, number)

    def _put_aside(
        self, at: Place, dims: Mapping[str, str], span: DateSpan | None, number: int | None
    ) -> None:
        if number:
            place = (self.sheet.name, *at)
            one = CrosstabCell(*place, dims, span, None, number, None, "", Class.IGNORED)
            self.book.aside.append(one)

    def _filled(self, row: int, look: Lookup) -> bool:
        return any(self.sheet.rows[row - 1][at] is not None for at in look.counted_columns)

    def _frame(self, block: Block, look: Lookup) -> None:
        """The class of every cell of the table that is no number; and what is wrong in there."""
        top, left, bottom, right = block.area
        heads = {*look.heads, *look.sections}
        flaws, (hidden_rows, hidden_columns) = self.sheet.flaws, self.left_out
        over = {
            column: line.role if (line := look.columns.get(column)) else Role.IGNORED
            for column in range(left, right + 1)
        }
        for row in range(top, bottom + 1):
            line = look.rows.get(row)
            role, head = line.role if line else Role.IGNORED, row in heads
            known = {one: self._framed(role, head, one) for one in Role}
            cells = self.sheet.rows[row - 1]
            for column in range(left, right + 1):
                one, value = known[over[column]], cells[column]
                flaw = flaws.get((row, column)) if flaws else None
                if flaw and self._by_hand(row, column) is not None:
                    flaw = None
                if flaw:
                    self._find(row, column, flaw)
                empty = value is None and not flaw
                if empty and one in (Class.NOTE, Class.IGNORED):
                    one = Class.OUTSIDE
                if row in hidden_rows or column in hidden_columns:
                    one = Class.OUTSIDE if empty else Class.HIDDEN
                self._put(row, column, Class.PROBLEM if flaw else one)

    @staticmethod
    def _framed(role: Role, head: bool, over: Role) -> Class:
        if head or role is Role.HEADER:
            return Class.HEADER
        if role is Role.IGNORED and over is Role.HEADER:
            return Class.LABEL  # of a row that is left out: no number
        if role in (Role.NOTE, Role.IGNORED):
            return Class(role.value)
        if over in (Role.NOTE, Role.IGNORED):
            return Class(over.value)
        if over is Role.HEADER:
            return Class.LABEL
        total = role is not Role.DATA or over is not Role.DATA
        return Class.TOTAL if total else Class.DATA

    def _by_hand(self, row: int, column: int) -> int | None:
        return self.book.answers.number_at(self.sheet.name, row, column)

    def _total(self, row: int, column: int, value: CellValue, hidden: bool) -> int | None:
        if value is None or self.sheet.anchor(row, column) != (row, column):
            return None
        if (written := self._by_hand(row, column)) is not None:
            return written
        read = self.book.reader.read(value)
        if read.problem:
            if kind_of(value) == NUMBER and not hidden:
                self._find(row, column, errors.TotalUnread(value=value), warning=True)
            return None
        return 0 if read.proposed == "zero" else read.number

    def _cell(
        self, row: int, column: int, value: CellValue, hidden: bool, unlabelled: bool,
        said: tuple[Said, Said, Said],
    ) -> int | None:  # fmt: skip
        """One cell where a number should stand; what it adds to a total."""
        by_hand = self._by_hand(row, column)
        flaw = self.sheet.flaws.get((row, column)) if by_hand is None else None
        area = self.sheet.covered.get((row, column)) if self.sheet.covered else None
        problem: CairnError | None = flaw
        left_out = not hidden and (said[1].left_out or said[2].left_out)
        silent = hidden or left_out
        read = self.book.reader.read(value if by_hand is None else by_hand)
        if by_hand is not None:
            problem = None
        elif area and not flaw:
            shown = self.sheet.shown(row, column)
            if kind_of(shown) != EMPTY:
                problem = errors.MergedNumber(value=shown)
                if not silent and (row, column) == (area.top, area.left):
                    self._find(row, column, problem)
        elif read.problem and not flaw:
            text = kind_of(value) == TEXT
            problem = errors.TextForNumber(value=value) if text else read.problem
            if not silent:
                self._find(row, column, problem)
        dims, span, measure, wrong = self.sayings.joined(said)
        written = "" if value is None else str(value)
        if hidden:
            one, number, missing = Class.HIDDEN, None, None
        elif left_out:
            one, number, missing = Class.OUTSIDE if value is None else Class.IGNORED, None, None
        elif problem or unlabelled:
            one, number, missing = Class.PROBLEM, None, None
            if unlabelled and value is None:
                one = Class.OUTSIDE
        elif read.word is not None:
            one, number, missing = self.book.word(self.sheet.name, row, column, read)
        else:
            one, number, missing = Class.DATA, read.number, None
        if wrong and one in (Class.DATA, Class.ZERO):
            one, number = Class.PROBLEM, None
            self._once_for_all(row, column, wrong, said)
        if read.mark and one is Class.DATA:
            self._find(row, column, errors.FootnoteMark(mark=read.mark), warning=True)
        self._put(row, column, Class.OUTSIDE if hidden and value is None else one)
        if one is Class.OUTSIDE or hidden and value is None:
            return None
        if left_out:  # its totals still hold it
            self._put_aside((row, column), {"origin": ""} | dims, span, read.number)
            return 0 if read.proposed == "zero" else read.number
        if one in (Class.DATA, Class.ZERO, Class.ANSWERED):
            again = self.once.check(row, column, dims, span, measure, (number, missing))
            if again:
                one, number, missing = again, None, None
                self._put(row, column, one)
            if again is Class.IGNORED:
                self._put_aside((row, column), dims, span, read.number)
            if again in (Class.IGNORED, Class.DATA):  # left aside, or added to the first
                return 0 if read.proposed == "zero" else read.number
        self.book.cells.append(
            CrosstabCell(
                self.sheet.name, row, column, dims, span, measure,
                number, missing, written, one,
            )
        )  # fmt: skip
        return 0 if read.proposed == "zero" else read.number

    def _once_for_all(
        self, row: int, column: int, wrong: CairnError, said: tuple[Said, ...]
    ) -> None:
        """A heading that is not understood is told once, at its own place."""
        place = next((one.place for one in said if one.problem is wrong and one.place), None)
        if place is None and isinstance(wrong, errors.NoPeriod | errors.PeriodInFuture):
            place = (self.held.blocks[self.number].area.top, -1)
        if place is None:
            self._find(row, column, wrong)
        elif (place, wrong.code) not in self.told:
            self.told.add((place, wrong.code))
            at = place if place[1] >= 0 else (row, column)
            self._find(*at, wrong)
