"""The database as members of an archive, consistent while the instance runs; and back again.

SQLite: one file, written by `VACUUM INTO` from one read transaction. PostgreSQL: a file for each
table, copied in one transaction that sees one moment; so no program of the server is needed and no
version of it must match.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from cairn.console.archive import Writing

SQLITE = "database/cairn.sqlite3"


def applied_migrations() -> list[list[str]]:
    """What the schema of the database is made of."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def add_database(archive: Writing) -> None:
    """Write the database into the archive as it is at this moment."""
    with _aside() as folder:
        if connection.vendor == "sqlite":
            copy = folder / "cairn.sqlite3"
            with connection.cursor() as cursor:  # Django's, whose functions the checks call
                cursor.execute("VACUUM INTO %s", [str(copy)])
            archive.add_file(SQLITE, copy)
            return
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for table in sorted(connection.introspection.table_names()):
                copy = folder / "table"
                _copy_out(table, copy)
                archive.add_file(f"database/{table}.copy", copy)


def _copy_out(table: str, path: Path) -> None:
    """The first line names the columns, the rest is what COPY writes."""
    with connection.cursor() as cursor, path.open("wb") as file:
        columns = _columns(cursor, table)
        file.write((",".join(columns) + "\n").encode())
        with cursor.connection.cursor().copy(
            f"COPY {_quoted(table)} ({_listed(columns)}) TO STDOUT"
        ) as copy:
            for part in copy:
                file.write(part)


def load_tables(folder: Path, migrations: list[list[str]]) -> None:
    """Bring an empty PostgreSQL database to the schema of then and fill it; all or nothing."""
    executor = MigrationExecutor(connection)
    known = {tuple(one) for one in migrations}
    nodes = [node for node in executor.loader.graph.nodes if node in known]
    leaves = [
        node
        for node in nodes
        if not any(child.key in known for child in executor.loader.graph.node_map[node].children)
    ]
    executor.migrate(leaves)
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names())
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables))}")
        for path in sorted(folder.glob("*.copy")):
            _copy_in(cursor, path.name.removesuffix(".copy"), path)
        for table in tables:
            _move_sequence_on(cursor, table)


def _copy_in(cursor: Any, table: str, path: Path) -> None:
    with path.open("rb") as file:
        columns = file.readline().decode().strip().split(",")
        with cursor.connection.cursor().copy(
            f"COPY {_quoted(table)} ({_listed(columns)}) FROM STDIN"
        ) as copy:
            while part := file.read(1 << 20):
                copy.write(part)


def _move_sequence_on(cursor: Any, table: str) -> None:
    if "id" not in _columns(cursor, table):
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [_quoted(table)])
    (name,) = cursor.fetchone()
    if name:
        cursor.execute(
            f"SELECT setval(%s, COALESCE((SELECT max(id) FROM {_quoted(table)}), 0) + 1, false)",
            [name],
        )


def _columns(cursor: Any, table: str) -> list[str]:
    return [one.name for one in connection.introspection.get_table_description(cursor, table)]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _listed(columns: list[str]) -> str:
    return ", ".join(map(_quoted, columns))


@contextmanager
def _aside() -> Iterator[Path]:
    """A folder inside the folder of data, so that nothing unencrypted leaves it; what a process
    that was killed left in such a folder is taken away."""
    root = Path(settings.CAIRN_DATA) / "run"
    root.mkdir(mode=0o700, exist_ok=True)
    for left in root.glob("backup-*"):
        with suppress(OSError), _locked(left):  # by nobody: it is nobody's
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=root))
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a lock that ends with this process; OSError where another has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
