"""What the checks of a filing look at, and one thing that they ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.kernel.dates import Period
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import Section
from cairn.reporting.filings.merging import Origin


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is asked. `key` is stable, so that the answer stays with it."""

    key: str
    code: str
    sentence: str  # a template
    values: Mapping[str, Any] = field(default_factory=dict)
    measure: str = ""
    settles: str = ""  # "differences" or "answers": where a reason settles it; "": it must change
    record: str = ""  # the qualitative record that it concerns


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks look at."""

    section: Section
    first: date
    last: date
    coverage_note: str
    conduct: str  # "": not chosen yet
    counts: Sequence[CountInput]
    history: Mapping[str, Sequence[int]] = field(default_factory=dict)  # measure → earlier totals
    records: int = 0  # qualitative ones
    of_records: Sequence[Check] = ()  # what is asked of them
    merged: Sequence[Origin] = ()  # numbers that say something else than the merge they came from
    today: date | None = None  # None: nobody asks whether the period is over
    replaced: Mapping[str, int] = field(
        default_factory=dict
    )  # measure → what it was in the version before
    repeated: tuple[str, Period, int] | None = None  # an earlier filing with the same numbers
