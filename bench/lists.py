"""Part `lists`: the lists of the desk, at ten thousand accounts and at a million.

Each size has a database of its own, filled with plain bulk inserts, and is asked by a steward with
a second factor. Times are of the server alone, without a network.
"""

from pathlib import Path
from typing import Any

from bench.instances import Instances
from bench.runs import Options, Run, goal

ROWS, FEW = 1_000_000, 10_000
REPEATS = 31


def run(options: Options) -> Path:
    rows = options.rows or ROWS
    few = min(FEW, max(1, rows // 2))
    part = Run("lists", options, rows)
    sizes: dict[str, Any] = {}
    with Instances(part) as instances:
        for size in (few, rows):
            sizes[str(size)] = part.step(f"{size} accounts", lambda n=size: _asked(instances, n))
    return part.finish(_told(sizes[str(few)], sizes[str(rows)], few))


def _asked(instances: Instances, rows: int) -> Any:
    fresh = instances.fresh()
    found = fresh.ask("bench.listing", rows, REPEATS)
    instances.remove(fresh)
    return found


def _told(few: dict[str, Any], many: dict[str, Any], size: int) -> dict[str, Any]:
    pages = {}
    for name, one in many["pages"].items():
        before = few["pages"][name]
        pages[name] = {
            "ms": [before["ms"], one["ms"]],
            "p95_ms": [before["p95_ms"], one["p95_ms"]],
            "ratio": round(one["ms"] / before["ms"], 2),
            "queries": [before["queries"], one["queries"]],
        }
    goals = {
        "worst_ratio": goal(max(one["ratio"] for one in pages.values()), 1.2),
        "more_queries": goal(max(b - a for a, b in (one["queries"] for one in pages.values())), 0),
    }
    filled = {"few": few["filling_seconds"], "many": many["filling_seconds"]}
    return {"goals": goals, "few": size, "pages": pages, "filling_seconds": filled}
