"""Which tables are counted beforehand, and which of them answers a question.

A cube keeps source, table, the months of both ends of the date, the visibility columns and some
dimensions; its numbers are the components of `components`. Every period is made of whole months, so
the months of its two ends decide where a record counts, exactly as its days do. In the same way the
years of both ends decide it for a question about whole years, and nothing for one that names no
time: cubes by year and cubes without dates are several times smaller, and answer these. A cube that
hardly shrinks its table is not kept: the rows themselves answer then. Cubes never hold references,
so a question that must leave out withdrawn records goes to the rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cairn.figures import components
from cairn.figures.dimensions import DIMENSIONS
from cairn.figures.manifest import Cube, Source
from cairn.figures.questions import Question
from cairn.figures.schema import TABLES, VISIBILITY
from cairn.kernel.dates import MONTHS, Level

if TYPE_CHECKING:
    import ibis.expr.types as ir

FIXED = {"events": ("source",), "counts": ("source", "tab")}
DATES = ("earliest", "latest")
ALL = "all"
BY_MONTH, BY_YEAR, TIMELESS = MONTHS[Level.MONTH], MONTHS[Level.YEAR], 0
ENDINGS = {BY_MONTH: "", BY_YEAR: "-by-year", TIMELESS: "-timeless"}  # of a cube's name


@dataclass(frozen=True, slots=True)
class Budget:
    """When a cube is worth its place. Rows are those of the cube; shares, of its table's rows."""

    small: int = 20_000  # a cube this small is kept, and where the full one is, it is enough
    worth: float = 0.5  # the largest share that the cube with all dimensions may have
    part_worth: float = 0.05  # the largest share that a cube of one or two dimensions may have
    pairs_from: int = 200_000  # rows of the table from which cubes of two dimensions are tried
    coarser: float = 0.5  # the largest share that a cube may have of the one with finer dates

    def keeps(self, dimensions: tuple[str, ...], cube_rows: int, rows: int, *, full: bool) -> bool:
        """True where reading the cube is so much less than reading the rows that it is kept."""
        share = self.worth if full else self.part_worth
        return not dimensions or cube_rows <= max(self.small, share * rows)


def columns(table: str) -> dict[str, str]:
    """The Ibis types of the table's columns."""
    types = {"date32": "date"}
    return {column.name: types.get(column.type, column.type) for column in TABLES[table]}


def cube_columns(cube: Cube) -> dict[str, str]:
    """The Ibis types of the cube's columns."""
    own = columns(cube.table)
    keys = {name: own[name] for name in key_columns(cube.table, cube.dimensions, cube.months)}
    return keys | dict.fromkeys(components.names(cube.table), "int64")


def key_columns(table: str, dimensions: Iterable[str], months: int = BY_MONTH) -> tuple[str, ...]:
    visibility = tuple(column.name for column in VISIBILITY)
    return (*FIXED[table], *(DATES if months else ()), *dimensions, *visibility)


def effective_dates(rows: ir.Table, table: str) -> ir.Table:
    """The rows with the span that counts: an event that states only its year has that year."""
    if table != "events":
        return rows
    import ibis

    year = rows.year.cast("int32")
    return rows.mutate(
        earliest=ibis.coalesce(rows.earliest, ibis.date(year, 1, 1)),
        latest=ibis.coalesce(rows.latest, ibis.date(year, 12, 31)),
    )


def of_cube(
    rows: ir.Table, table: str, dimensions: tuple[str, ...], months: int = BY_MONTH
) -> ir.Table:
    """A cube computed from one that has more dimensions, or finer dates."""
    if months == BY_YEAR:
        rows = rows.mutate(earliest=rows.earliest.truncate("Y"), latest=rows.latest.truncate("Y"))
    return rows.group_by(*key_columns(table, dimensions, months)).aggregate(
        **components.from_components(rows, components.names(table))
    )


def of_rows(rows: ir.Table, table: str, dimensions: tuple[str, ...]) -> ir.Table:
    """A cube computed from the rows of a snapshot."""
    dated = effective_dates(rows, table)
    months = dated.mutate(earliest=dated.earliest.truncate("M"), latest=dated.latest.truncate("M"))
    return months.group_by(*key_columns(table, dimensions)).aggregate(
        **components.from_rows(months, components.names(table))
    )


def full(table: str, sources: tuple[Source, ...]) -> tuple[str, ...]:
    """All dimensions that any source of this table knows."""
    plain = tuple(dict.fromkeys(DIMENSIONS[table].values()))
    if table == "events":
        return plain
    return tuple(name for name in plain if any(name in each for each in _known(table, sources)))


def parts(
    table: str, rows: int, sources: tuple[Source, ...], budget: Budget
) -> Iterator[tuple[str, ...]]:
    """The dimensions of every smaller cube worth trying: one, and two that one table knows."""
    plain = full(table, sources)
    yield from ((name,) for name in plain)
    if rows >= budget.pairs_from:
        known = _known(table, sources) if table == "counts" else [set(plain)]
        for pair in itertools.combinations(plain, 2):
            if any(set(pair) <= each for each in known):
                yield pair


def _known(table: str, sources: tuple[Source, ...]) -> list[set[str]]:
    columns = DIMENSIONS[table]
    return [
        {columns[name] for name in one.dimensions if name in columns}
        for source in sources
        for one in source.tables
    ]


def name(
    table: str, dimensions: tuple[str, ...], *, full: bool = False, months: int = BY_MONTH
) -> str:
    """The name of the cube's file: `events-route+cause`, `counts-all`, `counts-route-by-year`."""
    return f"{table}-{ALL if full else '+'.join(dimensions) or 'none'}{ENDINGS[months]}"


def pick(cubes: Iterable[Cube], question: Question, asked: Iterable[str]) -> Cube | None:
    """The smallest cube that has all columns asked for, and dates as fine as the question's."""
    needed, table, finest = set(asked), question.defined.table, question.finest
    fitting = (
        cube
        for cube in cubes
        if cube.table == table
        and needed <= set(cube.dimensions)
        and (finest is None or (cube.months and MONTHS[finest] % cube.months == 0))
    )
    return min(fitting, key=lambda cube: (cube.rows, cube.name), default=None)
