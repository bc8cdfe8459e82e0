"""The compiler from `kernel.predicates` to SQL; a property test compares it with the others.

One viewer's predicate is put on several queries of each page and names hundreds of months, so it is
written as SQL once and kept; a query only says what it calls the table.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Expression, F, Model
from django.db.models.expressions import Col

from cairn.kernel.predicates import And, Before, Eq, In, Or, Predicate

NOWHERE = "1 = 0"  # what both databases say of it is false, never unknown


class Holds(Expression):
    """Whether the predicate holds, for a model that has the columns of `kernel.predicates`."""

    conditional = True

    def __init__(self, predicate: Predicate) -> None:
        super().__init__(output_field=BooleanField())
        self.predicate = predicate
        self.row: Any = F("pk")  # says what the query calls the table; the columns are its own

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        found = self.copy()
        found.row = query.model._meta.pk.get_col(query.get_initial_alias())
        return found

    def get_source_expressions(self) -> list[Any]:
        return [self.row]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.row,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        assert isinstance(self.row, Col), "asked of something that is no row of a table"
        table = compiler.quote_name_unless_alias(self.row.alias)
        return _written(self.predicate, self.row.target.model, connection.alias, table)


@lru_cache(maxsize=512)
def _written(
    predicate: Predicate, model: type[Model], alias: str, table: str
) -> tuple[str, tuple[Any, ...]]:
    """SQL and its values, for a table under the name that a query gives it."""
    values: list[Any] = []
    return _sql(predicate, model, connections[alias], table, values), tuple(values)


def _sql(
    predicate: Predicate, model: type[Model], connection: Any, table: str, values: list[Any]
) -> str:
    def field(column: str) -> Any:
        return model._meta.get_field(column)

    def named(column: str) -> str:
        return f"{table}.{connection.ops.quote_name(field(column).column)}"

    def given(column: str, known: Any) -> str:
        if type(known) is date:  # hundreds of months; nobody typed them
            return f"'{known.isoformat()}'"
        values.append(field(column).get_db_prep_value(known, connection))
        return "%s"

    def each(parts: Sequence[Predicate], word: str) -> str:
        told = (_sql(one, model, connection, table, values) for one in parts)
        return f"({word.join(told)})"

    match predicate:
        case Eq(column, value) if value is not None:
            return f"{named(column)} = {given(column, value)}"
        case In(column, held):
            known = sorted((one for one in held if one is not None), key=str)
            listed = ", ".join(given(column, one) for one in known)
            return f"{named(column)} IN ({listed})" if known else NOWHERE
        case Before(column, day):
            return f"{named(column)} <= {given(column, day)}"
        case And(parts) if parts:
            return each(parts, " AND ")
        case Or(parts) if parts:
            return each(parts, " OR ")
    return NOWHERE
