"""Which rows or columns a total adds up: proposed by where it stands, proven by its numbers.

The candidates come in the order of their likelihood; another one is taken only where it closes more
often. A total that closes with none keeps the likeliest, and its difference is a finding.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MOST_CHECKED = 400  # lines across, enough to prove a sum

NumberAt = Callable[[int, int], int | None]  # along the total's own axis, across it


@dataclass(frozen=True, slots=True)
class Sum:
    """What a total adds up, how many of its numbers close, and how many there are."""

    parts: tuple[int, ...]
    closing: int
    stated: int

    @property
    def share(self) -> float:
        return self.closing / self.stated if self.stated else 0.0


def choose(
    at: int, candidates: Iterable[Sequence[int]], across: Sequence[int], number: NumberAt
) -> Sum:
    """The best of the candidates for the total at `at`."""
    best: Sum | None = None
    seen: set[tuple[int, ...]] = set()
    for candidate in candidates:
        parts = tuple(part for part in candidate if part != at)
        if not parts or parts in seen:
            continue
        seen.add(parts)
        found = check(at, parts, across, number)
        if best is None or found.closing > best.closing:
            best = found
    return best or Sum((), 0, 0)


def check(at: int, parts: tuple[int, ...], across: Sequence[int], number: NumberAt) -> Sum:
    closing = stated = 0
    for line in across[:MOST_CHECKED]:
        total = number(at, line)
        if total is None:
            continue
        stated += 1
        closing += total == sum(number(part, line) or 0 for part in parts)
    return Sum(parts, closing, stated)
