"""Many rows at once: COPY on PostgreSQL, `executemany` on SQLite, in the caller's transaction.

For actions that write many rows, where a row costs more in the ORM than in the database.
Constraints and column types are the database's own; nothing here checks or converts what the
fields would.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.models import DateField  # also the base of DateTimeField

LARGE = {"cache_size": -98_304, "wal_autocheckpoint": 0}  # KiB; pages


def take_ids(model: type[models.Model], n: int) -> range | list[int]:
    """Reserve `n` primary keys. On SQLite the caller holds the write lock until they are used."""
    assert connection.in_atomic_block
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, n],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + n)


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert `rows`, each a sequence in the order of `columns` (database column names)."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["?"] * len(columns))
        fields = {field.column: field for field in model._meta.concrete_fields}
        dated = [
            place for place, column in enumerate(columns) if isinstance(fields[column], DateField)
        ]
        raw = connection.connection.cursor()
        raw.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",
            _as_text(rows, dated) if dated else rows,
        )


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Write these columns of rows that are there; each row ends with its primary key."""
    quote = connection.ops.quote_name
    written = ", ".join(f"{quote(column)} = %s" for column in columns)
    with connection.cursor() as cursor:
        table = quote(model._meta.db_table)
        cursor.executemany(f"UPDATE {table} SET {written} WHERE id = %s", rows)


def count_up(
    model: type[models.Model],
    columns: Sequence[str],
    unique: Sequence[str],
    counter: str,
    rows: Sequence[Sequence[Any]],
) -> None:
    """Insert `rows` (in the order of `columns`, then `counter`); where a row with the same `unique`
    columns is there, add the number to its counter. One statement: two at once lose nothing."""
    if not rows:
        return
    quote = connection.ops.quote_name
    table, added = quote(model._meta.db_table), quote(counter)
    names = ", ".join(quote(column) for column in (*columns, counter))
    marks = f"({', '.join(['%s'] * (len(columns) + 1))})"
    met = ", ".join(quote(column) for column in unique)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(rows))} "
            f"ON CONFLICT ({met}) DO UPDATE SET {added} = {table}.{added} + excluded.{added}",
            [value for row in rows for value in row],
        )


def _as_text(rows: Iterable[Sequence[Any]], dated: Sequence[int]) -> Iterator[list[Any]]:
    """Days and instants as Django writes them on SQLite: text, instants in UTC without a zone."""
    for row in rows:
        cells = list(row)
        for place in dated:
            day = cells[place]
            if isinstance(day, datetime):
                cells[place] = str(day.astimezone(UTC).replace(tzinfo=None))
            elif day is not None:
                cells[place] = day.isoformat()
        yield cells


@contextmanager
def large_writes() -> Iterator[None]:
    """While many chunks are written: on SQLite, hold more of the indexes in memory, and move what
    was written from the log to its place only in `checkpoint`, between transactions. Durability is
    what it always is."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in LARGE}
        for name, value in LARGE.items():
            cursor.execute(f"PRAGMA {name}={value}")
        try:
            yield
        finally:
            for name, value in usual.items():
                cursor.execute(f"PRAGMA {name}={value}")


def checkpoint() -> None:
    """Move what was written to its place, without keeping a writer waiting; only on SQLite.

    Left to a COMMIT, this would fall on whoever commits next, who may be saving a form.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
