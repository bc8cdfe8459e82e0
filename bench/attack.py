"""Part `attack`: what it takes to audit a release, by its number of printed cells.

Two linked tables of one invented measure, routes in regions by quarters in years and routes by age,
rounded to 5 with 1–9 withheld and nothing more, so that most withheld cells are safe and some are
not. The public attacks all sizes; a contributor who knows the roll and its own counts attacks the
smallest. Every witness is read again by the checker, whose time is given apart. The floor is HiGHS
alone on the same rows: one linear programme with one target.
"""

import random
import time
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import Any

from bench.runs import SEED, Options, Run, goal
from cairn.kernel.cells import Cell
from cairn.releases import folder as folders_of
from cairn.releases.attack import checking
from cairn.releases.attack.attacking import Kind, Verdict, attack
from cairn.releases.attack.knowledge import PUBLIC, Entry, Knowledge, Known
from cairn.releases.attack.model import Count, build
from cairn.releases.attack.solving import Clock, Component, components, tighten
from cairn.releases.folder import Dimension, Folder, Key, Measure, Table

SIZES = (1_000, 10_000, 100_000)
KNOWING = 1_000  # cells up to which a contributor attacks too
STATES = ("aland", "bland", "cland", "dland", "eland", "fland")
AGES = ("children", "adults", "unknown")


class NotChecked(RuntimeError):
    """A witness that the checker refuses, or no proof of anything."""


def run(options: Options) -> Path:
    part = Run("attack", options, options.rows)
    found: dict[str, Any] = {}
    for cells in [options.rows] if options.rows else SIZES:
        found[str(cells)] = part.step(
            f"{cells} cells", lambda cells=cells: _public(part.folder / str(cells), cells)
        )
        if cells <= KNOWING:
            found[f"{cells}, as a contributor"] = part.step(
                f"{cells} cells, as a contributor", lambda cells=cells: _knowing(cells)
            )
    goals = {f"{name}: unproven": goal(one["unproven"], 0) for name, one in found.items() if name}
    return part.finish({"goals": goals} | found)


def make(cells: int) -> tuple[Folder, list[Knowledge]]:
    """A release of about as many cells, and what each of the six States knows."""
    chance = random.Random(f"{SEED} {cells}")
    years = max(1, round((cells / 16) ** 0.5 / 5))
    routes = max(2, round(cells / (5 * years + 5) * 0.86))
    regions = max(1, routes // 6)
    above = {f"r{n:05}": f"region{n % regions:04}" for n in range(routes)}
    above |= {f"region{n:04}": "all" for n in range(regions)}
    when = {f"{2000 + y}q{q}": str(2000 + y) for y in range(years) for q in range(1, 5)}
    when |= {str(2000 + y): "all" for y in range(years)}
    dimensions = {
        "route": Dimension("route", "all", above),
        "quarter": Dimension("quarter", "all", when),
        "age": Dimension("age", "all", dict.fromkeys(AGES, "all")),
    }
    persons = Measure("persons", "persons", base=5, small=9)
    tables = (
        Table("by_quarter", "persons", ("route", "quarter")),
        Table("by_age", "persons", ("route", "age")),
    )
    counts: dict[Key, int] = defaultdict(int)
    known: dict[str, list[Known]] = {state: [] for state in STATES}
    quarters = [code for code in when if "q" in code]
    empty = Folder("bench", dimensions, {"persons": persons}, tables, {})
    for route, quarter in product([r for r in above if r[1] != "e"], quarters):
        if chance.random() < 0.1:
            continue  # nobody
        size = chance.choice([1, 2, 30, 40, 60])
        for state in STATES:
            age, n = chance.choice(AGES), chance.randint(0, size)
            leaf = frozenset({("route", route), ("quarter", quarter), ("age", age)})
            known[state].append(Known(Key("persons", leaf), state, "1", n))
            for r, q in product((route, above[route], "all"), (quarter, when[quarter], "all")):
                counts[empty.key("persons", {"route": r, "quarter": q})] += n
            for r in (route, above[route], "all"):
                counts[empty.key("persons", {"route": r, "age": age})] += n
    printed: dict[Key, int | Cell] = {}
    for second, codes in (("quarter", ["all", *when]), ("age", ["all", *AGES])):
        for route, code in product(["all", *above], codes):
            key = empty.key("persons", {"route": route, second: code})
            count = counts[key]
            printed[key] = Cell.WITHHELD if 0 < count <= 9 else 5 * round(count / 5)
    roll = tuple(Entry("bench", Key("persons"), state, "1") for state in STATES)
    knows = [Knowledge(s, frozenset({s}), roll, tuple(known[s])) for s in STATES]
    return Folder("bench", dimensions, {"persons": persons}, tables, printed), knows


def _public(path: Path, cells: int) -> dict[str, Any]:
    folder, _ = make(cells)
    folders_of.write(folder, path)
    found = _attacked(folder, PUBLIC)
    report = found.pop("report")
    began = time.process_time()
    for witness in report.witnesses:
        if refused := checking.wrong(path, report.model.table(0, witness)):
            raise NotChecked(refused[0])
    found["checker_cpu_seconds"] = round(time.process_time() - began, 2)
    found["floor_cpu_seconds"] = round(_floor(folder), 2)
    found["ratio_to_floor"] = round(found["cpu_seconds"] / found["floor_cpu_seconds"], 1)
    return found


def _knowing(cells: int) -> dict[str, Any]:
    folder, knows = make(cells)
    found = _attacked(folder, knows[0])
    del found["report"]
    return found


def _attacked(folder: Folder, knowledge: Knowledge) -> dict[str, Any]:
    began, at = time.process_time(), time.perf_counter()
    report = attack([folder], knowledge)
    used, whole = time.process_time() - began, time.perf_counter() - at
    if report.possible is not True:
        raise NotChecked("nothing is proven")
    withheld = sum(one is Cell.WITHHELD for one in folder.cells.values())
    return {
        "cells": len(folder.cells),
        "withheld": withheld,
        "unknowns": len(report.model.unknowns),
        "targets": sum(report.targets.values()),
        "tried": len(report.found),
        "cells_tried": sum(one.target.kind is Kind.CELL for one in report.found),
        "recovered": len(report.of(Verdict.RECOVERED)),
        "unproven": len(report.of(Verdict.UNPROVEN)),
        "witnesses": len(report.witnesses),
        "cpu_seconds": round(used, 2),
        "seconds": round(whole, 2),
        "report": report,
    }


def _floor(folder: Folder) -> float:
    """HiGHS on the largest component, asked once; the rows are made before the clock starts."""
    model = build([folder], PUBLIC)
    tighten(model)
    largest = max(components(model), key=len)
    component = Component(model, largest, Clock())
    target = next(n for n in largest if isinstance(model.unknowns[n], Count))
    began = time.process_time()
    component.push(((target, 1),), True)
    return max(time.process_time() - began, 0.01)
