"""The compiler from `kernel.predicates` to SQL; a property test compares it with the others.

One viewer's predicate is put on several queries of each page and names hundreds of months, so it is
written as SQL once and kept; a query only says what its columns are called.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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

    def get_source_expressions(self) -> list[Any]:
        return [self.row]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.row,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        assert isinstance(self.row, Col), "asked of something that is no row of a table"
        model = self.row.target.model
        written = _written(self.predicate, model, connection.alias)
        table = compiler.quote_name_unless_alias(self.row.alias)
        sql = "".join(
            f"{table}.{part}" if at % 2 else part for at, part in enumerate(written.pieces)
        )
        return sql, written.values


@dataclass(frozen=True, slots=True)
class Written:
    """SQL between whose pieces the columns stand: text, column, text, column, … text; columns are
    quoted, and the name of the table before them is what a query adds."""

    pieces: tuple[str, ...]
    values: tuple[Any, ...]


@lru_cache(maxsize=512)
def _written(predicate: Predicate, model: type[Model], alias: str) -> Written:
    values: list[Any] = []
    text = _sql(predicate, model, connections[alias], values)
    return Written(tuple(text.split("\0")), tuple(values))


def _sql(predicate: Predicate, model: type[Model], connection: Any, values: list[Any]) -> str:
    """The condition, with the names of columns between two NULs each."""

    def field(column: str) -> Any:
        return model._meta.get_field(column)

    def named(column: str) -> str:
        return f"\0{connection.ops.quote_name(field(column).column)}\0"

    def given(column: str, *known: Any) -> str:
        values.extend(field(column).get_db_prep_value(one, connection) for one in known)
        return ", ".join(["%s"] * len(known))

    match predicate:
        case Eq(column, value) if value is not None:
            return f"{named(column)} = {given(column, value)}"
        case In(column, held):
            known = sorted((one for one in held if one is not None), key=str)
            return f"{named(column)} IN ({given(column, *known)})" if known else NOWHERE
        case Before(column, day):
            return f"{named(column)} <= {given(column, day)}"
        case And(parts) if parts:
            return f"({' AND '.join(_sql(one, model, connection, values) for one in parts)})"
        case Or(parts) if parts:
            return f"({' OR '.join(_sql(one, model, connection, values) for one in parts)})"
    return NOWHERE
