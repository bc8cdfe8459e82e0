"""The best complement by cutting planes: what any complement must contain, asked until it suffices.

A master program chooses cells by weight. For its choice, linear programs look for a target that is
not reached; by duality each one missed gives an inequality that every sound complement meets and
this choice does not. First the choice may be fractional, which is quick and gives most of the
bound; then it is whole. A whole choice that misses nothing is the best. Choices are also repaired
by `Search`, which gives sound complements to compare the bound with.

The inequalities are the capacity constraints of Fischetti and Salazar-González (2001), strengthened
by cutting each coefficient at what is missing. Where a table has fractional answers only, whole
numbers are asked for, and a choice without any must contain one more cell.
"""

import math
import time

import highspy
import numpy as np

from cairn.releases.disclosure.complement.fast import Search, Target
from cairn.releases.disclosure.complement.problems import Floats, Problem
from cairn.releases.disclosure.complement.solver import (
    TINY,
    Deviation,
    cleaned,
    is_whole,
    new,
    optimal,
)

TIES = 0.25  # what `Problem.costs` may add to a choice in all
STALLED = 8  # rounds of fractional choices without a better bound, after which it is asked in whole


class Attacks:
    """For a choice of cells: is each target reached, and if not, what is missing?"""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.solved = problem, 0
        self.cells = np.flatnonzero((problem.up > 0) | (problem.down > 0))
        self.place = {int(at): place for place, at in enumerate(self.cells)}
        self.up, self.down = problem.up[self.cells], problem.down[self.cells]
        self.known: dict[Target, Floats] = {}
        self._solver = new()
        for _ in self.cells:
            self._solver.addVar(0.0, 0.0)
        for total, parts in problem.sums:
            inside = [(self.place[one], 1.0) for one in parts if one in self.place]
            if total in self.place:
                inside.append((self.place[total], -1.0))
            if inside:
                index, value = zip(*inside, strict=True)
                self._solver.addRow(
                    0.0, 0.0, len(index), np.array(index, dtype=np.int32), np.array(value)
                )

    def missing(self, chosen: Floats, *, capped: bool) -> list[Floats]:
        """One inequality, `cut @ choice >= 1`, for each target that is missed. `capped`: no cell
        moves further than the target, which makes fractional choices tell; the inequalities hold
        all the same."""
        cuts = []
        for target in self.problem.targets:
            at, way, far = target
            up, down = (
                np.minimum(side, far) * chosen if capped else np.where(chosen > 0.5, side, 0.0)
                for side in (self.up, self.down)
            )
            known = self.known.get(target)
            if known is not None and (known <= up + TINY).all() and (known >= -down - TINY).all():
                continue
            mine = self.place[at]
            (up if way > 0 else down)[mine] = far
            found, cut = self._asked(mine, way, far, up, down)
            if found is not None:
                self.known[target] = np.where(np.abs(found) > TINY, found, 0.0)
            elif cut is not None and cut @ chosen < 1 - 1e-4:
                cuts.append(cut)
        return cuts

    def sparse(self, known: Floats) -> Deviation:
        return cleaned({int(self.cells[at]): float(known[at]) for at in np.flatnonzero(known)})

    def _asked(
        self, mine: int, way: int, far: int, up: Floats, down: Floats
    ) -> tuple[Floats | None, Floats | None]:
        solver, every = self._solver, np.arange(len(self.cells), dtype=np.int32)
        solver.changeColsBounds(len(every), every, -down, np.where(np.isinf(up), np.inf, up))
        solver.changeColCost(mine, -float(way))
        solver.run()
        self.solved += 1
        answered, solution = optimal(solver), solver.getSolution()
        solver.changeColCost(mine, 0.0)
        assert answered, "a bounded program that standing still solves has an answer"
        moved = np.array(solution.col_value)
        if way * moved[mine] >= far - TINY:
            return moved, None
        toward = -np.array(solution.col_dual)
        toward[np.abs(toward) < 1e-7] = 0.0
        with np.errstate(invalid="ignore"):
            cut = np.where(toward > 0, toward * self.up, -toward * self.down)
        cut[toward == 0] = 0.0
        rest = (1 - way * toward[mine]) * far
        cut[mine] = 0.0
        return None, np.minimum(cut, rest) / rest if rest > TINY else None


