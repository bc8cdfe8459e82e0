"""A file on its way in: announced, received slice by slice, kept whole, and given to an import.

The slices lie in a file of their own until the last one has come; how much of it is on disk is the
only truth about how far it is, so that a cut line, a dead process or another day lose nothing that
was acknowledged. What is never finished, or never imported, is forgotten after a week. A workbook
that is sent for a filing is read where it lies and forgotten then: it is never among stored files.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import FileIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from cairn.accounts.permissions import Permission, check_may
from cairn.files.models import READ, StoredFile, Upload
from cairn.files.store import NoSpace, parts_of, put
from cairn.formats.errors import EmptyFile, TooLarge
from cairn.kernel.errors import CairnError, NotFound
from cairn.kernel.text import noop

MB = 1024 * 1024
KEPT = timedelta(days=7)
LEFT = 64 * MB  # bytes of disk that no file takes from the forms of others
MEDIA_TYPE = "application/octet-stream"


class OtherOffset(CairnError):
    text = noop("The file goes on at byte %(held)s; that much of it has arrived.")


class NotYetWhole(CairnError):
    text = noop("Only a part of this file has arrived; choose it again to send the rest.")


def limit() -> int:
    """The largest file that may be sent, in bytes."""
    return int(settings.ENVIRONMENT.upload_mb) * MB


def check_size(size: int) -> None:
    """Refuse a file by its announced size, before any of it is sent."""
    if size > limit():
        raise TooLarge(megabytes=-(-size // MB), allowed=settings.ENVIRONMENT.upload_mb)
    if size <= 0:
        raise EmptyFile()


def check_room(size: int) -> None:
    """Refuse a file for which there is no room, so that what is left serves those who file."""
    if shutil.disk_usage(settings.CAIRN_DATA).free < size + LEFT:
        raise NoSpace()


def path_of(upload: Upload) -> Path:
    return Path(settings.CAIRN_DATA) / "uploads" / upload.token


def check_may_send(by: Any, purpose: str) -> None:
    """Whoever imports sends files to be kept; whoever files, workbooks to be read."""
    check_may(by, Permission.FILING_WRITE if purpose == READ else Permission.IMPORT_WRITE)


def announce(
    *,
    name: str,
    size: int,
    mark: str,
    plan: dict[str, Any],
    by: Any,
    purpose: str = "import",
) -> Upload:
    """Make a place for a file, or return the place where a part of the same file lies already."""
    check_may_send(by, purpose)
    check_size(size)
    check_room(size)
    begun = Upload.objects.filter(
        owner=by,
        name=name[:255],
        size=size,
        mark=mark[:80],
        purpose=purpose,
        file=None,
        used_for="",
    )
    upload = (begun.order_by("-pk").first() if mark else None) or Upload(
        owner=by, name=name[:255], size=size, mark=mark[:80], purpose=purpose
    )
    upload.plan = upload.plan | plan
    upload.save()
    return upload


def receive(*, upload: Upload, offset: int, parts: Iterable[bytes], by: Any) -> Upload:
    """Append a slice where the last one ended; the last slice makes the file whole.

    Whoever sends may fall silent within a slice, for hours. The file is therefore held for the
    writing of one part and never while the next one is awaited: meanwhile the same file may go on
    from another machine, and the slice that comes too late is told where the file is by then.
    """
    check_may_send(by, upload.purpose)
    path = path_of(upload)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileIO(path, "ab") as file:
        try:
            with _alone(file):
                _look_again(upload)
            if not upload.whole:
                _take(upload, file, offset, parts)
            if not upload.whole and upload.received == upload.size:
                with _alone(file):
                    _look_again(upload)
                    if not upload.whole:
                        _keep(upload, path)
        except NotFound:
            path.unlink(missing_ok=True)  # forgotten meanwhile by its owner
            raise
        if upload.file_id:
            path.unlink(missing_ok=True)  # made whole by another slice before this one looked
    return upload


@contextmanager
def _alone(file: FileIO) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _look_again(upload: Upload) -> None:
    try:
        upload.refresh_from_db()
    except Upload.DoesNotExist:
        raise NotFound() from None


def _take(upload: Upload, file: FileIO, offset: int, parts: Iterable[bytes]) -> None:
    """Write what comes, and no more than was announced; a line that is cut ends it."""
    try:
        with _alone(file):
            _check_goes_on(file, offset)
        for part in _until_cut(parts):
            with _alone(file):
                _check_goes_on(file, offset)
                left = memoryview(part)[: upload.size - offset]
                while left:
                    written = file.write(left) or 0
                    offset, left = offset + written, left[written:]
            if offset == upload.size:
                break
        os.fsync(file.fileno())
    except OSError as problem:
        raise NoSpace() from problem
    finally:
        with _alone(file):
            _note(upload, file)


def _check_goes_on(file: FileIO, offset: int) -> None:
    held = os.fstat(file.fileno()).st_size
    if offset != held:
        raise OtherOffset(held=held)


def _note(upload: Upload, file: FileIO) -> None:
    """Say how much has arrived, unless another slice made the file whole meanwhile."""
    upload.received = min(upload.size, os.fstat(file.fileno()).st_size)
    Upload.objects.filter(pk=upload.pk, file=None).update(received=upload.received)


def _until_cut(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts that arrived before the other side was gone."""
    try:
        yield from parts
    except OSError:
        return


