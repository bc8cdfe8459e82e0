"""Of which periods the rows are that a viewer may see, by source and table.

What a manifest says of a source is true of all its rows; whoever may see some of them only must not
learn from it of the others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cairn.figures import connection
from cairn.figures.plans import REFERENCE
from cairn.figures.predicates import (
    Named,
    Values,
    abstract,
    compile_ibis,
    is_among,
    place_parameters,
)
from cairn.figures.snapshot import Snapshot
from cairn.kernel.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows of one table, of one reporting period (by its first day), whose dates are so exact."""

    source: str
    tab: str
    period: date | None
    precision: str


def standing(
    snapshot: Snapshot,
    sources: Collection[str],
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> list[Standing]:
    """What may be seen of these sources, each combination once, in no order."""
    if not sources:
        return []
    values = Values()
    shape = abstract(visible, values) if visible is not None else None
    named, denied = values.names(sorted(sources)), values.names(sorted(deny))
    sql, used = _compiled(snapshot, shape, named, denied)
    snapshot.make_known("counts")
    rows = connection.fetch(sql, {name: values.by_name[name] for name in used})
    return [Standing(*row) for row in rows]


@lru_cache(64)
def _compiled(
    snapshot: Snapshot,
    shape: Predicate | None,
    sources: tuple[Named, ...],
    deny: tuple[Named, ...],
) -> tuple[str, frozenset[str]]:
    import ibis

    rows = snapshot.rows("counts")
    rows = rows.filter(is_among(rows.source, sources))
    if shape is not None:
        rows = rows.filter(compile_ibis(shape, rows))
    if deny:
        rows = rows.filter(~is_among(rows.ref.substr(0, REFERENCE), deny))
    found = rows.select("source", "tab", "period", "precision").distinct()
    return place_parameters(str(ibis.to_sql(found, dialect="duckdb")))
