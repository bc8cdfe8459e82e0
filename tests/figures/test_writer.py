"""A snapshot is addressed by its content, appears whole or not at all, and refuses wrong rows.

wr1 same rows, same id   wr2 other content, other id   wr3 a killed build leaves nothing visible
wr4 unfit rows are refused   wr5 what is read back is what was written
"""

import json
import os
import signal
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from cairn.figures import checks
from cairn.figures.digest import TableDigest
from cairn.figures.manifest import Manifest, Source, UnknownSchema, UnreadableManifest
from cairn.figures.schema import TABLES, arrow_schema
from cairn.figures.snapshot import NoSnapshot, Snapshot, present
from cairn.figures.writer import SnapshotWriter

from . import worlds

EVENTS = [
    worlds.event("acc-1", **worlds.on("2015-03-02"), dead=3, route="med", h3_3="831e80fffffffff"),
    worlds.event("acc-2", **worlds.on("2015-Q2"), total=7, cause="drowning", lat=35.5, lon=12.6),
    worlds.event("acc-3", year=2016, missing=2, quality=4),
]
COUNTS = [
    worlds.count("cnt-1", **worlds.on("2015-03"), value=0, route="med"),
    worlds.count("cnt-2", **worlds.on("2015-04"), missing="withheld", route=None),
]


def test_wr1_the_same_rows_give_the_same_id_in_any_order_and_any_batches(tmp_path):
    first = worlds.build(tmp_path, EVENTS, COUNTS)
    again = worlds.build(tmp_path / "b", EVENTS[::-1], COUNTS[::-1], batch=1, built_at="later")
    other_sources = worlds.build(tmp_path / "c", EVENTS, COUNTS, sources=worlds.SOURCES[::-1])
    assert first.id == again.id == other_sources.id
    assert len(first.id) == 32
    assert first.path.name == first.id


def test_wr1_building_what_is_there_keeps_what_is_there(tmp_path):
    first = worlds.build(tmp_path, EVENTS)
    again = worlds.build(tmp_path, EVENTS, built_at="2027-01-01T00:00:00+00:00")
    assert again.manifest.built_at == first.manifest.built_at == worlds.BUILT
    assert present(tmp_path) == [first.id] == os.listdir(tmp_path)


@pytest.mark.parametrize(
    "changed",
    [
        {"dead": 4, "total": 4},
        {"dead": None},
        {"route": None},
        {"route": ""},
        {"version": 2},
        {"earliest": date(2015, 3, 1)},
    ],
    ids=str,
)
def test_wr2_any_other_value_gives_another_id(tmp_path, changed):
    first = worlds.build(tmp_path, EVENTS)
    other = worlds.build(tmp_path, [EVENTS[0] | changed, *EVENTS[1:]])
    assert first.id != other.id


def test_wr2_another_coverage_gives_another_id(tmp_path):
    sources = ({"key": "mmp", "title": "Missing people", "coverage_to": "2016-12-31"},)
    ids = {worlds.build(tmp_path, EVENTS).id, worlds.build(tmp_path, EVENTS, sources=sources).id}
    assert len(ids) == 2


def test_the_fingerprint_does_not_depend_on_how_rows_are_batched():
    schema = arrow_schema("events")
    whole = pa.Table.from_pylist(EVENTS * 3, schema=schema).combine_chunks().to_batches()[0]
    at_once, in_pieces = TableDigest("events", schema), TableDigest("events", schema)
    at_once.update(whole)
    for start, length in ((0, 1), (1, 0), (1, 5), (6, 3)):
        in_pieces.update(whole.slice(start, length))
    assert at_once.hexdigest() == in_pieces.hexdigest()


def test_wr3_a_build_that_is_given_up_leaves_nothing(tmp_path):
    with SnapshotWriter(tmp_path) as writer:
        writer.add_events(pa.RecordBatch.from_pylist(EVENTS, schema=arrow_schema("events")))
        assert len(os.listdir(tmp_path)) == 1
    assert os.listdir(tmp_path) == []


@pytest.mark.process
def test_wr3_a_killed_build_is_never_seen_and_is_swept_by_the_next(tmp_path):
    program = textwrap.dedent(
        """
        import sys
        import pyarrow as pa
        from cairn.figures.schema import arrow_schema
        from cairn.figures.writer import SnapshotWriter
        with SnapshotWriter(sys.argv[1]) as writer:
            print("building", flush=True)
            sys.stdin.read()
        """
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
    ) as process:
        assert process.stdout.readline() == b"building\n"
        alive = worlds.build(tmp_path, EVENTS)  # does not touch what is being built
        assert len([p for p in os.listdir(tmp_path) if p.startswith(".building-")]) == 1
        process.send_signal(signal.SIGKILL)
    assert present(tmp_path) == [alive.id]
    worlds.build(tmp_path, EVENTS[:1])
    assert not [p for p in os.listdir(tmp_path) if p.startswith(".building-")]


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"earliest": None}, "both dates or none"),
        ({"latest": date(2014, 1, 1)}, "ends after it begins"),
        ({"kind": "rumour"}, "the kind"),
        ({"dead": -1}, "negative"),
        ({"dead": 1, "total": None}, "without the total"),
        ({"lat": 3.0}, "both coordinates"),
        ({"year": 15}, "four digits"),
    ],
)
def test_wr4_events_that_would_make_a_wrong_figure_are_refused(tmp_path, wrong, rule):
    with pytest.raises(checks.UnfitRows, match=rule):
        worlds.build(tmp_path, [EVENTS[0] | wrong])
    assert present(tmp_path) == []


