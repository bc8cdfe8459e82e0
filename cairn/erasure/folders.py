"""Taking words out of the folder of data: stored files, what is being sent, snapshots, the cache.

A file cannot be changed without becoming another, so it goes as a whole where the words stand in
it; its row remains and says so. A snapshot goes too, and a new one is made of what is left.
"""

import io
import json
import os
import re
import shutil
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.audit.models import Event
from cairn.audit.seal import CHUNK, erase_payloads, seal_pending
from cairn.erasure.contents import ZIP, holds, path_holds
from cairn.erasure.models import Erasure
from cairn.erasure.owning import owners_of
from cairn.erasure.rows import Reach, strings
from cairn.figures import snapshot as figures
from cairn.files.models import StoredFile, Upload
from cairn.files.store import DamagedFile, erase, open_content
from cairn.observatory.actions import desk_snapshot, newest_record, snapshots_root
from cairn.observatory.models import SnapshotRecord
from cairn.observatory.proving import MADE
from cairn.published.models import PublishedSnapshot
from cairn.published.placing import keep_placed
from cairn.releases.actions import refresh
from cairn.reporting.uploads import drop_unused

MANIFEST = "manifest.json"
KEPT_APART = ("files", "uploads", "snapshots", "cache", "static", "erasures")
KEYS = re.compile(r".*-key(\.|\Z)|demonstration\Z|backup")  # without them nothing works any more
DATABASE = re.compile(r"cairn\.sqlite3(-wal|-shm|-journal)?\Z")


def erase_files(reach: Reach) -> None:
    """Stored files, uploads and the cache, within reach."""
    for stored in StoredFile.objects.filter(erased_at=None).order_by("pk").iterator():
        if _stored_holds(reach, stored):
            _erase_stored(reach, stored)
    for upload in Upload.objects.filter(file=None).order_by("pk"):
        path = Path(settings.CAIRN_DATA) / "uploads" / upload.token
        if path.exists() and path_holds(reach.finder, path):
            _erase_upload(reach, upload)
    for path in _cached():
        if _cached_holds(reach, path):
            path.unlink(missing_ok=True)
    for path in _loose():
        if path_holds(reach.finder, path):
            path.unlink(missing_ok=True)


def _stored_holds(reach: Reach, stored: StoredFile) -> bool:
    try:
        with open_content(stored) as file:
            return holds(reach.finder, _unwrapped(file))
    except DamagedFile:
        return False


def _unwrapped(file: BinaryIO) -> BinaryIO:
    """An archive finds its members from its own beginning, which is behind the header here."""
    start = file.read(len(ZIP))
    file.seek(-len(start), os.SEEK_CUR)
    return io.BytesIO(file.read()) if start == ZIP else file


def _erase_stored(reach: Reach, stored: StoredFile) -> None:
    owners = owners_of(stored)
    if not reach.reaches(owners):
        reach.leave(stored, owners, ["sha256"])
        return
    reach.begin(owners)
    erase(stored, under=reach.under)
    reach.count("files.storedfile", owners)


def _erase_upload(reach: Reach, upload: Upload) -> None:
    owners = owners_of(upload)
    if not reach.reaches(owners):
        reach.leave(upload, owners, ["name"])
        return
    reach.begin(owners)
    drop_unused(upload)
    reach.count("files.upload", owners)


def _cached() -> Iterator[Path]:
    yield from (Path(settings.CAIRN_DATA) / "cache").rglob("*.djcache")


