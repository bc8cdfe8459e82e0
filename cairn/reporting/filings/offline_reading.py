"""Reads a workbook that was filled without a line: every number, and every problem at once.

It comes from outside, so that it is opened by the isolated reader.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cairn.formats.archives import check_archive
from cairn.formats.dates import DateStyle, read_date
from cairn.formats.errors import CellError, TooLarge
from cairn.formats.grids import RawRow
from cairn.formats.isolation import read_whole_isolated
from cairn.formats.limits import DEFAULT, MB
from cairn.formats.numbers import read_count
from cairn.formats.sniffing import Kind, sniff
from cairn.formats.workbooks import read_whole
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.reference.demonyms import match_nationality
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import COUNTRIES, Section
from cairn.reporting.filings.offline import (
    FIRST_ROW,
    FORMAT,
    HIDDEN,
    MISSING,
    ColumnRenamed,
    HalfASpan,
    Head,
    NothingCounted,
    NotOurWorkbook,
    Problem,
    Returned,
    UnknownWord,
    UnreadableDay,
    UnreadableNumber,
    Words,
    columns_of,
    headings,
)
from cairn.reporting.reading.crosstabs.labels import Reader

DAY_FIRST = frozenset({"ar", "es", "fr", "ru"})  # in English either may be meant
Sheets = Mapping[str, Sequence[RawRow]]


def open_workbook(path: Path, *, isolated: bool = True) -> Sheets:
    """All sheets with their rows; raises what is wrong with a file that is no workbook."""
    size = path.stat().st_size
    if size > DEFAULT.max_bytes:
        raise TooLarge(megabytes=-(-size // MB), allowed=DEFAULT.max_bytes // MB)
    with path.open("rb") as file:
        kind = sniff(file.read(4096), path.suffix)
    if kind is not Kind.ZIP:
        raise NotOurWorkbook()
    check_archive(path, DEFAULT)
    read = read_whole_isolated if isolated else read_whole
    return {sheet.name: sheet.rows for sheet in read(path, DEFAULT)}


def read_head(sheets: Sheets) -> Head:
    """Which filing the workbook belongs to; `NotOurWorkbook` where it does not say."""
    if HIDDEN not in sheets:
        raise NotOurWorkbook()
    return head_of([row.cells[0] for row in sheets[HIDDEN] if row.cells])


def head_of(lines: Sequence[Any]) -> Head:
    """The head from the first column of the hidden sheet."""
    try:
        head = json.loads(str(lines[0]))
        if head["format"] != FORMAT:
            raise NotOurWorkbook()
        base = {
            str(key): (value, missing)
            for key, value, missing in (json.loads(str(line)) for line in lines[1:] if line)
        }
        return Head(
            str(head["ref"]),
            int(head["number"]),
            int(head["revision"]),
            str(head["language"]),
            tuple(head["columns"]),
            base,
        )
    except (ValueError, KeyError, TypeError, IndexError):
        raise NotOurWorkbook() from None


def read_workbook(
    sheets: Sheets,
    section: Section,
    *,
    head: Head,
    words: Words,
    keys_of: Callable[[str], Mapping[str, str]],
) -> Returned:
    """Every number and every problem. `keys_of` gives, for a dimension, name → key."""
    if head.columns != columns_of(section):
        raise NotOurWorkbook()
    name = next((name for name in sheets if name not in (HIDDEN, "lists")), None)
    if name is None:
        raise NotOurWorkbook()
    reader = _Reader(section, head, words, keys_of)
    expected = headings(head.columns, words)
    for row in sheets[name]:
        if row.number == FIRST_ROW:
            found = [str(cell or "").strip() for cell in row.cells[: len(expected)]]
            found += [""] * (len(expected) - len(found))
            for ours, theirs in zip(expected, found, strict=True):
                if ours != theirs:
                    raise ColumnRenamed(expected=ours, found=theirs)
        elif row.number > FIRST_ROW:
            reader.read(row.number, row.cells)
    seen = {one.key for one in reader.inputs} | set(reader.emptied)
    gone = tuple(key for key in head.base if key not in seen)
    emptied = tuple(one for key, one in reader.emptied.items() if key in head.base)
    return Returned(head, tuple(reader.inputs), tuple(reader.problems), gone, emptied)


class _Reader:
    """Reads row by row; remembers what was wrong."""

    def __init__(
        self,
        section: Section,
        head: Head,
        words: Words,
        keys_of: Callable[[str], Mapping[str, str]],
    ) -> None:
        self.columns = head.columns
        self.heading = dict(zip(self.columns, headings(self.columns, words), strict=True))
        self.labels = Reader(language=head.language)
        # "01/07/2026" is the first of July where days are written first
        self.style = DateStyle.DAY_FIRST if head.language in DAY_FIRST else None
        self.measures = {_fold(words(m.title)): m.key for m in section.measures.values()}
        self.reasons = {_fold(words(text)): cell for cell, text in MISSING.items()}
        self.keys_of = keys_of
        self.known: dict[str, dict[str, str]] = {}
        self.inputs: list[CountInput] = []
        self.emptied: dict[str, CountInput] = {}  # rows that stand there without a number
        self.problems: list[Problem] = []

    def read(self, row: int, cells: Sequence[Any]) -> None:
        given = dict(zip(self.columns, [*cells, *[None] * len(self.columns)], strict=False))
        given = {
            name: value for name, value in given.items() if str(value or "").strip() or value == 0
        }
        if not given:
            return
        before = len(self.problems)
        written = given.pop("measure", None)
        measure = self.measures.get(_fold(str(written or "")))
        if measure is None:
            self._wrong(
                row,
                UnknownWord(**self._at(row, "measure", written))
                if written
                else NothingCounted(row=row),
            )
        value, missing = self._number(row, given.pop("value", None)), None
        if (reason := given.pop("missing", None)) is not None:
            missing = self.reasons.get(_fold(str(reason)))
            if missing is None:
                self._wrong(row, UnknownWord(**self._at(row, "missing", reason)))
        span = self._span(row, given.pop("from", None), given.pop("to", None))
        dims = {name: self._value(row, name, text) for name, text in given.items()}
        if len(self.problems) > before or measure is None:
            return
        one = CountInput(
            measure, value, missing, {k: v for k, v in dims.items() if v}, span, f"{row}"
        )
        if value is None and missing is None:
            self.emptied[one.key] = one
        else:
            self.inputs.append(one)

    def _number(self, row: int, written: Any) -> int | None:
        if written is None:
            return None
        try:
            return read_count(written)
        except CellError:
            self._wrong(row, UnreadableNumber(**self._at(row, "value", written)))
            return None

    def _span(self, row: int, first: Any, last: Any) -> DateSpan | None:
        if first is None and last is None:
            return None
        if first is None or last is None:
            self._wrong(row, HalfASpan(row=row))
            return None
        days = [self._day(row, "from", first), self._day(row, "to", last)]
        if days[0] is None or days[1] is None:
            return None
        try:
            return DateSpan.between(days[0], days[1])
        except CairnError as reversed_:
            self._wrong(row, reversed_)
            return None

    def _day(self, row: int, column: str, written: Any) -> date | None:
        if isinstance(written, datetime):
            return written.date()
        if isinstance(written, date):
            return written
        try:
            span = read_date(str(written), today=date.max, style=self.style)
        except CellError:
            span = None
        if span is None:
            self._wrong(row, UnreadableDay(**self._at(row, column, written)))
            return None
        return span.earliest if column == "from" else span.latest

    def _value(self, row: int, dimension: str, written: Any) -> str | None:
        text = str(written).strip()
        if dimension == "place":
            return text.removeprefix("'")
        known = self.known.setdefault(
            dimension, {_fold(name): key for name, key in self.keys_of(dimension).items()}
        )
        if found := known.get(_fold(text)):
            return found
        if dimension in COUNTRIES:
            match = match_nationality(text, language=self.labels.language)
            if match.certain and match.iso3:
                return match.iso3
        senses, left = self.labels.senses(text)
        if not left and [one.axis for one in senses] == [dimension]:
            return senses[0].value  # "Women" where the workbook writes "female", as spreadsheets do
        self._wrong(row, UnknownWord(**self._at(row, dimension, written)))
        return None

    def _at(self, row: int, column: str, value: Any) -> dict[str, Any]:
        return {"row": row, "column": self.heading[column], "value": str(value)}

    def _wrong(self, row: int, error: CairnError) -> None:
        self.problems.append(Problem(row, error))


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
