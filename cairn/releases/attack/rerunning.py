"""What is left to somebody who re-runs the public algorithm (attacker A5).

Every table of counts that fits what is printed is given to the algorithm; only those for which it
prints the very same cells are possible. Each withheld cell must keep at least three values. For
small tables only: the search goes through counts one by one and gives up after `tries` of them,
which is then not proven.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from cairn.kernel.cells import Cell
from cairn.releases.attack.knowledge import PUBLIC
from cairn.releases.attack.model import Count, build
from cairn.releases.attack.places import Places
from cairn.releases.attack.solving import tighten
from cairn.releases.folder import Folder, Key

Counts = Mapping[Key, int]
Algorithm = Callable[[Counts], Mapping[Key, int | Cell]]
LARGEST = 12  # cells
VALUES = 3


@dataclass(slots=True)
class Kept:
    """The values that a withheld cell can still have: all of them if `proven`, or enough."""

    key: Key
    values: set[int] = field(default_factory=set)
    proven: bool = True

    @property
    def passed(self) -> bool:
        return len(self.values) >= VALUES


class TooLarge(ValueError):
    """More cells than can be gone through."""


def rerun(folder: Folder, algorithm: Algorithm, *, tries: int = 50_000) -> list[Kept]:
    """One entry for each withheld cell. `algorithm` takes the counts of the finest cells and gives
    every cell of the folder as it would be printed. Raises `TooLarge`."""
    if len(folder.cells) > LARGEST:
        raise TooLarge(f"{len(folder.cells)} cells; at most {LARGEST}")
    search = _Search(folder, algorithm, tries)
    kept = {key: Kept(key) for key, shown in folder.cells.items() if shown is Cell.WITHHELD}
    for key, one in kept.items():
        low, high = search.range(key)
        for value in range(low, high + 1):
            if one.passed:
                break
            if value in one.values:
                continue
            if (found := search.first(key, value)) is not None:
                for other in kept.values():
                    other.values.add(found[other.key])
            elif search.left <= 0:
                one.proven = False
                break
    return [*kept.values()]


class _Search:
    def __init__(self, folder: Folder, algorithm: Algorithm, tries: int) -> None:
        self.folder, self.algorithm, self.left = folder, algorithm, tries
        self.places = Places(folder.dimensions.values())
        self.model = build([folder], PUBLIC)
        self.possible = tighten(self.model)
        dims = {t.measure: {*t.dimensions} for t in folder.tables}
        for table in folder.tables:
            dims[table.measure] |= {*table.dimensions}
        finest = (a for m, names in dims.items() for a in self.places.atoms(Key(m), names))
        self.leaves = [a for a in finest if Count(0, a) in self.model.at]
        self.keys = [one.key for one in self.model.at if isinstance(one, Count)]
        self.under = {
            key: [n for n, leaf in enumerate(self.leaves) if self.places.holds(key, leaf)]
            for key in self.keys
        }
        self.over: list[list[Key]] = [
            [key for key in self.keys if n in self.under[key]] for n in range(len(self.leaves))
        ]

    def range(self, key: Key) -> tuple[int, int]:
        number = self.model.at[Count(0, key)]
        return self.model.low[number], self.model.high[number]

    def first(self, key: Key, value: int) -> dict[Key, int] | None:
        """The first table in which the cell has this value and the algorithm agrees."""
        if not self.possible:
            return None
        limits = {k: self.range(k) for k in self.keys} | {key: (value, value)}
        for table in self._tables(limits, []):
            self.left -= 1
            sums = {k: sum(table[n] for n in self.under[k]) for k in self.keys}
            printed = self.algorithm(dict(zip(self.leaves, table, strict=True)))
            if all(printed.get(k) == shown for k, shown in self.folder.cells.items()):
                return sums
            if self.left <= 0:
                return None
        return None

    def _tables(self, limits: dict[Key, tuple[int, int]], chosen: list[int]) -> Iterator[list[int]]:
        at = len(chosen)
        if at == len(self.leaves):
            yield [*chosen]
            return
        low, high = limits[self.leaves[at]]
        for key in self.over[at]:  # what the sums above it still allow
            fixed = sum(chosen[n] for n in self.under[key] if n < at)
            later = [limits[self.leaves[n]] for n in self.under[key] if n > at]
            low = max(low, limits[key][0] - fixed - sum(most for _, most in later))
            high = min(high, limits[key][1] - fixed - sum(least for least, _ in later))
        for value in range(low, high + 1):
            yield from self._tables(limits, [*chosen, value])
