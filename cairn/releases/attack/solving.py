"""The least and the greatest that a sum of unknowns can be, proven, or said to be unproven.

First by linear programming, whose bounds lie outside the true ones; where its solution is not of
integers, by integer programming. A bound is proven from inside by a witness: integers that satisfy
every row, checked here exactly and again by `checking.py`. HiGHS does the search and is not
believed: what it finds counts only as a witness, and what it excludes is rounded outwards.

Source: Huangfu and Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
Computation 10 (2018), https://doi.org/10.1007/s12532-017-0130-5 (HiGHS, MIT licence).
"""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import highspy
import numpy

from cairn.releases.attack.model import Model, Terms

SLACK = 1e-6  # an objective of HiGHS is believed up to this much, and rounded outwards
WHOLE = 1e-5  # what lies this near to an integer is tried as that integer


@dataclass(frozen=True, slots=True)
class Extreme:
    """`outer`: nothing lies beyond it, or None if that is not known; `reached`: a witness lies
    there, or None. Proven where they are equal."""

    outer: int | None
    reached: int | None


@dataclass(slots=True)
class Clock:
    """How long the whole may take, and how long one integer program may, in seconds."""

    whole: float = 3600.0
    each: float = 20.0
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        return min(self.each, self.whole - (time.monotonic() - self.began))


