"""One thing done beside another: the engine counts on a second core while it finds on the first.

The engine lets other threads run while it works. A process makes its threads when it first needs
them, never before it is forked.
"""

import functools
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
AT_ONCE = 4  # more wait for one another, as they would for the cores


def beside(act: Callable[..., T], /, *words: Any) -> "Future[T]":
    """Begun; `result()` waits for it and raises what it raised. It must not ask the database."""
    return _threads(os.getpid()).submit(act, *words)


@functools.lru_cache(maxsize=1)
def _threads(process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"search-{process}")
