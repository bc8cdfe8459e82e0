"""Why everything is rounded: what remains of withheld cells under four treatments of one table.

    python -m tests.releases.disclosure.experiment [TABLES]

Random 8 × 8 tables with their totals. How many withheld cells are pinned to one number, and how
many are known more closely than from 1 to 9, by what linear programming makes of the printed ones,
if (a) small cells are withheld and all else is exact, (b) as well one more in each row and column
that has a single withheld one, (c) small cells are withheld and all else is rounded to 5, (d) all
else is exact and a complement is withheld.
"""

import json
import random
import sys

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.complement.problems import problem
from cairn.releases.disclosure.complement.solving import fast_complement
from cairn.releases.disclosure.rules import rounded
from cairn.releases.folder import Dimension, Folder, Measure
from tests.releases.disclosure import judge
from tests.releases.disclosure.small import key, truth

SIZE, MEAN = 8, 34
CODES = [str(code) for code in range(SIZE)]
FLAT = {name: Dimension(name, "all", dict.fromkeys(CODES, "all")) for name in ("place", "year")}


def made(seed):
    chance = random.Random(seed)
    return truth(
        {
            (row, column): {"A": int(chance.expovariate(1 / MEAN))}
            for row in CODES
            for column in CODES
        },
        dimensions=FLAT,
        measures={"smuggled": Measure("smuggled", "persons", base=1)},
    )


def beside(small):
    """One more in each row and column with a single withheld cell: the first that is printed."""
    found = set(small)
    for name, other in (("place", "year"), ("year", "place")):
        for code in CODES:
            line = [key(**{name: code, other: one}) for one in CODES]
            if len(found.intersection(line)) == 1:
                found.add(next(one for one in line if one not in found))
    return found


def treated(held):
    n = {cell: sum(given.values()) for cell, given in held.contributions.items()}
    small = [cell for cell in held.keys if 0 < n[cell] <= 9]
    everything = problem(held, ["smuggled"], small)
    base_5 = {"smuggled": Measure("smuggled", "persons")}
    for name, withheld, measures in (
        ("exact", small, held.measures),
        ("naive", {one for one in beside(small) if n[one]}, held.measures),
        ("rounded", small, base_5),
        ("complement", fast_complement(everything).withheld, held.measures),
    ):
        base = measures["smuggled"].base
        cells = {
            cell: Cell.WITHHELD if cell in withheld else rounded(n[cell], base)
            for cell in held.keys
        }
        yield name, small, Folder("r", held.dimensions, measures, held.tables, cells)


def experiment(tables):
    found = {}
    for seed in range(tables):
        for name, small, folder in treated(made(seed)):
            told = found.setdefault(name, {"withheld": 0, "pinned": 0, "narrower": 0, "printed": 0})
            told["withheld"] += len(small)
            told["printed"] += sum(cell is not Cell.WITHHELD for cell in folder.cells.values())
            for low, high in judge.intervals(folder, small).values():
                told["pinned"] += high - low < 1e-6
                told["narrower"] += low > 1 + 1e-6 or high < 9 - 1e-6
    return found


if __name__ == "__main__":
    tables = int(sys.argv[1]) if sys.argv[1:] else 40
    sys.stdout.write(json.dumps(experiment(tables), indent=1) + "\n")
