"""The compiler from `kernel.predicates` to the filter of the guarded index; a property test
compares it with the others. A column that is unknown has no term, so that it satisfies nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, assert_never

import tantivy as engine
from tantivy import Occur, Query

from cairn.kernel.predicates import COLUMNS, And, Before, Eq, In, Never, Or, Predicate
from cairn.search.guarded.schema import DAYS, schema


def terms_of(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row as the index holds them; one that is unknown is left out."""
    known = {name: columns.get(name) for name in COLUMNS}
    return {name: _held(name, one) for name, one in known.items() if one is not None}


def _held(name: str, value: Any) -> Any:
    """A day as its number. A word with a sign before it, because the engine has no empty words."""
    return value.toordinal() if name in DAYS else f"={value}"


@lru_cache(maxsize=256)
def compiled(predicate: Predicate) -> Any:
    """The predicate as the engine takes it."""
    match predicate:
        case Never():
            return Query.empty_query()
        case Eq(column, value):
            return _any_of(column, [value])
        case In(column, values):
            return _any_of(column, values)
        case Before(column, day):
            return _until(column, day)
        case And(parts):
            found = [(Occur.Must, compiled(one)) for one in parts]
            return Query.boolean_query(found) if found else Query.empty_query()
        case Or(parts):
            found = [(Occur.Should, compiled(one)) for one in parts]
            return Query.boolean_query(found) if found else Query.empty_query()
    assert_never(predicate)


def _any_of(column: str, values: Iterable[Any]) -> Any:
    meant = date if column in DAYS else str
    known = sorted(_held(column, one) for one in values if isinstance(one, meant))
    terms = [Query.term_query(schema(), column, one, "basic") for one in known]
    if not terms:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, one) for one in terms])


def _until(column: str, day: date) -> Any:
    return Query.range_query(
        schema(), column, engine.FieldType.Integer, date.min.toordinal(), day.toordinal()
    )
