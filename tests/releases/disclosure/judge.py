"""Two answers to "how closely is a withheld cell known?": linear programming, and counting.

Neither shares code with the builder or with the auditor: both read a folder and nothing else. The
second enumerates all tables of a small kind.
"""

import itertools

import highspy
import numpy as np

from cairn.kernel.cells import Cell
from cairn.releases.folder import Band


def sums(folder):
    """Every cell that is the sum of others, with these, from the hierarchies alone."""
    found = []
    for key, cell in folder.cells.items():
        if cell is Cell.NOT_RECORDED:
            continue
        stands = dict(key.at)
        for table in folder.tables:
            if table.measure != key.measure or not {*stands} <= {*table.dimensions}:
                continue
            for name in table.dimensions:
                dimension = folder.dimensions[name]
                parts = []
                for code in dimension.parts(stands.get(name, dimension.total)):
                    part = type(key)(key.measure, frozenset({*{**stands, name: code}.items()}))
                    if folder.cells.get(part) is not Cell.NOT_RECORDED:
                        parts.append(part)
                if any(part in folder.cells for part in parts):
                    found.append((key, tuple(parts)))
    return [*dict.fromkeys(found)]


def limits(folder, key):
    """What one cell says by itself; a key that is not there says nothing."""
    cell, measure = folder.cells.get(key), folder.measures[key.measure]
    if cell is None:
        return 0, np.inf
    if cell is Cell.WITHHELD:
        return 1, np.inf
    if isinstance(cell, Band):
        return cell.low, np.inf if cell.high is None else cell.high
    near = measure.base // 2
    return (0, 0) if cell == 0 else (max(cell - near, measure.small + 1), cell + near)


def intervals(folder, targets, more=()):
    """Per target the least and the most that it can be, by linear programming; None: impossible."""
    equations = sums(folder)
    keys = [*dict.fromkeys([*folder.cells, *(k for total, parts in equations for k in parts)])]
    keys = [key for key in keys if folder.cells.get(key) is not Cell.NOT_RECORDED]
    at = {key: place for place, key in enumerate(keys)}
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for key in keys:
        low, high = limits(folder, key)
        solver.addVar(low, high)
    for total, parts in equations:
        places = [at[total], *(at[one] for one in parts)]
        solver.addRow(0, 0, len(places), np.array(places), np.array([-1.0] + [1.0] * len(parts)))
    for one in folder.measures.values():
        for key in keys:
            whole = type(key)(one.at_most, key.at)
            if key.measure == one.name and whole in at:
                solver.addRow(0, np.inf, 2, np.array([at[key], at[whole]]), np.array([-1.0, 1.0]))
    found = {}
    for key in targets:
        ends = []
        for sense in (1.0, -1.0):
            solver.changeColCost(at[key], sense)
            solver.run()
            status = solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                ends.append(sense * solver.getObjectiveValue())
            elif sense < 0 and status in (
                highspy.HighsModelStatus.kUnbounded,
                highspy.HighsModelStatus.kUnboundedOrInfeasible,
            ):
                ends.append(np.inf)
            else:
                return None
        solver.changeColCost(at[key], 0.0)
        found[key] = (ends[0], ends[1])
    return found


def audit(folder, earlier=()):
    """The withheld cells of persons that are known more closely than from 1 to 9."""
    withheld = [key for key, cell in folder.cells.items() if cell is Cell.WITHHELD]
    found = intervals(folder, withheld)
    if found is None:
        return set(withheld) or {next(iter(folder.cells))}
    return {
        key
        for key, (low, high) in found.items()
        if low > 1 + 1e-6 or high < folder.measures[key.measure].small - 1e-6
    }


def counted(folder, leaves, most):
    """The least and the most of each cell over every table of whole numbers up to `most`."""
    equations = sums(folder)
    found = {}
    for values in itertools.product(range(most + 1), repeat=len(leaves)):
        table = dict(zip(leaves, values, strict=True))
        waiting = [*equations]
        while waiting:
            left = [one for one in waiting if not all(part in table for part in one[1])]
            for total, parts in waiting:
                if all(part in table for part in parts):
                    table[total] = sum(table[part] for part in parts)
            assert len(left) < len(waiting)
            waiting = left
        if all(limits(folder, k)[0] <= table[k] <= limits(folder, k)[1] for k in folder.cells):
            for key, n in table.items():
                low, high = found.get(key, (n, n))
                found[key] = (min(low, n), max(high, n))
    return found
