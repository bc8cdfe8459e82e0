"""Part `search`: the public index at two hundred thousand documents, beside the bare engine, SQLite
and PostgreSQL; how fast it is made, and how soon an edit is found."""

from pathlib import Path
from typing import Any

from bench.instances import Instances
from bench.runs import Options, Run, goal
from tests.instances import new_database
from tests.postgres import start

DOCUMENTS, QUESTIONS = 200_000, 300


def run(options: Options) -> Path:
    number = options.rows or DOCUMENTS
    part = Run("search", options, number)
    with Instances(part) as instances:
        found = part.step(f"{number} documents", lambda: _asked(instances, number, options))
    return part.finish(_told(found))


def _asked(instances: Instances, number: int, options: Options) -> Any:
    fresh = instances.fresh()
    address = new_database(start()) if options.peer else ""
    found = fresh.ask("bench.searching", number, QUESTIONS, address)
    instances.remove(fresh)
    return found


def _told(found: dict[str, Any]) -> dict[str, Any]:
    ms = found["ms"]
    goals = {
        "median_to_bare": goal(round(ms["ours"]["p50"] / ms["bare"]["p50"], 2), 1.5),
        "p95_to_bare": goal(round(ms["ours"]["p95"] / ms["bare"]["p95"], 2), 1.5),
        "edit_worst_seconds": goal(found["edit_seconds"]["worst"], 1.0),
    }
    for name in ("fts5", "postgresql"):
        if name in ms:
            times = round(ms[name]["p95"] / ms["ours"]["p95"], 1)
            goals[f"times_faster_than_{name}"] = goal(times, 10, least=True)
    return {"goals": goals} | found
