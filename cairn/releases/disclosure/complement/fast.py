"""A good complement in little time: cell by cell, along the cheapest other table.

For each primary cell that is not protected yet, a linear program finds the cheapest table in which
it stands at the end of its interval, first among its near neighbours, then further out, at last
anywhere; the cells that differ there are withheld too. Cells already withheld cost nothing. Where a
cell could be printed again without exposing any, it is. The tables found are kept: they prove the
result (`Complement.proofs`).

Not the best set, but a sound one, in time that grows about as the number of primary cells does.
After Kelly, Golden and Assad, Networks 22 (1992) 397, and the networks of Castro, European Journal
of Operational Research 171 (2006) 39, without their restriction to two dimensions.
"""

from collections.abc import Collection, Sequence

import numpy as np

from cairn.releases.disclosure.complement.problems import Floats, Problem, Unprotectable
from cairn.releases.disclosure.complement.solver import (
    Deviation,
    Router,
    cleaned,
    is_whole,
    meets,
)

Target = tuple[int, int, int]
SHORT = 1e-3  # what a step through a cell costs that is withheld already: short ways are wanted
NEAR = (2, 3)  # how many equations away a cell may stand at first, and then


class Search:
    """Withheld cells and, per target, the other table that protects it."""

    def __init__(self, problem: Problem, costs: Floats | None = None) -> None:
        self.problem, self.router = problem, Router(problem)
        self.costs = problem.costs if costs is None else costs
        self.withheld: set[int] = {*problem.primary}
        self.proofs: dict[Target, Deviation] = {}
        self._near: dict[tuple[int, int], list[int]] = {}
        self._for: dict[int, Target] = {}  # for whose sake each neighbour was withheld
        self._targets: dict[int, list[tuple[int, int]]] = {}
        for at, way, far in problem.targets:
            self._targets.setdefault(at, []).append((way, far))

    def protect(self) -> None:
        """Withhold, beyond what is withheld already, what every target needs.
        Raises `Unprotectable` if nothing protects some."""
        helpless = [one for one in self.problem.targets if not self._served(one)]
        if helpless:
            raise Unprotectable(cells=len({at for at, _, _ in helpless}))

    def _served(self, target: Target) -> bool:
        if target in self.proofs:
            return True
        cost = self.costs.copy()
        cost[[*self.withheld]] = SHORT
        found = self._routed(target, range(len(cost)), cost, steps=(*NEAR, 0))
        if found is not None:
            self._keep(target, found)
        return found is not None

    def _routed(
        self, target: Target, allowed: Collection[int], cost: Floats, steps: Sequence[int]
    ) -> Deviation | None:
        """A way through these cells, the near ones first; 0 steps: all of them."""
        for near in steps:
            some = (
                [one for one in self._around(target[0], near) if one in allowed]
                if near
                else sorted(allowed)
            )
            found = self.router.route(target, some, cost)
            if found is not None and not is_whole(found):
                found = self.router.route(target, some, cost, whole=True)
            if found is not None:
                return found
        return None

    def _keep(self, target: Target, found: Deviation) -> None:
        self.proofs[target] = found
        for at in found:
            if at not in self.withheld:
                self.withheld.add(at)
                self._for[at] = target
        for at, moved in found.items():
            for way, far in self._targets.get(at, ()):
                self._try((at, way, far), {one: n * way * far / moved for one, n in found.items()})

    def _try(self, target: Target, stretched: Deviation) -> None:
        """The same table, stretched or turned around, may protect another cell or direction."""
        problem = self.problem
        if (
            target not in self.proofs
            and is_whole(stretched)
            and all(-problem.down[at] <= n <= problem.up[at] for at, n in stretched.items())
        ):
            self.proofs[target] = cleaned(stretched)

    def _around(self, at: int, steps: int) -> list[int]:
        if (at, steps) not in self._near:
            seen, edge, equations = {at}, {at}, set[int]()
            for _ in range(steps):
                new = {e for one in edge for e in self.problem.touching[one]} - equations
                equations |= new
                sums = (self.problem.sums[one] for one in sorted(new))
                edge = {one for total, parts in sums for one in (total, *parts)} - seen
                seen |= edge
            self._near[at, steps] = sorted(seen)
        return self._near[at, steps]

    def print_again(self, attempts: int | None = None) -> None:
        """Try each withheld neighbour, the dearest first, then by key: do its neighbours need it,
        or can they do with others near by?"""
        problem = self.problem
        extra = sorted(
            self.withheld - {*problem.primary}, key=lambda at: (-problem.weights[at], at)
        )
        even = np.ones(len(problem.keys))
        using: dict[int, dict[Target, None]] = {}
        for target, found in self.proofs.items():
            for at in found:
                using.setdefault(at, {})[target] = None
        for at in extra[:attempts]:
            asked = [*using.get(at, ())]
            if (likely := self._for.get(at)) in asked:  # the likeliest to need it is asked first
                asked = [likely, *(one for one in asked if one != likely)]
            without, again = self.withheld - {at}, dict[Target, Deviation]()
            for target in asked:
                instead = self._routed(target, without, even, steps=NEAR)
                if instead is None:
                    break
                again[target] = instead
            else:
                self.withheld.discard(at)
                for target, instead in again.items():
                    for one in self.proofs[target]:
                        del using[one][target]
                    for one in instead:
                        using.setdefault(one, {})[target] = None
                    self.proofs[target] = instead

    def check(self) -> None:
        """Every target is reached in a table that agrees with all that is printed."""
        for target in self.problem.targets:
            found = self.proofs[target]
            assert is_whole(found)
            assert meets(self.problem, found, target)
            assert found.keys() <= self.withheld
