"""The sums from which every answer is made, as Ibis expressions.

All of them may be added up in any order and over any grouping, so that a cube, a cube of a cube and
the rows themselves give the same answer. `n` counts rows; `x` and `x_n` are the sum of a column and
the number of rows that have it: only together do they tell zero from not recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cairn.kernel.cells import Cell

if TYPE_CHECKING:
    import ibis.expr.types as ir

SUMMED = {"events": ("total", "dead", "missing", "survivors"), "counts": ("value",)}
TOGETHER = ("together", "together_n")  # rows that state only the total of dead and missing
CODED = ("withheld", "not_applicable")  # rows whose missing value is of another kind


def names(table: str) -> tuple[str, ...]:
    """Every component of this table, in the order of the cube's columns."""
    sums = [name for column in SUMMED[table] for name in (column, f"{column}_n")]
    return ("n", *sums, *(TOGETHER if table == "events" else CODED))


def needed(table: str, value: str, parts: bool) -> tuple[str, ...]:
    """The components that a measure over column `value` (empty: the rows themselves) asks for."""
    if not value:
        return ("n",)
    own = ("n", value, f"{value}_n")
    if table == "counts":
        return own + CODED
    return (*own, "dead", "dead_n", "missing", "missing_n", *TOGETHER) if parts else own


def from_rows(rows: ir.Table, wanted: tuple[str, ...]) -> dict[str, Any]:
    """The components computed from the rows of a snapshot."""
    return {name: _from_rows(rows, name) for name in wanted}


def from_components(rows: ir.Table, wanted: tuple[str, ...]) -> dict[str, Any]:
    """The components computed from components."""
    return {name: rows[name].sum() for name in wanted}


def _from_rows(rows: ir.Table, name: str) -> Any:
    if name == "n":
        return rows.count()
    if name in TOGETHER:
        only = rows.total.notnull() & rows.dead.isnull() & rows.missing.isnull()
        return rows.total.sum(where=only) if name == "together" else rows.count(where=only)
    if name in CODED:
        return rows.count(where=rows.missing == Cell(name).value)
    if name.endswith("_n"):
        return rows[name.removesuffix("_n")].count()
    return rows[name].sum()
