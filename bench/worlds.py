"""Large snapshots with the shape of real ones, written through the same writer as any other.

Places decide route and country, as they do; routes, origins and causes are skewed and depend on one
another; days lie in twelve years, most of them late, some known only by month or year. Numbers come
from a hash of the row's number, so that the same size gives the same snapshot.
"""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.runs import SEED, tell

EVENTS, SECOND, COUNTS = "benchmark-events", "benchmark-second", "benchmark-series"
PLACES, ROUTES, ORIGINS = 20_000, 30, 200
BATCH = 122_880
SHARE_OF_EVENTS = 0.8
FIRST, LAST = date(2014, 1, 1), date(2025, 12, 31)
DAYS = (LAST - FIRST).days + 1
CAUSES = ("drowning", "vehicle", "environment", "violence", "sickness", "accident", "mixed_unknown")
SEXES = ("female", "male", "not_stated")
OPEN = "'benchmark' AS owner, NULL AS state, 'open' AS audience_class, 'open' AS section"
REST = "NULL AS period, DATE '1970-01-01' AS embargo_until, NULL AS shared_with"

EVENTS_SQL = f"""
WITH drawn AS (
  SELECT i, {{u0}} AS u0, {{u1}} AS u1, {{u2}} AS u2, {{u3}} AS u3, {{u4}} AS u4, {{u5}} AS u5,
         {{u6}} AS u6, {{u7}} AS u7
  FROM range({{start}}, {{stop}}) AS numbers(i)
), dated AS (
  SELECT *, DATE '{FIRST}' + CAST({DAYS - 1} * sqrt(u1) AS INTEGER) AS day,
    CASE WHEN u2 < 0.92 THEN 'day' WHEN u2 < 0.97 THEN 'month' WHEN u2 < 0.99 THEN 'year' END
      AS fine,
    CASE WHEN u3 > 0.04 THEN CAST(least(300, 0.6 / (u3 - 0.03)) AS INTEGER) END AS d,
    CASE WHEN u4 > 0.15 THEN CAST(-3 * ln(u4) AS INTEGER) END AS m,
    u3 + u4 < 0.3 AS together
  FROM drawn
)
SELECT 'acc-' || {{ref}} AS ref, 1 AS version, 'inc-' || {{ref}} AS incident,
  CASE WHEN u7 < {{first}} THEN '{EVENTS}' ELSE '{SECOND}' END AS source,
  CASE fine WHEN 'day' THEN day WHEN 'month' THEN date_trunc('month', day)
    WHEN 'year' THEN date_trunc('year', day) END::DATE AS earliest,
  CASE fine WHEN 'day' THEN day WHEN 'month' THEN last_day(day)
    WHEN 'year' THEN make_date(year(day), 12, 31) END::DATE AS latest,
  fine AS precision, year(day)::SMALLINT AS year,
  CASE WHEN NOT together THEN d END AS dead, CASE WHEN NOT together THEN m END AS missing,
  CASE WHEN together THEN 1 + CAST(9 * u5 AS INTEGER)
    WHEN d IS NOT NULL OR m IS NOT NULL THEN coalesce(d, 0) + coalesce(m, 0) END AS total,
  CASE WHEN u5 < 0.3 THEN CAST(100 * u6 AS INTEGER) END AS survivors,
  CASE WHEN u6 < 0.3 THEN CAST(5 * u5 AS INTEGER) END AS females,
  CASE WHEN u6 < 0.4 THEN CAST(9 * u7 AS INTEGER) END AS males,
  CASE WHEN u6 < 0.2 THEN CAST(4 * u3 AS INTEGER) END AS children,
  CASE WHEN u5 > 0.08 THEN origins.code END AS origin, NULL AS origin_region,
  country, region, route,
  causes.code AS cause, CASE WHEN u7 < 0.98 THEN 'incident' ELSE 'split' END AS kind,
  CASE WHEN u6 < 0.9 THEN 1 + CAST(floor(5 * u4) AS TINYINT) END AS quality,
  CASE WHEN u2 < {{placed}} THEN lat + {{wide}} * (u3 - 0.5) END AS lat,
  CASE WHEN u2 < {{placed}} THEN lon + {{wide}} * (u4 - 0.5) END AS lon,
  {", ".join(f"CASE WHEN u2 < {{placed}} THEN h3_{n} END AS h3_{n}" for n in (2, 3, 4, 5))},
  {OPEN}, {REST}
FROM dated
JOIN places ON places.id = CAST(floor({{places}} * pow(u0, 2.2)) AS INTEGER)
JOIN origins
  ON origins.id = (number * 13 + CAST(floor({ORIGINS} * pow(u6, 3)) AS INTEGER)) % {ORIGINS}
JOIN causes
  ON causes.id = (number + CAST(floor({len(CAUSES)} * pow(u7, 4)) AS INTEGER)) % {len(CAUSES)}
"""

COUNTS_SQL = f"""
WITH drawn AS (
  SELECT i, {{u0}} AS u0, {{u1}} AS u1, {{u2}} AS u2, {{u3}} AS u3, {{u4}} AS u4
  FROM range({{start}}, {{stop}}) AS numbers(i)
)
SELECT 'cnt-' || {{ref}} AS ref, 1 AS version, '{COUNTS}' AS source, 'main' AS tab,
  'detections' AS basis,
  date_trunc('month', DATE '{FIRST}' + CAST({DAYS - 1} * u0 AS INTEGER))::DATE AS earliest,
  last_day(DATE '{FIRST}' + CAST({DAYS - 1} * u0 AS INTEGER)) AS latest, 'month' AS precision,
  CASE WHEN u1 > 0.02 THEN CAST(3 / (1.001 - u1) AS BIGINT) END AS value,
  CASE WHEN u1 <= 0.02 THEN 'not_recorded' END AS missing,
  routes.code AS route, origins.code AS origin, NULL AS destination, NULL AS country,
  NULL AS place, list_element({list(SEXES)}, 1 + CAST(floor(3 * u4) AS INTEGER)) AS sex,
  NULL AS age_group, NULL AS mode, CASE WHEN u4 < 0.5 THEN 'land' ELSE 'sea' END AS border,
  NULL AS authority, NULL AS component, NULL AS kind, {OPEN}, {REST}
FROM drawn
JOIN routes ON routes.id = CAST(floor({{routes}} * pow(u2, 2)) AS INTEGER)
JOIN origins
  ON origins.id = (routes.id * 13 + CAST(floor({ORIGINS} * pow(u3, 3)) AS INTEGER)) % {ORIGINS}
"""


