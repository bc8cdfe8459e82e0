"""One source's measure by hexagon, as a map draws it: many cells, each only with its number.

`places.hexagons` gives the same as an answer, with all that is known of each row.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from cairn.figures import connection, plans
from cairn.figures.predicates import place_parameters
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import choose
from cairn.kernel.predicates import Predicate

Cells = list[tuple[str, int, int]]  # the cell, its number and its records


def cells(
    snapshot: Snapshot,
    question: Question,
    source: str,
    resolution: int,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
    use_cubes: bool = True,
) -> Cells:
    """The cells that have a number, in their order."""
    asked = question.but(by=(f"h3_{resolution}",))
    tabs, _ = choose(snapshot, asked)
    if source not in tabs:
        return []
    shape, values = plans.plan(
        snapshot, asked, {source: tabs[source]}, visible, frozenset(deny), use_cubes=use_cubes
    )
    shape = replace(shape, components=question.defined.without_parts)
    sql, used = _compiled(snapshot, shape, question.defined.value)
    snapshot.make_known(shape.relation)
    found = connection.fetch(sql, {name: values[name] for name in used})
    return [(cell, int(number), n) for cell, number, n in found]


@lru_cache(256)
def _compiled(snapshot: Snapshot, shape: plans.Plan, value: str) -> tuple[str, frozenset[str]]:
    import ibis

    rows = plans.build(snapshot, shape)
    cell = rows[shape.keys[0]]
    rows = rows.filter(rows["at"] == plans.INSIDE, cell.notnull())
    if value:  # a sum of nothing is no zero
        rows = rows.filter(rows[f"{value}_n"] > 0)
    found = rows.select(cell=cell, number=rows[value or "n"].cast("int64"), records=rows.n)
    return place_parameters(str(ibis.to_sql(found.order_by("cell"), dialect="duckdb")))
