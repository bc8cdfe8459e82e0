"""The ledger of erasures: one signed line for each, in a file apart from database and backups.

A backup of yesterday holds what was erased today; the ledger of today says what to erase from it
again. It holds no words, only keyed digests, and nobody can take a line out unseen: each is signed
and names the digest of the one before. A second copy goes where `CAIRN_LEDGER` points.
"""

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cairn.audit.keys import is_signed, public_hex, signing_key
from cairn.audit.models import Checkpoint
from cairn.erasure.models import Erasure
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

NAME = "erasure-ledger.jsonl"
FIRST = "0" * 64
LONGEST = 100_000  # signs of a line


class NoLedger(CairnError):
    text = noop("%(path)s is no ledger of erasures, or it may not be read.")


class ChangedLedger(CairnError):
    text = noop("%(path)s, line %(line)s: changed, or a line before it was taken out.")


class OtherKey(CairnError):
    text = noop(
        "This ledger was written under another secret key, so its digests find nothing here. Set "
        "CAIRN_SECRET_KEY to the one of the instance that was backed up."
    )


class LedgerNotWritten(CairnError):
    text = noop(
        "The ledger of erasures in %(path)s cannot be written (%(reason)s), so nothing was erased. "
        "Make it writable; it is tried again."
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure as it is written down; `about` holds the columns of `models.Erasure`."""

    number: int
    about: Mapping[str, Any]


def words_key() -> bytes:
    """The key under which words become digests: made from the secret key of the instance."""
    return salted_hmac("cairn.erasure.words", "key", algorithm="sha256").digest()


def fingerprint() -> str:
    """What tells one key from another and nothing else."""
    return salted_hmac("cairn.erasure.key", "fingerprint", algorithm="sha256").hexdigest()[:16]


def home() -> Path:
    return Path(settings.CAIRN_DATA) / "erasures" / NAME


def copy_path() -> Path | None:
    """Where the second copy goes, if the administrator named a place."""
    folder = settings.ENVIRONMENT.ledger
    return Path(folder) / NAME if folder else None


def begin() -> Path:
    """Make the ledger, whose first line names the key; one that is there stays."""
    with _held():
        if not home().exists() or home().stat().st_size == 0:
            _append({"kind": "begun"}, [])
    return home()


def enter(about: Mapping[str, Any]) -> None:
    """Write an erasure down, on disk before this returns; the same reference is entered once."""
    begin()
    with _held():
        lines = list(_lines(home()))
        if not any(one.about.get("ref") == about["ref"] for one in lines):
            _append({"kind": "erased", **about}, lines)


def read(path: Path | None = None) -> list[Line]:
    """All erasures in the order of their writing; raises where a line does not fit."""
    return [one for one in _lines(path or home()) if one.about["kind"] == "erased"]


def merge(path: Path) -> int:
    """Take over the ledger that was kept apart: ours is continued by what only that one has."""
    added = 0
    signed_by = {public_hex(signing_key()), *Checkpoint.objects.values_list("key", flat=True)}
    for line in _lines(path):
        if line.about.get("key") != fingerprint() and not _needs_no_key(line.about):
            raise OtherKey()
        if line.about.get("public") not in signed_by:
            raise ChangedLedger(path=path, line=line.number)
    for line in read(path):
        before = len(read()) if home().exists() else 0
        enter({name: value for name, value in line.about.items() if name not in OURS})
        added += len(read()) - before
    return added


def _needs_no_key(about: Mapping[str, Any]) -> bool:
    """Whether the digest of a line is not needed here: it has none, or was done before the secret
    key was lost and replaced, of which this copy is."""
    if not about.get("digest"):
        return True
    return Erasure.objects.filter(ref=about["ref"], state=Erasure.State.DONE).exists()


OURS = ("kind", "number", "before", "key", "at", "public", "signature")


def _lines(path: Path) -> Iterator[Line]:
    try:
        file = path.open(encoding="utf-8")
    except OSError as problem:
        raise NoLedger(path=path) from problem
    before = FIRST
    with file:
        for number, text in enumerate(file, start=1):
            said = _said(path, number, text)
            signature = said.pop("signature", "")
            fits = (said.get("number"), said.get("before")) == (number, before)
            if not fits or not is_signed(_bytes(said), signature, str(said.get("public", ""))):
                raise ChangedLedger(path=path, line=number)
            before = hashlib.sha256(text.strip().encode()).hexdigest()
            yield Line(number, said)
    if before == FIRST:
        raise NoLedger(path=path)


def _said(path: Path, number: int, text: str) -> dict[str, Any]:
    try:
        said = json.loads(text[:LONGEST])
    except ValueError as problem:
        raise (NoLedger(path=path) if number == 1 else ChangedLedger(path=path, line=number)) from (
            problem
        )
    if not isinstance(said, dict):
        raise NoLedger(path=path)
    return said


def _bytes(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def _append(about: Mapping[str, Any], lines: list[Line]) -> None:
    key = signing_key()
    said = {
        **about,
        "number": len(lines) + 1,
        "before": _last() if lines else FIRST,
        "key": fingerprint(),
        "public": public_hex(key),
        "at": timezone.now().isoformat(),
    }
    text = _bytes({**said, "signature": key.sign(_bytes(said)).hex()}) + b"\n"
    held = home().stat().st_size if home().exists() else 0
    try:
        with home().open("ab", buffering=0) as file:
            whole = file.write(text) == len(text)
            os.fsync(file.fileno())
        if not whole:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        _copy()
    except OSError as problem:
        with suppress(OSError):  # half a line would make the whole ledger unreadable
            os.truncate(home(), held)
        raise LedgerNotWritten(path=home(), reason=os.strerror(problem.errno or 0)) from problem


def _last() -> str:
    return hashlib.sha256(home().read_bytes().splitlines()[-1].strip()).hexdigest()


def _copy() -> None:
    """The second copy is the whole ledger, put in its place in one step."""
    if (target := copy_path()) is None:
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f"{NAME}.part")
    with draft.open("wb") as file:
        file.write(home().read_bytes())
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, target)


@contextmanager
def _held() -> Iterator[None]:
    """One writer at a time."""
    home().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(home().parent / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
