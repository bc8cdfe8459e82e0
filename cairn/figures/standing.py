"""Of which days the rows are that a viewer may see, by source and table.

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
from cairn.kernel.cells import Cell
from cairn.kernel.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows of one table whose dates are so exact; of a table that is not cut, those of one record
    and of the same days."""

    source: str
    tab: str
    ref: str  # of the record, without the number of the row; "" in a table that is cut
    precision: str
    earliest: date | None
    latest: date | None
    counted: bool  # they say how many there were in these days


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
    # Below zero stands what the parts of a number say too much: it is of no days of its own.
    counted = (rows.value >= 0).fill_null(False) | (
        rows.missing == Cell.NOT_APPLICABLE.value
    ).fill_null(False)
    whole = rows.tab == rows.basis  # what is cut says nothing of days that the whole does not say
    found = rows.select(
        "source",
        "tab",
        "precision",
        ref=ibis.ifelse(whole, rows.ref.substr(0, REFERENCE), ""),
        earliest=ibis.ifelse(whole, rows.earliest, ibis.null("date")),
        latest=ibis.ifelse(whole, rows.latest, ibis.null("date")),
        counted=whole & counted,
    ).distinct()
    found = found.select("source", "tab", "ref", "precision", "earliest", "latest", "counted")
    return place_parameters(str(ibis.to_sql(found, dialect="duckdb")))
