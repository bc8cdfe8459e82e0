"""Writes a filing as a workbook to be filled without a line; what it looks like is in `offline`."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter

from cairn.formats.writers import harmless
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import Section
from cairn.reporting.filings.offline import (
    ADVICE,
    BLANK_ROWS,
    DAYS,
    FIRST_ROW,
    FORMAT,
    HIDDEN,
    MISSING,
    NO_RECORDS,
    ValueName,
    Words,
    columns_of,
    headings,
)


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
        advice = [words(ADVICE), *([words(NO_RECORDS)] if section.observes else [])]
        sheet.merge_range(1, 0, 1, len(columns) - 1, " ".join(advice), wide)
        sheet.set_row(1, 48 if len(advice) == 1 else 72)
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
