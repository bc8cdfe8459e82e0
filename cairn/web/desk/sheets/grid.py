"""A part of one sheet as a page shows it: every cell with what it is understood as."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType

from django.utils.translation import gettext as _

from cairn.formats.grids import CellValue, column_letter
from cairn.kernel.dates import Level, Period
from cairn.reference.names import plain_name
from cairn.reporting.filings.definitions import Section
from cairn.reporting.reading.crosstabs.accounting import ORDER, Class
from cairn.reporting.reading.crosstabs.layout import Axis, Meaning, Role
from cairn.reporting.reading.crosstabs.marks import unmarked_label
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.reading.crosstabs.words import word_key
from cairn.reporting.screening.screen import MARK
from cairn.reporting.sheets.opening import Opened
from cairn.web import numbers
from cairn.web.desk.sheets.words import (
    CLASSES,
    SHORT,
    country_words,
    meaning_words,
    reason_words,
)
from cairn.web.say import current, decimals, say

ROWS, COLUMNS = 60, 40
MOST_PINNED = 2
RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
QUIET = (Class.DATA, Class.OUTSIDE, Class.HEADER, Class.LABEL)  # their colour and meaning say it
LONGEST = 60  # letters of a cell that are shown


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its text, its class, what it means, and why."""

    at: str
    text: str
    kind: str
    words: str = ""
    why: str = ""
    tag: str = "td"
    across: int = 1
    down: int = 1
    numeric: bool = False
    linked: bool = False
    stick: int = 0  # 1 or 2: a label that stays in sight when the numbers are scrolled
    question: str = ""  # where on the page something is asked about it
    alone: bool = False  # a title or a note with nothing beside it, which may run on


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    cells: tuple[Shown, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows `first` to `last` of a sheet, and columns likewise; the rest is one link away."""

    name: str
    number: int
    lines: tuple[Line, ...]
    columns: tuple[tuple[str, str, int], ...]  # letter, role, and which of the labels it is
    first: int
    last: int
    height: int
    left: int
    right: int
    width: int
    rtl: bool

    def is_problem(self, at: str) -> bool:
        """Whether this cell should hold a number and cannot be read as one."""
        return any(one.at == at and one.kind == "k-problem" and one.tag == "td"
                   for line in self.lines for one in line.cells)  # fmt: skip

    @property
    def above(self) -> int:
        return max(1, self.first - ROWS) if self.first > 1 else 0

    @property
    def below(self) -> int:
        return self.last + 1 if self.last < self.height else 0

    @property
    def before(self) -> int:
        return max(1, self.left + 1 - COLUMNS) if self.left else 0

    @property
    def after(self) -> int:
        return self.right + 2 if self.right + 1 < self.width else 0


def grid(
    now: Opened,
    number: int,
    *,
    first: int = 1,
    left: int = 1,
    asks: Mapping[tuple[str, str], str] | None = None,
) -> Grid:
    """`left` is counted from 1, as `first` is; `asks`: sheet and cell → the place of a question."""
    sheet = now.sheets[number]
    first, start = min(max(1, first), max(1, sheet.height)), min(max(1, left), max(1, sheet.width))
    last = min(sheet.height, first + ROWS - 1)
    right = min(sheet.width, start - 1 + COLUMNS) - 1
    maker = Maker(now, sheet, now.section, asks or {})
    pinned = maker.pinned(start - 1)
    spans = [(start - 1, right)]
    if pinned and pinned[-1] < start - 1:  # labels stay beside numbers far from them
        spans.insert(0, (pinned[0], pinned[-1]))
    maker.sticks = {at: n for n, at in enumerate(pinned, 1)}
    lines = tuple(
        Line(row, tuple(maker.line(row, spans, first, last)), maker.row_role(row))
        for row in range(first, last + 1)
    )
    columns = tuple(
        (column_letter(at), maker.column_role(at), maker.sticks.get(at, 0))
        for one, end in spans
        for at in range(one, end + 1)
    )
    return Grid(
        sheet.name, number, lines, columns, first, last, sheet.height, start - 1, right,
        sheet.width, is_rtl(sheet),
    )  # fmt: skip


def is_rtl(sheet: Sheet) -> bool:
    """A sheet is read from right to left where most of its texts are."""
    texts = [value for cells in sheet.rows[:ROWS] for value in cells if isinstance(value, str)]
    return sum(bool(RTL.search(text)) for text in texts) * 2 > len(texts) > 0


class Maker:
    """Draws the cells of one sheet; all that is looked up is laid out once."""

    def __init__(
        self,
        now: Opened,
        sheet: Sheet,
        section: Section,
        asks: Mapping[tuple[str, str], str] = MappingProxyType({}),
    ) -> None:
        self.sheet, self.now, self.asks = sheet, now, asks
        self.codes = now.reading.codes.get(sheet.name, b"")
        self.language = current()
        held = now.layout.sheet(sheet.name)
        self.blocks = held.blocks if held and not held.ignored else ()
        self.meant: dict[tuple[int, int], list[str]] = {}
        self.months: set[tuple[int, int]] = set()  # dates that stand for a whole month
        self.by_hand = {(one.row, one.column): one.number for one in now.by_hand
                        if one.sheet == sheet.name}  # fmt: skip
        for block in self.blocks:
            for one in block.meanings:
                if one.axis is Axis.MONTH:
                    self.months.add((one.row, one.column))
                if words := self._meaning(section, one):
                    self.meant.setdefault((one.row, one.column), []).append(words)
            for constant in block.constants:
                words = meaning_words(section, constant.axis, constant.value)
                if constant.row and words:
                    self.meant.setdefault((constant.row, constant.column), []).append(words)
        self.why: Mapping[tuple[int | None, int | None], str] = dict(_reasons(now, sheet.name))
        self.problems = {
            (one.row, one.column): one.error
            for one in now.reading.findings
            if one.sheet == sheet.name
        }
        self.answers = now.answers.words
        self.names: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for likely, _text in now.names:
            if likely.sheet == sheet.name:
                place = (likely.row, likely.column)
                self.names.setdefault(place, []).append((likely.start, likely.end))
        self.sticks: Mapping[int, int] = {}

    def heads(self, row: int) -> list[int]:
        """The rows of headings of the table that this row is in."""
        for block in self.blocks:
            if block.area.top <= row <= block.area.bottom:
                return [line.at for line in block.rows if line.role is Role.HEADER]
        return []

    def pinned(self, left: int) -> list[int]:
        """The labels of the numbers from this column on: at most two columns side by side."""
        runs: list[list[int]] = []
        labels = {
            line.at for block in self.blocks for line in block.columns if line.role is Role.HEADER
        }
        for at in sorted(labels):
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        if not runs:
            return []
        before = [run for run in runs if run[0] <= left] or runs[:1]
        return (before[-1] if left else runs[0])[-MOST_PINNED:]

    def line(
        self, row: int, spans: Sequence[tuple[int, int]], first: int, last: int
    ) -> list[Shown]:
        """One row; a text with nothing beside it may run on over the empty cells."""
        found = [one for left, right in spans for one in self.cells(row, left, right, first, last)]
        filled = [n for n, one in enumerate(found) if one.text]
        if len(filled) == 1 and not (found[filled[0]].numeric or found[filled[0]].down > 1):
            found = [replace(one, stick=0) if one.stick else one for one in found]
            found[filled[0]] = replace(found[filled[0]], alone=True)
        return found

    def row_role(self, row: int) -> str:
        return self._role(row, "rows", 0, 2)

    def column_role(self, column: int) -> str:
        return self._role(column, "columns", 1, 3)

    def _role(self, at: int, lines: str, low: int, high: int) -> str:
        for block in self.blocks:
            if block.area[low] <= at <= block.area[high]:
                role = next((one.role for one in getattr(block, lines) if one.at == at), None)
                if role not in (None, Role.DATA):
                    return f"r-{role}"
        return ""

    def cells(self, row: int, left: int, right: int, first: int, last: int) -> Iterator[Shown]:
        sheet = self.sheet
        for column in range(left, right + 1):
            area = sheet.covered.get((row, column))
            across = down = 1
            if area:
                top, start = max(area.top, first), max(area.left, left)
                if (row, column) != (top, start):
                    continue
                across = min(area.right, right) - start + 1
                down = min(area.bottom, last) - top + 1
            yield self._cell(row, column, across, down)

    def _cell(self, row: int, column: int, across: int, down: int) -> Shown:
        value = self.sheet.shown(row, column)
        at = (row - 1) * self.sheet.width + column
        one = ORDER[self.codes[at]] if at < len(self.codes) else Class.OUTSIDE
        anchor = self.sheet.anchor(row, column)
        if names := self.names.get(anchor):
            return Shown(
                f"{column_letter(column)}{row}", _hidden(str(value or ""), names), "k-problem",
                _("perhaps a person; it is asked about"), across=across, down=down,
                question="names",
            )  # fmt: skip
        words = " · ".join(dict.fromkeys(self.meant.get(anchor, ())))
        if not words and one not in QUIET:
            words = say(self._class(one, value))
        problem = self.problems.get((row, column))
        why = self.why.get(anchor, "") or (say(problem) if problem else "")
        if (number := self.by_hand.get(anchor)) is not None:
            counted = numbers.number(number, self.language)
            words = _("%(number)s, written by hand") % {"number": counted}
        head = one in (Class.HEADER, Class.LABEL)
        text = written(value, self.language, head=head, month=anchor in self.months)
        return Shown(
            f"{column_letter(column)}{row}", text, f"k-{one.value}", words, why,
            "th" if head and text else "td", across, down,
            isinstance(value, int | float), head or bool(problem) or one is Class.NOTE,
            self.sticks.get(column, 0) if across == 1 else 0,
            self.asks.get((self.sheet.name, f"{column_letter(column)}{row}"), ""),
        )  # fmt: skip

    def _meaning(self, section: Section, one: Meaning) -> str:
        """What a heading or a label is understood as, or what its spelling was said to mean."""
        if one.axis is Axis.COUNTRY and not one.value:
            spelling = unmarked_label(one.written)[0]
            code = self.now.answers.countries.get(spelling, plain_name(spelling))
            return "" if code is None else country_words(code)
        return meaning_words(section, one.axis, one.value)

    def _class(self, one: Class, value: CellValue) -> str:
        """The class in words; of a word that was asked about, what it was said to mean."""
        if one in (Class.ZERO, Class.ANSWERED):
            said = self.answers.get(word_key(str(value or "")), "")
            return SHORT.get(said, CLASSES[one])
        return CLASSES[one]


def _reasons(now: Opened, sheet: str) -> Iterator[tuple[tuple[int | None, int | None], str]]:
    """Why each cell, row or column is understood as it is, and how sure that is."""
    for row, column, score, because, values in now.file.proposed.get("remarks", {}).get(sheet, ()):
        sure = numbers.percent(score, current())
        yield (row, column), f"{reason_words(because, values)} ({sure})"


def _hidden(text: str, places: Sequence[tuple[int, int]]) -> str:
    """The text without what may be a name; the question beside the sheet shows it once."""
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]}{MARK}{text[end:]}"
    return text


def written(value: CellValue, language: str, *, head: bool = False, month: bool = False) -> str:
    """As the reader writes it: a heading of a year without separators, a date that stands for its
    month as that month."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int() | float() if head and float(value).is_integer():
            return numbers.digits(int(value), language)
        case int():
            return numbers.number(value, language)
        case float():
            return numbers.number(value, language, decimals(value))
        case datetime() if value.time() != time():
            return f"{value:%Y-%m-%d %H:%M}"
        case date() if month:
            return numbers.period_short(Period.of(value, Level.MONTH), language)
        case date():
            return numbers.day(value, language)
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
