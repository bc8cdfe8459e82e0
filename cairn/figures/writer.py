"""Writing a snapshot: rows come in batches, in any order, and go out sorted, counted and sealed.

Memory stays constant: batches are put down as they come, DuckDB sorts them with its spill file
inside the building folder, and one pass over the sorted rows writes the final file and computes the
fingerprint. The id is the first 32 hexadecimal digits of the SHA-256 over the schema number, the
fingerprints of both tables (`digest`) and the sources as canonical JSON; so the same rows under the
same description give the same id, whatever the order of building, and `built_at` has no part in it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cairn.figures import checks, cubes
from cairn.figures.connection import literal, options, quoted
from cairn.figures.digest import TableDigest
from cairn.figures.dimensions import HEXAGONS
from cairn.figures.manifest import Content, Cube, Manifest, Source, canonical_sources
from cairn.figures.schema import SCHEMA_NUMBER, TABLES, arrow_schema
from cairn.figures.snapshot import Snapshot
from cairn.figures.storage import BuildingFolder

ROW_GROUP = 122_880  # rows; what DuckDB reads at a time
# A total order, for no two rows of a table share their reference (`checks`).
ORDER = {
    "events": ("source", "earliest", "ref"),
    "counts": ("source", "tab", "earliest", "ref"),
}


COMPILED = 1024  # queries kept; of one publisher's tables there are some dozens


class SnapshotWriter:
    """`with SnapshotWriter(root) as writer: …; writer.finish(…)`; without `finish` no trace stays.

    `memory` bounds what DuckDB uses while it sorts and counts; `budget` says which cubes are kept.
    """

    def __init__(
        self,
        root: Path | str,
        *,
        memory: str = "512MB",
        threads: int = 2,
        budget: cubes.Budget | None = None,
    ) -> None:
        self.root, self._memory, self._threads = Path(root), memory, threads
        self._budget = budget or cubes.Budget()

    def __enter__(self) -> Self:
        self._building = BuildingFolder(self.root)
        self._folder = self._building.path
        self._staging = {
            table: pq.ParquetWriter(
                self._staged(table), arrow_schema(table), compression="lz4", use_dictionary=True
            )
            for table in TABLES
        }
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._staging.values():
            writer.close()
        self._building.discard()

    def add_events(self, batch: pa.RecordBatch | pa.Table) -> None:
        """Add current accounts of events; the columns may come in any order."""
        self._add("events", batch)

    def add_counts(self, batch: pa.RecordBatch | pa.Table) -> None:
        """Add cells of series; the columns may come in any order."""
        self._add("counts", batch)

    def finish(
        self, sources: Iterable[Source | Mapping[str, Any]], built_at: datetime | str
    ) -> Snapshot:
        """Check, sort, count and seal; the snapshot is visible from here on."""
        described = tuple(sorted(map(Source.parse, sources), key=lambda source: source.key))
        for writer in self._staging.values():
            writer.close()
        con = duckdb.connect(config=options(self._memory, self._threads, self._folder / "spill"))
        try:
            for table in TABLES:
                staged = literal(self._staged(table))
                con.execute(f"CREATE VIEW staged_{table} AS FROM read_parquet({staged})")
            checks.check(con, described)
            digests = {table: self._sort(con, table) for table in TABLES}
            built = tuple(cube for table in TABLES for cube in self._count(con, table, described))
            contents = tuple(_contents(con))
        finally:
            con.close()
        for table in TABLES:
            self._staged(table).unlink()
        manifest = Manifest(
            id=snapshot_id(digests, described),
            built_at=built_at if isinstance(built_at, str) else built_at.isoformat(),
            rows={table: digests[table].rows for table in TABLES},
            contents=contents,
            cubes=built,
            sources=described,
        )
        shutil.rmtree(self._folder / "spill", ignore_errors=True)
        (self._folder / "manifest.json").write_text(manifest.as_text(), encoding="utf-8")
        return Snapshot.open(self._building.become(manifest.id))

    def _add(self, table: str, batch: pa.RecordBatch | pa.Table) -> None:
        rows = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
        self._staging[table].write_table(checks.conform(table, rows), row_group_size=ROW_GROUP)

    def _staged(self, table: str) -> Path:
        return self._folder / f"staged-{table}.parquet"

    def _sort(self, con: duckdb.DuckDBPyConnection, table: str) -> TableDigest:
        """Write the final file in canonical order and return its fingerprint."""
        order = ", ".join(f'"{name}" NULLS FIRST' for name in ORDER[table])
        schema, path = arrow_schema(table), self._folder / f"{table}.parquet"
        digest = TableDigest(table, schema)
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in _stream(con, f"FROM staged_{table} ORDER BY {order}", schema):
                digest.update(batch)
                writer.write_table(pa.Table.from_batches([batch]), row_group_size=ROW_GROUP)
        con.execute(f'CREATE VIEW "{table}" AS FROM read_parquet({literal(path)})')
        return digest

    def _count(
        self, con: duckdb.DuckDBPyConnection, table: str, sources: tuple[Source, ...]
    ) -> Iterator[Cube]:
        """Write the cubes of one table; the full one, if kept, feeds all others that it can."""
        (self._folder / "cubes").mkdir(exist_ok=True)
        budget = self._budget
        rows = con.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0]
        if not rows:
            return
        everything = cubes.full(table, sources)
        kept = self._keep(con, table, everything, None, rows, full=True)
        whole = next((cube for cube in kept if cube.months == cubes.BY_MONTH), None)
        yield from kept
        if whole and rows <= budget.small:
            return
        smaller: list[tuple[str, ...]] = [()] if everything else []
        if table == "events":
            smaller += [(name,) for name in HEXAGONS.values()]
        if whole is None or whole.rows > budget.small:
            smaller += cubes.parts(table, rows, sources, budget)
        for dimensions in smaller:
            yield from self._keep(con, table, dimensions, whole, rows)

    def _keep(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        dimensions: tuple[str, ...],
        whole: Cube | None,
        rows: int,
        *,
        full: bool = False,
    ) -> list[Cube]:
        """Count one cube, from the full one where that has it all, and those with coarser dates
        from it; write each of them if it is worth it."""
        kept: list[Cube] = []
        if whole and set(dimensions) <= set(whole.dimensions):
            sql = _from_cube(whole.name, table, whole.dimensions, whole.months, dimensions)
        else:
            sql = _from_rows(table, dimensions)
        budget = self._budget
        for months in (cubes.BY_MONTH, cubes.BY_YEAR, cubes.TIMELESS):
            name = cubes.name(table, dimensions, full=full, months=months)
            cube = Cube(table, name, dimensions, _counted(con, sql), months)
            smaller = not kept or cube.rows <= budget.coarser * kept[-1].rows
            by_month = months == cubes.BY_MONTH
            if smaller and budget.keeps(dimensions, cube.rows, rows, full=full and by_month):
                kept.append(cube)
                self._write(con, cube, known=full and by_month)
            if months == cubes.TIMELESS or cube.rows <= budget.small:
                break
            coarser = cubes.BY_YEAR if by_month else cubes.TIMELESS
            sql = _from_cube("counted", table, dimensions, months, dimensions, coarser)
        return kept

    def _write(self, con: duckdb.DuckDBPyConnection, cube: Cube, *, known: bool) -> None:
        """Put down the cube that was counted; `known`: others are counted from it."""
        types = cubes.cube_columns(cube)
        columns = ", ".join(_cast(name, kind) for name, kind in types.items())
        dates = cubes.DATES if cube.months else ()
        order = ", ".join(f'"{name}"' for name in (*cubes.FIXED[cube.table], *dates))
        path = self._folder / "cubes" / f"{cube.name}.parquet"
        con.execute(
            f"COPY (SELECT {columns} FROM counted ORDER BY {order}) TO {quoted(path)} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        if known:
            con.execute(f'CREATE VIEW "{cube.name}" AS FROM read_parquet({literal(path)})')


@lru_cache(COMPILED)
def _from_rows(table: str, dimensions: tuple[str, ...]) -> str:
    """DuckDB's query for a cube of the rows; the same for every snapshot, and dear to compile."""
    import ibis

    rows = ibis.table(cubes.columns(table), name=table)
    return str(ibis.to_sql(cubes.of_rows(rows, table, dimensions), dialect="duckdb"))


