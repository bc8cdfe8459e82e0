"""Making the indexes of the library and of the desk anew from a terminal, with their progress.

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
from cairn.search.guarded import indexing as guarded
from cairn.search.guarded.tasks import rebuild_guarded
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
            entries = guarded.rebuild()
    except AnotherRunner:
        _follow()
        return
    tell(Message("%(n)s document can be found.", "%(n)s documents can be found.", number))
    tell(
        Message(
            "%(n)s entry can be found at the desk.",
            "%(n)s entries can be found at the desk.",
            entries,
        )
    )


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
    said = _Progress()
    _until_over(enqueue(rebuild, key="search.rebuild"), said)
    _until_over(enqueue(rebuild_guarded, key="search.guarded"), said)
    tell(noop("The index was made anew."))


def _until_over(note: JobNote, said: _Progress) -> None:
    while True:
        note = JobNote.objects.get(pk=note.pk)
        if note.total:
            said(note.done or 0, note.total)
        if note.state in OVER:
            break
        time.sleep(LOOK)
    if note.state != State.DONE:
        raise NotMade()


def renew_index(data: Path) -> bool:
    """Make anew an index of another version, of an instance on which nobody works; True if it did.
    Where there is none, the runner makes one when it starts."""
    found = [(one, places.current(one)) for one in (places.own(), guarded.root())]
    old = [one for one, made in found if made is not None and not made.readable]
    if not old:
        return False
    with only_one(data):
        if places.own() in old:
            tell(noop("Making the library searchable anew"))
            indexing.rebuild(_Progress())
        if guarded.root() in old:
            tell(noop("Making the records of the desk searchable anew"))
            guarded.rebuild()
    return True


def fill_index(*, say: Any) -> None:
    """The last step of a demonstration."""
    if not indexing.is_there() or indexing.catch_up():
        say(noop("Making the library searchable anew"))
        indexing.rebuild()
    if not guarded.is_there():
        say(noop("Making the records of the desk searchable anew"))
        guarded.rebuild()
