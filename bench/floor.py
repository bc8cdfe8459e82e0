"""Child of the part `imports`: the bare floor under an import that was measured.

    python -m bench.floor SOURCE CHUNKS

Writes the very rows that the import left in SOURCE into the same tables, with the same indexes and
constraints, of another fresh database: by `executemany` on SQLite and COPY on PostgreSQL, in as
many transactions and under the same settings. Rows are prepared in memory before the clock starts;
only writing and committing count.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench.runs import tell

FIRST = ("accounts.Organisation", "files.StoredFile", "reporting.DataSet", "reporting.ImportBatch")
MANY = ("reporting.Incident", "reporting.Account", "history.Version", "reporting.Problem")


class Source:
    """The tables of the imported database, read without Django."""

    def __init__(self, address: str) -> None:
        self.is_postgresql = address.startswith("postgresql")
        self.connection: Any
        if self.is_postgresql:
            import psycopg
            from psycopg.types import json as as_json

            as_json.set_json_loads(lambda text: as_json.Jsonb(json.loads(text)))
            self.connection = psycopg.connect(address, autocommit=True)
        else:
            self.connection = sqlite3.connect(f"file:{address}?mode=ro", uri=True)

    def columns(self, table: str) -> list[str]:
        cursor = self.connection.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]

    def count(self, table: str) -> int:
        return int(self.connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])

    def parts(self, table: str, number: int) -> Iterator[list[tuple[Any, ...]]]:
        """All rows in the order of their keys, in so many parts of nearly equal size."""
        rows, last = self.count(table), 0
        place = self.columns(table).index("id")
        for part in range(number):
            size = rows * (part + 1) // number - rows * part // number
            found = self.connection.execute(
                f'SELECT * FROM "{table}" WHERE id > {last} ORDER BY id LIMIT {size}'
            ).fetchall()
            last = found[-1][place] if found else last
            yield found


def main(address: str, chunks: int) -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection, transaction

    from cairn.db.bulk import large_writes

    source = Source(address)
    tables = [apps.get_model(name)._meta.db_table for name in MANY]
    with transaction.atomic():
        for name in FIRST:
            table = apps.get_model(name)._meta.db_table
            _write(connection, table, source.columns(table), next(source.parts(table, 1)))
    columns = {table: source.columns(table) for table in tables}
    streams = {table: source.parts(table, chunks) for table in tables}
    seconds, rows, longest = 0.0, 0, 0.0
    with large_writes():
        for number in range(chunks):
            prepared = {table: next(streams[table]) for table in tables}
            began = time.perf_counter()
            with transaction.atomic():
                for table, found in prepared.items():
                    _write(connection, table, columns[table], found)
            took = time.perf_counter() - began
            seconds, longest = seconds + took, max(longest, took)
            rows += sum(map(len, prepared.values()))
            if number % 100 == 99:
                tell(f"    {number + 1} of {chunks} chunks, {seconds:.1f} s of writing")
    told = {"seconds": round(seconds, 3), "rows_of_all_tables": rows, "chunks": chunks}
    told |= {"longest_ms": round(1000 * longest, 1)}
    told |= {"tables": {table: _count(connection, table) for table in tables}}
    told |= {"same": all(_count(connection, table) == source.count(table) for table in tables)}
    print(json.dumps(told))


def _write(connection: Any, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(columns))
        raw = connection.connection.cursor()
        raw.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _count(connection: Any, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