@pytest.mark.parametrize("wrong", [{"missing": "withheld"}, {"value": None}, {"value": -1}])
def test_wr4_a_cell_holds_a_number_or_the_reason_why_there_is_none(tmp_path, wrong):
    with pytest.raises(checks.UnfitRows):
        worlds.build(tmp_path, counts=[COUNTS[0] | wrong])


def test_wr4_a_missing_number_has_a_known_reason(tmp_path):
    with pytest.raises(checks.UnfitRows, match="known reason"):
        worlds.build(tmp_path, counts=[COUNTS[1] | {"missing": "unknown"}])


def test_wr4_a_record_that_comes_twice_is_refused(tmp_path):
    with pytest.raises(checks.CountedTwice, match="acc-1"):
        worlds.build(tmp_path, [EVENTS[0], EVENTS[0] | {"dead": 9, "total": 9}])


def test_wr4_a_series_whose_table_is_not_described_is_refused(tmp_path):
    with pytest.raises(checks.UndeclaredTable, match="by_sex"):
        worlds.build(tmp_path, counts=[COUNTS[0] | {"tab": "by_sex"}])
    with pytest.raises(checks.UndeclaredTable, match="nobody"):
        worlds.build(tmp_path, [EVENTS[0] | {"source": "nobody"}])


def test_wr4_other_columns_are_refused_by_name(tmp_path):
    batch = pa.table({"ref": ["acc-1"], "name": ["…"]})
    with SnapshotWriter(tmp_path) as writer, pytest.raises(checks.WrongColumns) as refused:
        writer.add_events(batch)
    assert refused.value.values["extra"] == "name"
    assert "owner" in refused.value.values["absent"]


def test_wr4_a_row_without_an_owner_is_refused(tmp_path):
    rows = pa.Table.from_pylist([EVENTS[0] | {"owner": None}])
    types = {field.name: field.type for field in arrow_schema("events")}
    rows = rows.cast(pa.schema([(name, types[name]) for name in rows.column_names]))
    with SnapshotWriter(tmp_path) as writer, pytest.raises(checks.EmptyColumn, match="owner"):
        writer.add_events(rows)


@pytest.mark.parametrize("table", TABLES)
def test_wr5_the_rows_are_kept_as_they_came(tmp_path, table):
    rows = {"events": EVENTS, "counts": COUNTS}
    snapshot = worlds.build(tmp_path, **rows)
    con = duckdb.connect(config={"autoinstall_known_extensions": False})
    found = con.execute(
        "SELECT * FROM read_parquet($path) ORDER BY ref",
        {"path": f"{snapshot.path}/{table}.parquet"},
    )
    names = [column[0] for column in found.description]
    assert [dict(zip(names, row, strict=True)) for row in found.fetchall()] == rows[table]


def test_wr5_the_description_is_read_back_as_it_was_written(tmp_path):
    snapshot = worlds.build(tmp_path, EVENTS, COUNTS)
    again = Snapshot.open(snapshot.path)
    assert again.manifest == snapshot.manifest
    assert again.manifest.rows == {"events": 3, "counts": 2}
    assert again.source("fx").table("years").level == "year"
    assert Manifest.parse(again.manifest.as_text()) == again.manifest
    listed = json.loads((snapshot.path / "manifest.json").read_text())
    assert Source.parse(listed["sources"][0]) == again.sources[0]


def test_an_absent_or_newer_snapshot_is_said_to_be_so(tmp_path):
    with pytest.raises(NoSnapshot):
        Snapshot.open(tmp_path / ("0" * 32))
    snapshot = worlds.build(tmp_path, EVENTS)
    file = snapshot.path / "manifest.json"
    file.write_text(file.read_text().replace('"schema": 1', '"schema": 2'))
    with pytest.raises(UnknownSchema):
        Snapshot.open(snapshot.path)
    file.write_text("{")
    with pytest.raises(UnreadableManifest):
        Snapshot.open(snapshot.path)


def test_a_source_with_a_key_that_means_nothing_is_refused():
    with pytest.raises(UnreadableManifest, match="licnce"):
        Source.parse({"key": "a", "title": "A", "licnce": "CC BY"})
