"""Part `disclosure`: complementary suppression on linked hierarchical tables of made-up counts.

Persons by place and month, and by place and kind of document: two tables that share the places and
their totals. Places are four regions with States, months are in quarters. Counts are skewed, as
detections are: most leaf cells are small, a few are very large. Nothing is rounded, so that every
small cell has to be kept between 1 and 9 by withholding others.

With 1,000 cells the cheapest complement is sought for `SECONDS`, and the bound says how far from it
the answer can be; with 10,000 the fast search alone. The cost of a cell is what it tells less of:
totals cost more than parts. Every answer is verified from the tables that prove it.
"""

import math
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.runs import SEED, Options, Run, goal
from cairn.releases.disclosure.complement.problems import Problem, problem
from cairn.releases.disclosure.complement.solver import is_whole, meets
from cairn.releases.disclosure.complement.solving import (
    Complement,
    best_complement,
    fast_complement,
)
from cairn.releases.disclosure.relations import equations
from cairn.releases.disclosure.tables import Truth, order
from cairn.releases.folder import Dimension, Key, Measure, Table

CELLS = 1_000
MANY = 10  # times as many cells for the fast search
SECONDS = 300.0
MEASURE = "smuggled"


def run(options: Options) -> Path:
    cells = options.rows or CELLS
    part = Run("disclosure", options, cells)
    best = part.step("best", lambda: _measured(cells, proven=True))
    fast = part.step("fast", lambda: _measured(cells, proven=False))
    many = part.step("many", lambda: _measured(MANY * cells, proven=False))
    goals = {"gap_to_the_optimum": goal(best["gap"], 0.05)}
    return part.finish({"goals": goals, "best": best, "fast": fast, "fast_on_many": many})


def _measured(cells: int, *, proven: bool) -> dict[str, Any]:
    truth = made(cells)
    question = asked(truth)
    began = time.perf_counter()
    done = best_complement(question, seconds=SECONDS) if proven else fast_complement(question)
    seconds = time.perf_counter() - began
    verify(question, done)
    return {"seconds": round(seconds, 1)} | told(question, done)


def made(cells: int) -> Truth:
    """A truth whose two tables have about so many cells that are not zero."""
    chance = random.Random(SEED)
    states = max(2, round(0.9 * math.sqrt(cells)))
    documents = min(12, max(2, states // 4))
    months = max(3, round(cells * 0.78 / states) - documents)
    regions = max(1, states // 9)
    place = {f"R{at:02}": "all" for at in range(regions)}
    place |= {f"S{at:03}": f"R{at % regions:02}" for at in range(states)}
    quarter = {f"Q{at:03}": "all" for at in range(-(-months // 3))}
    quarter |= {f"M{at:03}": f"Q{at // 3:03}" for at in range(months)}
    dimensions = {
        "document": Dimension("document", "all", {f"D{at}": "all" for at in range(documents)}),
        "month": Dimension("month", "all", quarter),
        "place": Dimension("place", "all", place),
    }
    counts: dict[Key, Mapping[str, int]] = {}
    for at in range(states):
        size = chance.lognormvariate(3.2, 0.9)
        for month in range(months):
            n = int(size * chance.lognormvariate(0, 0.8))
            share = chance.random()
            for document, some in (
                (0, n - int(share * n)),
                (chance.randrange(documents), int(share * n)),
            ):
                where = {"document": f"D{document}", "month": f"M{month:03}", "place": f"S{at:03}"}
                key = Key(MEASURE, frozenset(where.items()))
                counts[key] = {"A": counts.get(key, {"A": 0})["A"] + some}
    truth = Truth(
        release="made-up",
        dimensions=dimensions,
        measures={MEASURE: Measure(MEASURE, "persons", base=1)},
        tables=(
            Table("months", MEASURE, ("month", "place")),
            Table("documents", MEASURE, ("document", "place")),
        ),
        counts=counts,
    )
    return _without_small_totals(truth)


def _without_small_totals(truth: Truth) -> Truth:
    """A withheld total of withheld parts, each one at least, cannot be kept at 1: such a table has
    to be coarser first. Here such a total gets ten people more, in the first cell below it."""
    counts, first = dict(truth.counts), dict[Key, Key]()
    for leaf in sorted(counts, key=order):
        for key in truth.above(leaf, truth.shapes(MEASURE)):
            first.setdefault(key, leaf)
    n = {key: given["A"] for key, given in truth.contributions.items()}
    for total, parts in equations(truth.dimensions, truth.tables, n):
        if n[total] <= 9 and sum(n[one] > 0 for one in parts) > 1:
            counts[first[total]] = {"A": counts[first[total]]["A"] + 10}
    return replace(truth, counts=counts)


def asked(truth: Truth) -> Problem:
    small = [key for key, given in truth.contributions.items() if 0 < sum(given.values()) <= 9]
    return problem(truth, [MEASURE], small, weight=_weight)


def _weight(key: Key, n: int) -> int:
    """A part costs 1, a total more by each step up, whatever numbers stand there."""
    steps = {"M": 0, "D": 0, "S": 0, "Q": 1, "R": 1}
    return 1 + 2 * (2 - len(key.at)) + 2 * sum(steps[code[0]] for _, code in key.at)


def verify(question: Problem, done: Complement) -> None:
    """From the proofs alone: each target is reached in a whole table that agrees with the print."""
    withheld = {at for at, key in enumerate(question.keys) if key in done.withheld}
    for target in question.targets:
        proof = done.proofs[target]
        if not (meets(question, proof, target) and is_whole(proof) and {*proof} <= withheld):
            raise RuntimeError(f"{question.keys[target[0]]} is not protected")


def told(question: Problem, done: Complement) -> dict[str, Any]:
    n = dict(zip(question.keys, question.values, strict=True))
    totals = {question.keys[total] for total, _ in question.sums}
    parts = [key for key in question.keys if key not in totals]
    lost = sum(n[key] for key in parts if key in done.withheld)
    return {
        "cells": len(question.keys),
        "cells_above_zero": sum(map(bool, question.values)),
        "equations": len(question.sums),
        "small": len(question.primary),
        "withheld_beside": len(done.withheld) - len(question.primary),
        "cost": done.cost,
        "bound": done.bound,
        "gap": round(done.gap, 4) if done.ended != "searched" else None,
        "ended": done.ended,
        "programs": done.programs,
        "share_of_persons_lost_in_finest_cells": round(lost / sum(n[key] for key in parts), 4),
    }
