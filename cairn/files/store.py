"""Content-addressed files: write, fsync, rename, fsync the folder; then the row.

Each file begins with a header of 64 bytes, so that encryption at rest needs no new format: magic,
scheme (0: plain), the rest zero. A file without a row is an orphan and is swept after a day.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cairn.audit import log
from cairn.audit.models import Event
from cairn.db.disk import FULL
from cairn.files.models import StoredFile
from cairn.kernel.crash import passing
from cairn.kernel.errors import CairnError, OutOfRoom
from cairn.kernel.text import noop

MAGIC = b"CAIRN1"
HEADER = MAGIC + bytes([0]) + bytes(57)
PART = 1 << 20
DAY = 86_400
SWEPT = 500  # names looked up at once
ERASED = "files.content.erased"  # kind of the event that says which content went
RETENTION = "retention"  # the rule under which a file goes when its time is over


class NoSpace(OutOfRoom):
    text = noop("The disk is full; nothing was kept. Make room and send the file again.")


class CannotKeep(CairnError):
    text = noop(
        "The file could not be written into the folder of data (%(reason)s); nothing was kept."
    )


class DamagedFile(CairnError):
    text = noop("The stored file does not have the content it had when it was stored.")


class ErasedFile(CairnError):
    text = noop("This file was erased on %(day)s under the rule “%(rule)s”.")


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:]


def put(parts: Iterable[bytes], *, media_type: str = "") -> StoredFile:
    """Store what `parts` contain and return its row; the same content is stored once.

    Call outside a long transaction: the row is written in the caller's transaction, the file is on
    disk before it.
    """
    root = Path(settings.FILES_ROOT)
    draft = root / f"incoming-{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        root.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(HEADER)
            for part in parts:
                digest.update(part)
                size += len(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        passing("put.draft")
        final = path_of(digest.hexdigest())
        final.parent.mkdir(exist_ok=True)
        os.replace(draft, final)
        _sync_folder(final.parent)
        _sync_folder(root)
    except OSError as problem:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        if problem.errno in FULL:
            raise NoSpace() from problem
        raise CannotKeep(reason=os.strerror(problem.errno or 0)) from problem
    passing("put.renamed")
    row, _ = StoredFile.objects.get_or_create(
        sha256=digest.hexdigest(),
        defaults={"size": size, "media_type": media_type, "stored_at": timezone.now()},
    )
    if row.erased_under == RETENTION:  # its time was over; it begins anew
        row.erased_at, row.erased_under, row.stored_at = None, "", timezone.now()
        row.save(update_fields=["erased_at", "erased_under", "stored_at"])
    if row.erased_at is not None:  # what two persons erased is not taken in again
        _unlink(row.sha256)
        raise ErasedFile(day=row.erased_at.date(), rule=row.erased_under)
    return row


def parts_of(file: BinaryIO) -> Iterator[bytes]:
    while part := file.read(PART):
        yield part


def open_content(stored: StoredFile) -> BinaryIO:
    """Open the content, positioned after the header."""
    if stored.erased_at is not None:
        raise ErasedFile(day=stored.erased_at.date(), rule=stored.erased_under)
    try:
        file = path_of(stored.sha256).open("rb")
    except FileNotFoundError as problem:
        raise DamagedFile() from problem
    if file.read(len(HEADER)) != HEADER:
        file.close()
        raise DamagedFile()
    return file


def copy_to(stored: StoredFile, target: Path) -> Path:
    """Write the bare content to `target`, for readers that need a path of their own."""
    digest = hashlib.sha256()
    with open_content(stored) as source, target.open("wb") as out:
        for part in parts_of(source):
            digest.update(part)
            out.write(part)
    if digest.hexdigest() != stored.sha256:
        target.unlink()
        raise DamagedFile()
    return target


def is_whole(stored: StoredFile) -> bool:
    """Whether the content on disk still has the digest that is its name; of a file that was
    erased, whether it is gone."""
    if stored.erased_at is not None:
        return not path_of(stored.sha256).exists()
    digest = hashlib.sha256()
    try:
        with open_content(stored) as file:
            for part in parts_of(file):
                digest.update(part)
    except DamagedFile:
        return False
    return digest.hexdigest() == stored.sha256


def erase(stored: StoredFile, *, under: str) -> None:
    """Take the content away; the row remains and says when and under which rule. First the row:
    a process that dies between the two leaves a file that `sweep_erased` takes away."""
    with transaction.atomic():
        rows = StoredFile.objects.filter(pk=stored.pk, erased_at=None)
        if rows.update(erased_at=timezone.now(), erased_under=under):
            log.record(ERASED, target=under, sha256=stored.sha256)
    _unlink(stored.sha256)


def erased_contents() -> frozenset[str]:
    """Digests of contents that went, as the sealed log says."""
    said = Event.objects.filter(kind=ERASED).values_list("values", flat=True)
    return frozenset(one.get("sha256", "") for one in said.iterator())


def sweep_erased() -> None:
    """Take away what is left of erased files."""
    rows = StoredFile.objects.filter(erased_at__isnull=False)
    for sha256 in rows.values_list("sha256", flat=True).iterator():
        _unlink(sha256)


def _unlink(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)
    if path_of(sha256).parent.exists():
        _sync_folder(path_of(sha256).parent)


def sweep(*, older_than: int = DAY) -> int:
    """Remove files that no row speaks of and that are older than a day; return how many."""
    root, limit = Path(settings.FILES_ROOT), time.time() - older_than
    drafts = [path for path in root.glob("incoming-*") if path.stat().st_mtime < limit]
    old = {
        path.parent.name + path.name: path
        for path in root.glob("*/*")
        if path.stat().st_mtime < limit
    }
    names = list(old)
    for start in range(0, len(names), SWEPT):
        part = names[start : start + SWEPT]
        for known in StoredFile.objects.filter(sha256__in=part).values_list("sha256", flat=True):
            del old[known]
    for path in (*drafts, *old.values()):
        path.unlink(missing_ok=True)
    return len(drafts) + len(old)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
