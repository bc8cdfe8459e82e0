"""One process at a time reads rows for a source; what it holds ends with it, however it ends.

On SQLite a lock on a file of the data folder, on PostgreSQL an advisory lock of the session: both
are given back by the system when the process dies, so nothing has to be waited for after a crash.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

SPACE = 0x0C41  # of our advisory locks on PostgreSQL
PAUSE = 0.1


@contextmanager
def claim(dataset: int, *, patience: float = 0) -> Iterator[bool]:
    """Hold the source and yield True, or yield False where another process holds it.

    `patience`: for how many seconds to ask again, where the other is known to be stopping.
    """
    until = time.monotonic() + patience
    hold = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    while True:
        with hold(dataset) as held:
            if held or time.monotonic() >= until:
                yield held
                return
        time.sleep(PAUSE)


@contextmanager
def _on_sqlite(dataset: int) -> Iterator[bool]:
    folder = Path(settings.CAIRN_DATA) / "run"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / f"import-{dataset}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


@contextmanager
def _on_postgresql(dataset: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [SPACE, dataset % 2**31])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held and connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SPACE, dataset % 2**31])
