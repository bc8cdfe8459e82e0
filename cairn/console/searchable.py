"""Making the index of the library anew from a terminal, with its progress.

By the job runner where one works, because only one process writes an index; else here.
"""

import time
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.console.say import tell
from cairn.jobs.models import OVER, JobNote, State
from cairn.jobs.queue import enqueue
from cairn.jobs.runner import AnotherRunner, only_one
from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message, noop
from cairn.search import places
from cairn.search.outbox import indexing
from cairn.search.outbox.tasks import rebuild

LOOK = 0.5


class NotMade(CairnError):
    text = noop("The index was not made; the one that was there answers on. The log says why.")


def make_anew() -> None:
    """The one that is there answers until the new one is whole."""
    try:
        with only_one(Path(settings.CAIRN_DATA)):
            number = indexing.rebuild(_Progress())
    except AnotherRunner:
        _follow()
        return
    tell(Message("%(n)s document can be found.", "%(n)s documents can be found.", number))


class _Progress:
    """A line whenever there is something new to say, but not more than two in a second."""

    def __init__(self) -> None:
        self.told = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.told >= LOOK or (done == total and total):
            self.told = now
            tell(noop("%(done)s of %(total)s records"), done=done, total=total)


def _follow() -> None:
    note, said = enqueue(rebuild, key="search.rebuild"), _Progress()
    while True:
        note = JobNote.objects.get(pk=note.pk)
        if note.total:
            said(note.done or 0, note.total)
        if note.state in OVER:
            break
        time.sleep(LOOK)
    if note.state != State.DONE:
        raise NotMade()
    tell(noop("The index was made anew."))


def renew_index(data: Path) -> bool:
    """Make anew an index of another version, of an instance on which nobody works; True if it did.
    Where there is none, the runner makes one when it starts."""
    found = places.current(places.own())
    if found is None or found.readable:
        return False
    with only_one(data):
        tell(noop("Making the library searchable anew"))
        indexing.rebuild(_Progress())
    return True


def fill_index(*, say: Any) -> None:
    """The last step of a demonstration."""
    if not indexing.is_there() or indexing.catch_up():
        say(noop("Making the library searchable anew"))
        indexing.rebuild()
