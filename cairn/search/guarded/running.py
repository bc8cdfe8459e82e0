"""The thread of the runner that keeps the guarded index up to date."""

import threading

from cairn.search.following import follow
from cairn.search.guarded.indexing import rebuild, upkeep


def keep_findable(stop: threading.Event) -> None:
    """Until `stop` is set."""
    follow(upkeep, rebuild, "the index of the desk", stop)
