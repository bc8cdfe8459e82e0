"""What is killed of the log, keys, snapshots, erasures and backups."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.audit.checkpoints import make_checkpoint
from cairn.audit.keys import key_path, signing_key
from cairn.audit.models import Checkpoint, Event, Seal
from cairn.audit.seal import seal_pending
from cairn.console import archive, backups
from cairn.erasure import actions as erasing
from cairn.erasure import ledger
from cairn.erasure.carrying import carry_out
from cairn.erasure.contents import path_holds
from cairn.erasure.marks import Finder, mark_of
from cairn.erasure.models import Erasure
from cairn.observatory.actions import desk_snapshot, newest_record, snapshots_root
from cairn.observatory.models import SnapshotRecord
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import Filing
from tests.erasure.doing import rows_with
from tests.killing.moves import MOVES, VALIDATED, newest, state
from tests.reporting.filings.doing import drafted, validated, world

WORDS = "Quillfeather Nkemi"

# --- log, keys, snapshots, erasing, backups ------------------------------------------------------


def logged() -> int:
    while seal_pending():
        continue
    people = world(state())
    drafted(people)
    return Event.objects.order_by("-pk").values_list("pk", flat=True)[0]


def seal(_upto: int) -> None:
    while seal_pending():
        continue


def sealed(upto: int) -> list[bool]:
    return [Seal.objects.filter(event=upto).exists()]


def no_checkpoint() -> str:
    Checkpoint.objects.all().delete()
    logged()
    return ""


def checkpoint(_none: str) -> None:
    make_checkpoint()


def checkpoints(_none: str) -> int:
    return Checkpoint.objects.count()


def no_key() -> str:
    Checkpoint.objects.all().delete()
    path = key_path()
    if path.exists():
        os.rename(path, path.with_name(f"old-{secrets.token_hex(4)}"))
    return ""


def make_key(_none: str) -> None:
    signing_key()


def key(_none: str) -> bool:
    """Whether there is one; one that cannot be used raises."""
    return key_path().exists() and signing_key() is not None


def counted_anew() -> int:
    validated(world(state()))
    return SnapshotRecord.objects.count()


def snapshot(_before: int) -> None:
    desk_snapshot()


def snapshots(before: int) -> list[Any]:
    record = newest_record()
    there = record is None or (snapshots_root() / record.snapshot / "manifest.json").exists()
    return [SnapshotRecord.objects.count() - before, there]


def confirmed() -> str:
    """Words that identify somebody stand in a validated filing; two persons want them erased."""
    if not ledger.home().exists():
        ledger.begin()
    people = world(state())
    filing = drafted(people)
    place = Change(CountInput("smuggled_detected", value=12, dims={"place": f"Camp {WORDS}"}))
    save_counts(filing=filing, changes=[place], by=people.officer)
    Filing.objects.filter(pk=filing.pk).update(coverage_note=f"We met {WORDS} twice.")
    for move in VALIDATED:
        MOVES[move](filing.ref)
    filing = newest(filing.ref)
    desk_snapshot()
    assert _in_snapshots()
    asked = erasing.report_words(
        target=filing.ref, owner=filing.owner, rows=[(filing, ("coverage_note",))], words=WORDS,
        by=people.officer,
    )  # fmt: skip
    erasing.confirm(erasure=asked, by=people.contact)
    return asked.ref


def _in_snapshots() -> list[str]:
    finder = Finder([mark_of(WORDS, ledger.words_key())], ledger.words_key())
    files = [path for path in snapshots_root().rglob("*") if path.is_file()]
    return [path.name for path in files if path_holds(finder, path)]


def erase(ref: str) -> None:
    carry_out(ref)


def erased(ref: str) -> list[Any]:
    """Done, and then nothing of the words is left; not done, and it will be done again."""
    erasure = Erasure.objects.get(ref=ref)
    done = erasure.state == Erasure.State.DONE
    left = WORDS in newest(erasure.target).coverage_note or rows_with(WORDS) or _in_snapshots()
    return [
        done,
        bool(left) and done,
        sum(one.about["ref"] == ref for one in ledger.read()) if done else 0,
    ]


def place_for_backup() -> str:
    path = Path(settings.CAIRN_DATA) / backups.RECIPIENT
    if not path.exists():
        secret, public = archive.new_key()
        path.write_text(public)
        path.with_name("recovery-key").write_text(secret)
    return str(Path(settings.CAIRN_DATA).parent / f"backups-{secrets.token_hex(4)}")


def back_up(folder: str) -> None:
    backups.write(Path(folder), checkpoint="")


def backed_up(folder: str) -> list[int]:
    """How many there are; each is whole from its first byte to its last."""
    secret = archive.read_key(Path(settings.CAIRN_DATA) / "recovery-key")
    found = sorted(Path(folder).glob("*.tar.age"))
    for path in found:
        archive.read(path, secret, lambda name, content: content.read() and None)
    return [len(found)]