def _cached_holds(reach: Reach, path: Path) -> bool:
    """An entry is a pickled moment and, compressed, what was kept; nothing of it is executed."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return False
    at = content.find(b"\x78")  # where a compressed part may begin
    while at >= 0:
        try:
            content += zlib.decompress(content[at:])
            break
        except zlib.error:
            at = content.find(b"\x78", at + 1)
    return reach.finder.holds(content.decode("utf-8", "ignore"))


def _loose() -> Iterator[Path]:
    """What lies about in the folder of data and belongs to none of its parts."""
    data = Path(settings.CAIRN_DATA)
    for top in sorted(data.iterdir()) if data.exists() else ():
        if top.name in KEPT_APART or DATABASE.match(top.name):
            continue
        if KEYS.match(top.name):
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else (top,):
            if path.is_file() and not path.is_symlink():
                yield path


def erase_snapshots(reach: Reach) -> None:
    """Snapshots in which the words stand go, and what was their newest is made anew. One that
    was published is withdrawn first, so that no page asks for what is gone.

    Only where something within reach was changed: else the words stand there in what others filed,
    who are asked, and a new snapshot would tell that. For the same reason none is counted.
    """
    if reach.begun:
        hit = [name for name in figures.present(snapshots_root()) if _snapshot_holds(reach, name)]
        if hit:
            forget_snapshots(hit, under=reach.under)
        keep_placed()  # also where a process died after it took the last one away here
    make_anew(reach.under)


def make_anew(under: str) -> None:
    """A new snapshot where the newest of the desk is gone, and a new release where this erasure (a
    reference) withdrew one and none is current; told by what is there, so that it is not forgotten
    where the process died in between."""
    newest = newest_record()
    decided = Erasure.objects.filter(ref=under).values("decided_at")
    withdrawn = PublishedSnapshot.objects.filter(withdrawn_at__gte=Subquery(decided))
    if withdrawn.exists() and not PublishedSnapshot.objects.filter(is_current=True).exists():
        refresh()
    elif newest and not (snapshots_root() / newest.snapshot / MANIFEST).exists():
        desk_snapshot()


def _snapshot_holds(reach: Reach, name: str) -> bool:
    """Whether the words stand in what is within reach of it: in an open one everything, in one of
    the desk the rows and titles of those owners. By the others it would be told what they filed."""
    folder = snapshots_root() / name
    if not (folder / MANIFEST).exists():
        return True  # a process died while it took it away
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    filed = SnapshotRecord.objects.filter(snapshot=name, open_only=False).exists()
    if reach.scope is None or not filed:
        return any(path_holds(reach.finder, path) for path in files)
    keys = Organisation.objects.filter(ref__in=reach.scope).values_list("key", flat=True)
    return any(
        _rows_hold(reach, path) if path.suffix == ".parquet" else _titles_hold(reach, path, keys)
        for path in files
    )


def _rows_hold(reach: Reach, path: Path) -> bool:
    import pyarrow.compute as pc
    import pyarrow.dataset as ds
    import pyarrow.types as kinds

    rows = ds.dataset(path)
    if "owner" not in rows.schema.names:
        return path_holds(reach.finder, path)
    words = [one.name for one in rows.schema if kinds.is_string(one.type)]
    within = ds.field("owner").isin(sorted(reach.scope or ()))
    for batch in rows.to_batches(columns=words, filter=within):
        for column in batch.columns:
            if any(map(reach.finder.holds, filter(None, pc.unique(column).to_pylist()))):
                return True
    return False


def _titles_hold(reach: Reach, path: Path, keys: Iterable[str]) -> bool:
    """The words of a manifest on these contributors."""
    held = json.loads(path.read_text(encoding="utf-8")).get("sources", [])
    own = {f"filings-{key}"[:64] for key in keys}
    return any(
        reach.finder.holds(text)
        for one in held
        if not str(one["key"]).startswith("filings-") or str(one["key"]) in own
        for text in strings(one)
    )


def empty_cache() -> None:
    """Pages that were kept go; they are made anew when somebody asks for them."""
    for path in _cached():
        path.unlink(missing_ok=True)


def snapshots_with(keys: Collection[str]) -> list[str]:
    """Snapshots, of the desk and open ones, that hold one of these sources."""
    found = []
    for name in figures.present(snapshots_root()) if keys else ():
        held = _keys_in(name)
        if held is None or not held.isdisjoint(keys):
            found.append(name)
    return found


def _keys_in(name: str) -> frozenset[str] | None:
    """The sources that a snapshot holds; None where it was removed by half."""
    try:
        text = (snapshots_root() / name / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return frozenset(one["key"] for one in json.loads(text).get("sources", []))


def forget_snapshots(
    names: list[str], *, under: str, because: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Take these snapshots away; who holds an address of one is told that it is not there.
    `because`: what readers of published ones are told of sources that were withdrawn; of each
    release only those that it held, for others may never have been public."""
    while seal_pending() >= CHUNK:
        continue
    with transaction.atomic():
        now = timezone.now()
        shown = PublishedSnapshot.objects.filter(snapshot__in=names)
        shown.filter(withdrawn_at=None).update(withdrawn_at=now)
        shown.update(is_current=False)
        for name in names if because else ():
            held = _keys_in(name) or frozenset()
            if told := [one for one in because if one["key"] in held]:
                shown.filter(snapshot=name).update(withdrawn_sets=told)
        made = [
            event.pk
            for event in Event.objects.filter(kind=MADE, erased_at=None)
            if event.values.get("snapshot") in names
        ]
        erase_payloads(made, under=under)  # the root over its files would prove a guess
    for name in names:
        shutil.rmtree(snapshots_root() / name, ignore_errors=True)
    keep_placed()  # where public pages read from a folder of their own, it goes there at once


def snapshots_of(organisation: Organisation) -> list[str]:
    """Snapshots that hold something of this organisation's filings."""
    found = []
    for record in SnapshotRecord.objects.filter(open_only=False).order_by("pk"):
        folder = snapshots_root() / record.snapshot
        if not folder.exists() or record.snapshot in found:
            continue
        if not (folder / MANIFEST).exists():
            found.append(record.snapshot)  # a process died while it took it away
        else:
            text = (folder / MANIFEST).read_text(encoding="utf-8")
            if f'"filings-{organisation.key}'[:65] in text:
                found.append(record.snapshot)
    return found
