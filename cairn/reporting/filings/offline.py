"""A filing as a workbook in the person's language: downloaded, filled without a line, and returned.

One row is one number: what it is of, and the number or why there is none. A hidden sheet says which
filing and version it is and what stood in each cell when it was downloaded, so that numbers which
somebody else changed meanwhile come back as conflicts. Rows that were deleted empty nothing: they
are named, and a person decides. Pure: whoever calls it knows the language.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import DIMENSIONS, Section

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

NO_RECORDS = noop(
    "Routes, fees, methods, documents and events are not in this workbook; write them in the form."
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
    emptied: tuple[CountInput, ...] = ()  # rows that stand there, their number taken away


def columns_of(section: Section) -> tuple[str, ...]:
    """`measure`, the dimensions that any number of the section has, span, number, reason."""
    used = {name for measure in section.measures.values() for name in measure.by}
    dims = tuple(name for name in DIMENSIONS if name in used)
    return ("measure", *dims, "from", "to", "value", "missing")


DAYS = ("from", "to")


def headings(columns: Iterable[str], words: Words) -> list[str]:
    return [words(HEADINGS.get(name) or DIMENSION_HEADINGS[name]) for name in columns]
