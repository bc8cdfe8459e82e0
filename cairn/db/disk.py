"""Telling a full disk from other troubles, of files and of both databases.

SQLite says "full" when the file may not grow, and "I/O error" when the system refuses a write (a
limit on the size of files, a quota); PostgreSQL has a code of its own.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from cairn.kernel.errors import CairnError, OutOfRoom

SQLITE = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_FSYNC")
POSTGRESQL = "53100"  # disk_full
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_disk_full(problem: DatabaseError) -> bool:
    cause = problem.__cause__
    if getattr(cause, "sqlstate", None) == POSTGRESQL:
        return True
    return str(getattr(cause, "sqlite_errorname", "")) in SQLITE


def is_out_of_room(problem: BaseException | None) -> bool:
    """Whether this, or what it was raised from, is a full disk."""
    seen = 0
    while problem is not None and seen < 10:
        match problem:
            case OutOfRoom():
                return True
            case DatabaseError() if is_disk_full(problem):
                return True
            case OSError(errno=number) if number in FULL:
                return True
        problem, seen = problem.__cause__ or problem.__context__, seen + 1
    return False


@contextmanager
def disk_full_raises(sentence: type[CairnError]) -> Iterator[None]:
    """Around writes: a full disk becomes this sentence. Also a decorator of an action."""
    try:
        yield
    except DatabaseError as problem:
        if is_disk_full(problem):
            raise sentence() from problem
        raise
