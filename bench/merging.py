"""Part `merging`: what two agencies may both have counted, at a hundred pairs and at 20,000.

Each size has a database of its own, in which two agencies have filed as many numbers of the same
cells. The merge is begun and the pairs are compared as the runner of jobs does it; then a contact
point with a second factor leafs through them, decides all and has the national filing written.
"""

from pathlib import Path
from typing import Any

from bench.instances import Instances
from bench.runs import Options, Run, goal

CELLS, FEW = 20_000, 1_000
REPEATS = 31


def run(options: Options) -> Path:
    cells = options.rows or CELLS
    few = min(FEW, max(30, cells // 2))
    part = Run("merging", options, cells)
    sizes: dict[str, Any] = {}
    with Instances(part) as instances:
        for size in (few, cells):
            sizes[str(size)] = part.step(f"{size} pairs", lambda n=size: _asked(instances, n))
    return part.finish(_told(sizes[str(few)], sizes[str(cells)], few))


def _asked(instances: Instances, cells: int) -> Any:
    fresh = instances.fresh()
    found = fresh.ask("bench.merge_pages", cells, REPEATS)
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
            "bytes": [before["bytes"], one["bytes"]],
        }
    leafed = [one for name, one in pages.items() if name != "summary"]
    goals = {
        "worst_ratio_of_a_page": goal(max(one["ratio"] for one in leafed), 1.2),
        "more_queries": goal(max(b - a for a, b in (one["queries"] for one in pages.values())), 0),
        "longest_lock_of_comparing_ms": goal(many["lock_of_comparing"]["longest_ms"], 500),
        "longest_lock_of_writing_ms": goal(many["lock_of_writing"]["longest_ms"], 500),
        "ratio_to_floor": goal(many["ratio_to_floor"], 10),
    }
    names = ("steps", "lock_of_comparing", "lock_of_writing", "floor_seconds", "ms_per_1000_cells")
    taken = {name: many[name] for name in names}
    return {"goals": goals, "few": size, "pages": pages} | taken
