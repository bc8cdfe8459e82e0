"""How many records each value of several dimensions has, as the filter lists need it.

Each dimension is counted under all filters of the question without its own. What a cube cannot
answer is counted in one pass over the rows for all dimensions together: a record that breaks one
filter alone still counts in the list of that filter. Records are counted once each, so neither the
measure's numbers nor anything else of a row is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cairn.figures import connection, plans
from cairn.figures.dimensions import column
from cairn.figures.engine import run
from cairn.figures.plans import INSIDE, Plan
from cairn.figures.predicates import is_among, place_parameters
from cairn.figures.questions import Question, Value
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import choose
from cairn.kernel.predicates import Predicate

if TYPE_CHECKING:
    import ibis.expr.types as ir

Counted = dict[Value, dict[str, int]]  # value, source, number of records
RECORDS = ("n",)
NONE_BROKEN = 0


def records_by(
    snapshot: Snapshot,
    question: Question,
    dimensions: Iterable[str],
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
    use_cubes: bool = True,
) -> Mapping[str, Counted]:
    """The records inside the period by each dimension alone, source by source."""
    denied = frozenset(deny)
    found: dict[str, Counted] = {}
    together: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name in dict.fromkeys(dimensions):
        found[name] = {}
        alone = question.but(by=(name,), without=name)
        tabs, _ = choose(snapshot, alone)
        if not tabs:
            continue
        shape, values = plans.plan(snapshot, alone, tabs, visible, denied, use_cubes=use_cubes)
        if shape.cube is None:
            together.setdefault(tuple(sorted(tabs.items())), []).append(name)
            continue
        for source, value, at, n in run(snapshot, replace(shape, components=RECORDS), values):
            if at >= INSIDE:
                found[name].setdefault(value, {})[source] = int(n)
    for tabs_of_these, names in together.items():
        _in_one_pass(snapshot, question, dict(tabs_of_these), names, visible, denied, found)
    return found


def _in_one_pass(
    snapshot: Snapshot,
    question: Question,
    tabs: dict[str, str],
    names: list[str],
    visible: Predicate | None,
    denied: frozenset[str],
    found: dict[str, Counted],
) -> None:
    """Count these dimensions, which the same tables answer, from the rows."""
    shape, values = plans.plan(
        snapshot, question.but(by=()), tabs, visible, denied, use_cubes=False
    )
    shape = replace(shape, components=RECORDS)
    columns = tuple(column(shape.table, name) for name in names)
    sql, used = _compiled(snapshot, shape, columns)
    snapshot.make_known(shape.relation)
    filters = [name for name, _, _ in _own(shape, columns)]
    # Of the columns only that of its own list has a value in a row; the first says which one.
    places = {_mark(number, len(columns)): number for number in range(len(columns))}
    for mark, source, broken, n, *rest in connection.fetch(sql, {k: values[k] for k in used}):
        number = places[mark]
        if broken == NONE_BROKEN or filters[broken - 1] == columns[number]:
            counted = found[names[number]].setdefault(rest[number], {})
            counted[source] = counted.get(source, 0) + int(n)


def _mark(number: int, columns: int) -> int:
    """What GROUPING says of the list at this place: a bit for every column that is not in it."""
    return (1 << columns) - 1 - (1 << (columns - 1 - number))


def _own(shape: Plan, columns: tuple[str, ...]) -> list[Any]:
    """The filters whose own list is asked for; all others hold for every list."""
    return [one for one in shape.where if one[0] in columns]


@lru_cache(plans.COMPILED)
def _compiled(
    snapshot: Snapshot, shape: Plan, columns: tuple[str, ...]
) -> tuple[str, frozenset[str]]:
    import ibis

    rows = str(ibis.to_sql(_rows(snapshot, shape, columns), dialect="duckdb"))
    # Ibis knows no grouping sets; names of columns are ours, so nothing from outside stands here.
    listed = ", ".join(f'"{name}"' for name in columns)
    sets = ", ".join(f'("source", "broken", "{name}")' for name in columns)
    return place_parameters(
        f'SELECT GROUPING({listed}), "source", "broken", count(*), {listed} '
        f"FROM ({rows}) AS counted GROUP BY GROUPING SETS ({sets})"
    )


def _rows(snapshot: Snapshot, shape: Plan, columns: tuple[str, ...]) -> ir.Table:
    """The rows that break one of these filters at most, with the number of that filter."""
    import ibis

    own = _own(shape, columns)
    kept = replace(shape, where=tuple(one for one in shape.where if one not in own))
    rows = plans.select(snapshot, kept, dates=shape.period is not None)
    if shape.period:
        first, last = (end.expression() for end in shape.period)
        rows = rows.filter(rows.earliest >= first, rows.latest <= last)
    holds = [is_among(rows[name], named, or_empty=e).fill_null(False) for name, named, e in own]
    how_many, which = ibis.literal(0), ibis.literal(NONE_BROKEN)
    for number, one in enumerate(holds, start=1):
        how_many = how_many + ibis.ifelse(one, 0, 1)
        which = which + ibis.ifelse(one, 0, number)
    if len(holds) > 1:
        rows = rows.filter(how_many <= 1)
    return rows.select("source", *columns, broken=which)
