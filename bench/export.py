"""Part `export`: all cases of a library as one file, at ten thousand and at a million.

What is measured is `write_file`, which the console calls and whose pieces the public API sends. Two
floors lie under it in the same run: the same bytes written to another file, and the same rows read
by the bare driver of SQLite and written without looking at them.
"""

from pathlib import Path
from typing import Any

from bench.instances import Instances
from bench.runs import Options, Run, goal

ROWS, FEW = 1_000_000, 10_000
FORMS = ("cases.jsonl", "cases.csv")


def run(options: Options) -> Path:
    rows = options.rows or ROWS
    few = min(FEW, max(1, rows // 2))
    part = Run("export", options, rows)
    sizes: dict[str, Any] = {}
    with Instances(part) as instances:
        for size in (few, rows):
            sizes[str(size)] = part.step(f"{size} cases", lambda n=size: _asked(instances, n))
    return part.finish(told(sizes[str(few)], sizes[str(rows)]))


def _asked(instances: Instances, rows: int) -> Any:
    """Each file in a process of its own, so that its memory is its own."""
    fresh = instances.fresh()
    found = {"filling_seconds": fresh.ask("bench.exporting", "fill", rows)}
    for name in FORMS:
        found[name] = fresh.ask("bench.exporting", name, fresh.database)
    instances.remove(fresh)
    return found


def told(few: dict[str, Any], many: dict[str, Any]) -> dict[str, Any]:
    lines = many[FORMS[0]]
    memory = [many[name]["peak_mb"] / few[name]["peak_mb"] for name in FORMS]
    queries = [many[name]["queries"] - few[name]["queries"] for name in FORMS]
    goals = {
        "memory_many_to_few": goal(round(max(memory), 2), 1.1),
        "more_queries": goal(max(queries), 0),
        "lines_ratio_to_bare_reading_and_writing": goal(lines["ratio_to_reading"], 8),
    }
    return {"goals": goals, "few": few, "many": many}
