"""What complementary suppression is asked: cells, equations, and how wide each small one must stay.

In exact (unrounded) tables a withheld cell can be recovered from its totals, so further cells are
withheld. Wanted is the cheapest set such that each primary cell may, for all that anyone can work
out, be anything from the lower to the upper end of its protection interval.

An attacker knows every printed cell, every equation, and that a withheld cell is at least `floor`
(1 in our folders: a printed zero is a true zero, and zeros are not withheld).
Source: Fischetti and Salazar-González, Management Science 47 (2001) 1008.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.releases.disclosure.relations import equations
from cairn.releases.disclosure.tables import Truth
from cairn.releases.folder import Key

Floats = NDArray[np.float64]
Interval = tuple[int, int]


class Unprotectable(Refused):
    text = noop(
        "Cells that would be given away whatever else is withheld: %(cells)s. The table must be "
        "coarser."
    )


@dataclass(frozen=True)
class Problem:
    """Cells stand at positions, in the order of their keys. `values`: the true counts; `weights`:
    what it costs to withhold each, whole numbers of 1 or more; `sums`: position of a total and of
    its parts; `primary`: per position the interval that must remain possible, around its value."""

    keys: tuple[Any, ...]
    values: tuple[int, ...]
    weights: tuple[int, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    primary: Mapping[int, Interval]
    floor: int = 1

    def __post_init__(self) -> None:
        if not len(self.keys) == len(self.values) == len(self.weights):
            raise ValueError("keys, values and weights are not of one length")
        if min(self.weights, default=1) < 1:
            raise ValueError("a weight is below 1")
        for total, parts in self.sums:
            if self.values[total] != sum(self.values[one] for one in parts):
                raise ValueError(f"{self.keys[total]} is not the sum of its parts")
        for at, (low, high) in self.primary.items():
            if not self.floor <= low <= self.values[at] <= high:
                raise ValueError(f"{self.keys[at]} does not lie in its interval, {low} to {high}")

    @cached_property
    def down(self) -> Floats:
        """How far below its value each cell, if withheld, could lie; 0 if it never is."""
        less: Floats = np.array(self.values, dtype=float) - self.floor
        return np.maximum(less, 0.0, dtype=np.float64)

    @cached_property
    def up(self) -> Floats:
        """How far above: without limit, but for zeros, which are printed where the floor is 1."""
        values = np.array(self.values)
        return np.where(values < self.floor, 0.0, np.inf)

    @cached_property
    def costs(self) -> Floats:
        """The weights, with ties given to the first keys: all these additions together are at most
        a quarter of the smallest weight."""
        n = len(self.keys)
        return np.array(self.weights) + np.arange(n) / (2.0 * max(n, 2) ** 2)

    @cached_property
    def targets(self) -> tuple[tuple[int, int, int], ...]:
        """Position, direction (1 up, -1 down) and how far each primary cell must be able to go."""
        return tuple(
            (at, way, far)
            for at, (low, high) in sorted(self.primary.items())
            for way, far in ((1, high - self.values[at]), (-1, self.values[at] - low))
            if far
        )

    @cached_property
    def touching(self) -> tuple[tuple[int, ...], ...]:
        """Per cell the equations it stands in."""
        found: list[list[int]] = [[] for _ in self.keys]
        for number, (total, parts) in enumerate(self.sums):
            for at in (total, *parts):
                found[at].append(number)
        return tuple(map(tuple, found))

    def cost(self, withheld: Iterable[int]) -> int:
        """Of what is withheld beyond the primary cells, which have to be."""
        return sum(self.weights[at] for at in withheld if at not in self.primary)


def problem(
    truth: Truth,
    measures: Collection[str],
    primary: Collection[Key],
    *,
    weight: Callable[[Key, int], int] = lambda key, n: 1,
    intervals: Mapping[Key, Interval] | None = None,
    p: int = 15,
) -> Problem:
    """The linked tables of these measures. A primary cell keeps the interval that is given for it;
    else a small one that of all small counts, 1 to `Measure.small`, and another its value less and
    more p hundredths, which hides its largest contribution by so much at least."""
    keys = [one for one in truth.keys if one.measure in measures and one in truth.contributions]
    values = [sum(truth.contributions[one].values()) for one in keys]
    at = {one: place for place, one in enumerate(keys)}
    asked = {}
    for key in primary:
        n, small = values[at[key]], truth.measures[key.measure].small
        far = -(-p * n // 100)
        own = (1, small) if n <= small else (max(1, n - far), n + far)
        asked[at[key]] = (intervals or {}).get(key, own)
    tables = [one for one in truth.tables if one.measure in measures]
    return Problem(
        keys=tuple(keys),
        values=tuple(values),
        weights=tuple(weight(key, n) for key, n in zip(keys, values, strict=True)),
        sums=tuple(
            (at[total], tuple(at[one] for one in parts))
            for total, parts in equations(truth.dimensions, tables, at)
        ),
        primary=asked,
    )
