"""Making a database forget what was overwritten: SQLite's free pages and its log of writes,
PostgreSQL's dead rows. What PostgreSQL's own log of writes holds is not reached; docs say so."""

import time
from collections.abc import Iterable

from django.db import connection

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

TRIES, PAUSE = 40, 0.25  # for a moment in which nobody reads an old page


class StillRead(CairnError):
    text = noop(
        "Everything was erased, but the database still keeps old pages for somebody who reads; "
        "it is tried again."
    )


def compact(tables: Iterable[str]) -> None:
    """Rewrite the database, or these tables of it, without what was overwritten. Must be called
    outside a transaction; writers wait meanwhile."""
    if connection.in_atomic_block:
        raise RuntimeError("a database is not rewritten within a transaction")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            _empty_the_log(cursor)
            return
        for table in sorted(set(tables)):
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")


def _empty_the_log(cursor: object) -> None:
    for _ in range(TRIES):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
        busy, *_pages = cursor.fetchone()  # type: ignore[attr-defined]
        if not busy:
            return
        time.sleep(PAUSE)
    raise StillRead()
