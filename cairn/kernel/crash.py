"""Named points at which a test may kill the process, to show what a crash there leaves behind.

Outside tests the variable is unset and passing a point costs one look into a dictionary. A point is
given as `name` or `name:3` for the third time it is passed.
"""

import os
import signal

_PASSED: dict[str, int] = {}


def passing(point: str) -> None:
    """Die here, as if the power of the process were cut, if the environment asks for it."""
    wanted = os.environ.get("CAIRN_CRASH_AT")
    if not wanted:
        return
    name, _, times = wanted.partition(":")
    if name == point:
        _PASSED[point] = _PASSED.get(point, 0) + 1
        if _PASSED[point] >= int(times or 1):
            os.kill(os.getpid(), signal.SIGKILL)
