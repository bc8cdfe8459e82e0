"""Visibility compiled for Ibis: the same answer as `kernel.predicates.holds`, row by row.

It goes in two steps. `abstract` puts a name in the place of every value; what is left is the shape,
and one compiled query serves every viewer whose predicate has that shape. `compile_ibis` turns the
shape into a condition in which the names are parameters, so that no value is ever part of a query's
text. A value of another type than its column, or a column that the table lacks, satisfies nothing,
as in `holds`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cairn.kernel.predicates import And, Before, Eq, In, Never, Or, Predicate

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MARK = re.compile(r"'\u00a7(\w+)\u00a7'")
_KINDS: dict[type, str] = {str: "string", int: "int64", date: "date"}


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A parameter: the name under which a value reaches the query, and the value's type."""

    name: str
    kind: str  # string, int64 or date; empty where no column has such a type

    def expression(self) -> Any:
        """The parameter as Ibis sees it: a text that `place_parameters` replaces."""
        import ibis

        marked = ibis.literal(f"\u00a7{self.name}\u00a7")
        return marked if self.kind == "string" else marked.cast(self.kind)


class Values:
    """The values of one question by the names of their parameters."""

    def __init__(self) -> None:
        self.by_name: dict[str, Any] = {}

    def name(self, value: Any) -> Named:
        """A new parameter that holds this value."""
        named = Named(f"p{len(self.by_name)}", _KINDS.get(type(value), ""))
        self.by_name[named.name] = value
        return named

    def names(self, values: Iterable[Any]) -> tuple[Named, ...]:
        """Parameters for a list; its last value is repeated so that few lengths occur."""
        listed = list(values)
        room = 1 << max(0, len(listed) - 1).bit_length() if listed else 0
        return tuple(map(self.name, listed + listed[-1:] * (room - len(listed))))


def place_parameters(sql: str) -> tuple[str, frozenset[str]]:
    """The query with DuckDB's parameters where the marks were, and the names it uses."""
    return _MARK.sub(r"$\1", sql), frozenset(_MARK.findall(sql))


def abstract(predicate: Predicate, values: Values) -> Predicate:
    """The shape of the predicate: names in the place of values."""
    match predicate:
        case Never():
            return predicate
        case Eq(name, value):
            return In(name, frozenset([values.name(value)]))
        case In(name, wanted):
            groups: dict[str, list[Any]] = {}
            for value in sorted(wanted, key=repr):  # one order, so that equal shapes are equal
                groups.setdefault(type(value).__name__, []).append(value)
            return In(name, frozenset(n for group in groups.values() for n in values.names(group)))
        case Before(name, day):
            return Before(name, values.name(day))  # type: ignore[arg-type]
        case And(parts):
            return And(tuple(abstract(part, values) for part in parts))
        case Or(parts):
            return Or(tuple(abstract(part, values) for part in parts))


def compile_ibis(shape: Predicate, rows: ir.Table) -> Any:
    """The shape as a condition on these rows."""
    import ibis

    nothing = ibis.literal(False)
    match shape:
        case In(name, named):
            fitting = [one for one in sorted(named) if one.kind == _kind(rows, name)]
            return is_among(rows[name], fitting) if fitting else nothing
        case Before(name, day):
            fits = _kind(rows, name) == "date" == day.kind  # type: ignore[attr-defined]
            return rows[name] <= day.expression() if fits else nothing  # type: ignore[attr-defined]
        case And(parts) if parts:
            return _joined(parts, rows, every=True)
        case Or(parts) if parts:
            return _joined(parts, rows, every=False)
    return nothing


def is_among(column: ir.Column, named: Sequence[Named], *, or_empty: bool = False) -> Any:
    """True where the column has one of the values, or is empty where that is admitted too."""
    import ibis

    found = column.isin([one.expression() for one in named]) if named else ibis.literal(False)
    return found | column.isnull() if or_empty else found


def _joined(parts: Sequence[Predicate], rows: ir.Table, *, every: bool) -> Any:
    first, *others = (compile_ibis(part, rows) for part in parts)
    for other in others:
        first = first & other if every else first | other
    return first


def _kind(rows: ir.Table, name: str) -> str | None:
    if name not in rows.columns:
        return None
    kind = rows[name].type()
    return "date" if kind.is_date() else "string" if kind.is_string() else "int64"
