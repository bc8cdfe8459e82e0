"""Telling a full disk from other troubles of a database, on both databases.

SQLite says "full" when the file may not grow, and "I/O error" when the system refuses a write (a
limit on the size of files, a quota); PostgreSQL has a code of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from cairn.kernel.errors import CairnError

SQLITE = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_FSYNC")
POSTGRESQL = "53100"  # disk_full


def is_disk_full(problem: DatabaseError) -> bool:
    cause = problem.__cause__
    if getattr(cause, "sqlstate", None) == POSTGRESQL:
        return True
    return str(getattr(cause, "sqlite_errorname", "")) in SQLITE


@contextmanager
def disk_full_raises(sentence: type[CairnError]) -> Iterator[None]:
    """Around writes: a full disk becomes this sentence. Also a decorator of an action."""
    try:
        yield
    except DatabaseError as problem:
        if is_disk_full(problem):
            raise sentence() from problem
        raise
