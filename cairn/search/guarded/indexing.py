"""Bringing the guarded index up to date, and making it anew beside the one that answers.

As with the index of the library (`search.outbox`) one process writes, its threads take turns, and a
row of the outbox goes only after the index has committed what it says: a process may die anywhere.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings

from cairn.kernel.crash import passing
from cairn.search import places
from cairn.search.guarded.entries import Entry
from cairn.search.guarded.models import Altered
from cairn.search.guarded.providers import entries_of, providers

TOGETHER = 500  # units of one commit
REMOVED = "removed"  # beside the files of a generation: words of what is gone may be there yet
BUILDING_HEAP = 60_000_000  # bytes

_turn, _making = threading.RLock(), threading.RLock()
_building = threading.Event()
Progress = Callable[[int], None]


def root() -> Path:
    """Where it lies: in the desk's own folder, which no public process reads."""
    return Path(settings.CAIRN_DATA) / "search" / "desk"


def is_there() -> bool:
    """Whether the index can be read by this version of the program."""
    found = places.current(root())
    return found is not None and found.readable


def catch_up() -> int:
    """Bring what waits into the index; return how many rows of the outbox that were."""
    waiting = list(Altered.objects.filter(done=False).order_by("pk")[:TOGETHER])
    if not waiting:
        return 0
    with _turn:
        found = places.current(root())
        if found is None or not found.readable:
            return 0  # whoever makes it reads the database
        _bring({one.unit for one in waiting}, found.folder)
        passing("guarded.committed")
        rows = Altered.objects.filter(pk__in=[one.pk for one in waiting])
        if _building.is_set():
            rows.update(done=True)
        else:
            rows.delete()
    return len(waiting)


def rebuild(progress: Progress = lambda done: None) -> int:
    """Make the index anew beside the one that answers, then switch; return how many entries."""
    with _making:  # one at a time
        return _rebuild(progress)


def _rebuild(progress: Progress) -> int:
    with _turn:
        Altered.objects.filter(done=True).delete()  # of one that was killed
        _building.set()
    folder = places.new(root())
    try:
        number = _fill(folder, progress)
        with _turn:
            held = list(Altered.objects.values_list("pk", "unit"))
            if held:  # what of it is gone marks the folder: it may have been filled in before
                _bring({unit for _, unit in held}, folder)
            passing("guarded.built")
            places.switch(folder)
            passing("guarded.switched")
            for at in range(0, len(held), TOGETHER):
                keys = [pk for pk, _ in held[at : at + TOGETHER]]
                Altered.objects.filter(pk__in=keys).delete()
            places.sweep(root())
    finally:
        _building.clear()
        if (found := places.current(root())) is None or found.folder != folder:
            shutil.rmtree(folder, ignore_errors=True)
    return number


def forget() -> None:
    """After an erasure: no file of the index holds a word that the database does not hold."""
    with _making:
        if is_there():
            rebuild()
        elif (found := places.current(root())) is not None:  # of another form: nobody can ask it
            shutil.rmtree(found.folder, ignore_errors=True)
        places.sweep(root())


def holds_what_was_removed() -> bool:
    """Whether words of what is gone may still lie in the files, though nothing finds them."""
    found = places.current(root())
    return found is not None and (found.folder / REMOVED).exists()


def _fill(folder: Path, progress: Progress) -> int:
    from cairn.search.guarded.index import GuardedWriter

    number = 0
    writer = GuardedWriter(folder, heap=BUILDING_HEAP)
    for provider in providers():
        for entries in provider.everything():
            number += writer.add(entries)
            passing("guarded.building")
            progress(number)
    writer.commit()
    writer.close()
    return number


def _bring(units: set[str], folder: Path) -> None:
    from cairn.search.guarded.index import GuardedWriter

    writer, kept = GuardedWriter(folder), set()
    for unit in units:
        writer.remove(unit)
    for some in _some(entries_of(sorted(units))):
        kept |= {one.unit for one in some}
        writer.add(some)
    passing("guarded.replaced")
    if units - kept:
        (folder / REMOVED).touch(mode=0o600)
    writer.commit()
    writer.close()


def _some(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    stream = iter(entries)
    while some := list(islice(stream, TOGETHER)):
        yield some
