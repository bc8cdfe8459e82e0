"""`cairn verify`: each question that can be asked of an instance from inside, with what is wrong.

Reads and changes nothing. What no question reaches is listed as not covered (`NOT_COVERED`), so
that nobody takes silence for proof.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.utils import timezone

from cairn.audit.checkpoints import (
    Answer,
    NoCheckpoint,
    Statement,
    answer_to,
    broken_checkpoints,
    lost_to,
)
from cairn.audit.models import Checkpoint, Event, Seal
from cairn.audit.seal import broken_seals, erased_seals, unsealed_before
from cairn.erasure.proving import how_many, unlike_the_ledger
from cairn.files.models import StoredFile
from cairn.files.store import erased_contents, is_whole
from cairn.history.erasing import erased_versions
from cairn.history.models import Version
from cairn.history.proving import broken_versions
from cairn.kernel.text import noop
from cairn.observatory.actions import snapshots_root
from cairn.observatory.proving import MADE, broken_snapshots
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.proving import STANDS, changed_filings
from cairn.search.guarded import comparing as guarded
from cairn.search.outbox import comparing

LISTED = 20  # of what is wrong, for one question
SLOW = timedelta(minutes=2)  # the runner seals within seconds; later than that, it does not run

ANSWERS = {
    Answer.OTHER_KEY: noop("%(name)s: signed by a key that this instance never used"),
    Answer.FORGED: noop("%(name)s: the signature does not fit what it says"),
}
RESTORED = noop(
    "%(name)s, of %(day)s: this instance signed it, and was restored on %(at)s UTC from a backup "
    "of %(made)s UTC. The log is what it was up to entry %(number)s; from entry %(first)s on, what "
    "this checkpoint covered is lost. Ask those who worked then to send it again."
)
CHANGED = noop(
    "%(name)s, of %(day)s: this instance signed it, and its log does not pass through it any more; "
    "no restore is entered that would explain it. Up to entry %(number)s (checkpoint of %(last)s) "
    "it is what it was; what came after was changed, or a copy was put in its place"
)
GONE = noop(
    "%(name)s, of %(day)s: this instance signed it, and its log does not pass through it any more; "
    "no restore is entered that would explain it, and no earlier checkpoint is here"
)
NOT_COVERED = (
    noop("what happened after the newest checkpoint that somebody else holds"),
    noop("reads of the database or of files outside this program"),
    noop("drafts, and other records that nobody stands behind yet"),
    noop("accounts, passwords, second factors, sessions and the queue of jobs"),
    noop("findings, reports of abuse, groups, participation, notices, and who has read what"),
    noop("names and times beside what a filing, a version or an erasure says"),
    noop("a stored file, or our own copy of a checkpoint, that was removed with its row"),
    noop("rows that came in a batch before they are counted: their root stands in its event"),
    noop("what an event said whose payload was erased under a rule"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One question: how much was looked at, and what is wrong; `more` was not listed."""

    question: str
    looked_at: int
    wrong: tuple[tuple[str, dict[str, object]], ...]
    more: bool = False


def examine(checkpoints: Iterable[Path] = (), *, quick: bool = False) -> Iterator[Found]:
    """Ask every question, and look at checkpoints that somebody kept; `quick` opens no files."""
    for question, count, look in QUESTIONS:
        if quick and look in OPEN_FILES:
            continue
        wrong = list(islice(look(), LISTED + 1))
        yield Found(question, count(), tuple(wrong[:LISTED]), len(wrong) > LISTED)
    kept = list(checkpoints)
    if kept:
        yield Found(noop("checkpoints that were handed over"), len(kept), tuple(_handed(kept)))


Wrong = Iterator[tuple[str, dict[str, object]]]


def _handed(paths: Iterable[Path]) -> Wrong:
    for path in paths:
        try:
            said = Statement.parse(path.read_text(encoding="utf-8", errors="replace"))
            answer = answer_to(said)
        except (NoCheckpoint, OSError):
            yield noop("%(name)s: no checkpoint can be read there"), {"name": path.name}
            continue
        if answer is Answer.BROKEN:
            yield _lost(path.name, said)
        elif answer in ANSWERS:
            yield ANSWERS[answer], {"name": path.name}


def _lost(name: str, said: Statement) -> tuple[str, dict[str, object]]:
    """What became of a checkpoint that we signed, and from which entry of the log on."""
    lost = lost_to(said)
    values: dict[str, object] = {"name": name, "day": said.day, "number": lost.number}
    if lost.restore is not None:
        at, made_at = lost.restore.at, lost.restore.made_at
        values |= {
            "first": lost.number + 1,
            "at": f"{at:%Y-%m-%d %H:%M}",
            "made": f"{made_at:%Y-%m-%d %H:%M}" if made_at else "?",
        }
        return RESTORED, values
    return (CHANGED, values | {"last": lost.day}) if lost.day else (GONE, values)


def _seals() -> Wrong:
    for number in broken_seals():
        yield noop("seal %(number)s: changed, removed, or out of order"), {"number": number}
    if waiting := unsealed_before(timezone.now() - SLOW):
        yield (
            noop("events that wait to be sealed: %(n)s; the job runner does not run"),
            {"n": waiting},
        )


def _checkpoints() -> Wrong:
    for one in broken_checkpoints():
        yield noop("checkpoint of %(day)s: the log does not pass through it"), {"day": one.day}


def _versions() -> Wrong:
    for ref, number in broken_versions():
        yield (
            noop("%(ref)s, entry %(number)s of its history: changed or removed"),
            {"ref": ref, "number": number},
        )


def _filings() -> Wrong:
    for ref, number in changed_filings():
        yield (
            noop("%(ref)s, version %(number)s: says something else than was kept of it"),
            {"ref": ref, "number": number},
        )


def _files() -> Wrong:
    erased = erased_contents()
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        said = stored.erased_at is None or stored.sha256 in erased
        if not said or not is_whole(stored):
            yield noop("file %(sha256)s: changed or missing"), {"sha256": stored.sha256[:16]}


def _snapshots() -> Wrong:
    for name in broken_snapshots(snapshots_root()):
        yield noop("snapshot %(name)s: a file of it was changed or removed"), {"name": name}


QUESTIONS: tuple[tuple[str, Callable[[], int], Callable[[], Wrong]], ...] = (
    (noop("events and their seals"), Seal.objects.count, _seals),
    (noop("checkpoints"), Checkpoint.objects.count, _checkpoints),
    (noop("histories"), Version.objects.count, _versions),
    (
        noop("filings that a State stands behind"),
        lambda: Filing.objects.filter(status__in=STANDS).count(),
        _filings,
    ),
    (noop("stored files"), StoredFile.objects.count, _files),
    (noop("snapshots"), lambda: Event.objects.filter(kind=MADE).count(), _snapshots),
    (noop("erasures and their ledger"), how_many, unlike_the_ledger),
    (noop("the index of the library"), comparing.looked_at, comparing.differences),
    (noop("the index of the desk"), guarded.looked_at, guarded.differences),
)
OPEN_FILES = (_files, _snapshots, comparing.differences, guarded.differences)
ERASED: tuple[tuple[str, Callable[[], int]], ...] = (
    (noop("events without their payload"), lambda: len(erased_seals())),
    (noop("entries of histories from which something was erased"), erased_versions),
    (
        noop("stored files that were erased"),
        lambda: StoredFile.objects.filter(erased_at__isnull=False).count(),
    ),
)
