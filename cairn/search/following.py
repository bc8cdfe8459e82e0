"""What keeps an index up to date while the runner lives: a thread of its own for each, because what
changed is found within a second, however long the jobs or another index beside it take."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

from cairn.db.disk import is_out_of_room
from cairn.search import places
from cairn.search.upkeep import Upkeep

LOOK = 0.25  # seconds between two looks into the outbox
log = logging.getLogger("cairn.search")


def follow(index: Upkeep, rebuild: Callable[[], int], called: str, stop: threading.Event) -> None:
    """Until `stop` is set: make the index where there is none, then follow what changes."""
    failed = ""
    places.sweep(index.root())
    while not stop.wait(LOOK if not failed else LOOK * 20):
        try:
            if not index.is_there():
                rebuild()
            while index.catch_up() and not stop.is_set():
                continue
            failed = ""
        except Exception as problem:
            why = "the disk is full" if is_out_of_room(problem) else type(problem).__name__
            if why != failed:  # said once, however long it lasts
                log.error("%s does not follow: %s", called, why)
            failed = why
        close_old_connections()
    connection.close()
