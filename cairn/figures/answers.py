"""An answer: frozen rows, one set for each source, never a sum over sources.

A row's `key` follows the question's `by`. Where the level of periods stands, the key is a `Period`,
IMPRECISE (None: the date is not precise enough for this level) or UNDATED; where a dimension
stands, None means that the source does not say, which is neither `UNK` nor a zero. `value` is the
sum over the records that have a number, and NOT_RECORDED where none has, never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cairn.figures.measures import Measure
from cairn.figures.questions import Question
from cairn.figures.tabs import Unanswered
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period

IMPRECISE = None
UNDATED = "undated"

KeyPart = str | int | Period | None
Number = int | Cell


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the answer."""

    key: tuple[KeyPart, ...]
    value: Number
    records: int
    not_recorded: int = 0  # records that have no number, among `records`
    withheld: int = 0  # records whose number may not be shown, among `records`
    # dead, missing: sums or cells; neither: records that state only the total; together: its sum
    parts: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceRows:
    """What one source answers, from one of its tables (empty text: its events)."""

    source: str
    tab: str
    rows: tuple[Row, ...]
    # Records that touch the period asked for and do not lie wholly inside: they are in no row. Only
    # without a level; with one, they stand in `rows` under IMPRECISE.
    not_precise: tuple[Row, ...] = ()

    @property
    def records(self) -> int:
        return sum(row.records for row in self.rows)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a table, a chart or a file needs to say about one question."""

    question: Question
    snapshot: str
    sets: tuple[SourceRows, ...]
    unanswered: tuple[Unanswered, ...] = ()

    @property
    def measure(self) -> Measure:
        return self.question.defined

    def of(self, source: str) -> SourceRows | None:
        """What this source answers, if it does."""
        return next((one for one in self.sets if one.source == source), None)

    def __iter__(self) -> Iterator[tuple[SourceRows, Row]]:
        return ((one, row) for one in self.sets for row in one.rows)


def make_row(measure: Measure, key: tuple[KeyPart, ...], sums: Mapping[str, Any]) -> Row:
    """A row from the components of `components`."""
    n = int(sums["n"])
    if not measure.value:
        return Row(key, n, n)
    withheld, inapplicable = int(sums.get("withheld") or 0), int(sums.get("not_applicable") or 0)
    with_number = int(sums[f"{measure.value}_n"])
    return Row(
        key,
        _number(sums, measure.value, withheld, inapplicable),
        n,
        not_recorded=n - with_number - withheld - inapplicable,
        withheld=withheld,
        parts=_parts(sums) if measure.has_parts else {},
    )


def _number(sums: Mapping[str, Any], name: str, withheld: int = 0, inapplicable: int = 0) -> Number:
    if sums[f"{name}_n"]:
        return int(sums[name])
    if withheld:
        return Cell.WITHHELD
    return Cell.NOT_APPLICABLE if inapplicable == sums["n"] else Cell.NOT_RECORDED


def _parts(sums: Mapping[str, Any]) -> dict[str, Number]:
    return {
        "dead": _number(sums, "dead"),
        "missing": _number(sums, "missing"),
        "neither": int(sums["together_n"]),
        "together": int(sums["together"] or 0),
    }


def corrections(row: Row) -> int:
    """What is left of the number without its parts: below zero where a source corrects itself."""
    parts = (row.value, row.parts["dead"], row.parts["missing"], row.parts["together"])
    value, *others = (0 if isinstance(part, Cell) else part for part in parts)
    return value - sum(others)


def sort_key(row: Row) -> tuple[tuple[int, Any], ...]:
    """Periods in time, names in order; undated after them, and what is missing at the end."""
    return tuple(map(_rank, row.key))


@lru_cache(4096)  # many rows, few values
def _rank(part: KeyPart) -> tuple[int, Any]:
    if part is None:
        return (2, "")
    if part == UNDATED:
        return (1, "")
    return (0, part.first.isoformat() if isinstance(part, Period) else part)
