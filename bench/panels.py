"""Child of the part `explore`: server time of each panel over the floor of reading its columns.

    python -m bench.panels SNAPSHOT REPEATS MEASURE…

Each panel is made by the code that the page runs, warm: drawings that do not change are kept, as
they are on a server. The floor, measured in turn with it, is one bare `SELECT sum(…)` in the same
process with the same limits, over all rows and over every column that the panel's queries read;
DuckDB itself says which these are. Texts enter it by their length, days by their number. Where all
queries of a panel were answered by tables counted beforehand, the floor is that of the rows.
"""

import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench.runs import tell

EVENTS = "dead_and_missing"
GOALS = {False: 2.0, True: 0.2}  # by whether a table counted beforehand answers
RELATION = re.compile(r'"(s[0-9a-f]{16})"\."([^"]+)"')
PAGE_OF_POINTS = 1_000
WHOLE_PAGE = "the whole page"  # shown beside the panels; the goals speak of single panels


@dataclass(slots=True)
class Watch:
    """Every query that is asked while a panel is made."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    seconds: float = 0.0

    def __call__(self, fetch: Callable[..., Any], sql: str, given: Any = None) -> Any:
        self.asked.append((sql, dict(given or {})))
        began = time.perf_counter()
        try:
            return fetch(sql, given)
        finally:
            self.seconds += time.perf_counter() - began


def main(path: Path, repeats: int, measures: Sequence[str]) -> None:
    import django

    django.setup()
    from django.utils import translation

    from cairn.figures import connection
    from cairn.figures.snapshot import Snapshot
    from cairn.published.actions import publish_snapshot

    translation.activate("en")
    snapshot = Snapshot.open(path)
    publish_snapshot(snapshot=snapshot.id, rule="open-data")
    watch = Watch()
    for way in ("fetch", "columns"):  # row by row, and column by column
        setattr(connection, way, partial(watch, getattr(connection, way)))
    found = []
    for measure in measures:
        for filters, params in _filters(snapshot, measure).items():
            for name, work in _panels(snapshot, measure, params).items():
                one = _measured(snapshot, measure, work, watch, repeats)
                found.append({"measure": measure, "panel": name, "filters": filters, **one})
                tell(
                    f"    {measure}, {name}, filters {filters}: {one['ms']} ms, "
                    f"{one['ratio']} × the floor{', counted beforehand' if one['cube'] else ''}"
                )
    cubes = {cube.name: cube.rows for cube in snapshot.manifest.cubes}
    print(json.dumps({"rows": dict(snapshot.manifest.rows), "cubes": cubes, "panels": found}))


def _filters(snapshot: Any, measure: str) -> dict[str, dict[str, str]]:
    """No filter, one, and three, with values that occur often."""
    from cairn.figures.options import options
    from cairn.figures.questions import Question

    offered = options(snapshot, Question(measure), ["route"])["route"]
    route = str(offered[0].value)
    within = Question.parse(measure, {"route": route})
    origin = str(options(snapshot, within, ["origin"])["origin"][0].value)
    three = {"period": "2021..2023", "route": route, "origin": origin}
    return {"no": {}, "one": {"route": route}, "three": three}


def _panels(snapshot: Any, measure: str, params: dict[str, str]) -> dict[str, Callable[[], Any]]:
    """What each panel costs the server; the last ones as the whole answers that they are."""
    from django.http import QueryDict
    from django.test import Client, RequestFactory
    from django.urls import reverse

    from cairn.figures.measures import measure as defined
    from cairn.figures.places import points
    from cairn.web.explore import answering, breakdown, filters, flow, mapping, trend
    from cairn.web.explore.doors import Door
    from cairn.web.explore.heading import headline
    from cairn.web.explore.reading import read
    from cairn.web.explore.subject import find

    door = Door(snapshot)

    def address(**more: str) -> QueryDict:
        made = QueryDict(mutable=True)
        made.update(params | more)
        return made

    def subject(**more: str) -> Any:
        return find(door, read(door, defined(measure), address(**more)))

    def panel(make: Callable[[Any], Any], **more: str) -> Callable[[], Any]:
        return partial(make, subject(**more))

    asked = read(door, defined(measure), address())
    about = find(door, asked)
    assert about
    request = RequestFactory().get("/", address().dict())
    page = f"{reverse('explore:measure', args=[measure])}?{address().urlencode()}"
    client = Client(SERVER_NAME="localhost")
    found: dict[str, Callable[[], Any]] = {
        "headline": lambda: headline(find(door, asked)),  # type: ignore[arg-type]
        "trend by year": panel(trend.panel, level="year"),
        "trend by month": panel(trend.panel, level="month"),
        "breakdown by route": panel(breakdown.panel, by="route"),
        "breakdown by origin": panel(breakdown.panel, by="origin"),
        "options of all filters": lambda: filters.filters(
            filters.offer(door, asked, about), asked, about
        ),
        "flow": panel(flow.panel),
    }
    if measure == EVENTS:
        found["areas"] = panel(mapping.panel, map="areas")
        found["hexagons"] = lambda: answering.hexagons(request, door, measure)
        found["points of the map"] = lambda: answering.points(request, door, measure)
        found["a page of points"] = lambda: points(snapshot, about.question, limit=PAGE_OF_POINTS)
    found[WHOLE_PAGE] = lambda: _checked(client.get(page))
    return {name: partial(_as_first, door, work) for name, work in found.items()}


def _as_first(door: Any, work: Callable[[], Any]) -> Any:
    """A door keeps what was answered there for the rest of a request; here each panel is asked for
    as if it were the first."""
    door.answered.clear()
    return work()


def _checked(answer: Any) -> Any:
    assert answer.status_code == 200, answer.status_code
    return answer


def _measured(
    snapshot: Any, measure: str, work: Callable[[], Any], watch: Watch, repeats: int
) -> dict[str, Any]:
    from cairn.figures.measures import measure as defined

    work()  # warm: shapes are compiled, drawings drawn, files known
    ours, floors, queries = [], [], []
    floor_sql, columns = "", []
    for _ in range(repeats):
        watch.asked.clear()
        watch.seconds = 0.0
        ours.append(_timed(work))
        queries.append(watch.seconds)
        if not floor_sql:
            asked = list(watch.asked)
            floor_sql, columns = _floor(snapshot, defined(measure).table, asked)
            _bare(floor_sql)
        floors.append(_timed(partial(_bare, floor_sql)))
    cube = all(name not in ("events", "counts") for sql, _ in asked for _, name in _names(sql))
    ms, floor_ms = (1000 * statistics.median(times) for times in (ours, floors))
    return {
        "ms": round(ms, 1),
        "of_that_queries_ms": round(1000 * statistics.median(queries), 1),
        "floor_ms": round(floor_ms, 1),
        "ratio": round(ms / floor_ms, 2),
        "goal": GOALS[cube],
        "met": ms / floor_ms <= GOALS[cube],
        "cube": cube,
        "queries": len(asked),
        "columns": len(columns),
    }


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _names(sql: str) -> set[tuple[str, str]]:
    return set(RELATION.findall(sql))


def _floor(
    snapshot: Any, table: str, asked: list[tuple[str, dict[str, Any]]]
) -> tuple[str, list[str]]:
    """The bare sum over every column of the table that these queries read."""
    from cairn.figures.schema import TABLES

    kinds = {column.name: column.type for column in TABLES[table]}
    read: set[str] = set()
    for sql, given in asked:
        read |= _columns(sql, given) & set(kinds)
    columns = sorted(read) or ["source"]
    sums = ", ".join(f"sum({_number(name, kinds[name])})" for name in columns)
    snapshot.make_known(table)
    schema = next(iter(_names(asked[0][0])))[0]
    return f'SELECT {sums} FROM "{schema}"."{table}"', columns


def _number(name: str, kind: str) -> str:
    match kind:
        case "string":
            return f'strlen("{name}")'
        case "date32":
            return f"\"{name}\" - DATE '1970-01-01'"
    return f'"{name}"'


def _columns(sql: str, given: dict[str, Any]) -> set[str]:
    """The columns that DuckDB reads from the file for this query, filters included."""
    from cairn.figures import connection

    told = connection.cursor().execute(f"EXPLAIN (FORMAT json) {sql}", given).fetchall()[0][1]
    found: set[str] = set()
    waiting = json.loads(told)
    while waiting:
        node = waiting.pop()
        waiting += node.get("children", [])
        if "PARQUET" in node["name"]:
            for part in ("Projections", "Filters"):
                text = node.get("extra_info", {}).get(part, [])
                listed = [text] if isinstance(text, str) else text
                found |= {word for line in listed for word in re.findall(r"\w+", line)}
    return found


def _bare(sql: str) -> None:
    from cairn.figures import connection

    connection.cursor().execute(sql).fetchall()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
