"""Single records for the map: where they are, and the few facts that stand behind each.

There is no free text in a snapshot, so none can be shown. Places that many records share are one
point with their sum, for they lie on each other; the records of which it is made are asked for when
somebody chooses the point. Queries are built from the same plans as every answer, so that filters,
period and the predicate of who looks are theirs.
"""

from __future__ import annotations

import array
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cairn.figures import connection, plans
from cairn.figures.predicates import Named, place_parameters
from cairn.figures.snapshot import Snapshot
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Precision
from cairn.web.components import Column, Value
from cairn.web.explore.labels import value_name
from cairn.web.explore.subject import Subject

if TYPE_CHECKING:
    import pyarrow as pa

MOST = 200_000  # points in one answer
LISTED = 20
AT_ONE_PLACE = 50
NEAR = 1e-4  # of a degree: what 32 bits leave of a coordinate
FACTS = ("earliest", "latest", "precision", "route", "country", "cause", "dead", "missing", "total")
LARGEST, HERE, PLACES = "largest", "here", "places"
PACKED = {"lon": "f", "lat": "f", "number": "i", "n": "i"}  # the columns, and Python's code of each
TYPES = {"f": "float32", "i": "int32"}


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one record."""

    earliest: date | None
    latest: date | None
    precision: str | None
    route: str | None
    country: str | None
    cause: str | None
    dead: int | None
    missing: int | None
    total: int | None

    @property
    def when(self) -> DateSpan | None:
        if self.earliest is None or self.latest is None:
            return None
        return DateSpan(self.earliest, self.latest, Precision(self.precision or Precision.SPAN))


def heads() -> list[Column]:
    """The columns of `line`."""
    return [
        Column(_("Date")),
        Column(_("Route")),
        Column(_("Country")),
        Column(_("Cause of death")),
        Column(_("dead"), "number"),
        Column(_("missing"), "number"),
        Column(_("together"), "number"),
    ]


def line(subject: Subject, record: Record) -> Sequence[Value]:
    """One record as a line of a table."""
    measure = subject.question.defined
    named = [
        value_name(measure, name, getattr(record, name)) for name in ("route", "country", "cause")
    ]
    return [record.when or _("No date"), *named, *map(_or_cell, _numbers(record))]


def largest(subject: Subject) -> list[Record]:
    """The records on the map with the largest numbers."""
    return [Record(*row) for row in _fetch(subject, LARGEST)]


def at(subject: Subject, lon: float, lat: float) -> list[Record]:
    """The records at one place of the map."""
    return [Record(*row) for row in _fetch(subject, HERE, lon=lon, lat=lat)]


def packed(subject: Subject) -> bytes:
    """All places, for a map in the browser: the number of places as 32 bits, then as many
    longitudes and latitudes (float32), numbers (int32, -1: not recorded) and records (int32), each
    as one array, all with the lowest byte first."""
    found = connection.columns(*_asked(subject, PLACES))
    # A hundred thousand places are never made into Python's numbers: DuckDB's arrays are sent.
    parts = [array.array(kind, _bytes(found[name])) for name, kind in PACKED.items()]
    if sys.byteorder == "big":
        for part in parts:
            part.byteswap()
    return struct.pack("<i", found.num_rows) + b"".join(part.tobytes() for part in parts)


def _bytes(column: pa.ChunkedArray) -> bytes:
    """The values of a column of 32 bits without gaps, one after the other."""
    width = 4
    return b"".join(
        memoryview(chunk.buffers()[1])[chunk.offset * width : (chunk.offset + len(chunk)) * width]
        for chunk in column.chunks
        if len(chunk)
    )


def _numbers(record: Record) -> tuple[int | None, int | None, int | None]:
    return record.dead, record.missing, record.total


def _or_cell(value: int | None) -> Value:
    return Cell.NOT_RECORDED if value is None else value


def _fetch(subject: Subject, kind: str, **given: float) -> list[tuple[Any, ...]]:
    return connection.fetch(*_asked(subject, kind, **given))


def _asked(subject: Subject, kind: str, **given: float) -> tuple[str, dict[str, Any]]:
    """One of the three queries, with its parameters."""
    door, question = subject.door, subject.question
    shape, values = plans.plan(
        door.data,
        question.but(by=()),
        {subject.source.key: ""},
        door.visible,
        frozenset(),
        use_cubes=False,
    )
    sql, used = _compiled(door.data, shape, kind, question.defined.value)
    door.data.make_known(shape.relation)
    known = values | given
    return sql, {name: known[name] for name in used}


@lru_cache(128)
def _compiled(
    snapshot: Snapshot, shape: plans.Plan, kind: str, value: str
) -> tuple[str, frozenset[str]]:
    import ibis

    rows = plans.select(snapshot, shape, dates=True)
    rows = rows.filter(rows.lat.notnull())
    if shape.period:
        first, last = (end.expression() for end in shape.period)
        rows = rows.filter(rows.earliest >= first, rows.latest <= last)
    number = rows[value] if value else ibis.literal(1)
    if kind == PLACES:
        found = (
            rows.mutate(number=number.cast("int64"))
            .group_by("lon", "lat")
            .aggregate(number=ibis._.number.sum(), n=ibis._.count())
        )
        found = found.mutate(number=found.number.fill_null(-1)).order_by("lon", "lat").limit(MOST)
        found = found.select(
            **{name: found[name].cast(TYPES[kind]) for name, kind in PACKED.items()}
        )
    elif kind == HERE:
        lon, lat = (Named(name, "float64").expression() for name in ("lon", "lat"))
        near = ((rows.lon - lon).abs() < NEAR) & ((rows.lat - lat).abs() < NEAR)
        found = rows.filter(near).order_by(ibis.desc("earliest"), "ref").limit(AT_ONE_PLACE)
        found = found.select(*FACTS)
    else:
        ordered = rows.filter(number.notnull()).mutate(number=number)
        found = ordered.order_by(ibis.desc("number"), "ref").limit(LISTED).select(*FACTS)
    return place_parameters(str(ibis.to_sql(found, dialect="duckdb")))
