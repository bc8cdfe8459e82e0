"""Who works on an instance: servers and runners beside each other, an upgrade alone.

The operating system keeps the locks and frees them when a process dies, however it dies; the
children of a server hold its lock too, so that it lasts until the last of them is gone.
"""

import fcntl
import os
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
        "“cairn restore” once more, on PostgreSQL into an emptied database; until then nothing "
        "works on it."
    )


class UpgradeAtWork(CairnError):
    text = noop("An upgrade is at work on this instance; wait until it has ended.")


class StillWorking(CairnError):
    text = noop(
        "A server, a job runner or another upgrade still works on this instance; stop it first. "
        "Nothing was changed."
    )


class RestoreAtWork(CairnError):
    text = noop("A restore into this folder is at work; wait until it has ended.")


def check_whole(data: Path) -> None:
    """Nobody works on what was restored by half."""
    if (data / HALF).exists():
        raise HalfRestored()


@contextmanager
def restoring(data: Path) -> Iterator[None]:
    """Keep other restores away from the folder, which is made if it is not there."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        os.close(folder)
        raise RestoreAtWork from problem
    try:
        yield
    finally:
        os.close(folder)


@contextmanager
def beside(data: Path) -> Iterator[int]:
    """Work beside others and keep upgrades away; yields the descriptor that children inherit."""
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
