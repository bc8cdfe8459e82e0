"""Generated snapshots are the same every time and look like real ones."""

import duckdb

from bench.worlds import build


def test_the_same_size_gives_the_same_snapshot(tmp_path):
    first, again = (build(tmp_path / name, 3_000) for name in ("first", "again"))
    assert first.id == again.id
    assert first.manifest.rows == {"events": 2_400, "counts": 600}


def test_scattered_events_each_have_a_place_of_their_own(tmp_path):
    snapshot = build(tmp_path, 2_000, scattered=True)
    rows, places = duckdb.sql(
        f"SELECT count(*), count(DISTINCT (lat, lon)) FROM '{snapshot.path}/events.parquet'"
    ).fetchall()[0]
    assert rows == 2_000
    assert places > 1_950
    assert snapshot.manifest.rows == {"events": 2_000, "counts": 0}
