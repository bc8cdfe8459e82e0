"""The first rows as they will be read, as a table with our names of columns."""

from dataclasses import dataclass
from typing import Any

from cairn.kernel.cells import Cell
from cairn.reporting.columns import Survey
from cairn.reporting.reading.mapping import COUNT_FIELDS, FIGURES, INCIDENT_FIELDS
from cairn.reporting.reading.rows import Draft, Reading
from cairn.web.desk.importing.words import field_words, value_words
from cairn.web.say import paired, say

ROWS = 8
MOST = 12  # lines, where one row of a series gives several cells
SKIPPED = {"identifier_group", "date", "date_end", "coordinates", "month", "week", "demographic"}
NUMBERS = {*FIGURES, "value", "year", "latitude", "longitude", "quality"}


@dataclass(frozen=True, slots=True)
class SampleCell:
    value: Any
    numeric: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SampleRow:
    number: int
    cells: tuple[SampleCell, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    headings: tuple[tuple[str, bool], ...]
    rows: tuple[SampleRow, ...]
    read: int  # rows looked at
    refused: int  # of these, how many cannot be read as things stand


def sample(found: Survey) -> Sample | None:
    """The first rows; None while it is not settled how they are read."""
    if found.mapping is None:
        return None
    kind = found.mapping.kind
    names = _names(found)
    shown: list[SampleRow] = []
    for reading in found.readings[:ROWS]:
        shown += _lines(reading, names)
        if len(shown) >= MOST:
            break
    refused = sum(reading.rejected for reading in found.readings)
    headings = tuple((field_words(name, kind), name in NUMBERS) for name in names)
    return Sample(headings, tuple(shown[:MOST]), len(found.readings), refused)


def _names(found: Survey) -> list[str]:
    """The fields that these rows fill."""
    assert found.mapping is not None
    mapping = found.mapping
    if mapping.kind == "counts":
        used = {rule.field for rule in mapping.rules} | set(mapping.constants)
        for cell in mapping.cells:
            used |= set(cell.sets)
        for reading in found.readings[:ROWS]:
            for draft in reading.drafts:
                used |= {name for name, value in draft.values.items() if value is not None}
        return ["when", "basis", "value", *(n for n in COUNT_FIELDS[5:] if n in used - SKIPPED)]
    used = {rule.field for rule in mapping.rules}
    if "coordinates" in used:
        used |= {"latitude", "longitude"}
    order = ("when", "identifier", *(n for n in INCIDENT_FIELDS if n != "identifier"))
    return [name for name in order if name == "when" or name in used - SKIPPED]


def _lines(reading: Reading, names: list[str]) -> list[SampleRow]:
    problems = tuple(
        paired(finding.column, say(finding.error)) if finding.column else say(finding.error)
        for finding in reading.findings
    )
    if not reading.drafts:
        return [SampleRow(reading.row, (), problems)]
    return [
        SampleRow(
            reading.row,
            tuple(SampleCell(_value(draft, name), name in NUMBERS) for name in names),
            problems,
        )
        for draft in reading.drafts
    ]


def _value(draft: Draft, name: str) -> Any:
    if name == "when":
        return value_words(name, draft.span)
    if name == "value" and draft.values.get("no_value"):
        return Cell(draft.values["no_value"])
    value = draft.values.get(name)
    if name == "year" and value is not None:
        return str(value)
    return value_words(name, value)
