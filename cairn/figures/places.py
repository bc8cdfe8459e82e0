"""Answers for maps: single points, hexagons, areas, and flows from origin to destination.

Points are records and come in pages, ordered by reference, so that a page of any number costs the
same; hexagons, areas and flows are ordinary answers and keep their sources apart. Whether a point
may be shown at all, and how exactly, is decided before the snapshot is written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from cairn.figures import connection, plans
from cairn.figures.answers import Answer, Number
from cairn.figures.engine import answer
from cairn.figures.predicates import Named, place_parameters
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import choose, known_dimensions
from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError
from cairn.kernel.predicates import Predicate
from cairn.kernel.text import noop

RESOLUTIONS = (2, 3, 4, 5)
ENDS = ("destination", "country", "route")  # where a flow may lead, the best first


class NoPoints(CairnError):
    text = noop("%(measure)s has no points on a map: the source counts areas, not events.")


class UnknownResolution(CairnError):
    text = noop("Hexagons come in the sizes %(possible)s, not %(value)s.")


class NoFlow(CairnError):
    text = noop("%(source)s does not say both where people came from and where they went.")


@dataclass(frozen=True, slots=True)
class Point:
    """One record on the map."""

    ref: str
    source: str
    lat: float
    lon: float
    earliest: date | None
    latest: date | None
    precision: str | None
    value: Number


@dataclass(frozen=True, slots=True)
class Points:
    """One page of points; `after` asks for the next one, None: there is none."""

    points: tuple[Point, ...]
    after: str | None


def points(
    snapshot: Snapshot,
    question: Question,
    *,
    limit: int = 1000,
    after: str = "",
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> Points:
    """The records that lie wholly in the period and have a place, after the reference `after`."""
    measure = question.defined
    if measure.table != "events":
        raise NoPoints(measure=measure.key)
    tabs, _ = choose(snapshot, question.but(by=()))
    if not tabs:
        return Points((), None)
    shape, values = plans.plan(
        snapshot, question.but(by=()), tabs, visible, frozenset(deny), use_cubes=False
    )
    sql, used = _compiled(snapshot, shape, measure.value, limit + 1)
    snapshot.make_known(shape.relation)
    given = values | {"after": after}
    found = connection.fetch(sql, {name: given[name] for name in used})
    page = [
        Point(ref, source, lat, lon, earliest, latest, precision, _number(value, measure.value))
        for ref, source, lat, lon, earliest, latest, precision, value in found[:limit]
    ]
    return Points(tuple(page), page[-1].ref if len(found) > limit else None)


def _number(value: Any, column: str) -> Number:
    if not column:
        return 1  # one record is one incident
    return Cell.NOT_RECORDED if value is None else int(value)


@lru_cache(256)
def _compiled(
    snapshot: Snapshot, shape: plans.Plan, value: str, limit: int
) -> tuple[str, frozenset[str]]:
    import ibis

    rows = plans.select(snapshot, shape, dates=True)
    rows = rows.filter(rows.lat.notnull(), rows.ref > Named("after", "string").expression())
    if shape.period:
        first, last = (end.expression() for end in shape.period)
        rows = rows.filter(rows.earliest >= first, rows.latest <= last)
    number = rows[value] if value else ibis.null("int64")
    page = rows.select(
        "ref", "source", "lat", "lon", "earliest", "latest", "precision", number=number
    )
    ordered = page.order_by("ref").limit(limit)
    return place_parameters(str(ibis.to_sql(ordered, dialect="duckdb")))


def hexagons(
    snapshot: Snapshot,
    question: Question,
    resolution: int,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> Answer:
    """The measure by H3 cell; the key None holds the records without a place."""
    if question.defined.table != "events":
        raise NoPoints(measure=question.measure)
    if resolution not in RESOLUTIONS:
        raise UnknownResolution(value=resolution, possible=", ".join(map(str, RESOLUTIONS)))
    by = (f"h3_{resolution}",)
    return answer(snapshot, question.but(by=by), visible=visible, deny=deny)


def areas(
    snapshot: Snapshot,
    question: Question,
    dimension: str = "country",
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> Answer:
    """The measure by country: of the event, of `origin` or of `destination`."""
    return answer(snapshot, question.but(by=(dimension,)), visible=visible, deny=deny)


def flow_end(snapshot: Snapshot, question: Question, source: str) -> str | None:
    """Where a flow of this source can lead: the best end that one of its tables knows with origin.

    None where no table of it knows both.
    """
    if source not in known_dimensions(snapshot, question):
        return None
    for end in ENDS:
        if end in question.defined.dimensions:
            tabs, _ = choose(snapshot, question.but(by=("origin", end)))
            if source in tabs:
                return end
    return None


def flow(
    snapshot: Snapshot,
    question: Question,
    source: str,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> Answer:
    """One source's measure from origin to the best end it knows; `by` of the answer says which."""
    end = flow_end(snapshot, question, source)
    if end is None:
        raise NoFlow(source=source)
    where = tuple(pair for pair in question.where if pair[0] != "source")
    asked = Question(
        question.measure, question.period, (*where, ("source", (source,))), ("origin", end)
    )
    return answer(snapshot, asked, visible=visible, deny=deny)
