"""The thread of the runner that keeps the index of the library up to date."""

import contextlib
import threading

from cairn.search.following import follow
from cairn.search.gathering import keep
from cairn.search.outbox.indexing import rebuild, upkeep


def keep_searchable(stop: threading.Event) -> None:
    """Until `stop` is set."""
    with contextlib.suppress(OSError):  # without it a search finds the same, a second later
        keep()
    follow(upkeep, rebuild, "the index", stop)
