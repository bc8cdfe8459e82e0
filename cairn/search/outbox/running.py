"""What keeps the index up to date while the runner lives: a thread of its own, because a published
record is found within a second, however long the jobs beside it take."""

import contextlib
import logging
import threading

from django.db import close_old_connections, connection

from cairn.db.disk import is_out_of_room
from cairn.search import places
from cairn.search.gathering import keep
from cairn.search.outbox.indexing import catch_up, is_there, rebuild

LOOK = 0.25  # seconds between two looks into the outbox
log = logging.getLogger("cairn.search")


def keep_searchable(stop: threading.Event) -> None:
    """Until `stop` is set: make the index where there is none, then follow what changes."""
    failed = ""
    places.sweep(places.own())
    with contextlib.suppress(OSError):  # without it a search finds the same, a second later
        keep()
    while not stop.wait(LOOK if not failed else LOOK * 20):
        try:
            if not is_there():
                rebuild()
            while catch_up() and not stop.is_set():
                continue
            failed = ""
        except Exception as problem:
            why = "the disk is full" if is_out_of_room(problem) else type(problem).__name__
            if why != failed:  # said once, however long it lasts
                log.error("the index does not follow: %s", why)
            failed = why
        close_old_connections()
    connection.close()
