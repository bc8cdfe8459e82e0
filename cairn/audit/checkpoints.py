"""Checkpoints: the value of the chain at one moment, signed, for somebody else to keep.

What is claimed exactly: whoever holds a checkpoint detects any later change to, or removal of, what
it covers. It says a day and a value from which nothing can be learned: no number of events, nothing
of what they were. One is made every day, whether or not anything happened.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from cairn.audit import clock, log
from cairn.audit.keys import is_signed, public_hex, signing_key
from cairn.audit.models import Checkpoint, Seal
from cairn.audit.restores import Restore, first_since
from cairn.audit.seal import CHUNK, seal_pending
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

FORM = re.compile(
    r"cairn checkpoint 1\nday (\d{4}-\d\d-\d\d)\nchain ([0-9a-f]{64})\nkey ([0-9a-f]{64})\n"
    r"signature ([0-9a-f]{128})\n\Z"
)
LONGEST = 1_000  # characters of a checkpoint that somebody sends


class NoCheckpoint(CairnError):
    text = noop(
        "This is no checkpoint: it begins with “cairn checkpoint 1” and has lines for day, chain, "
        "key and signature. Send the file as you received it."
    )


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says."""

    day: date
    chain: str
    key: str
    signature: str

    @property
    def signed(self) -> bytes:
        """The bytes over which the signature goes."""
        return f"cairn checkpoint 1\nday {self.day}\nchain {self.chain}\nkey {self.key}\n".encode()

    @property
    def text(self) -> str:
        return f"{self.signed.decode()}signature {self.signature}\n"

    @classmethod
    def parse(cls, text: str) -> "Statement":
        found = FORM.match(text[:LONGEST].replace("\r\n", "\n").strip() + "\n")
        if not found:
            raise NoCheckpoint()
        try:
            day = date.fromisoformat(found[1])
        except ValueError as problem:
            raise NoCheckpoint() from problem
        return cls(day, *found.groups()[1:])


class Answer(StrEnum):
    """What becomes of a checkpoint that somebody holds."""

    HOLDS = "holds"  # the chain still passes through it, under a key of this instance
    OTHER_KEY = "other_key"  # signed by a key that this instance never used
    FORGED = "forged"  # the signature does not fit what it says
    BROKEN = "broken"  # properly signed by us, and the chain does not pass through it


def statement_of(checkpoint: Checkpoint) -> Statement:
    return Statement(checkpoint.day, checkpoint.chain, checkpoint.key, checkpoint.signature)


def make_checkpoint(*, today: date | None = None) -> Checkpoint:
    """The checkpoint of the day; it is made once, after everything that waits was sealed. A day
    before one that was signed already is refused, until somebody says that the clock is right."""
    today = today or timezone.localdate()
    held = Checkpoint.objects.filter(day=today).first()
    if held:
        return held
    clock.check_day(today)
    log.record("audit.checkpoint.begun", day=str(today))  # so that the value moves on every day
    while seal_pending() >= CHUNK:
        continue
    key = signing_key()
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-number").first()
        assert last is not None
        said = Statement(today, last.chain, public_hex(key), "")
        made, _fresh = Checkpoint.objects.get_or_create(
            day=today,
            defaults={
                "number": last.number,
                "chain": last.chain,
                "key": said.key,
                "signature": key.sign(said.signed).hex(),
                "at": timezone.now(),
            },
        )
    return made


def answer_to(said: Statement) -> Answer:
    """Whether the chain passes through a checkpoint that somebody kept."""
    if not is_signed(said.signed, said.signature, said.key):
        return Answer.FORGED
    ours = Checkpoint.objects.filter(key=said.key).exists() or said.key == public_hex(signing_key())
    if not ours:
        return Answer.OTHER_KEY
    return Answer.HOLDS if Seal.objects.filter(chain=said.chain).exists() else Answer.BROKEN


@dataclass(frozen=True, slots=True)
class Lost:
    """Why the log does not pass through a checkpoint that we signed, as far as the log can say.

    `number`: of the last entry that is surely what it was. Either the instance was restored since
    (`restore`), or nothing here explains it, and `day` is the last checkpoint that still holds.
    """

    number: int
    restore: Restore | None = None
    day: date | None = None


def lost_to(said: Statement) -> Lost:
    """From which entry on the log differs from what this checkpoint of ours covered."""
    if restore := first_since(said.day):
        return Lost(restore.number, restore)
    for one in Checkpoint.objects.filter(day__lt=said.day, key=said.key).order_by("-day"):
        kept = statement_of(one)  # of our own, which whoever changed the log could change as well
        seal = Seal.objects.filter(chain=one.chain).first()
        if seal and is_signed(kept.signed, kept.signature, said.key):
            return Lost(seal.number, day=one.day)
    return Lost(0)


def broken_checkpoints() -> Iterator[Checkpoint]:
    """Our checkpoints whose signature does not fit, or through which the chain does not pass."""
    for one in Checkpoint.objects.order_by("day").iterator(chunk_size=CHUNK):
        said = statement_of(one)
        passes = Seal.objects.filter(number=one.number, chain=one.chain).exists()
        if not passes or not is_signed(said.signed, said.signature, said.key):
            yield one


def newest() -> Checkpoint | None:
    """The one that covers most; its day is not the latest where a clock was ahead for a time."""
    return Checkpoint.objects.order_by("-number").first()


def covered_until() -> datetime | None:
    """When the newest checkpoint was made: what came later is not covered by any."""
    held = newest()
    return held.at if held else None