@lru_cache(COMPILED)
def _from_cube(
    name: str,
    table: str,
    held: tuple[str, ...],
    months: int,
    dimensions: tuple[str, ...],
    coarser: int = cubes.BY_MONTH,
) -> str:
    """DuckDB's query for a cube of one that holds more dimensions, or finer dates."""
    import ibis

    rows = ibis.table(cubes.cube_columns(Cube(table, name, held, 0, months)), name=name)
    expression = cubes.of_cube(rows, table, dimensions, coarser)
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _counted(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Have DuckDB count a cube into the table `counted`, and say how many rows it has."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {sql}")
    rows: int = con.execute("SELECT count(*) FROM counted").fetchall()[0][0]
    return rows


def snapshot_id(digests: Mapping[str, TableDigest], sources: tuple[Source, ...]) -> str:
    whole = hashlib.sha256(f"cairn snapshot {SCHEMA_NUMBER}\n".encode())
    for table in TABLES:
        whole.update(f"{digests[table].hexdigest()}\n".encode())
    whole.update(canonical_sources(sources))
    return whole.hexdigest()[:32]


def _cast(name: str, kind: str) -> str:
    # DuckDB's sums are HUGEINT, which Parquet would keep as an inexact double.
    return f'CAST("{name}" AS {"VARCHAR" if kind == "string" else kind}) AS "{name}"'


def _stream(
    con: duckdb.DuckDBPyConnection, sql: str, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The rows as batches of one row group each, in the schema's own types."""
    for batch in con.sql(sql).to_arrow_reader(ROW_GROUP):
        table = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
        yield from table.combine_chunks().to_batches()


def _contents(con: duckdb.DuckDBPyConnection) -> Iterator[Content]:
    for table, keys in (("events", "source, ''"), ("counts", "source, tab")):
        found = con.execute(
            f'SELECT {keys}, count(*) FROM "{table}" GROUP BY ALL ORDER BY ALL'
        ).fetchall()
        yield from (Content(table, source, tab, rows) for source, tab, rows in found)