# Where several records lie on one place, and some on none; and where each has a place of its own.
USUAL = {"first": 0.85, "placed": 0.99, "wide": 0}
SCATTERED = {"first": 2, "placed": 2, "wide": 3}


def build(root: Path, rows: int, *, scattered: bool = False) -> Any:
    """A snapshot of so many rows, eight in ten of them events; `scattered`: all, of one source."""
    from cairn.figures.writer import SnapshotWriter

    events = rows if scattered else max(1, int(rows * SHARE_OF_EVENTS))
    kind = SCATTERED if scattered else USUAL
    with SnapshotWriter(root) as writer:
        for done, batch in _batches(EVENTS_SQL, "events", events, kind):
            writer.add_events(batch)
            _tell(done, rows)
        for done, batch in _batches(COUNTS_SQL, "counts", rows - events, kind):
            writer.add_counts(batch)
            _tell(events + done, rows)
        tell("    sorting and counting")
        return writer.finish(_sources(scattered), f"{LAST}T00:00:00+00:00")


def _tell(done: int, rows: int) -> None:
    if done % (10 * BATCH) == 0:
        tell(f"    {done:,} of {rows:,} rows")


def _batches(sql: str, table: str, rows: int, kind: dict[str, float]) -> Iterator[tuple[int, Any]]:
    """Batches in the snapshot's own columns, with the number of rows so far."""
    import duckdb

    from cairn.figures.schema import arrow_schema

    con = duckdb.connect()
    routes = _prepare(con)
    # A hash of the number in 2^50 places, each of which is taken once.
    ref = "lpad(to_hex((i::HUGEINT * 6364136223846793005 % 1125899906842624)::BIGINT), 13, '0')"
    draws = {f"u{n}": f"((hash(i, {n}) % 1000003) + 1) / 1000004.0" for n in range(8)}
    for start in range(0, rows, BATCH):
        stop = min(rows, start + BATCH)
        filled = sql.format(
            start=start, stop=stop, ref=ref, places=PLACES, routes=routes, **draws, **kind
        )
        schema = arrow_schema(table)
        yield stop, con.sql(filled).to_arrow_table().select(schema.names).cast(schema)
    con.close()


def _prepare(con: Any) -> int:
    """The tables from which rows are drawn; returns the number of routes."""
    import h3

    from cairn.reference.countries import countries
    from cairn.reference.dimensions import dimensions
    from cairn.reference.routes import routes

    chance = random.Random(SEED)
    keys = list(routes())[:ROUTES]
    codes = [code for code in countries() if code.isalpha() and len(code) == 3]
    regions = list(dimensions()["region"].values)
    listed = []
    for number in range(PLACES):
        route = min(int(len(keys) * chance.random() ** 2), len(keys) - 1)
        country = (route * 7 + int(6 * chance.random() ** 2)) % len(codes)
        region = regions[country % len(regions)]
        lat = max(-60.0, min(70.0, (route * 4 % 100) - 40 + chance.gauss(0, 4)))
        lon = (route * 23 % 340) - 170 + chance.gauss(0, 5)
        finest = h3.latlng_to_cell(lat, lon, 5)
        cells = [h3.cell_to_parent(finest, n) for n in (2, 3, 4)] + [finest]
        listed.append((number, route, keys[route], codes[country], region, lat, lon, *cells))
    con.execute(
        "CREATE TABLE places (id INTEGER, number INTEGER, route TEXT, country TEXT, region TEXT, "
        "lat DOUBLE, lon DOUBLE, h3_2 TEXT, h3_3 TEXT, h3_4 TEXT, h3_5 TEXT)"
    )
    for name, values in (("routes", keys), ("origins", codes[:ORIGINS]), ("causes", CAUSES)):
        con.execute(f"CREATE TABLE {name} (id INTEGER, code TEXT)")
        con.executemany(f"INSERT INTO {name} VALUES (?, ?)", list(enumerate(values)))
    import pyarrow as pa

    names = [column[0] for column in con.execute("SELECT * FROM places LIMIT 0").description]
    columns = dict(zip(names, zip(*listed, strict=True), strict=True))
    found = pa.table({name: list(values) for name, values in columns.items()})
    con.register("found", found)
    con.execute("INSERT INTO places FROM found")
    return len(keys)


def _sources(scattered: bool) -> list[dict[str, Any]]:
    covered: dict[str, Any] = {"coverage_from": FIRST, "coverage_to": LAST, "complete_to": LAST}
    first = {"key": EVENTS, "title": "Generated events", **covered}
    if scattered:
        return [first]
    dimensions = ["route", "origin", "sex", "border"]
    table = {"tab": "main", "basis": "detections", "level": "month", "dimensions": dimensions}
    return [
        first,
        {"key": SECOND, "title": "Generated events, another source", **covered},
        {"key": COUNTS, "title": "Generated series", "tables": [table], **covered},
    ]