def _keep(upload: Upload, path: Path) -> None:
    with path.open("rb") as file:
        stored = put(parts_of(file), media_type=MEDIA_TYPE)
    upload.file, upload.sha256 = stored, stored.sha256
    upload.save(update_fields=["file", "sha256"])
    path.unlink(missing_ok=True)


def take_whole(
    *, name: str, size: int, parts: Iterable[bytes], plan: dict[str, Any], by: Any
) -> Upload:
    """Keep a file that came in one piece, as a plain form sends it."""
    check_may(by, Permission.IMPORT_WRITE)
    check_size(size)
    check_room(size)
    stored = put(parts, media_type=MEDIA_TYPE)
    return Upload.objects.create(
        owner=by,
        name=name[:255],
        size=stored.size,
        received=stored.size,
        file=stored,
        sha256=stored.sha256,
        plan=plan,
    )


def take_to_read(
    *, name: str, size: int, parts: Iterable[bytes], plan: dict[str, Any], by: Any
) -> Upload:
    """A workbook that came in one piece, to be read and then forgotten."""
    upload = announce(name=name, size=size, mark="", plan=plan, by=by, purpose=READ)
    return receive(upload=upload, offset=0, parts=parts, by=by)


def decide(*, upload: Upload, plan: dict[str, Any], by: Any) -> Upload:
    """Remember what the person has decided about the file."""
    check_may(by, Permission.IMPORT_WRITE)
    upload.plan = upload.plan | plan
    upload.save(update_fields=["plan"])
    return upload


def drop(*, upload: Upload, by: Any) -> None:
    """Forget a file that was not imported."""
    check_may_send(by, upload.purpose)
    _forget(upload)


def drop_unused(upload: Upload) -> None:
    """Take away what somebody was sending, with all that was decided about it."""
    _forget(upload)


def expire(
    *, before: datetime | None = None, is_held: Callable[[Upload], bool] = lambda upload: False
) -> int:
    """Forget what nobody has gone on with for a week and nothing holds; return how many."""
    before = before or timezone.now() - KEPT
    old = [one for one in Upload.objects.filter(created__lt=before) if not is_held(one)]
    for upload in old:
        _forget(upload)
    folder = Path(settings.CAIRN_DATA) / "uploads"
    known = set(Upload.objects.filter(file=None).values_list("token", flat=True))
    for path in folder.iterdir() if folder.exists() else ():
        if path.name not in known and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
    return len(old)


def _forget(upload: Upload) -> None:
    path_of(upload).unlink(missing_ok=True)
    stored = upload.file_id
    upload.delete()
    if stored:
        try:
            with transaction.atomic():
                StoredFile.objects.filter(pk=stored).delete()
        except ProtectedError:
            return  # an import, or another upload, has the same content
