"""A small published world: two sources of arrivals, one with a month that was not recorded."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import count

import pyarrow as pa
import pytest
from _pytest.nodeid import coerce_node_id

from cairn.figures.schema import arrow_schema
from cairn.figures.writer import SnapshotWriter
from cairn.kernel.dates import DateSpan


def _cells(rows):
    schema, numbers = arrow_schema("counts"), count(1)
    filled = []
    for source, month, value in rows:
        span = DateSpan.month(2020, month)
        row = dict.fromkeys(schema.names)
        row |= {
            "ref": f"cnt-{next(numbers)}",
            "version": 1,
            "source": source,
            "tab": "monthly",
            "basis": "arrivals",
            "earliest": span.earliest,
            "latest": span.latest,
            "precision": span.precision.value,
            "value": value,
            "missing": None if value is not None else "not_recorded",
            "owner": "org-publisher",
            "audience_class": "open",
            "section": "open",
            "embargo_until": date(1970, 1, 1),
        }
        filled.append(row)
    return pa.RecordBatch.from_pylist(filled, schema=schema)


@pytest.fixture
def published_world(db, settings, tmp_path):
    from cairn.published.actions import publish_snapshot  # needs the apps, which come later

    settings.CAIRN_DATA = tmp_path
    table = {"tab": "monthly", "basis": "arrivals", "dimensions": [], "level": "month"}
    told = {"licence": "Public domain", "tables": [table], "publisher": "A publisher"}
    told |= {"coverage_from": date(2020, 1, 1), "coverage_to": date(2020, 12, 31)}
    gap = {"from": "2020-11-01", "to": "2020-12-31", "reason": "Not published."}
    with SnapshotWriter(tmp_path / "snapshots") as writer:
        rows = [("first", month, 10) for month in (1, 2, 3)]
        rows += [("second", 1, 7), ("second", 2, None), ("second", 3, 0)]
        writer.add_counts(_cells(rows))
        snapshot = writer.finish(
            [
                {"key": "first", "title": "First", "gaps": [gap], **told},
                {"key": "second", "title": "Second", **told},
            ],
            datetime(2026, 1, 1, tzinfo=UTC),
        )
    publish_snapshot(snapshot=snapshot.id, rule="open-data")
    return snapshot


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One test is made of each path of the description, all of one name; of tests of one name,
    several workers run the first alone."""
    seen: Counter[str] = Counter()
    for item in items:
        seen[item.nodeid] += 1
        if (number := seen[item.nodeid]) > 1:
            item._id = coerce_node_id(f"{item.nodeid}[{number}]")
