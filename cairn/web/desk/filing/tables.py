"""A table copied out of a spreadsheet, read as lines of one measure: names down and one column of
numbers, or names down and across, with months over either.

Says what each number is of, what is uncertain and what was left out. Rows and columns of totals are
recognised and never counted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairn.formats.lexicon import normalize_header
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.filings.definitions import DIMENSIONS
from cairn.reporting.filings.models import Filing
from cairn.reporting.reading.crosstabs.words import cell_word, word_key
from cairn.web.desk.filing.cells import read_number
from cairn.web.desk.filing.pasted_across import across_of, none_in
from cairn.web.desk.filing.pasted_periods import Lies, containers, months_for_dates, place
from cairn.web.desk.filing.pasted_words import TOTALS, Meant, cell_at, is_number, meaning_of
from cairn.web.desk.filing.words import WHEN
from cairn.web.say import paired

MOST_ROWS, MOST_CELLS = 600, 2_000
ENOUGH = 0.6  # share of names that must be known for a column to be what it is taken for
ZERO = "zero"  # what a word in the place of a number may mean, beside a reason
NOTHING = frozenset({"", "-", "–", "—", "..", "…"})


class NothingToRead(CairnError):
    text = noop(
        "No numbers were found. Copy the names and the numbers beside them, with their heading, "
        "and paste both."
    )


class WhatDown(CairnError):
    text = noop(
        "What stands down the side is not known: paste a column of countries, or of the words of "
        "one of the breakdowns."
    )


class TooMuchAtOnce(CairnError):
    text = noop("That is more than a page can hold; upload the workbook instead.")


@dataclass(frozen=True, slots=True)
class Pasted:
    """One number of the table."""

    of: tuple[Meant, ...]
    text: str
    reason: str = ""  # why there is no number, where a person said what its word means


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a table."""

    names: tuple[str, ...]
    lines: tuple[Pasted, ...]
    totals: int  # rows and columns of totals, left out
    empty: int  # cells without anything, left out
    unread: tuple[str, ...]  # cells that are no numbers
    outside: tuple[str, ...]  # headings of other periods than the filing's; left out
    words: Mapping[str, tuple[str, ...]]  # "-", "RAS" → the cells in which it stands: what is it?


def read_table(
    filing: Filing, by: Sequence[str], text: str, said: Mapping[str, str] | None = None
) -> Read:
    """Read a pasted table; what it is cut by is found out, among what the measure is cut by.
    `said`: what words in the place of numbers mean, each `ZERO` or a reason."""
    rows = months_for_dates(_rows(text))
    down, column = _down(filing, by, rows)
    heads, body = _head(filing, rows, column, down)
    found = across_of(filing, by, heads, body, column, down)
    lines, totals, empty, unread = [], 0, 0, []
    outside, whole = list(found.outside), _rows_of_totals(filing, by, body, column, down)
    words: dict[str, list[str]] = {}
    signs: dict[str, str] = {}  # as they are written where they stand first
    for row in body:
        label = cell_at(row, column)
        if normalize_header(label) in TOTALS or label in whole:
            totals += 1
            continue
        meant = meaning_of(filing, down, label)
        if down == WHEN and label and not meant.value:
            outside.append(label)
            continue
        for at, over in found.columns:
            written = cell_at(row, at)
            of = (meant, *over)
            if not written.strip():
                empty += 1
                continue
            if written.strip() in NOTHING or cell_word(written):
                word = word_key(written)
                signs.setdefault(word, written.strip())
                words.setdefault(word, []).append(" · ".join(one.written for one in of)[:120])
                if meaning := (said or {}).get(word):
                    zero = meaning == ZERO
                    lines.append(Pasted(of, "0" if zero else "", "" if zero else meaning))
                continue
            try:
                read_number(written)
            except CairnError:
                unread.append(paired(label, written)[:120])
                continue
            lines.append(Pasted(of, written))
    if not lines and not words:
        if outside:
            raise none_in(filing, outside)
        raise NothingToRead()
    if len(lines) > MOST_CELLS:
        raise TooMuchAtOnce()
    order = [*DIMENSIONS, WHEN]
    names = tuple(sorted({down, *found.names}, key=order.index))
    asked = {signs[word]: tuple(cells) for word, cells in words.items()}
    totals += found.totals
    named = tuple(dict.fromkeys(outside))
    return Read(names, tuple(lines), totals, empty, tuple(unread), named, asked)


def _rows_of_totals(
    filing: Filing, by: Sequence[str], body: list[list[str]], column: int, down: str
) -> set[str]:
    """Where months stand down the side: the rows of the whole period, and of quarters beside their
    months. In a filing of one month the row of that month is what is wanted."""
    if down != WHEN or WHEN not in by:
        return set()
    placed = {label: place(filing, label) for label in (cell_at(row, column) for row in body)}
    parts = [one.value for one in placed.values() if one and one.lies is Lies.PART]
    above = containers(parts)
    return {
        label
        for label, one in placed.items()
        if one and (one.lies is Lies.WHOLE or one.value in above)
    }


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if len(lines) > MOST_ROWS:
        raise TooMuchAtOnce()
    if not lines:
        raise NothingToRead()
    mark = next((sign for sign in ("\t", ";", "|") if sign in text), None)
    split = re.compile(re.escape(mark) if mark else r"\s{2,}|\s+(?=[\d–—-][\d\s.,'’]*$)")
    return [[cell.strip() for cell in split.split(line)] for line in lines]


def _down(filing: Filing, by: Sequence[str], rows: list[list[str]]) -> tuple[str, int]:
    """Which dimension stands down the side, and in which column."""
    width = max(len(row) for row in rows)
    best: tuple[float, str, int] | None = None
    for column in range(min(width, 4)):
        cells = [cell_at(row, column) for row in rows if _has_number(row, column)]
        words = [
            cell
            for cell in cells
            if cell and not is_number(cell) and normalize_header(cell) not in TOTALS
        ]
        if not words:
            continue
        for name in dict.fromkeys((*by, WHEN)):
            share = sum(_known(filing, name, word) for word in words) / len(words)
            if best is None or share > best[0]:
                best = (share, name, column)
    # A heading above the names is no name itself: one of two may be unknown.
    if best is None or best[0] < min(ENOUGH, 0.5):
        raise WhatDown()
    return best[1], best[2]


def _has_number(row: Sequence[str], column: int) -> bool:
    """Whether the row has a number, or a word in its place, beside its name."""
    others = [cell for at, cell in enumerate(row) if at != column and cell]
    return any(is_number(cell) or cell in NOTHING or cell_word(cell) for cell in others)


def _known(filing: Filing, name: str, word: str) -> float:
    """How far the word is one of the dimension; a place may be any word, and says nothing."""
    meant = meaning_of(filing, name, word)
    if name == "place":
        return 0
    if name == WHEN:
        return 1 if place(filing, word) else 0
    return 1 if meant.value else 0.5 if meant.candidates else 0


def _head(
    filing: Filing, rows: list[list[str]], column: int, down: str
) -> tuple[list[list[str]], list[list[str]]]:
    """The rows above the first row that has both a name and a number, and those from it on."""
    for at, row in enumerate(rows):
        name = cell_at(row, column)
        others = [cell for index, cell in enumerate(row) if index != column and cell]
        if name and any(is_number(cell) or cell in NOTHING for cell in others):
            meant = meaning_of(filing, down, name)
            known = meant.value or (meant.candidates and at > 0)  # "Pays" is not the Netherlands
            if known or not all(map(_is_year, others)):
                return rows[:at], rows[at:]
    raise NothingToRead()


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", text) is not None
