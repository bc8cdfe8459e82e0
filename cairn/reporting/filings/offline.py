"""A filing as a workbook in the person's language: downloaded, filled without a line, and returned.

One row is one number: what it is of, and the number or why there is none. A hidden sheet says which
filing and version it is and what stood in each cell when it was downloaded, so that numbers which
somebody else changed meanwhile come back as conflicts. Rows that were deleted empty nothing: they
are named, and a person decides. Pure: whoever calls it knows the language.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from cairn.formats.dates import read_date
from cairn.formats.errors import CellError
from cairn.formats.limits import DEFAULT
from cairn.formats.numbers import read_count
from cairn.formats.workbooks import read_rows, survey
from cairn.formats.writers import harmless
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.names import match_country
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS, Section

FORMAT = 1
HIDDEN = "cairn"
BLANK_ROWS = 200
FIRST_ROW = 3  # rows of numbers begin below title, advice and headings

Words = Callable[[str], str]  # a template → the sentence in the language of the workbook
ValueName = Callable[[str, str], str]  # dimension, key → its name in that language

MISSING = {
    Cell.NOT_RECORDED: noop("Not recorded"),
    Cell.NOT_APPLICABLE: noop("Not applicable"),
    Cell.WITHHELD: noop("Withheld by the owner"),
}
HEADINGS = {
    "measure": noop("What is counted"),
    "from": noop("From (leave empty for the whole period)"),
    "to": noop("To"),
    "value": noop("Number"),
    "missing": noop("If there is no number: why"),
}
DIMENSION_HEADINGS = {
    "origin": noop("Nationality"),
    "sex": noop("Sex"),
    "age_group": noop("Age group"),
    "mode": noop("Mode of transport"),
    "border": noop("Kind of border crossing"),
    "place": noop("Post or district"),
    "role": noop("Role"),
    "abuse": noop("Kind of abuse"),
    "perpetrator": noop("Who committed it"),
    "document": noop("Kind of document"),
    "fraud": noop("Kind of fraud"),
    "issuer": noop("State whose document it is"),
    "partner": noop("Other State"),
}
ADVICE = noop(
    "One row is one number. Without nationality, sex and so on it is the total. Write 0 only where "
    "you counted and found none. Add rows below; do not rename the columns. No names, no numbers "
    "of documents or telephones."
)


class NotOurWorkbook(CairnError):
    text = noop(
        "This workbook was not downloaded from a filing here, or its hidden sheet was removed. "
        "Download it again, or import it as a sheet of your own."
    )


class OtherFiling(CairnError):
    text = noop("This workbook belongs to filing %(theirs)s, version %(version)s; open that one.")


class ColumnRenamed(CairnError):
    text = noop(
        "Row 3: the column “%(expected)s” is now called “%(found)s”. Give it its name back; "
        "nothing was read."
    )


class UnknownWord(CairnError):
    text = noop("Row %(row)s, “%(column)s”: %(value)r is not on the list; choose from it.")


class UnreadableNumber(CairnError):
    text = noop("Row %(row)s, “%(column)s”: %(value)r is not a whole number; write digits only.")


class UnreadableDay(CairnError):
    text = noop("Row %(row)s, “%(column)s”: %(value)r is not a date; write it as 2026-03-01.")


class HalfASpan(CairnError):
    text = noop("Row %(row)s: give both days, the first and the last, or neither.")


class NothingCounted(CairnError):
    text = noop("Row %(row)s: say what the number counts in the first column.")


@dataclass(frozen=True, slots=True)
class Head:
    """Which filing a workbook belongs to, and what stood there when it was downloaded."""

    ref: str
    number: int
    revision: int
    language: str
    columns: tuple[str, ...]
    base: Mapping[str, tuple[int | None, str | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    row: int
    error: CairnError


@dataclass(frozen=True, slots=True)
class Returned:
    """What a workbook brings back. With problems, nothing of it is stored."""

    head: Head
    inputs: tuple[CountInput, ...]
    problems: tuple[Problem, ...]
    gone: tuple[str, ...]  # keys whose rows were deleted


def columns_of(section: Section) -> tuple[str, ...]:
    """`measure`, the dimensions that any number of the section has, span, number, reason."""
    used = {name for measure in section.measures.values() for name in measure.by}
    dims = tuple(name for name in DIMENSIONS if name in used)
    return ("measure", *dims, "from", "to", "value", "missing")


def write_workbook(
    section: Section,
    counts: Sequence[CountInput],
    *,
    ref: str,
    number: int,
    revision: int,
    title: str,
    language: str,
    words: Words,
    name_of: ValueName,
    values_of: Callable[[str], Iterable[str]],
    right_to_left: bool = False,
) -> bytes:
    """The workbook as bytes. `values_of` gives the names of a dimension's values, in order."""
    columns = columns_of(section)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(words(section.title)[:31].replace("/", " "))
        lists, hidden = book.add_worksheet("lists"), book.add_worksheet(HIDDEN)
        lists.very_hidden()
        hidden.very_hidden()
        if right_to_left:
            sheet.right_to_left()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        wide = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, title, bold)
        sheet.merge_range(1, 0, 1, len(columns) - 1, words(ADVICE), wide)
        sheet.set_row(1, 48)
        sheet.freeze_panes(FIRST_ROW, 1)
        for at, heading in enumerate(headings(columns, words)):
            sheet.write_string(FIRST_ROW - 1, at, heading, bold)
            sheet.set_column(at, at, 34 if at == 0 else 20, day if columns[at] in DAYS else None)
        rows = [*_rows_of(section, counts)]
        for line, one in enumerate(rows, FIRST_ROW):
            _write_row(sheet, line, one, section, columns, words, name_of, day)
        last = FIRST_ROW + len(rows) + BLANK_ROWS
        _lists(book, sheet, lists, section, columns, words, values_of, last)
        head = {
            "format": FORMAT,
            "ref": ref,
            "number": number,
            "revision": revision,
            "language": language,
            "columns": columns,
        }
        hidden.write_string(0, 0, json.dumps(head))
        for line, one in enumerate(counts, 1):
            missing = one.missing.value if one.missing else None
            hidden.write_string(line, 0, json.dumps([one.key, one.value, missing]))
    return buffer.getvalue()


