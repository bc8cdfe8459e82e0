"""Two agencies may have counted the same people: which cells look like it, and what a merge gives.

Pure. A proposal carries a score with its reasons; what is done is a person's decision, kept apart.
Without a decision nothing is merged: numbers of two agencies are added only where somebody said
that they count different people, or where one agency alone gives the number.
"""

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from cairn.kernel.cells import Cell
from cairn.kernel.text import noop

PROPOSED = 0.5  # from here on the page says "probably the same people"


class Decision(enum.StrEnum):
    """What a person said of one cell that two agencies give."""

    DIFFERENT = "different"  # other people: both numbers count
    LEFT = "left"  # the same people: the first agency's number counts
    RIGHT = "right"  # … the second agency's
    LARGER = "larger"  # the same people as far as they go: the larger number counts


@dataclass(frozen=True, slots=True)
class Given:
    """What one agency says of one cell."""

    filing: str  # reference
    key: str
    value: int | None
    missing: Cell | None = None
    place: str | None = None

    @property
    def positive(self) -> bool:
        return self.value is not None and self.value > 0


@dataclass(frozen=True, slots=True)
class Reason:
    score: float  # 0: speaks for different people; 1: for the same; 0.5: for neither
    because: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One cell that two agencies give, and how much speaks for the same people."""

    key: str
    left: Given
    right: Given
    score: float
    because: tuple[Reason, ...]


def proposals(given: Iterable[Given]) -> Iterator[Proposal]:
    """Every cell for which two agencies both give people, the likeliest doubles first within a
    cell. Works cell by cell: as many comparisons as there are pairs of numbers for one cell."""
    cells: dict[str, list[Given]] = defaultdict(list)
    by_filing: dict[str, dict[str, int]] = defaultdict(dict)
    for one in given:
        if one.positive:
            cells[one.key].append(one)
            by_filing[one.filing][one.key] = one.value or 0
    alike = {
        pair: _alike(by_filing[pair[0]], by_filing[pair[1]])
        for pair in combinations(sorted(by_filing), 2)
    }
    for key in sorted(cells):
        for left, right in combinations(sorted(cells[key], key=lambda one: one.filing), 2):
            reasons = tuple(_reasons(left, right, alike[left.filing, right.filing]))
            score = round(sum(one.score for one in reasons) / len(reasons), 3)
            yield Proposal(key, left, right, score, reasons)


def pairs_in(given: Iterable[Given]) -> int:
    """How many proposals there will be."""
    times = Counter(one.key for one in given if one.positive)
    return sum(n * (n - 1) // 2 for n in times.values())


@dataclass(frozen=True, slots=True)
class Alike:
    """How two agencies' filings resemble each other as a whole."""

    shared: int  # cells that both give
    equal: int  # … with the same number


def _alike(left: Mapping[str, int], right: Mapping[str, int]) -> Alike:
    shared = left.keys() & right.keys()
    return Alike(len(shared), sum(left[key] == right[key] for key in shared))


def _reasons(left: Given, right: Given, alike: Alike) -> Iterator[Reason]:
    a, b = left.value or 0, right.value or 0
    nearness = min(a, b) / max(a, b)
    if a == b and a >= 10:
        yield Reason(1.0, noop("both give exactly %(n)s"), {"n": a})
    elif a == b:
        yield Reason(0.6, noop("both give %(n)s, which small numbers often do by chance"), {"n": a})
    else:
        yield Reason(
            round(0.2 + 0.6 * nearness**2, 3),
            noop("one gives %(a)s, the other %(b)s"),
            {"a": a, "b": b},
        )
    if left.place and right.place:
        same = left.place.casefold() == right.place.casefold()
        yield Reason(
            0.9 if same else 0.1,
            noop("both counted at %(place)s") if same else noop("they counted at other places"),
            {"place": left.place},
        )
    if alike.shared >= 3:
        yield Reason(
            round(alike.equal / alike.shared, 3),
            noop("of %(shared)s numbers that both give, %(equal)s are equal"),
            {"shared": alike.shared, "equal": alike.equal},
        )


@dataclass(frozen=True, slots=True)
class Merged:
    """What the State says of one cell, and of whose numbers it is made."""

    key: str
    value: int | None
    missing: Cell | None
    counted: tuple[str, ...]  # filings whose number entered
    left_out: tuple[str, ...]  # whose number was the same people
    silent: tuple[str, ...]  # who gives this cell, but no number


@dataclass(frozen=True, slots=True)
class Origin:
    """A number of a national filing: what agencies gave for its cell, and what stands there."""

    key: str
    given: Mapping[str, int]  # filing → its number
    doubles: int  # people whom two agencies counted, once each
    now: int | None  # None: there is no number any more

    @property
    def measure(self) -> str:
        return self.key.partition("|")[0]

    @property
    def merged(self) -> int:
        return sum(self.given.values()) - self.doubles


class Undecided(ValueError):
    """Somebody must say first whether two numbers count the same people."""


def merge(
    given: Iterable[Given], decisions: Mapping[tuple[str, str, str], Decision]
) -> Iterator[Merged]:
    """One cell for each key. `decisions` are by key, left and right filing; every pair of positive
    numbers of one cell needs one, or `Undecided` is raised."""
    cells: dict[str, list[Given]] = defaultdict(list)
    for one in given:
        cells[one.key].append(one)
    for key in sorted(cells):
        yield one_cell(key, sorted(cells[key], key=lambda one: one.filing), decisions)


def one_cell(
    key: str, given: Sequence[Given], decisions: Mapping[tuple[str, str, str], Decision]
) -> Merged:
    """What the State says of one cell; `given` is in the order of the filings."""
    out: set[str] = set()
    positive = [one for one in given if one.positive]
    for left, right in combinations(positive, 2):
        decision = decisions.get((key, left.filing, right.filing))
        if decision is None:
            raise Undecided(key)
        match decision:
            case Decision.DIFFERENT:
                continue
            case Decision.LEFT:
                out.add(right.filing)
            case Decision.RIGHT:
                out.add(left.filing)
            case Decision.LARGER:
                less = right if (left.value or 0) >= (right.value or 0) else left
                out.add(less.filing)
    if positive and len(out) == len(positive):  # three decisions in a ring: keep the largest
        out.discard(max(positive, key=lambda one: (one.value or 0, one.filing)).filing)
    known = [one for one in given if one.value is not None]
    silent = tuple(one.filing for one in given if one.value is None)
    counted = [one for one in known if one.filing not in out]
    if not known:
        reasons = {one.missing for one in given}
        missing = reasons.pop() if len(reasons) == 1 else Cell.NOT_RECORDED
        return Merged(key, None, missing, (), (), silent)
    total = sum(one.value or 0 for one in counted)
    return Merged(
        key, total, None, tuple(one.filing for one in counted), tuple(sorted(out)), silent
    )
