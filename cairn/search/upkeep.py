"""Keeping an index up to date beside its outbox, and making it anew beside the one that answers.

Only one process writes: the job runner, or a command while no runner works (`runner.only_one`). Its
threads take turns. A row of the outbox goes only after the index has committed what it says, and to
bring a record in again changes nothing; so a process may die anywhere.
"""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from cairn.kernel.crash import passing
from cairn.search import places

TOGETHER = 500  # rows of the outbox that are brought in by one commit
REMOVED = "removed"  # beside the files of a generation: what is gone, but its words are there yet


class Writer(Protocol):
    """The one who writes into a folder; nothing is seen before it commits."""

    def commit(self) -> None: ...

    def close(self) -> None: ...


Fill = Callable[[Any], int]


class Upkeep:
    """One index. `outbox`: a model with `done`, whose field `key` says what changed; `root`: where
    generations lie; `writer`: makes the one who writes, with the memory for a whole index or none
    said; `bring`: enters these with it, and says whether something is gone; `committed`: what is to
    be done whenever something was. `name` is that of its crash points."""

    def __init__(
        self,
        name: str,
        *,
        outbox: Any,
        key: str,
        root: Callable[[], Path],
        writer: Callable[..., Writer],
        heap: int,
        bring: Callable[[set[str], Any], bool],
        committed: Callable[[], object] = lambda: None,
    ) -> None:
        self.name, self.outbox, self.key, self.root = name, outbox, key, root
        self.writer, self.heap, self.bring, self.committed = writer, heap, bring, committed
        self._turn, self._making = threading.RLock(), threading.RLock()
        self._building = threading.Event()

    def is_there(self) -> bool:
        """Whether the index can be read by this version of the program."""
        found = places.current(self.root())
        return found is not None and found.readable

    def holds_what_was_removed(self) -> bool:
        """Whether words of what is gone may still lie in the files, though nothing finds them."""
        found = places.current(self.root())
        return found is not None and (found.folder / REMOVED).exists()

    def catch_up(self) -> int:
        """Bring what waits into the index; return how many rows of the outbox that were."""
        waiting = list(
            self.outbox.objects.filter(done=False)
            .order_by("pk")
            .values_list("pk", self.key)[:TOGETHER]
        )
        if not waiting:
            return 0
        with self._turn:
            found = places.current(self.root())
            if found is None or not found.readable:
                return 0  # whoever makes it reads the database
            self._enter({key for _, key in waiting}, found.folder)
            passing(f"{self.name}.committed")
            self.committed()
            rows = self.outbox.objects.filter(pk__in=[pk for pk, _ in waiting])
            if self._building.is_set():
                rows.update(done=True)
            else:
                rows.delete()
        return len(waiting)

    def rebuild(self, fill: Fill) -> int:
        """Make the index anew beside the one that answers, then switch; return what `fill` does:
        how much it wrote."""
        with self._making:  # one at a time
            return self._rebuild(fill)

    def forget(self, fill: Fill) -> None:
        """After an erasure: no file of the index holds a word that the database does not hold."""
        with self._making:
            if self.is_there():
                self._rebuild(fill)
            elif (found := places.current(self.root())) is not None:  # of a form nobody can ask
                shutil.rmtree(found.folder, ignore_errors=True)
            places.sweep(self.root())

    def _rebuild(self, fill: Fill) -> int:
        with self._turn:
            self.outbox.objects.filter(done=True).delete()  # of one that was killed
            self._building.set()
        folder = places.new(self.root())
        try:
            writer = self.writer(folder, heap=self.heap)
            number = fill(writer)
            writer.commit()
            writer.close()
            with self._turn:
                held = list(self.outbox.objects.values_list("pk", self.key))
                if held:  # what is gone meanwhile may have been filled in before
                    self._enter({key for _, key in held}, folder)
                passing(f"{self.name}.built")
                places.switch(folder)
                passing(f"{self.name}.switched")
                self.committed()
                for at in range(0, len(held), TOGETHER):
                    keys = [pk for pk, _ in held[at : at + TOGETHER]]
                    self.outbox.objects.filter(pk__in=keys).delete()
                self.outbox.objects.filter(done=True).delete()
                places.sweep(self.root())
        finally:
            self._building.clear()
            if (found := places.current(self.root())) is None or found.folder != folder:
                shutil.rmtree(folder, ignore_errors=True)
        return number

    def _enter(self, keys: set[str], folder: Path) -> None:
        writer = self.writer(folder)
        gone = self.bring(keys, writer)
        passing(f"{self.name}.replaced")
        if gone:
            (folder / REMOVED).touch(mode=0o600)
        writer.commit()
        writer.close()

    def wrote(self) -> None:
        """Said by `fill` after each stretch."""
        passing(f"{self.name}.building")
