"""Child of the part `imports`: one import through the code that the console and the pages run.

    python -m bench.importing FILE

Measures from opening the file to the committed batch. How long the write lock is held is taken at
the connection, from the moment a transaction has begun (on SQLite that is when it holds the lock)
to the moment it is over; on SQLite this includes moving the log to its place, for which others need
not wait, so it is an upper bound.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.runs import share, tell

TOLD_EVERY = 100_000


class Transactions:
    """How long each transaction of a connection took, and each write outside of one."""

    WRITES = ("INSERT", "UPDATE", "DELETE")

    def __init__(self, connection: Any) -> None:
        self.seconds: list[float] = []
        self._connection, self._began = connection, 0.0
        self._switch = connection.set_autocommit
        connection.set_autocommit = self._set_autocommit
        connection.execute_wrappers.append(self._alone)

    def _set_autocommit(self, autocommit: bool, *words: Any, **named: Any) -> None:
        self._switch(autocommit, *words, **named)
        now = time.perf_counter()
        if not autocommit:
            self._began = now
        elif self._began:
            self.seconds.append(now - self._began)
            self._began = 0.0

    def _alone(self, execute: Callable[..., Any], sql: str, *words: Any) -> Any:
        if self._connection.in_atomic_block or not sql.startswith(self.WRITES):
            return execute(sql, *words)
        began = time.perf_counter()
        try:
            return execute(sql, *words)
        finally:
            self.seconds.append(time.perf_counter() - began)

    def told(self) -> dict[str, Any]:
        return {
            "transactions": len(self.seconds),
            "longest_ms": round(1000 * max(self.seconds), 1),
            "p99_ms": round(1000 * share(self.seconds, 0.99), 1),
            "median_ms": round(1000 * share(self.seconds, 0.5), 1),
        }


def main(path: Path) -> None:
    import django

    django.setup()
    from django.db import connection

    from cairn.files.store import parts_of, put
    from cairn.reporting import intake
    from cairn.reporting.actions import accept_source, begin_import, commit_import

    connection.ensure_connection()
    load_reference()
    transactions = Transactions(connection)
    before = peak_mb()
    began, processor = time.perf_counter(), time.process_time()
    found = intake.look(path, kind="incidents", source="benchmark")
    source = intake.source_of(found, "benchmark", path.name)
    dataset = accept_source(source=source, layout=found.mapping.layout, tables=[])
    with path.open("rb") as file:
        stored = put(parts_of(file), media_type="text/csv")
    batch = begin_import(
        dataset=dataset,
        kind="incidents",
        file=stored,
        file_name=path.name,
        mapping=found.mapping,
    )
    staging = time.perf_counter()
    chunks: list[int] = []
    tally = intake.stage(batch, path=path, progress=_progress(staging, chunks))
    batch.refresh_from_db()
    committing = time.perf_counter()
    commit_import(batch=batch, leave_out="mistakes that were made for this measurement")
    ended = time.perf_counter()
    told = {
        "processor_seconds": round(time.process_time() - processor, 2),  # of this process alone
        "seconds": round(ended - began, 2),
        "staging_seconds": round(committing - staging, 2),
        "committing_seconds": round(ended - committing, 2),
        "rows_per_second": round(tally.read / (ended - began)),
        "read": tally.read,
        "new": tally.new,
        "rejected": tally.rejected,
        "warnings": sum(one.warning for one in tally.findings),
        "kinds": dict(tally.kinds),
        "fields": len(found.mapping.rules),
        "chunks": len(chunks),
        "peak_mb": peak_mb(),
        "peak_before_mb": before,
        "lock": transactions.told(),
    }
    print(json.dumps(told))


def load_reference() -> None:
    """Have names and boundaries in memory, as a process has that serves or imported before."""
    from cairn.reference.names import match_country
    from cairn.reference.routes import match_routes
    from cairn.reporting.reading.boxes import boxes
    from cairn.reporting.reading.proposing import lexicon

    match_country("Libya")
    match_routes("Darién")
    boxes()
    lexicon("incidents")


def peak_mb() -> int:
    """The most memory that this process ever had, in megabytes (millions of bytes)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


def _progress(began: float, chunks: list[int]) -> Callable[[int], None]:
    def progress(rows: int) -> None:
        if rows // TOLD_EVERY > (chunks[-1] if chunks else 0) // TOLD_EVERY:
            tell(f"    {rows:,} rows, {rows / (time.perf_counter() - began):,.0f} a second")
        chunks.append(rows)

    return progress


if __name__ == "__main__":
    main(Path(sys.argv[1]))