DAYS = ("from", "to")


def headings(columns: Iterable[str], words: Words) -> list[str]:
    return [words(HEADINGS.get(name) or DIMENSION_HEADINGS[name]) for name in columns]


def _rows_of(section: Section, counts: Sequence[CountInput]) -> Iterator[CountInput]:
    """A row for each number that is there, and one for each total that is not."""
    order = {name: at for at, name in enumerate(section.measures)}
    totals = {one.measure for one in counts if not any(one.dims.values()) and one.span is None}
    empty = [CountInput(name) for name in section.measures if name not in totals]
    yield from sorted([*counts, *empty], key=lambda one: (order[one.measure], one.key))


def _write_row(
    sheet: Any,
    line: int,
    one: CountInput,
    section: Section,
    columns: Sequence[str],
    words: Words,
    name_of: ValueName,
    day: Any,
) -> None:
    for at, column in enumerate(columns):
        match column:
            case "measure":
                sheet.write_string(line, at, words(section.measures[one.measure].title))
            case "value":
                if one.value is not None:
                    sheet.write_number(line, at, one.value)
            case "missing":
                if one.missing:
                    sheet.write_string(line, at, words(MISSING[one.missing]))
            case "from" | "to":
                if one.span:
                    end = one.span.earliest if column == "from" else one.span.latest
                    sheet.write_datetime(line, at, end, day)
            case _:
                if value := one.dims.get(column):
                    sheet.write_string(line, at, harmless(name_of(column, value)))


def _lists(
    book: Any,
    sheet: Any,
    lists: Any,
    section: Section,
    columns: Sequence[str],
    words: Words,
    values_of: Callable[[str], Iterable[str]],
    last: int,
) -> None:
    """Drop-down lists, so that words are chosen and not typed."""
    for at, column in enumerate(columns):
        match column:
            case "measure":
                values = [words(one.title) for one in section.measures.values()]
            case "missing":
                values = [words(text) for text in MISSING.values()]
            case "from" | "to" | "value" | "place":
                continue
            case _:
                values = list(values_of(column))
        for line, value in enumerate(values):
            lists.write_string(line, at, harmless(value))
        letter = xlsxwriter.utility.xl_col_to_name(at)
        source = f"=lists!${letter}$1:${letter}${len(values)}"
        sheet.data_validation(
            FIRST_ROW, at, last, at, {"validate": "list", "source": source, "error_type": "warning"}
        )


def read_head(path: Path) -> Head:
    """Which filing the workbook belongs to; `NotOurWorkbook` where it does not say."""
    if HIDDEN not in {sheet.name for sheet in survey(path, DEFAULT)}:
        raise NotOurWorkbook()
    lines = [row.cells[0] for row in read_rows(path, HIDDEN, DEFAULT) if row.cells]
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
    path: Path,
    section: Section,
    *,
    head: Head,
    words: Words,
    keys_of: Callable[[str], Mapping[str, str]],
) -> Returned:
    """Every number and every problem. `keys_of` gives, for a dimension, name → key."""
    if head.columns != columns_of(section):
        raise NotOurWorkbook()
    name = next(
        sheet.name for sheet in survey(path, DEFAULT) if sheet.name not in (HIDDEN, "lists")
    )
    reader = _Reader(section, head.columns, words, keys_of)
    expected = headings(head.columns, words)
    for row in read_rows(path, name, DEFAULT):
        if row.number == FIRST_ROW:
            found = [str(cell or "").strip() for cell in row.cells[: len(expected)]]
            found += [""] * (len(expected) - len(found))
            for ours, theirs in zip(expected, found, strict=True):
                if ours != theirs:
                    raise ColumnRenamed(expected=ours, found=theirs)
        elif row.number > FIRST_ROW:
            reader.read(row.number, row.cells)
    seen = {one.key for one in reader.inputs} | reader.emptied
    gone = tuple(key for key in head.base if key not in seen)
    return Returned(head, tuple(reader.inputs), tuple(reader.problems), gone)


class _Reader:
    """Reads row by row; remembers what was wrong."""

    def __init__(
        self,
        section: Section,
        columns: Sequence[str],
        words: Words,
        keys_of: Callable[[str], Mapping[str, str]],
    ) -> None:
        self.columns = columns
        self.heading = dict(zip(columns, headings(columns, words), strict=True))
        self.measures = {_fold(words(m.title)): m.key for m in section.measures.values()}
        self.reasons = {_fold(words(text)): cell for cell, text in MISSING.items()}
        self.keys_of = keys_of
        self.known: dict[str, dict[str, str]] = {}
        self.inputs: list[CountInput] = []
        self.emptied: set[str] = set()  # rows that stand there without a number
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
            self.emptied.add(one.key)
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
            span = read_date(str(written), today=date.max)
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
            match = match_country(text)
            if match.certain and match.iso3:
                return match.iso3
        self._wrong(row, UnknownWord(**self._at(row, dimension, written)))
        return None

    def _at(self, row: int, column: str, value: Any) -> dict[str, Any]:
        return {"row": row, "column": self.heading[column], "value": str(value)}

    def _wrong(self, row: int, error: CairnError) -> None:
        self.problems.append(Problem(row, error))


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
