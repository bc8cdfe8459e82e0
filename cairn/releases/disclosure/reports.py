"""What protecting a release cost, and why: internal, and never part of what is published.

It holds exact numbers and reasons. Whoever wants to publish something of it must pass it through
the rules like any other figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.primary import Reason
from cairn.releases.disclosure.viewers import Known
from cairn.releases.folder import Key

if TYPE_CHECKING:
    from cairn.releases.disclosure.drafts import Draft


@dataclass(frozen=True, slots=True)
class Loss:
    """Of one measure: its recorded cells above zero, how many of them are withheld or left out,
    and the share of what stands in its finest cells that is not told there."""

    measure: str
    cells: int
    withheld: int
    left_out: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Report:
    """`counts`: the exact number of each cell that is not told; `rounds`: how often the audit was
    asked; `waiting`: contributions whose change waits."""

    reasons: Mapping[Key, Reason]
    counts: Mapping[Key, int]
    losses: tuple[Loss, ...]
    waiting: frozenset[Known]
    rounds: int

    @property
    def by_reason(self) -> Mapping[Reason, int]:
        return Counter(self.reasons.values())


def reported(draft: Draft, waiting: frozenset[Known], rounds: int) -> Report:
    sums = {key: sum(given.values()) for key, given in draft.truth.contributions.items()}
    untold = {
        key: sums[key]
        for key in draft.truth.keys
        if key in sums and draft.shown.get(key, Cell.WITHHELD) is Cell.WITHHELD
    }
    losses = []
    for measure in sorted({table.measure for table in draft.truth.tables}):
        cells = [key for key in draft.truth.keys if key.measure == measure and sums.get(key)]
        lost = [key for key in cells if key in untold]
        totals = {total for total, _ in draft.equations}
        finest = [key for key in cells if key not in totals]
        whole = sum(sums[key] for key in finest)
        losses.append(
            Loss(
                measure,
                len(cells),
                sum(key in draft.shown for key in lost),
                sum(key not in draft.shown for key in lost),
                Fraction(sum(untold.get(key, 0) for key in finest), whole or 1),
            )
        )
    reasons = {key: why for key, why in draft.reasons.items() if draft.shown.get(key) is None}
    reasons |= {key: draft.reasons[key] for key in untold if key in draft.shown}
    return Report(reasons, untold, tuple(losses), waiting, rounds)
