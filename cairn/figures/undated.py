"""Records that have no date at all, not even a year, and so lie in no period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from cairn.figures import connection, plans
from cairn.figures.predicates import place_parameters
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import choose
from cairn.kernel.dates import Level
from cairn.kernel.predicates import Predicate


def undated(
    snapshot: Snapshot,
    question: Question,
    source: str,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
    use_cubes: bool = True,
) -> int:
    """How many records of the selection, whatever its period, have no date."""
    timeless = replace(question, period=None, by=(Level.YEAR.value,))  # whatever has dates at all
    tabs, _ = choose(snapshot, timeless)
    if source not in tabs:
        return 0
    shape, values = plans.plan(
        snapshot, timeless, {source: tabs[source]}, visible, frozenset(deny), use_cubes=use_cubes
    )
    sql, used = _compiled(snapshot, replace(shape, components=("n",)))
    snapshot.make_known(shape.relation)
    return int(connection.fetch(sql, {name: values[name] for name in used})[0][0] or 0)


@lru_cache(plans.COMPILED)
def _compiled(snapshot: Snapshot, shape: plans.Plan) -> tuple[str, frozenset[str]]:
    import ibis

    rows = plans.select(snapshot, shape, dates=False)
    rows = rows.filter(rows.earliest.isnull())
    if shape.cube is None and shape.table == "events":
        rows = rows.filter(rows.year.isnull())  # a year alone is a date; cubes have it already
    counted = rows.aggregate(n=rows.n.sum() if shape.cube else rows.count())
    return place_parameters(str(ibis.to_sql(counted, dialect="duckdb")))
