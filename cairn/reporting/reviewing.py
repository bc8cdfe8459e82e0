"""What a checked import shows before somebody decides: how many rows, which problems, which values.

Values are never stored: for the rows that are shown, and only for these, the file is read again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Min, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from cairn.formats.tables import RowProblem, Sheet, open_table
from cairn.kernel.errors import CairnError
from cairn.reporting.intake import local_copy, readings
from cairn.reporting.models import ImportBatch, Problem
from cairn.reporting.problems import sentence_of
from cairn.reporting.reading.asking import ASKED, Question, names_asked
from cairn.reporting.reading.boxes import boxes
from cairn.reporting.reading.mapping import Mapping
from cairn.reporting.reading.rows import Finding, Reading, RowReader

SHOWN = 3  # rows of each kind on the first page
MOST_KINDS = 60
READ_AGAIN = 200_000  # rows up to which the file is read again for a page
ASKED_ROWS = 2_000  # rows from which the questions of one page are made


@dataclass(slots=True)
class Example:
    """One row with this problem; the sentence holds the value if the file was read again."""

    row: int
    error: CairnError


@dataclass(slots=True)
class Group:
    """One kind of problem in one column."""

    code: str
    column: str
    warning: bool
    times: int
    examples: list[Example] = field(default_factory=list)

    @property
    def asked(self) -> bool:
        return self.code in ASKED and not self.warning

    @property
    def more(self) -> int:
        return self.times - len(self.examples)


@dataclass(frozen=True, slots=True)
class Standing:
    """Every row read is in exactly one of the three."""

    ready: int
    asked: int
    unreadable: int


def standing(batch: ImportBatch) -> Standing:
    """How many rows may come in, wait for an answer, or cannot be read."""
    refused = Problem.objects.filter(batch=batch, warning=False)
    hard = refused.exclude(code__in=ASKED).values("row")
    soft = refused.filter(code__in=ASKED).exclude(row__in=hard)
    asked = min(soft.values("row").distinct().count(), batch.rows_rejected)
    ready = batch.rows_new + batch.rows_updated + batch.rows_unchanged
    return Standing(ready, asked, batch.rows_rejected - asked)


def groups(batch: ImportBatch) -> list[Group]:
    """The kinds of problems with their first rows: what refuses a row first, then warnings."""
    found = (
        Problem.objects.filter(batch=batch)
        .values("code", "column", "warning")
        .annotate(times=Count("id"), first=Min("row"))
        .order_by("warning", "-times", "code", "column")[:MOST_KINDS]
    )
    made = {
        (one["code"], one["column"], one["warning"]): Group(
            one["code"], one["column"], one["warning"], one["times"]
        )
        for one in found
    }
    place = Window(
        RowNumber(),
        partition_by=[F("code"), F("column"), F("warning")],
        order_by=[F("row"), F("id")],
    )
    first = (
        Problem.objects.filter(batch=batch)
        .annotate(place=place)
        .filter(place__lte=SHOWN)
        .order_by("row", "id")
    )
    for problem in first:
        if group := made.get((problem.code, problem.column, problem.warning)):
            group.examples.append(Example(problem.row, sentence_of(problem.code)))
    return list(made.values())


def with_values(batch: ImportBatch, shown: Iterable[Group]) -> None:
    """Read the file again for the rows that are shown, and put their values into the sentences."""
    groups = list(shown)
    wanted = {example.row for group in groups for example in group.examples}
    said: dict[tuple[int, str, str], CairnError] = {}
    for finding in _findings(batch, wanted):
        said.setdefault((finding.row, finding.column, finding.error.code), finding.error)
    for group in groups:
        for example in group.examples:
            key = (example.row, group.column, group.code)
            example.error = said.get(key, example.error)


def questions(batch: ImportBatch) -> tuple[Question, ...]:
    """What can be answered once for all rows, from the first rows that ask."""
    asking = Problem.objects.filter(batch=batch, code__in=ASKED).order_by("row")
    rows = set(asking.values_list("row", flat=True)[:ASKED_ROWS])
    held: dict[tuple[int, str], Any] = {}
    findings = list(_findings(batch, rows, held))
    mapping = Mapping.from_json(batch.mapping)
    return names_asked(findings, lambda row, column: held.get((row, column)), mapping)


def _findings(
    batch: ImportBatch, wanted: set[int], held: dict[tuple[int, str], Any] | None = None
) -> list[Finding]:
    """What is wrong with these rows, with the values; `held` is given the cells themselves."""
    wanted = {row for row in wanted if row <= READ_AGAIN}
    if not wanted:
        return []
    mapping, found, last = Mapping.from_json(batch.mapping), [], max(wanted)
    waiting: list[RowProblem] = []
    with local_copy(batch.file) as path:
        sheet = open_table(path, isolated=True, opening=mapping.opening).sheet(
            mapping.sheet or None
        )
        reader = RowReader(mapping, sheet.header, today=timezone.localdate(), boxes=boxes())
        for row, cells in sheet.rows(waiting.append):
            if row in wanted:
                found += [Finding(one.row, one.column or "", one.error) for one in waiting]
                findings = reader.read(row, cells).findings
                found += findings
                for finding in findings if held is not None else ():
                    place = sheet.header.index(finding.column) if finding.column else -1
                    if held is not None and 0 <= place < len(cells):
                        held[row, finding.column] = cells[place]
            waiting.clear()
            if row >= last:
                break
    return found


def all_problems(batch: ImportBatch, sheet: Sheet) -> list[RowProblem]:
    """Every problem with its value, for the annotated file that goes back to its sender."""
    mapping = Mapping.from_json(batch.mapping)
    stored = Problem.objects.filter(batch=batch).values_list("row", "column", "code")
    waiting = {(row, column, code) for row, column, code in stored}
    rows = {row for row, *_ in waiting}
    found = []
    for reading in readings(sheet, mapping) if rows else ():
        if reading.row in rows:
            found += _of_reading(reading, waiting)
    for row, column, code in sorted(waiting):  # what only shows between rows
        found.append(RowProblem(row, column or None, sentence_of(code)))
    return found


def _of_reading(reading: Reading, waiting: set[tuple[int, str, str]]) -> list[RowProblem]:
    found = []
    for finding in reading.findings:
        waiting.discard((finding.row, finding.column, finding.error.code))
        found.append(RowProblem(finding.row, finding.column or None, finding.error))
    return found


def write_annotated(
    batch: ImportBatch,
    path: Any,
    *,
    describe: Callable[[RowProblem], str],
    labels: Any,
    right_to_left: bool,
) -> None:
    """The person's own table back, with its problems marked and listed."""
    from cairn.formats.writers import annotated_xlsx

    mapping = Mapping.from_json(batch.mapping)
    with local_copy(batch.file) as local:
        sheet = open_table(local, isolated=True, opening=mapping.opening).sheet(
            mapping.sheet or None
        )
        annotated_xlsx(
            sheet,
            all_problems(batch, sheet),
            path,
            describe=describe,
            labels=labels,
            right_to_left=right_to_left,
        )
