"""The one way in which the public process writes: a transaction that says so.

Its transactions on PostgreSQL only read unless they say otherwise, and its role may add rows to one
table and do nothing else to any (`console.roles`). To the desk and on SQLite this is `atomic`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def adding_rows() -> Iterator[None]:
    """A transaction in which rows may be added."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ WRITE")
        yield
