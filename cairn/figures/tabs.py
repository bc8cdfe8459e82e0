"""Which table of each source answers a question: exactly one, for tables of one source overlap.

It must know every dimension that is asked for. Among those that do, one whose dates are fine enough
comes before one whose are not (whose rows then stand under "date not precise enough"), and then the
source's own order of preference decides. Sources that have no such table do not answer, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass

from cairn.figures.dimensions import DIMENSIONS, HEXAGONS, SOURCE
from cairn.figures.manifest import EVENTS_TAB, Source, Table
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.kernel.dates import Level, Precision

_COARSENESS = {precision: rank for rank, precision in enumerate(Precision)}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A source of this measure that cannot answer, and the dimensions that it does not know."""

    source: str
    unknown: tuple[str, ...]


def choose(snapshot: Snapshot, question: Question) -> tuple[dict[str, str], tuple[Unanswered, ...]]:
    """The table of each source that answers (empty text for events), and who does not answer."""
    chosen: dict[str, str] = {}
    silent: list[Unanswered] = []
    admitted = question.values(SOURCE)
    for key, tables in _candidates(snapshot, question).items():
        if admitted and key not in admitted:
            continue
        asked = question.asked - set(HEXAGONS)
        knowing = [table for table in tables if asked <= set(table.dimensions)]
        if not knowing:
            nearest = min(tables, key=lambda table: len(asked - set(table.dimensions)))
            silent.append(Unanswered(key, tuple(sorted(asked - set(nearest.dimensions)))))
            continue
        best = min(knowing, key=lambda table: _order(table, question.finest))
        chosen[key] = "" if question.defined.table == "events" else best.tab
    return chosen, tuple(silent)


def known_dimensions(snapshot: Snapshot, question: Question) -> dict[str, frozenset[str]]:
    """What each source of this measure may be filtered by, over all of its tables."""
    return {
        key: frozenset(name for table in tables for name in table.dimensions)
        for key, tables in _candidates(snapshot, question).items()
    }


def table_of(source: Source, tab: str) -> Table:
    """The description of a table; a source of events that declares none knows every dimension."""
    if declared := source.table(tab or EVENTS_TAB):
        return declared
    return Table(EVENTS_TAB, EVENTS_TAB, tuple(DIMENSIONS["events"]), Precision.DAY)


def _candidates(snapshot: Snapshot, question: Question) -> dict[str, list[Table]]:
    """The tables of each source that have rows of this measure's kind."""
    asked = question.defined
    found: dict[str, list[Table]] = {}
    for content in snapshot.manifest.contents:
        if content.table != asked.table:
            continue
        table = table_of(snapshot.source(content.source), content.tab)
        if asked.table == "events" or table.basis in asked.basis:
            found.setdefault(content.source, []).append(table)
    return found


def _order(table: Table, needed: Level | None) -> tuple[bool, int, str]:
    fine = needed is None or _COARSENESS[table.level] <= _COARSENESS[Precision(needed.value)]
    return (not fine, table.preference, table.tab)
