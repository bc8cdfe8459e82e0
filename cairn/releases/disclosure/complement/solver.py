"""The small linear programs of this package, in terms of deviations from the true table.

A deviation z is another table less the true one: zero where a cell is printed, and meeting every
equation. No threads and a fixed seed, so that the same question has the same answer.
"""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np

from cairn.releases.disclosure.complement.problems import Floats, Problem

Deviation = Mapping[int, float]  # per position, how far another table lies from the true one
TINY = 1e-6
ANSWERS = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def new() -> highspy.Highs:
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("parallel", "off"), ("random_seed", 1)):
        solver.setOptionValue(name, value)
    return solver


def optimal(solver: highspy.Highs) -> bool:
    """Whether there is an answer. That there is none is an answer too; anything else is a failure,
    and must not pass for either."""
    status = solver.getModelStatus()
    if status not in ANSWERS:
        raise RuntimeError(f"the solver gave up: {solver.modelStatusToString(status)}")
    return bool(status == highspy.HighsModelStatus.kOptimal)


class Router:
    """Finds the cheapest deviation that takes one cell as far as it must be able to go."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.solved = problem, 0
        self._solver = new()
        self._solver.setOptionValue("presolve", "off")

    def route(
        self,
        target: tuple[int, int, int],
        allowed: Sequence[int],
        cost: Floats,
        *,
        whole: bool = False,
    ) -> Deviation | None:
        """A deviation that is zero outside `allowed`; the cheapest by the sum of |z|·cost. None if
        there is none. `whole`: in whole numbers, which some tables need asking for."""
        at, way, far = target
        problem = self.problem
        cells = [one for one in allowed if problem.up[one] or problem.down[one] or one == at]
        columns: list[tuple[int, int, float, float, float]] = []  # cell, sign, low, high, cost
        for one in cells:
            if one == at:
                columns.append((one, 1, way * far, way * far, 0.0))
            elif cost[one] == 0:
                columns.append((one, 1, -problem.down[one], problem.up[one], 0.0))
            else:
                columns.append((one, 1, 0.0, problem.up[one], cost[one]))
                if problem.down[one]:
                    columns.append((one, -1, 0.0, problem.down[one], cost[one]))
        rows: dict[int, int] = {}
        starts, index, value = [0], [], []
        for one, sign, *_ in columns:
            for equation in problem.touching[one]:
                index.append(rows.setdefault(equation, len(rows)))
                value.append(-sign if problem.sums[equation][0] == one else sign)
            starts.append(len(index))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(columns), len(rows)
        lp.col_cost_ = np.array([one[4] for one in columns])
        lp.col_lower_ = np.array([one[2] for one in columns], dtype=float)
        lp.col_upper_ = np.array([one[3] for one in columns], dtype=float)
        lp.row_lower_ = lp.row_upper_ = np.zeros(len(rows))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.array(starts)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(value, dtype=float)
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
        self.solved += 1
        self._solver.passModel(lp)
        self._solver.run()
        if not optimal(self._solver):
            return None
        found: dict[int, float] = {}
        amounts = self._solver.getSolution().col_value
        for (one, sign, *_), amount in zip(columns, amounts, strict=True):
            if amount:
                found[one] = found.get(one, 0.0) + sign * amount
        return cleaned(found)


def cleaned(found: Deviation) -> Deviation:
    """Without what is zero, and in whole numbers if it is nearly so."""
    if all(abs(moved - round(moved)) < TINY for moved in found.values()):
        return {at: round(moved) for at, moved in found.items() if round(moved)}
    return {at: moved for at, moved in found.items() if abs(moved) > TINY}


def is_whole(deviation: Deviation) -> bool:
    return all(moved == round(moved) for moved in deviation.values())


def meets(problem: Problem, deviation: Deviation, target: tuple[int, int, int]) -> bool:
    """Whether this is a table that an attacker must reckon with, in which the target is reached."""
    at, way, far = target
    touched = {equation for one in deviation for equation in problem.touching[one]}
    sums = (problem.sums[one] for one in touched)
    return (
        abs(deviation.get(at, 0) - way * far) < TINY
        and all(
            -problem.down[one] - TINY <= moved <= problem.up[one] + TINY
            for one, moved in deviation.items()
        )
        and all(
            abs(deviation.get(total, 0) - sum(deviation.get(one, 0) for one in parts)) < TINY
            for total, parts in sums
        )
    )
