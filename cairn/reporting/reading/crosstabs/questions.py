"""What only a person can say of a workbook, and what she said.

A question is asked once for the whole file, be it a spelling or a word in the place of a number.
Answers are kept with the layout of the organisation; none of them is a rule for others.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from cairn.formats.grids import column_letter


class Kind(StrEnum):
    COUNTRY = "country"  # which country a spelling means
    WORD = "word"  # what a word in the place of a number means
    HEADING = "heading"  # what a heading or a label stands for
    LABELS = "labels"  # what a whole column of labels stands for
    PERIOD = "period"  # of which year or period a table speaks
    DECIMAL = "decimal"  # which mark separates decimals
    DATES = "dates"  # whether the day or the month comes first in dates
    HIDDEN = "hidden"  # whether what is hidden counts
    TOTAL = "total"  # whether a total without parts is to be counted
    SAME = "same"  # whether two rows that say the same thing are added
    CONSTANT = "constant"  # whether what a title says holds for all numbers


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, where it stands first, and what it may be: the likeliest first."""

    kind: Kind
    sheet: str
    row: int | None
    column: int | None
    written: str
    because: str  # a template
    values: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1
    candidates: tuple[str, ...] = ()
    axis: str = ""
    places: tuple[tuple[str, int, int], ...] = ()  # sheet, row, column of all that it is about

    @property
    def key(self) -> str:
        """Under what the answer is kept."""
        if self.kind is Kind.HIDDEN:
            return hidden_key(self.sheet, self.row, self.column)
        return self.written


def hidden_key(sheet: str, row: int | None = None, column: int | None = None) -> str:
    """ "2024", "2024!5" for a row, "2024!C" for a column."""
    if row is not None:
        return f"{sheet}!{row}"
    return f"{sheet}!{column_letter(column)}" if column is not None else sheet


def number_key(sheet: str, row: int, column: int) -> str:
    """ "2024!C7"."""
    return f"{sheet}!{column_letter(column)}{row}"


# What an answer to a word may be; "zero" counts, the others are kinds of absence. What was not
# available to whoever made the sheet is kept as not recorded, but was not said to be that.
ZERO, NOT_RECORDED, NOT_APPLICABLE, WITHHELD = "zero", "not_recorded", "not_applicable", "withheld"
NOT_AVAILABLE = "not_available"
WORD_ANSWERS = (ZERO, NOT_AVAILABLE, NOT_RECORDED, NOT_APPLICABLE, WITHHELD)
COUNT, LEAVE_OUT = "count", "leave_out"
ADD, KEEP_FIRST = "add", "keep_first"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said; an empty code for a country leaves its numbers out."""

    countries: Mapping[str, str] = field(default_factory=dict)  # spelling → code
    words: Mapping[str, str] = field(default_factory=dict)  # word → one of WORD_ANSWERS
    hidden: Mapping[str, str] = field(default_factory=dict)  # key → "count" or "leave_out"
    decimal: str = ""
    same: Mapping[str, str] = field(default_factory=dict)  # "RDC + Congo" → ADD or KEEP_FIRST
    numbers: Mapping[str, int] = field(default_factory=dict)  # "2024!C7" → written by a person
    dates: str = ""  # one of `days.ORDERS`

    def number_at(self, sheet: str, row: int, column: int) -> int | None:
        """What a person wrote in the place of a cell; what the sheet says there stays known."""
        return self.numbers.get(number_key(sheet, row, column)) if self.numbers else None

    def as_json(self) -> dict[str, Any]:
        stored: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)
