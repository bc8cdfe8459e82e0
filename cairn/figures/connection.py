"""One DuckDB for the whole process, one cursor for each thread, and nothing fetched from outside.

The database lives in memory and holds only views of Parquet files, so it is small when idle. It is
opened when first used, in the process that uses it: a server that forks its workers gives each one
its own. The memory that queries may take is set before that by `configure`.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may take; a web worker is modest, a build may have more."""

    memory: str = "256MB"
    threads: int = 2
    spill: Path | None = None  # where larger questions may spill; None: they are refused


_limits = Limits()
_lock = threading.Lock()
_process: int | None = None
_database: duckdb.DuckDBPyConnection | None = None
_local = threading.local()
_views: set[tuple[str, str]] = set()


def options(memory: str, threads: int, spill: Path | None) -> dict[str, Any]:
    """DuckDB's configuration: bounded, quiet, and without extensions from elsewhere."""
    return {
        "memory_limit": memory,
        "threads": threads,
        "temp_directory": str(spill) if spill else "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def configure(limits: Limits) -> None:
    """Set the limits of this process; what is open already is closed and opened anew."""
    global _limits
    close()
    _limits = limits


def close() -> None:
    """Give back all memory; the next question opens the database again."""
    global _database, _process
    with _lock:
        if _database is not None and _process == os.getpid():
            _database.close()
        _database, _process = None, None
        _views.clear()


def cursor() -> duckdb.DuckDBPyConnection:
    """This thread's cursor on this process's database."""
    database = _open()
    if getattr(_local, "database", None) is not database:
        _local.database, _local.cursor = database, database.cursor()
    cursor: duckdb.DuckDBPyConnection = _local.cursor
    return cursor


def fetch(sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run one query and return all of its rows."""
    rows: list[tuple[Any, ...]] = cursor().execute(sql, dict(parameters or {})).fetchall()
    return rows


def columns(sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
    """Run one query and return its rows column by column, for answers of very many rows."""
    return cursor().sql(sql, params=dict(parameters or {})).to_arrow_table()


def view(schema: str, name: str, path: Path, later: Sequence[str] = ()) -> None:
    """Make a Parquet file known as `schema.name`, once in this process. Texts of `later` that the
    file lacks are empty."""
    con = cursor()
    if (schema, name) in _views:
        return
    with _lock:
        con.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        told = con.execute(f"DESCRIBE FROM read_parquet({literal(path)})").fetchall()
        held = {one[0] for one in told}
        more = "".join(f', NULL::VARCHAR AS "{one}"' for one in later if one not in held)
        con.execute(
            f'CREATE OR REPLACE VIEW "{schema}"."{name}" AS '
            f"SELECT *{more} FROM read_parquet({literal(path)})"
        )
        _views.add((schema, name))


def quoted(path: Path) -> str:
    """A path as DuckDB's text literal."""
    return "'" + str(path).replace("'", "''") + "'"


def literal(path: Path) -> str:
    """A path to read, as DuckDB's text literal; pattern characters stand for themselves."""
    return re.sub(r"([\[*?])", r"[\1]", quoted(path))


def _open() -> duckdb.DuckDBPyConnection:
    global _database, _process
    import duckdb  # here, for a process that never asks is smaller without it

    with _lock:
        if _database is None or _process != os.getpid():
            if _process != os.getpid():
                _views.clear()  # after a fork: the parent's database stays the parent's
            _database = duckdb.connect(
                ":memory:", config=options(_limits.memory, _limits.threads, _limits.spill)
            )
            # A file of a snapshot never changes under its name, so its head is read once.
            _database.execute("SET parquet_metadata_cache = true")
            _process = os.getpid()
        return _database
