"""What is countable, as rows of a snapshot: read in chunks, written as columns.

Decides how a record becomes a row, never whether it may be counted (`reporting.querysets`) or
published (`releases`). Descriptions of sources are written out beside the rows, so that a snapshot
explains itself without the database.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Max, Min

from cairn.figures.schema import arrow_schema
from cairn.reporting.licences import licences
from cairn.reporting.models import Account, Count, DataSet

CHUNK = 20_000
VISIBILITY = (
    *("owner_id", "state", "audience_class", "section", "period", "embargo_until", "shared_with"),
)
EVENTS = (
    *("ref", "number", "incident__ref", "dataset__key"),
    *("when_earliest", "when_latest", "when_precision", "year"),
    *("dead", "missing", "total", "survivors", "females", "males", "children"),
    *("origin", "origin_region", "country", "region", "route", "cause", "event_kind", "quality"),
    *("latitude", "longitude"),
)
COUNTS = (
    *("ref", "number", "dataset__key", "tab", "basis"),
    *("when_earliest", "when_latest", "when_precision", "value", "no_value"),
    *("route", "origin", "destination", "country", "place", "sex", "age_group", "mode"),
    *("border", "authority", "component", "what"),
)


def event_batches(datasets: Sequence[DataSet]) -> Iterator[Any]:
    """The current accounts of these data sets as Arrow record batches."""
    import h3
    import pyarrow as pa

    schema = arrow_schema("events")
    for rows in _chunks(Account, EVENTS, datasets):
        columns = list(zip(*rows, strict=True))
        size = len(EVENTS)
        cells: list[list[str | None]] = [[], [], [], []]
        for north, east in zip(columns[size - 2], columns[size - 1], strict=True):
            finest = h3.latlng_to_cell(north, east, 5) if north is not None else None
            for place, resolution in enumerate((2, 3, 4, 5)):
                cells[place].append(h3.cell_to_parent(finest, resolution) if finest else None)
        ordered = [*columns[:size], *cells, *columns[size:]]
        yield pa.RecordBatch.from_arrays(
            [pa.array(column, field.type) for column, field in zip(ordered, schema, strict=True)],
            schema=schema,
        )


def count_batches(datasets: Sequence[DataSet]) -> Iterator[Any]:
    """The current cells of these data sets as Arrow record batches."""
    import pyarrow as pa

    schema = arrow_schema("counts")
    for rows in _chunks(Count, COUNTS, datasets):
        columns = zip(*rows, strict=True)
        yield pa.RecordBatch.from_arrays(
            [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
            schema=schema,
        )


def _chunks(
    model: Any, columns: tuple[str, ...], datasets: Sequence[DataSet]
) -> Iterator[list[tuple[Any, ...]]]:
    rows = (
        model.objects.countable()
        .filter(dataset__in=datasets)
        .order_by("pk")
        .values_list(*columns, *VISIBILITY)
        .iterator(chunk_size=CHUNK)
    )
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def describe(dataset: DataSet) -> dict[str, Any]:
    """The source as a snapshot's manifest says it."""
    known = licences().get(dataset.licence)
    last = dataset.batches.filter(status="committed").order_by("-committed_at").first()
    told = {
        "key": dataset.key,
        "title": dataset.title,
        "publisher": dataset.publisher,
        "licence": known.title if known else dataset.licence,
        "licence_url": known.url if known else "",
        "attribution": dataset.citation,
        "retrieved": dataset.retrieved_on,
        "sha256": last.file.sha256 if last else "",
        "gaps": dataset.gaps,
        "notes": "\n".join(dataset.notes),
    }
    told |= _coverage(Account.objects.countable().filter(dataset=dataset))
    cells = Count.objects.countable().filter(dataset=dataset)
    tables = []
    for table in dataset.tables:
        part = cells.filter(tab=table["tab"], basis=table["basis"])
        if part.exists():
            tables.append(table | _coverage(part))
    if tables:
        told["coverage_from"] = min(table["coverage_from"] for table in tables)
        told["coverage_to"] = max(table["coverage_to"] for table in tables)
        told["complete_to"] = told["coverage_to"]
    return told | {"tables": tables}


def _coverage(rows: Any) -> dict[str, Any]:
    found = rows.aggregate(first=Min("when_earliest"), last=Max("when_latest"))
    return {
        "coverage_from": found["first"],
        "coverage_to": found["last"],
        "complete_to": found["last"],
    }
