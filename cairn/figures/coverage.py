"""Is a source complete for a period, and if not, why?

Decided from what the snapshot says about its sources, never from the numbers: a month without
records is not a gap, and a gap may hold some. Reasons are templates with values, translated where
they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.figures.manifest import Gap, Source
from cairn.kernel.dates import Period
from cairn.kernel.text import noop

BEGINS = noop("The source begins on %(date)s.")
ENDS = noop("The source ends on %(date)s.")
NOT_COMPLETE_YET = noop("Figures after %(date)s are not complete yet.")
HAS_GAP = noop("The source has no data from %(first)s to %(last)s.")
COVERAGE_UNKNOWN = noop("It is not known which time the source covers.")


@dataclass(frozen=True, slots=True)
class Completeness:
    """Complete, or partial for a reason; `gap` where days are absent inside the coverage."""

    complete: bool
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    gap: Gap | None = None  # its own reason may be shown beside ours


COMPLETE = Completeness(True)


def completeness(source: Source, period: Period, tab: str = "") -> Completeness:
    """Whether the source (or one of its tables, where that differs) covers the whole period."""
    table = source.table(tab) if tab else None
    begins = (table and table.coverage_from) or source.coverage_from
    ends = (table and table.coverage_to) or source.coverage_to
    sure = (table and table.complete_to) or source.complete_to
    gaps = source.gaps if table is None or table.gaps is None else table.gaps
    if begins is None or ends is None:
        return Completeness(False, COVERAGE_UNKNOWN)
    if period.first < begins:
        return Completeness(False, BEGINS, {"date": begins})
    if period.last > ends:
        return Completeness(False, ENDS, {"date": ends})
    for gap in gaps:
        if gap.first <= period.last and period.first <= gap.last:
            return Completeness(False, HAS_GAP, {"first": gap.first, "last": gap.last}, gap)
    if sure is not None and period.last > sure:
        return Completeness(False, NOT_COMPLETE_YET, {"date": sure})
    return COMPLETE
