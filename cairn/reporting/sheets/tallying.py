"""One account of a sheet's numbers that closes, the same before and after it is taken over. Pure.

Each cell of numbers is counted once: those for filings by what they say, those left out, and the
totals, which are compared and not counted again. Headings, labels, notes and empty cells outside
the tables are none of them.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cairn.kernel.cells import Cell
from cairn.reporting.reading.crosstabs.accounting import Accounting, Class
from cairn.reporting.reading.crosstabs.results import CrosstabReading
from cairn.reporting.sheets.taking import TAKEN, for_filings

READ = (
    *(Class.DATA, Class.ZERO, Class.ANSWERED, Class.ASKED, Class.TOTAL),
    *(Class.IGNORED, Class.HIDDEN, Class.PROBLEM),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Cells, all of them; `read` is the sum of the others."""

    read: int = 0
    numbers: int = 0
    zeros: int = 0  # in words
    reasons: Mapping[Cell, int] = field(default_factory=dict)  # why there is no number
    asked: int = 0
    left_out: int = 0
    totals: int = 0

    @property
    def taken(self) -> int:
        """Those that go into filings."""
        return self.numbers + self.zeros + sum(self.reasons.values())


def tally(reading: CrosstabReading, measures: Collection[str]) -> Tally:
    """What was read; `measures` are the numbers of the section."""
    account: Accounting = reading.accounting
    taken = for_filings(reading.cells, set(measures))
    zeros = sum(cell.kind is Class.ZERO for cell in taken)
    reasons = Counter(cell.missing for cell in taken if cell.missing is not None)
    read = sum(account.total(one) for one in READ)
    # Numbers of which nobody said yet what they count, or when, are asked about and not left out.
    unsaid = sum(cell.kind in TAKEN for cell in reading.cells) - len(taken)
    asked, totals = account.total(Class.ASKED) + unsaid, account.total(Class.TOTAL)
    return Tally(
        read,
        len(taken) - zeros - reasons.total(),
        zeros,
        dict(reasons),
        asked,
        read - len(taken) - asked - totals,
        totals,
    )
