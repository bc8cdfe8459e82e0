"""Bringing the index up to date, and making it anew beside the one that answers.

Only one process writes: the job runner, or a command while no runner works (`runner.only_one`). Its
threads take turns by `_turn`. A row of the outbox goes only after the index has committed what
it says, and to index a record again changes nothing; so a process may die anywhere.
"""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from django.db.models import QuerySet

from cairn.kernel.crash import passing
from cairn.search import places
from cairn.search.gathering import keep
from cairn.search.outbox.models import Changed
from cairn.search.placing import place
from cairn.search.providers import documents_of, providers

TOGETHER = 500  # records of one commit
REMOVED = "removed"  # beside the files of a generation: records taken out whose words are there yet
BUILDING_HEAP = 120_000_000  # bytes

_turn = threading.RLock()
_building = threading.Event()
Progress = Callable[[int, int], None]


def catch_up() -> int:
    """Bring what waits into the index; return how many rows of the outbox that were."""
    waiting = list(Changed.objects.filter(done=False).order_by("pk")[:TOGETHER])
    if not waiting:
        return 0
    with _turn:
        found = places.current(places.own())
        if found is None or not found.readable:
            return 0  # whoever makes it reads the database
        _bring({one.ref for one in waiting}, found.folder)
        passing("search.committed")
        place()
        rows = Changed.objects.filter(pk__in=[one.pk for one in waiting])
        if _building.is_set():
            rows.update(done=True)
        else:
            rows.delete()
    return len(waiting)


def rebuild(progress: Progress = lambda done, total: None) -> int:
    """Make the index anew beside the one that answers, then switch; return how many documents."""
    with _turn:
        Changed.objects.filter(done=True).delete()  # of one that was killed
        _building.set()
    keep()
    folder = places.new(places.own())
    try:
        number = _fill(folder, progress)
        with _turn:
            rows = Changed.objects.all()
            held = list(rows.values_list("pk", "ref"))
            if held:
                _bring({ref for _, ref in held}, folder)
            (folder / REMOVED).unlink(missing_ok=True)
            passing("search.built")
            places.switch(folder)
            passing("search.switched")
            place()
            _gone(rows, [pk for pk, _ in held])
            places.sweep(places.own())
    finally:
        _building.clear()
        if (found := places.current(places.own())) is None or found.folder != folder:
            _remove(folder)
    return number


def _gone(rows: QuerySet[Changed], keys: list[int]) -> None:
    for at in range(0, len(keys), TOGETHER):
        rows.filter(pk__in=keys[at : at + TOGETHER]).delete()
    Changed.objects.filter(done=True).delete()


def _fill(folder: Path, progress: Progress) -> int:
    from cairn.search.tantivy_index import TantivyWriter

    total, done, number = sum(one.total() for one in providers()), 0, 0
    writer = TantivyWriter(folder, heap=BUILDING_HEAP)
    progress(0, total)
    for provider in providers():
        for documents in provider.everything():
            writer.add(documents)
            number += len(documents)
            done += sum(1 for one in documents if not one.anchor)
            passing("search.building")
            progress(done, max(total, done))
    writer.commit()
    writer.close()
    return number


def _bring(refs: set[str], folder: Path) -> None:
    from cairn.search.tantivy_index import TantivyWriter

    removed = False
    writer = TantivyWriter(folder)
    for ref, documents in documents_of(refs).items():
        writer.replace(ref, documents)
        removed = removed or not documents
    passing("search.replaced")
    if removed:
        (folder / REMOVED).touch(mode=0o600)
    writer.commit()
    writer.close()


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def is_there() -> bool:
    """Whether the index can be read by this version of the program."""
    found = places.current(places.own())
    return found is not None and found.readable


def holds_what_was_removed() -> bool:
    """Whether words of a withdrawn record may still lie in the files, though nothing finds them."""
    found = places.current(places.own())
    return found is not None and (found.folder / REMOVED).exists()
