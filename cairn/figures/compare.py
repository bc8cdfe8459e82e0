"""The change against the same period a year before, source by source, or why there is none.

No change is given where either period is incomplete for the source or has no number. It is a
difference between what was recorded, not a test that anything changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.figures.answers import Row
from cairn.figures.coverage import completeness
from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period
from cairn.kernel.predicates import Predicate
from cairn.kernel.text import noop

NO_NUMBER = noop("No number is recorded for %(period)s.")
OTHER_TABLE = noop("The two periods stand in different tables of the source.")


@dataclass(frozen=True, slots=True)
class Change:
    """One source: both figures, and their difference or the reason why it may not be shown."""

    source: str
    period: Period
    year_before: Period
    now: Row | None
    before: Row | None
    difference: int | None = None
    reason: str = ""  # a template with `values`
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """The change as a share of the year before; None also where that was zero."""
        if self.difference is None or self.before is None or not self.before.value:
            return None
        assert not isinstance(self.before.value, Cell)
        return self.difference / self.before.value


def compare(
    snapshot: Snapshot,
    question: Question,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> tuple[Change, ...]:
    """The change of each source that answers; empty where the question names no period."""
    if question.period is None:
        return ()
    period, year_before = question.period, question.period.year_before()
    whole = question.but(by=())
    now = answer(snapshot, whole, visible=visible, deny=deny)
    before = answer(snapshot, whole.but(period=year_before), visible=visible, deny=deny)
    sources = sorted({one.source for one in (*now.sets, *before.sets)})
    changes = []
    for key in sources:
        sets = [now.of(key), before.of(key)]
        rows = [one.rows[0] if one and one.rows else None for one in sets]
        tabs = {one.tab for one in sets if one}
        source = snapshot.source(key)
        reason: str = OTHER_TABLE if len(tabs) > 1 else ""
        values: Mapping[str, Any] = {}
        for each, row in zip((period, year_before), rows, strict=True):
            whole_period = completeness(source, each, min(tabs))
            if not reason and not whole_period.complete:
                reason, values = whole_period.reason, whole_period.values
            if not reason and (row is None or isinstance(row.value, Cell)):
                reason, values = NO_NUMBER, {"period": str(each)}
        difference = None
        if not reason:
            assert rows[0]
            assert rows[1]
            difference = int(rows[0].value) - int(rows[1].value)
        changes.append(
            Change(key, period, year_before, rows[0], rows[1], difference, reason, values)
        )
    return tuple(changes)
