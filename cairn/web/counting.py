"""How many requests were answered and how long they took, added up over all workers of a server.

The numbers lie in a piece of memory that exists before workers are forked, so that all share it. A
lock of the system guards it, which is freed when the process that holds it dies.
"""

import fcntl
import mmap
import os
import struct
import tempfile
import threading
from collections.abc import Iterator

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.05, 0.1, 0.3, 1.0, 3.0, 10.0)  # seconds
_NUMBER = struct.Struct("=Q")
_PLACES = len(CLASSES) + len(BOUNDS) + 2  # … more than the last bound, and all milliseconds


class Counters:
    """Counts by class of status and by time, for as long as the server runs."""

    def __init__(self) -> None:
        if hasattr(os, "memfd_create"):
            self._file = os.memfd_create("cairn-counters", os.MFD_CLOEXEC)
        else:
            with tempfile.TemporaryFile() as made:
                self._file = os.dup(made.fileno())
        size = _PLACES * _NUMBER.size
        os.ftruncate(self._file, size)
        self._map = mmap.mmap(self._file, size)
        self._threads = threading.Lock()  # the system's lock is one for all threads of a process

    def add(self, status: int, seconds: float) -> None:
        """Count one answer."""
        at = len(CLASSES) + sum(seconds > bound for bound in BOUNDS)
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                self._raise(min(max(status // 100, 1), 5) - 1, 1)
                self._raise(at, 1)
                self._raise(_PLACES - 1, round(seconds * 1000))
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def lines(self) -> Iterator[str]:
        """In the text format of Prometheus."""
        numbers = [value for (value,) in _NUMBER.iter_unpack(self._map[:])]
        yield "# TYPE cairn_requests_total counter"
        for name, count in zip(CLASSES, numbers, strict=False):
            yield f'cairn_requests_total{{status="{name}"}} {count}'
        yield "# TYPE cairn_request_seconds histogram"
        timed, so_far = numbers[len(CLASSES) : -1], 0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), timed, strict=True):
            so_far += count
            yield f'cairn_request_seconds_bucket{{le="{bound}"}} {so_far}'
        yield f"cairn_request_seconds_sum {numbers[-1] / 1000}"
        yield f"cairn_request_seconds_count {so_far}"

    def _raise(self, place: int, by: int) -> None:
        at = place * _NUMBER.size
        (before,) = _NUMBER.unpack_from(self._map, at)
        _NUMBER.pack_into(self._map, at, before + by)


COUNTERS = Counters()