class Cuts:
    """The master program, the best sound complement so far and the bound."""

    def __init__(self, problem: Problem, seconds: float) -> None:
        self.problem, self.until = problem, time.monotonic() + seconds
        self.bound, self.rounds = 0, 0
        self.attacks = Attacks(problem)
        cells = self.attacks.cells
        self.costs = problem.costs
        self.free = np.array([int(at) not in problem.primary for at in cells], dtype=bool)
        self.best = self._repaired()
        self.rows: list[Floats] = []
        self._master = new()
        for at in cells[self.free]:
            self._master.addCol(self.costs[at], 0.0, 1.0, 0, np.array([], dtype=np.int32), [])

    @property
    def programs(self) -> int:
        return self.attacks.solved

    @property
    def done(self) -> bool:
        late = time.monotonic() > self.until
        return late or self.problem.cost(self.best.withheld) <= self.bound

    def solve(self) -> None:
        self._fractional()
        while not self.done:
            chosen = self._whole()
            if chosen is None:
                return
            cuts = self.attacks.missing(chosen, capped=True)
            cuts = cuts or self.attacks.missing(chosen, capped=False)
            cuts = cuts or self._without_whole_tables(chosen)
            self._better(self._repaired(chosen))
            if not cuts:
                return
            self._add(cuts)

    def _fractional(self) -> None:
        chosen, stalled, before = self._relaxed(), 0, -1.0
        while not self.done and stalled < STALLED:
            cuts = self.attacks.missing(chosen, capped=True)
            if not cuts:
                break
            self._add(cuts)
            chosen = self._relaxed()
            value = float(self.costs[self.attacks.cells] @ (chosen * self.free))
            stalled = 0 if value > before * 1.001 else stalled + 1
            before = max(before, value)
            self._bounded(value)
        costs = self.costs.copy()
        costs[self.attacks.cells] *= 1.001 - np.minimum(chosen, 1.0)
        self._better(self._repaired(None, costs))

    def _relaxed(self) -> Floats:
        self._master.run()
        return self._spread(np.array(self._master.getSolution().col_value))

    def _spread(self, free: Floats) -> Floats:
        chosen = np.ones(len(self.attacks.cells))
        chosen[self.free] = free
        return chosen

    def _add(self, cuts: list[Floats]) -> None:
        for cut in cuts:
            left = 1.0 - cut[~self.free].sum()
            if left <= TINY:
                continue
            row = np.minimum(cut[self.free] / left, 1.0)
            index = np.flatnonzero(row > 1e-7).astype(np.int32)
            self.rows.append(row)
            self._master.addRow(1.0, np.inf, len(index), index, row[index])
        self.rounds += 1

    def _whole(self) -> Floats | None:
        """The cheapest whole choice that meets all inequalities so far."""
        solver = new()
        solver.passModel(self._master.getModel())
        count = int(self.free.sum())
        every = np.arange(count, dtype=np.int32)
        solver.changeColsIntegrality(
            count, every, np.array([highspy.HighsVarType.kInteger] * count)
        )
        solver.setOptionValue("mip_rel_gap", 1e-6)
        solver.setOptionValue("time_limit", max(0.1, self.until - time.monotonic()))
        solver.run()
        info = solver.getInfo()
        self._bounded(float(info.mip_dual_bound))
        values = np.array(solver.getSolution().col_value)
        if len(values) != count or not np.isfinite(info.objective_function_value):
            return None
        return self._spread(np.rint(values))

    def _bounded(self, value: float) -> None:
        if math.isfinite(value):
            self.bound = max(self.bound, math.ceil(value - TIES - 1e-4))

    def _without_whole_tables(self, chosen: Floats) -> list[Floats]:
        inside = [int(at) for at in self.attacks.cells[chosen > 0.5]]
        nothing = np.zeros(len(self.problem.keys))
        for target in self.problem.targets:
            if not is_whole(self.attacks.sparse(self.attacks.known[target])):
                found = self.best.router.route(target, inside, nothing, whole=True)
                if found is None:
                    return [np.where(chosen > 0.5, 0.0, 1.0)]
                self.attacks.known[target] = np.array(
                    [found.get(int(at), 0.0) for at in self.attacks.cells]
                )
        return []

    def _repaired(self, chosen: Floats | None = None, costs: Floats | None = None) -> Search:
        """A sound complement that begins with a choice, and with the tables known to be in it."""
        search = Search(self.problem, self.costs if costs is None else costs)
        if chosen is not None:
            for target, known in self.attacks.known.items():
                if not known[chosen < 0.5].any():
                    found = self.attacks.sparse(known)
                    if is_whole(found):
                        search.proofs[target] = found
            search.withheld |= set(self.attacks.cells[chosen > 0.5].tolist())
        search.protect()
        search.print_again()
        return search

    def _better(self, search: Search) -> None:
        cost = self.problem.cost
        if cost(search.withheld) < cost(self.best.withheld):
            self.best = search
