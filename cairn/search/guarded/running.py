"""What keeps the guarded index up to date while the runner lives: a thread of its own, so that the
one of the library, however long it is at work, does not hold it up."""

import logging
import threading

from django.db import close_old_connections, connection

from cairn.search import places
from cairn.search.guarded.indexing import catch_up, is_there, rebuild, root
from cairn.search.outbox.running import LOOK

log = logging.getLogger("cairn.search")


def keep_findable(stop: threading.Event) -> None:
    """Until `stop` is set: make the index where there is none, then follow what changes."""
    failed = ""
    places.sweep(root())
    while not stop.wait(LOOK if not failed else LOOK * 20):
        try:
            if not is_there():
                rebuild()
            while catch_up() and not stop.is_set():
                continue
            failed = ""
        except Exception as problem:
            why = type(problem).__name__
            if why != failed:  # said once, however long it lasts
                log.error("the index of the desk does not follow: %s", why)
            failed = why
        close_old_connections()
    connection.close()
