"""The largest lines of one source's answer, and how much there is beside them.

A page lists a few lines of a breakdown that may have thousands: DuckDB sorts and counts, and only
what is shown becomes rows. The lines are those of `engine.answer`, in the order of their numbers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from cairn.figures import connection, plans
from cairn.figures.answers import SourceRows, make_row
from cairn.figures.predicates import place_parameters
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import choose
from cairn.kernel.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Largest:
    """The first lines, those without a number last, and what is said of all of them."""

    shown: SourceRows
    lines: int = 0
    with_number: int = 0  # lines
    records: int = 0


def largest(
    snapshot: Snapshot,
    question: Question,
    source: str,
    limit: int,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
    use_cubes: bool = True,
) -> Largest | None:
    """The largest lines inside the period; None where the source has none."""
    assert question.level is None
    tabs, _ = choose(snapshot, question)
    if source not in tabs:
        return None
    own = {source: tabs[source]}
    shape, values = plans.plan(
        snapshot, question, own, visible, frozenset(deny), use_cubes=use_cubes
    )
    measure, width = question.defined, len(question.dimensions)
    sql, used = _compiled(snapshot, shape, measure.value, limit)
    snapshot.make_known(shape.relation)
    rows, counted = [], (0, 0, 0)
    for line in connection.fetch(sql, {name: values[name] for name in used}):
        key, sums, counted = line[:width], line[width:-3], line[-3:]
        named = dict(zip(shape.components, sums, strict=True))
        rows.append(make_row(measure, tuple(key), named))
    if not rows:
        return None
    return Largest(SourceRows(source, own[source], tuple(rows)), *map(int, counted))


@lru_cache(plans.COMPILED)
def _compiled(
    snapshot: Snapshot, shape: plans.Plan, value: str, limit: int
) -> tuple[str, frozenset[str]]:
    import ibis

    rows = plans.build(snapshot, shape)
    rows = rows.filter(rows["at"] == plans.INSIDE)
    # A sum of nothing is no zero: such a line has no number and stands at the end.
    number = ibis.ifelse(rows[f"{value}_n"] > 0, rows[value], None) if value else rows.n
    rows = rows.mutate(number=number)
    told = rows.select(
        *shape.keys,
        *(rows[name].name(f"sum_{name}") for name in shape.components),
        number="number",
        all_lines=ibis._.count().over(),
        all_with_number=rows.number.count().over(),
        all_records=rows.n.sum().over(),
    )
    keys = (ibis.asc(name, nulls_first=False) for name in shape.keys)
    ordered = told.order_by(ibis.desc("number", nulls_first=False), *keys).limit(limit)
    return place_parameters(str(ibis.to_sql(ordered.drop("number"), dialect="duckdb")))
