"""What a reading of cross-tabs gives: cells, findings, questions, totals, and the accounting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs.accounting import Accounting, Class
from cairn.reporting.reading.crosstabs.questions import (
    Question,
)
from cairn.reporting.reading.crosstabs.totals import Reconciled


@dataclass(frozen=True, slots=True)
class CrosstabCell:
    """One cell that a number is, or is not, given for."""

    sheet: str
    row: int
    column: int
    dims: Mapping[str, str]
    span: DateSpan | None
    measure: str | None
    value: int | None
    missing: Cell | None
    as_written: str
    kind: Class  # DATA, ZERO, ANSWERED, ASKED, HIDDEN or PROBLEM


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one place; its sentence is shown, and only the code is stored."""

    sheet: str
    row: int | None
    column: int | None
    error: CairnError
    warning: bool = False

    @property
    def code(self) -> str:
        return self.error.code

    def as_json(self) -> dict[str, Any]:
        place = {"sheet": self.sheet, "row": self.row, "column": self.column}
        return {**place, "code": self.code, "warning": self.warning}


@dataclass(frozen=True, slots=True)
class CrosstabReading:
    """Everything that one reading gave."""

    cells: tuple[CrosstabCell, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    reconciled: tuple[Reconciled, ...] = ()
    accounting: Accounting = field(default_factory=Accounting)
    codes: Mapping[str, bytes] = field(default_factory=dict)  # sheet → class of each cell, by rows
    aside: tuple[CrosstabCell, ...] = ()  # numbers that a person left aside, and totals still hold
    answered: tuple[Question, ...] = ()  # what would have been asked, had it not been said

    @property
    def counted(self) -> int:
        return sum(cell.value is not None for cell in self.cells)
