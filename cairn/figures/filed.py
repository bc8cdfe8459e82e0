"""Which filings stand behind a number: their references and versions, read from the rows.

A row of a filing carries the filing's reference with a number behind it (`plans.REFERENCE`). What a
filing says of itself is no part of a snapshot; who asks looks it up under today's rules.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cairn.figures import connection, plans
from cairn.figures.predicates import place_parameters
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import choose
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period
from cairn.kernel.predicates import Predicate


@dataclass(frozen=True, slots=True, order=True)
class Behind:
    """One version of a filing, and the number of it that was counted, with its parts in time."""

    source: str
    ref: str
    number: int
    basis: str
    parts: tuple[Period, ...] = field(default=(), compare=False)  # that have a number
    silent: tuple[Period, ...] = field(default=(), compare=False)  # of which some place has none


def behind(
    snapshot: Snapshot,
    question: Question,
    sources: Collection[str],
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> tuple[Behind, ...]:
    """The filings of these sources whose rows touch the selection; one query. They are of the table
    that answers the question as it is broken down; the breakdown itself does not matter here."""
    tabs, _ = choose(snapshot, question)
    question = replace(question, by=())
    mine = {source: tab for source, tab in tabs.items() if source in sources}
    if question.defined.table != "counts" or not mine:
        return ()
    shape, values = plans.plan(snapshot, question, mine, visible, frozenset(deny), use_cubes=False)
    sql, used = _compiled(snapshot, shape)
    snapshot.make_known(shape.relation)
    found = connection.fetch(sql, {name: values[name] for name in used})
    parts: dict[Behind, tuple[list[Period], list[Period]]] = {}
    for *row, earliest, latest, told in found:
        given, silent = parts.setdefault(Behind(*row), ([], []))
        (given if told else silent).append(Period(earliest, latest))
    return tuple(
        replace(one, parts=tuple(sorted(parts[one][0])), silent=tuple(sorted(parts[one][1])))
        for one in sorted(parts)
    )


@lru_cache(plans.COMPILED)
def _compiled(snapshot: Snapshot, shape: plans.Plan) -> tuple[str, frozenset[str]]:
    import ibis

    rows = plans.select(snapshot, shape, dates=shape.period is not None)
    if shape.period:
        first, last = (end.expression() for end in shape.period)
        rows = rows.filter(rows.earliest <= last, rows.latest >= first)
    ref = rows.ref.substr(0, plans.REFERENCE)
    found = rows.select(
        "source",
        ref=ref,
        version=rows.version,
        basis=rows.basis,
        earliest=rows.earliest,
        latest=rows.latest,
        told=rows.value.notnull() | (rows.missing == Cell.NOT_APPLICABLE.value),
    ).distinct()
    return place_parameters(str(ibis.to_sql(found, dialect="duckdb")))
