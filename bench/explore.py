"""Part `explore`: every panel on ten million rows, and a map of 100,000 points in a browser.

The snapshot is written once and kept until the part is finished. The panels are measured in a
process of its own with the limits of a web worker (`panels.py`), the map on a real server
(`points_page.py`).
"""

from pathlib import Path
from typing import Any

from bench.instances import Instances
from bench.panels import EVENTS, WHOLE_PAGE
from bench.points_page import measure as measure_map
from bench.runs import Options, Run, goal
from bench.worlds import build

ROWS = 10_000_000
POINTS = 100_000
REPEATS = 5
MEASURES = (EVENTS, "detections")


def run(options: Options) -> Path:
    rows = options.rows or ROWS
    part = Run("explore", options, rows)
    root = part.folder / "snapshots"
    name = part.step("snapshot", lambda: build(root, rows).id)
    with Instances(part) as instances:
        panels = part.step("panels", lambda: _panels(instances, root, name))
        shown = None
        if options.browser:
            points = min(rows, POINTS)
            shown = part.step("map", lambda: measure_map(instances.fresh(), points, REPEATS))
    return part.finish(_told(panels, shown))


def _panels(instances: Instances, root: Path, name: str) -> dict[str, Any]:
    instance = instances.fresh()
    (instance.data / "snapshots").symlink_to(root.resolve())
    found: dict[str, Any] = instance.ask("bench.panels", root / name, REPEATS, *MEASURES)
    return found


def _told(panels: dict[str, Any], shown: dict[str, Any] | None) -> dict[str, Any]:
    goals: dict[str, Any] = {}
    for cube, name in ((True, "counted_beforehand"), (False, "from_rows")):
        found = [
            one for one in panels["panels"] if one["cube"] is cube and one["panel"] != WHOLE_PAGE
        ]
        worst = max(found, key=lambda one: one["ratio"], default=None)
        goals[f"worst_ratio_{name}"] = goal(worst and worst["ratio"], 0.2 if cube else 2)
        goals[f"panels_{name}"] = {
            "value": len(found),
            "within_goal": sum(one["met"] for one in found),
            "worst": worst and f"{worst['measure']}, {worst['panel']}, filters: {worst['filters']}",
        }
    pages = [one["ms"] for one in panels["panels"] if one["panel"] == WHOLE_PAGE]
    goals["slowest_whole_page_ms"] = {"value": max(pages, default=None)}
    if shown:
        goals["seconds_until_the_map_answers"] = goal(shown["median_seconds"], 2)
    return {"goals": goals, **panels} | ({"map": shown} if shown else {})
