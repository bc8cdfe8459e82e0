"""Making snapshots: what was countable at one moment, frozen and addressed by its content."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.figures.snapshot import Snapshot
from cairn.observatory.building import count_batches, describe, event_batches
from cairn.observatory.models import SnapshotRecord
from cairn.reporting.models import DataSet


def snapshots_root() -> Path:
    return Path(settings.CAIRN_DATA) / "snapshots"


def make_snapshot(
    *, datasets: list[DataSet], open_only: bool = False, by: Any = None
) -> SnapshotRecord:
    """Freeze the countable records of these data sets; the same content has the same address."""
    from cairn.figures.writer import SnapshotWriter

    if by is not None:
        check_may(by, Permission.SNAPSHOT_MAKE)
    now = timezone.now()
    with SnapshotWriter(snapshots_root()) as writer:
        for batch in event_batches(datasets):
            writer.add_events(batch)
        for batch in count_batches(datasets):
            writer.add_counts(batch)
        snapshot = writer.finish([describe(dataset) for dataset in datasets], now)
    newest = SnapshotRecord.objects.filter(open_only=open_only).order_by("-pk").first()
    if newest and newest.snapshot == snapshot.id:
        return newest  # nothing has changed since
    rows = {"events": 0, "counts": 0}
    for content in snapshot.manifest.contents:
        rows[content.table] += content.rows
    with transaction.atomic():
        record = SnapshotRecord.objects.create(
            snapshot=snapshot.id,
            open_only=open_only,
            built_at=now,
            built_by=getattr(by, "username", ""),
            **rows,
        )
        log.record("observatory.snapshot.made", target=record, by=by, snapshot=snapshot.id, **rows)
    return record


def newest_snapshot() -> Snapshot | None:
    """The desk's present snapshot."""
    record = SnapshotRecord.objects.filter(open_only=False).order_by("-pk").first()
    return Snapshot.open(snapshots_root() / record.snapshot) if record else None
