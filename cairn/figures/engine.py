"""Questions answered: the one way in for pages, files, the API and the console.

`visible` is the viewer's predicate (None: everything in the snapshot is open); `deny` holds the
references withdrawn, narrowed or erased since the snapshot was built. Which relation is read and
how is decided in `plans`; which table of a source answers, in `tabs`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from cairn.figures import connection, plans
from cairn.figures.answers import (
    IMPRECISE,
    UNDATED,
    Answer,
    KeyPart,
    Row,
    SourceRows,
    make_row,
    sort_key,
)
from cairn.figures.plans import INSIDE, NOT_INSIDE, WITHOUT_DATE
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import Unanswered, choose
from cairn.kernel.dates import MONTHS, Level, Period
from cairn.kernel.predicates import Predicate


def answer(
    snapshot: Snapshot,
    question: Question,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
    use_cubes: bool = True,
) -> Answer:
    """Answer the question from one table of each source that can."""
    tabs, silent = choose(snapshot, question)
    if silent:
        silent = _of_visible(snapshot, question, silent, visible, deny)
    if not tabs:
        return Answer(question, snapshot.id, (), silent)
    shape, values = plans.plan(
        snapshot, question, tabs, visible, frozenset(deny), use_cubes=use_cubes
    )
    found = run(snapshot, shape, values)
    sets = _sets(question, tabs, shape.components, found)
    return Answer(question, snapshot.id, sets, silent)


def run(snapshot: Snapshot, shape: plans.Plan, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of the query of this shape for these values."""
    sql, used = plans.compiled(snapshot, shape)
    snapshot.make_known(shape.relation)
    return connection.fetch(sql, {name: values[name] for name in used})


def visible_sources(
    snapshot: Snapshot,
    question: Question,
    visible: Predicate | None,
    deny: Collection[str] = (),
) -> frozenset[str]:
    """The sources of this measure of which the viewer may see anything at all."""
    everything = Question(question.measure)
    return frozenset(
        one.source for one in answer(snapshot, everything, visible=visible, deny=deny).sets
    )


def _of_visible(
    snapshot: Snapshot,
    question: Question,
    silent: tuple[Unanswered, ...],
    visible: Predicate | None,
    deny: Collection[str],
) -> tuple[Unanswered, ...]:
    """That a source has nothing to say may be said only to those who may see it."""
    seen = visible_sources(snapshot, question, visible, deny)
    return tuple(one for one in silent if one.source in seen)


def _sets(
    question: Question,
    tabs: dict[str, str],
    names: tuple[str, ...],
    found: list[tuple[Any, ...]],
) -> tuple[SourceRows, ...]:
    measure, level = question.defined, question.level
    width = len(question.dimensions)
    position = question.by.index(level.value) if level else 0
    inside: dict[str, list[Row]] = {}
    beside: dict[str, list[Row]] = {}
    for source, *rest in found:
        key: tuple[KeyPart, ...] = tuple(rest[:width])
        at, sums = rest[width], dict(zip(names, rest[width + 1 :], strict=True))
        if level:
            key = (*key[:position], _period(at, level), *key[position:])
        row = make_row(measure, key, sums)
        place = beside if not level and at == NOT_INSIDE else inside
        place.setdefault(source, []).append(row)
    return tuple(
        SourceRows(
            source,
            tabs[source],
            tuple(sorted(inside.get(source, ()), key=sort_key)),
            tuple(sorted(beside.get(source, ()), key=sort_key)),
        )
        for source in sorted(inside.keys() | beside.keys())
    )


@lru_cache(4096)
def _period(at: int, level: Level) -> KeyPart:
    if at == NOT_INSIDE:
        return IMPRECISE
    if at == WITHOUT_DATE:
        return UNDATED
    assert at >= INSIDE
    year, month = divmod(at * MONTHS[level], 12)
    return Period.of(date(year, month + 1, 1), level)