def components(model: Model, targets: Iterable[Terms] = (), split: bool = True) -> list[list[int]]:
    """The unknowns that hang together: joined by a row or a target, not counting what is fixed
    already. With `split` false, all of them as one."""
    loose = [n for n in range(len(model.unknowns)) if model.low[n] < model.high[n]]
    if not split:
        return [loose] if loose else []
    leader = list(range(len(model.unknowns)))

    def find(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    for terms in chain((terms for terms, _, _ in model.rows), targets):
        joined = [n for n, _ in terms if model.low[n] < model.high[n]]
        for n in joined[1:]:
            leader[find(n)] = find(joined[0])
    groups: dict[int, list[int]] = {}
    for n in loose:
        groups.setdefault(find(n), []).append(n)
    return list(groups.values())


def tighten(model: Model, rounds: int = 20) -> bool:
    """Narrow the bounds of all unknowns by one row at a time. False if nothing is possible."""
    for _ in range(rounds):
        changed = False
        for terms, low, high in model.rows:
            least = sum(c * (model.low[n] if c > 0 else model.high[n]) for n, c in terms)
            most = sum(c * (model.high[n] if c > 0 else model.low[n]) for n, c in terms)
            if (high is not None and least > high) or (low is not None and most < low):
                return False
            for n, c in terms:
                mine = (model.low[n], model.high[n])
                ends = (c * mine[0], c * mine[1]) if c > 0 else (c * mine[1], c * mine[0])
                up = math.inf if high is None else high - (least - ends[0])
                down = -math.inf if low is None else low - (most - ends[1])
                if up < ends[1] or down > ends[0]:
                    a, b = (max(ends[0], down), min(ends[1], up))
                    a, b = (a, b) if c > 0 else (b, a)
                    new = math.ceil(a / c), math.floor(b / c)
                    if new[0] > new[1]:
                        return False
                    model.narrow(n, *new)
                    least += min(c * new[0], c * new[1]) - ends[0]
                    most += max(c * new[0], c * new[1]) - ends[1]
                    changed = True
        if not changed:
            break
    return True


class _Quiet(highspy.Highs):  # type: ignore[misc]
    """Says nothing on the terminal, from the beginning on."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class Component:
    """One component of a model, loaded once and asked many times from the basis of the last
    answer. `impossible` once it was proven that nothing fits."""

    def __init__(self, model: Model, unknowns: Sequence[int], clock: Clock) -> None:
        self.clock, self.unknowns = clock, list(unknowns)
        self.place = {n: at for at, n in enumerate(self.unknowns)}
        self.fixed = {n: model.low[n] for n in range(len(model.unknowns)) if n not in self.place}
        self.low = [model.low[n] for n in self.unknowns]
        self.high = [model.high[n] for n in self.unknowns]
        self.rows: list[tuple[Terms, int | None, int | None]] = []
        for terms, low, high in model.rows:
            kept = tuple((self.place[n], c) for n, c in terms if n in self.place)
            if kept:
                gone = sum(c * self.fixed[n] for n, c in terms if n not in self.place)
                low, high = (None if bound is None else bound - gone for bound in (low, high))
                self.rows.append((kept, low, high))
        self._linear = self._load(integer=False)
        self._linear.setOptionValue("simplex_strategy", 4)  # what was feasible stays so
        self._whole: highspy.Highs | None = None
        self._asked: list[int] = []
        self.impossible = False

    def extreme(
        self, terms: Terms, greatest: bool, decided: Callable[[int], bool] = lambda _: False
    ) -> tuple[Extreme, list[int] | None]:
        """The greatest or least value of a sum, and a witness of what was reached. Where the outer
        bound has `decided` the matter, integers are not looked for."""
        shift = sum(c * self.fixed[n] for n, c in terms if n not in self.place)
        wanted = [(self.place[n], c) for n, c in terms if n in self.place]
        if self.clock.left <= 0:
            return Extreme(None, None), None
        self._ask(self._linear, wanted, greatest)
        value = self._run(self._linear)
        if value is None:
            return Extreme(None, None), None
        value = -value if greatest else value
        outer = math.floor(value + SLACK) if greatest else math.ceil(value - SLACK)
        witness = self.witness(self._linear)
        reached = None if witness is None else sum(c * witness[n] for n, c in wanted)
        if reached != outer and not decided(outer + shift):
            outer, reached, witness = self._exactly(wanted, greatest, outer, reached, witness)
        return Extreme(outer + shift, None if reached is None else reached + shift), witness

    def push(self, terms: Iterable[tuple[int, int]], greatest: bool) -> list[int] | None:
        """A witness in which many sums at once are great or small; nothing is said to be best."""
        if self.clock.left <= 0:
            return None
        wanted = [(self.place[n], c) for n, c in terms if n in self.place]
        self._ask(self._linear, wanted, greatest)
        if self._run(self._linear) is None:
            return None
        if witness := self.witness(self._linear):
            return witness
        whole = self._integers()
        self._ask(whole, wanted, greatest)
        self._run(whole)
        return self.witness(whole)

    def witness(self, solver: "highspy.Highs") -> list[int] | None:
        """What the solver stands at, if it is of integers and every row holds exactly."""
        found = numpy.asarray(solver.getSolution().col_value)
        if len(found) != len(self.unknowns):
            return None
        near = numpy.rint(found)
        if len(found) and float(numpy.abs(found - near).max()) > WHOLE:
            return None
        values = [int(v) for v in near]
        for v, low, high in zip(values, self.low, self.high, strict=True):
            if not low <= v <= high:
                return None
        for terms, least, most in self.rows:
            total = sum(c * values[n] for n, c in terms)
            if (least is not None and total < least) or (most is not None and total > most):
                return None
        return values

    def _exactly(
        self,
        wanted: list[tuple[int, int]],
        greatest: bool,
        outer: int,
        reached: int | None,
        witness: list[int] | None,
    ) -> tuple[int, int | None, list[int] | None]:
        whole = self._integers()
        self._ask(whole, wanted, greatest)
        self._run(whole)
        bound = whole.getInfo().mip_dual_bound
        if math.isfinite(bound):
            away = math.floor(SLACK - bound) if greatest else math.ceil(bound - SLACK)
            outer = min(outer, away) if greatest else max(outer, away)
        if (found := self.witness(whole)) is not None:
            value = sum(c * found[n] for n, c in wanted)
            if reached is None or (value > reached) == greatest:
                return outer, value, found
        return outer, reached, witness

    def _integers(self) -> "highspy.Highs":
        if self._whole is None:
            self._whole = self._load(integer=True)
        return self._whole

    def _ask(self, solver: "highspy.Highs", wanted: list[tuple[int, int]], greatest: bool) -> None:
        for n in self._asked:  # both solvers are asked in turn, so both forget all
            self._linear.changeColCost(n, 0.0)
            if self._whole is not None:
                self._whole.changeColCost(n, 0.0)
        self._asked = [n for n, _ in wanted]
        for n, c in wanted:
            solver.changeColCost(n, float(-c if greatest else c))

    def _run(self, solver: "highspy.Highs") -> float | None:
        until = solver.getRunTime() + max(0.0, self.clock.left)  # its clock never goes back
        solver.setOptionValue("time_limit", until)
        solver.run()
        status = solver.getModelStatus()
        self.impossible |= status == highspy.HighsModelStatus.kInfeasible
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        return float(solver.getInfo().objective_function_value)

    def _load(self, integer: bool) -> "highspy.Highs":
        solver = _Quiet()
        solver.setOptionValue("parallel", "off")  # threads are shared by all solvers of a process
        solver.setOptionValue("random_seed", 0)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 0.5)
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self.unknowns), len(self.rows)
        problem.col_cost_ = numpy.zeros(len(self.unknowns))
        problem.col_lower_ = numpy.array(self.low, dtype=float)
        problem.col_upper_ = numpy.array(self.high, dtype=float)
        inf = highspy.kHighsInf
        problem.row_lower_ = numpy.array([-inf if b is None else b for _, b, _ in self.rows])
        problem.row_upper_ = numpy.array([inf if b is None else b for _, _, b in self.rows])
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        sizes = [len(terms) for terms, _, _ in self.rows]
        matrix.start_ = numpy.concatenate([[0], numpy.cumsum(sizes)]).astype(numpy.int32)
        flat = [term for terms, _, _ in self.rows for term in terms]
        matrix.index_ = numpy.array([n for n, _ in flat], dtype=numpy.int32)
        matrix.value_ = numpy.array([c for _, c in flat], dtype=float)
        if integer:
            problem.integrality_ = [highspy.HighsVarType.kInteger] * len(self.unknowns)
        solver.passModel(problem)
        return solver
