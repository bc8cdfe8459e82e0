"""The one process that does the jobs: takes, runs, retries, and knows when it must stop.

Only one runner works on a folder of data: it holds a lock that the operating system frees when the
process dies, however it dies. So the next runner knows at once that whatever was running on this
folder is not any more; what ran elsewhere comes back when its lease has run out.
"""

import fcntl
import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection
from django.db.utils import InterfaceError, OperationalError
from django_tasks_db.models import DBTaskResult

from cairn.db.disk import is_out_of_room
from cairn.jobs import leases
from cairn.jobs.duties import do_what_is_due
from cairn.jobs.models import JobNote
from cairn.jobs.progress import Interrupted, Running, current
from cairn.jobs.queue import TERMS, Terms
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

FULL = timedelta(minutes=1)  # between two tries of a job for which there is no room
POLL = 0.5  # seconds between two looks into an empty queue
BEAT = 15.0  # seconds between two heartbeats
RECOVER = 30.0  # seconds between two looks for dead runners elsewhere
LOCK = "run/runner.lock"  # below the folder of data; its time is the last sign of life
PASSING = (OperationalError, InterfaceError, ConnectionError, TimeoutError)
log = logging.getLogger("cairn.jobs")


class AnotherRunner(CairnError):
    text = noop("Another job runner already works on this folder of data.")


@dataclass(slots=True)
class Hand:
    """What a runner is doing now, for its heartbeat; a job it let fall is not prolonged."""

    name: str
    note: JobNote | None = None


def run_forever(
    stop: threading.Event, *, data: Path, besides: Sequence[Callable[[threading.Event], None]] = ()
) -> None:
    """Do jobs and duties until `stop` is set; a job in progress goes back to the queue. `besides`:
    what else only the one runner does, each in a thread of its own."""
    with only_one(data) as node:
        hand = Hand(f"{node}:{os.getpid()}")
        recovered = leases.recover(dead_prefix=f"{node}:")
        if recovered:
            log.warning("%s jobs were given back that a dead runner held", recovered)
        beside = [
            threading.Thread(target=_beat, args=(hand, stop, data), daemon=True),
            threading.Thread(target=_keep_duties, args=(stop,), daemon=True),
            *(threading.Thread(target=one, args=(stop,), daemon=True) for one in besides),
        ]
        for thread in beside:
            thread.start()
        troubled = False
        while not stop.is_set():
            try:
                if not run_one(hand, stop):
                    stop.wait(POLL)
                troubled = False
            except DatabaseTrouble as problem:
                if not troubled:  # said once, however long it lasts
                    why = "the disk is full" if is_out_of_room(problem) else type(problem).__name__
                    log.error("the queue does not go on: %s", why)
                troubled = True
                connection.close()
                stop.wait(POLL * 4)
        for thread in beside:
            thread.join(timeout=3)


def run_until_empty() -> int:
    """Do every job that is ready now, in this process; return how many. For tests and the console
    where no runner works."""
    stop, hand, done = threading.Event(), Hand(f"inline-{secrets.token_hex(4)}:{os.getpid()}"), 0
    while run_one(hand, stop):
        done += 1
    return done


def run_one(hand: Hand, stop: threading.Event) -> bool:
    """Take one job and bring it to an end, to the queue or to its failure; False: none ready."""
    taken = leases.take(hand.name)
    if taken is None:
        return False
    note, entry = taken
    hand.note = note
    place = current.set(Running(note, stop))
    try:
        _call(entry)
        leases.finish(note)
    except Interrupted:
        leases.give_back(note, counted=False)
    except leases.LeaseLost:
        log.warning("job %s went to another runner", note.ref)
    except Exception as problem:
        _again_or_fail(note, problem)
    finally:
        current.reset(place)
        hand.note = None
    return True


def _call(entry: DBTaskResult) -> None:
    try:
        task = entry.task
    except (ImportError, AttributeError) as problem:
        raise leases.UnknownJob from problem
    task.call(*entry.args_kwargs["args"], **entry.args_kwargs["kwargs"])


def _again_or_fail(note: JobNote, problem: Exception) -> None:
    """A database that was away or locked is tried again, each time after twice as long. A full
    disk is no failure of the job: it waits until there is room, unless it says itself how one goes
    on with it."""
    if not isinstance(problem, CairnError) and is_out_of_room(problem):
        log.error("job %s waits: the disk is full", note.ref)
        leases.give_back(note, later=FULL, counted=False)
        return
    if not isinstance(problem, PASSING):
        leases.fail(note, problem)
        return
    if note.attempt >= TERMS.get(note.name, Terms("", 5)).attempts:
        leases.fail(note, problem)
    else:
        leases.give_back(note, later=timedelta(seconds=2**note.attempt))


def seconds_since_alive(data: Path, *, now: float) -> float:
    """How long ago a runner of this folder last said that it lives; infinite where none ever did.

    A runner says it whenever it has looked after the queue, so not while the database is away.
    """
    try:
        return max(0.0, now - (data / LOCK).stat().st_mtime)
    except FileNotFoundError:
        return float("inf")


def _beat(hand: Hand, stop: threading.Event, data: Path) -> None:
    last_look = 0.0
    while not stop.wait(BEAT):
        with suppress(DatabaseTrouble):
            if hand.note is not None:
                leases.extend(hand.note)
            last_look += BEAT
            if last_look >= RECOVER:
                last_look = 0.0
                leases.recover()
                os.utime(data / LOCK)
        close_old_connections()
    connection.close()


def _keep_duties(stop: threading.Event) -> None:
    while not stop.wait(1.0):
        do_what_is_due()
    connection.close()


@contextmanager
def only_one(data: Path) -> Iterator[str]:
    """Hold the lock of this folder of data and yield the name of the node."""
    (data / LOCK).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / LOCK).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            raise AnotherRunner from problem
        file.seek(0)
        node = file.read().strip()
        if not node:
            node = secrets.token_hex(8)
            file.write(node)
            file.flush()
        os.utime(data / LOCK)
        yield node
