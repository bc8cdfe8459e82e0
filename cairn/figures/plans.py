"""From a question to the query that answers it: which relation is read, and its compiled text.

A `Plan` is the shape of a query, without values; queries are built with Ibis, so that the same
expressions run on Spark, and compiled once per shape. With a level, dates are grouped first and
sorted into periods afterwards, so that the work per row does not depend on the level.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cairn.figures import components, cubes
from cairn.figures.dimensions import SOURCE, column
from cairn.figures.manifest import Cube
from cairn.figures.predicates import (
    Named,
    Values,
    abstract,
    compile_ibis,
    is_among,
    place_parameters,
)
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.kernel.dates import MONTHS, Level
from cairn.kernel.predicates import Predicate

if TYPE_CHECKING:
    import ibis.expr.types as ir

# What stands in the column `at` instead of the number of a period.
INSIDE, NOT_INSIDE, WITHOUT_DATE = 0, -1, -2
REFERENCE = 16  # characters of a reference such as `fil-7G4K2M9QXT-5`
COMPILED = 1024  # shapes kept


@dataclass(frozen=True, slots=True)
class Plan:
    """The shape of one query."""

    table: str
    cube: Cube | None  # None: the rows themselves
    keys: tuple[str, ...]
    level: Level | None
    period: tuple[Named, Named] | None
    where: tuple[tuple[str, tuple[Named, ...], bool], ...]  # column, values, or empty
    tabs: tuple[tuple[Named, Named | None], ...]  # source, table of the source
    visible: Predicate | None
    denied: tuple[Named, ...]
    components: tuple[str, ...]

    @property
    def relation(self) -> str:
        return self.cube.name if self.cube else self.table


def plan(
    snapshot: Snapshot,
    question: Question,
    tabs: dict[str, str],
    visible: Predicate | None,
    denied: frozenset[str],
    *,
    use_cubes: bool = True,
) -> tuple[Plan, dict[str, Any]]:
    """The shape of the query for this question, and its values by name."""
    measure, values = question.defined, Values()
    keys = tuple(column(measure.table, name) for name in question.dimensions)
    where = tuple(
        (
            column(measure.table, name),
            values.names(value for value in wanted if value is not None),
            None in wanted,
        )
        for name, wanted in question.where
        if name != SOURCE
    )
    # Withdrawn records are known by reference, which no cube holds.
    possible = snapshot.manifest.cubes if use_cubes and not denied else ()
    cube = cubes.pick(possible, question, {*keys, *(name for name, _, _ in where)})
    period = question.period
    shape = Plan(
        table=measure.table,
        cube=cube,
        keys=keys,
        level=question.level,
        period=(values.name(period.first), values.name(period.last)) if period else None,
        where=where,
        tabs=_tabs(tabs, values),
        visible=None if visible is None else abstract(visible, values),
        denied=values.names(sorted(denied)),
        components=measure.components,
    )
    return shape, values.by_name


def _tabs(tabs: dict[str, str], values: Values) -> tuple[tuple[Named, Named | None], ...]:
    listed = sorted(tabs.items())
    sources = values.names(source for source, _ in listed)
    if not any(tabs.values()):
        return tuple((source, None) for source in sources)
    return tuple(zip(sources, values.names(tab for _, tab in listed), strict=True))


@lru_cache(COMPILED)
def compiled(snapshot: Snapshot, shape: Plan) -> tuple[str, frozenset[str]]:
    """DuckDB's query for this shape, and the names of the values that it takes."""
    import ibis

    return place_parameters(str(ibis.to_sql(build(snapshot, shape), dialect="duckdb")))


def select(snapshot: Snapshot, shape: Plan, *, dates: bool) -> ir.Table:
    """The rows of the shape's relation that the question admits; where it names a period, none that
    certainly lie outside, and dates are still to be compared."""
    rows = snapshot.cube(shape.cube) if shape.cube else snapshot.rows(shape.table)
    conditions = [_is_from(rows, shape)]
    conditions += [is_among(rows[name], named, or_empty=e) for name, named, e in shape.where]
    if shape.visible is not None:
        conditions.append(compile_ibis(shape.visible, rows))
    if shape.denied:
        # A record of several rows has one reference, to which each row adds a number of its own.
        conditions.append(~is_among(rows.ref.substr(0, REFERENCE), shape.denied))
    if shape.period and not shape.cube:
        conditions += _may_touch(rows, shape.period)
    rows = rows.filter(*conditions)
    return cubes.effective_dates(rows, shape.table) if dates and not shape.cube else rows


def build(snapshot: Snapshot, shape: Plan) -> ir.Table:
    """The whole query: one row per source, key and `at`."""
    import ibis

    dated = shape.period is not None or shape.level is not None
    rows = select(snapshot, shape, dates=dated)
    if shape.period:
        first, last = (end.expression() for end in shape.period)
        rows = rows.filter(rows.earliest <= last, rows.latest >= first)
    groups = ("source", *shape.keys)
    if shape.cube is None and shape.level:
        rows = rows.group_by(*groups, *cubes.DATES).aggregate(
            **components.from_rows(rows, shape.components)
        )
        sums = components.from_components(rows, shape.components)
    elif shape.cube is None:
        sums = components.from_rows(rows, shape.components)
    else:
        sums = components.from_components(rows, shape.components)
    at = _at(rows, shape) if dated else ibis.literal(INSIDE)
    return rows.group_by(*groups, at=at).aggregate(**sums)


def _may_touch(rows: ir.Table, period: tuple[Named, Named]) -> list[Any]:
    """Conditions on the stored dates alone, by which DuckDB passes over whole parts of the file: it
    is sorted by source and date. A row without dates may still have a year."""
    first, last = (end.expression() for end in period)
    return [
        rows.earliest.isnull() | (rows.earliest <= last),
        rows.latest.isnull() | (rows.latest >= first),
    ]


def _is_from(rows: ir.Table, shape: Plan) -> Any:
    if all(tab is None for _, tab in shape.tabs):
        return is_among(rows.source, [source for source, _ in shape.tabs])
    found = None
    for source, tab in shape.tabs:
        assert tab is not None
        one = (rows.source == source.expression()) & (rows.tab == tab.expression())
        found = one if found is None else found | one
    return found


def _at(rows: ir.Table, shape: Plan) -> Any:
    """The number of the period in which a record lies, or why it lies in none."""
    import ibis

    inside = ibis.literal(True)
    if shape.period:
        first, last = (end.expression() for end in shape.period)
        inside = (rows.earliest >= first) & (rows.latest <= last)
    if shape.level is None:
        return ibis.ifelse(inside, INSIDE, NOT_INSIDE)
    begins, ends = _number(rows.earliest, shape.level), _number(rows.latest, shape.level)
    return ibis.cases(
        (rows.earliest.isnull(), WITHOUT_DATE),
        (inside & (begins == ends), begins),
        else_=NOT_INSIDE,
    )


def _number(day: Any, level: Level) -> Any:
    months = day.year().cast("int64") * 12 + day.month().cast("int64") - 1
    return (months // MONTHS[level]).cast("int64")
