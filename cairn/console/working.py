"""Who works on an instance: servers and runners beside each other, an upgrade alone.

The operating system keeps the locks and frees them when a process dies, however it dies; the
children of a server hold its lock too, so that it lasts until the last of them is gone.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

LOCK = "run/upgrade.lock"  # below the folder of data
HALF = "run/restoring"  # is there from the first step of a restore until after the last


class HalfRestored(CairnError):
    text = noop(
        "A restore into this folder was cut off, and what had been erased may be in it again. Run "
        "“cairn restore” once more; until then nothing is served from it."
    )


class UpgradeAtWork(CairnError):
    text = noop("An upgrade is at work on this instance; wait until it has ended.")


class StillWorking(CairnError):
    text = noop(
        "A server, a job runner or another upgrade still works on this instance; stop it first. "
        "Nothing was changed."
    )


@contextmanager
def beside(data: Path) -> Iterator[int]:
    """Work beside others and keep upgrades away; yields the descriptor that children inherit.
    Nobody works on what was restored by half."""
    if (data / HALF).exists():
        raise HalfRestored()
    with _held(data, fcntl.LOCK_SH, UpgradeAtWork) as descriptor:
        yield descriptor


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Keep servers and runners away, or say that one is there."""
    with _held(data, fcntl.LOCK_EX, StillWorking):
        yield


@contextmanager
def _held(data: Path, how: int, sentence: type[CairnError]) -> Iterator[int]:
    (data / LOCK).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / LOCK).open("a") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except OSError as problem:
            raise sentence from problem
        yield file.fileno()
