"""Putting files down so that a killed process leaves nothing half-written.

A snapshot is built in a hidden folder beside its final place, held by a lock while its builder
lives, and appears by one rename after everything was flushed to disk.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

BUILDING = ".building-"


class BuildingFolder:
    """A private folder under `root` that becomes `root/<name>` or disappears."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        sweep(root)
        self.path = Path(tempfile.mkdtemp(prefix=BUILDING, dir=root))
        self._lock = os.open(self.path, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def become(self, name: str) -> Path:
        """Flush, then show the folder under its name; one that is there already stays."""
        place = self.root / name
        for path in sorted(self.path.rglob("*")):
            flush(path)
        flush(self.path)
        if place.exists():  # the same content was built before
            self.discard()
            return place
        try:
            self.path.rename(place)
        except OSError:
            if not place.exists():  # another process was not quicker: a true failure
                raise
            self.discard()
            return place
        flush(self.root)
        self._release()
        return place

    def discard(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._release()

    def _release(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def flush(path: Path) -> None:
    """Have the disk keep a file's bytes, or a folder's list of names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(root: Path, remove: Callable[[Path], None] = shutil.rmtree) -> int:
    """Remove what killed builders left behind; a folder that is still locked is being built."""
    swept = 0
    for path in root.glob(f"{BUILDING}*"):
        try:
            handle = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A builder makes the folder and locks it in two steps: an empty one may be new.
            if any(path.iterdir()):
                remove(path)
                swept += 1
        except BlockingIOError:
            continue
        finally:
            os.close(handle)
    return swept
