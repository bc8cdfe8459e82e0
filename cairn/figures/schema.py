"""What a snapshot holds, column by column.

A snapshot is a folder `<root>/<id>/` with `manifest.json`, `events.parquet`, `counts.parquet` and
`cubes/*.parquet`. `events` has one row per current account of an event; `counts` one row per cell
of a series. This module decides names, types and what may be empty; what may be counted is decided
in `observatory`, which fills it, and how it is counted in `engine`. It imports no Arrow until it is
asked for a schema, so that a process which only reads stays small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_NUMBER = 1
PREFIX = "filings-"  # of the keys of sources that are made of filings

UNKNOWN_COUNTRY = "UNK"  # the source says that it does not know
SEVERAL_COUNTRIES = "MIX"  # the source names several


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its Arrow type by name, and whether every row must have it."""

    name: str
    type: str = "string"
    required: bool = False


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


# The columns on which visibility is decided (`kernel.predicates`).
VISIBILITY = (
    Column("owner", required=True),
    Column("state"),
    Column("audience_class", required=True),
    Column("section", required=True),
    Column("period", "date32"),
    Column("embargo_until", "date32"),
    Column("shared_with"),
)
LATER = ("shared_with",)  # texts that snapshots of earlier versions lack: empty in all their rows

# Both dates are empty where the source gives none; both ends belong to the span.
_SPAN = (Column("earliest", "date32"), Column("latest", "date32"), Column("precision"))

EVENTS = (
    Column("ref", required=True),
    Column("version", "int32", required=True),
    Column("incident", required=True),
    Column("source", required=True),
    *_SPAN,
    Column("year", "int16"),  # as the source states it, also where the date is missing
    Column("dead", "int32"),
    Column("missing", "int32"),
    Column("total", "int32"),  # dead and missing together; null where nothing is recorded
    Column("survivors", "int32"),
    Column("females", "int32"),
    Column("males", "int32"),
    Column("children", "int32"),
    Column("origin"),  # ISO3, UNK or MIX; null where nothing was recorded
    *_texts("origin_region", "country", "region", "route", "cause"),
    Column("kind", required=True),  # incident, split or cumulative
    Column("quality", "int8"),
    Column("lat", "float64"),
    Column("lon", "float64"),
    *_texts("h3_2", "h3_3", "h3_4", "h3_5"),
    *VISIBILITY,
)

COUNTS = (
    Column("ref", required=True),
    Column("version", "int32", required=True),
    Column("source", required=True),
    Column("tab", required=True),  # tables of one source overlap and are never added
    Column("basis", required=True),
    *_SPAN,
    Column("value", "int64"),
    Column("missing"),  # a kernel Cell; exactly one of value and missing is set
    *_texts("route", "origin", "destination", "country", "place", "sex", "age_group", "mode"),
    *_texts("border", "authority", "component", "kind"),
    *VISIBILITY,
)

TABLES = {"events": EVENTS, "counts": COUNTS}
EVENT_KINDS = ("incident", "split", "cumulative")


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of `events` or `counts`."""
    import pyarrow as pa

    types = {"date32": pa.date32(), "string": pa.string()}
    return pa.schema(
        pa.field(
            column.name,
            types.get(column.type) or getattr(pa, column.type)(),
            nullable=not column.required,
        )
        for column in TABLES[table]
    )
