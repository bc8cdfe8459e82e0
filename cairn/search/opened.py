"""An index as this process reads it: opened once, and renewed where something was committed.

Whether there is something newer is seen at two small files, so that an edit is found by the next
question in every process. A process that may not write beside the index (the public one in server
mode) reads through a folder of its own with links to the files, which are never changed once they
are written; the engine wants to put a lock there.
"""

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from django.conf import settings

from cairn.kernel.errors import NotYet
from cairn.kernel.text import noop
from cairn.search.places import CURRENT, META, current, read_from, replace

if TYPE_CHECKING:
    from cairn.search.tantivy_index import TantivyReader

TRIES = 4  # where files are replaced at the same moment


class NoIndexYet(NotYet):
    text = noop("The library is being made searchable; try again in a minute.")


class Renewed(Protocol):
    """A reader that sees what was committed since, once it is asked to."""

    def renew(self) -> None: ...


One = TypeVar("One", bound=Renewed)


@dataclass(slots=True)
class _Opened:
    generation: str
    meta: tuple[int, int, int]
    reader: Any


_lock = threading.Lock()
_opened: dict[Path, _Opened] = {}


def reader() -> "TantivyReader":
    """The newest state of the library's index; raises a sentence where there is none to be read."""
    from cairn.search.tantivy_index import TantivyReader

    return opened(read_from(), TantivyReader, shadow=settings.SEARCH_SHADOW)


def opened(root: Path, make: Callable[[Path], One], *, shadow: Path | None = None) -> One:
    """The newest state of the index that lies there, read by what `make` makes."""
    with _lock:
        for _ in range(TRIES - 1):
            try:
                return _newest(root, make, shadow)
            except (OSError, ValueError):  # the engine's words for a file that is gone
                _opened.pop(root, None)
        try:
            return _newest(root, make, shadow)
        except (OSError, ValueError) as problem:
            raise NoIndexYet() from problem


def newest_state() -> str:
    """A word that is another one whenever something was committed."""
    found = current(read_from())
    if found is None or not found.readable:
        raise NoIndexYet()
    about = os.stat(found.folder / META)
    return f"{found.folder.name} {about.st_mtime_ns} {about.st_ino}"


def _newest(root: Path, make: Callable[[Path], One], shadow: Path | None) -> One:
    found = current(root)
    if found is None or not found.readable:
        raise NoIndexYet()
    about = os.stat(found.folder / META)
    meta = (about.st_mtime_ns, about.st_size, about.st_ino)
    held = _opened.get(root)
    if held and (held.generation, held.meta) == (found.folder.name, meta):
        return cast(One, held.reader)
    folder = found.folder
    if shadow:
        folder = shadowed(folder, Path(shadow))
    if held and held.generation == found.folder.name:
        held.reader.renew()
        held.meta = meta
        return cast(One, held.reader)
    made = make(folder)
    _opened[root] = _Opened(found.folder.name, meta, made)
    return made


def shadowed(folder: Path, shadow: Path) -> Path:
    """A folder of our own that shows what that one holds."""
    shadow.mkdir(mode=0o700, parents=True, exist_ok=True)
    for other in shadow.iterdir():
        if other.name != folder.name:
            shutil.rmtree(other, ignore_errors=True)
    own = shadow / folder.name
    own.mkdir(mode=0o700, exist_ok=True)
    meta = (folder / META).read_bytes()
    names = {one.name for one in folder.iterdir() if one.name[0] != "."} - {META, CURRENT}
    for name in names:
        if not (own / name).is_symlink():
            (own / name).symlink_to(folder / name)
    replace(own / META, meta, mode=0o600)
    for link in own.iterdir():
        if link.is_symlink() and link.name not in names:
            link.unlink()
    return own
