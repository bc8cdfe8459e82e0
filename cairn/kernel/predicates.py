"""Visibility is one value: a frozen tree over the columns on which it is decided.

Four compilers read it: `holds` below, SQL (`cairn.db.predicates`), Ibis (`cairn.figures`) and the
filter of the index of the desk (`cairn.search.guarded.narrowing`). A property test compares
them. A column that is unknown (None) satisfies nothing: unknown means not visible.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

COLUMNS = (
    *("owner", "state", "audience_class", "section", "period", "embargo_until"),
    "shared_with",  # a sharing group, where the audience class says that one is meant
)


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing."""


@dataclass(frozen=True, slots=True)
class Eq:
    column: str
    value: Any


@dataclass(frozen=True, slots=True)
class In:
    column: str
    values: frozenset[Any]


@dataclass(frozen=True, slots=True)
class Before:
    """The column's date is on or before `day`; an embargo that has passed."""

    column: str
    day: date


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Predicate", ...]


Predicate = Never | Eq | In | Before | And | Or


def holds(predicate: Predicate, row: Mapping[str, Any]) -> bool:
    """The definition read aloud: is this row visible?"""
    match predicate:
        case Never():
            return False
        case Eq(column, value):
            found = row.get(column)
            return found is not None and bool(found == value)
        case In(column, values):
            found = row.get(column)
            return found is not None and found in values
        case Before(column, day):
            found = row.get(column)
            return found is not None and bool(found <= day)
        case And(parts):
            return bool(parts) and all(holds(part, row) for part in parts)
        case Or(parts):
            return any(holds(part, row) for part in parts)
