"""Making snapshots: what was countable at one moment, frozen and addressed by its content."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.figures.snapshot import Snapshot
from cairn.observatory.building import count_batches, describe, event_batches
from cairn.observatory.filing_rows import contributors, describe_filings, filing_batches
from cairn.observatory.models import SnapshotRecord
from cairn.observatory.proving import MADE, root_of
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.models import DataSet
from cairn.sharing.viewer import Viewer

ROWS = 2  # raised when filings become other rows, so that the desk's snapshot is made anew
LATE = timedelta(minutes=5)  # at most so long after its own time a decision is committed


def snapshots_root() -> Path:
    return Path(settings.CAIRN_DATA) / "snapshots"


def make_snapshot(
    *,
    datasets: Sequence[DataSet],
    filings: Sequence[Organisation] = (),
    open_only: bool = False,
    by: Any = None,
) -> SnapshotRecord:
    """Freeze the countable records of these data sets and the validated filings of these
    organisations; the same content has the same address."""
    from cairn.figures.writer import SnapshotWriter

    if by is not None:
        check_may(by, Permission.SNAPSHOT_MAKE)
    now, standing = timezone.now(), standing_of_filings()  # before any row is read
    with SnapshotWriter(snapshots_root()) as writer:
        for batch in event_batches(datasets):
            writer.add_events(batch)
        for batch in count_batches(datasets):
            writer.add_counts(batch)
        for batch in filing_batches(filings):
            writer.add_counts(batch)
        sources = [describe(dataset) for dataset in datasets]
        sources += [describe_filings(organisation) for organisation in filings]
        snapshot = writer.finish(sources, now)
    newest = SnapshotRecord.objects.filter(open_only=open_only).order_by("-pk").first()
    if newest and newest.snapshot == snapshot.id:
        newest.confirmed_at, newest.filings = now, standing  # nothing has changed since
        newest.save(update_fields=["confirmed_at", "filings"])
        return newest
    rows = {"events": 0, "counts": 0}
    for content in snapshot.manifest.contents:
        rows[content.table] += content.rows
    root = root_of(snapshot.path)
    with transaction.atomic():
        record = SnapshotRecord.objects.create(
            snapshot=snapshot.id,
            open_only=open_only,
            built_at=now,
            filings=standing,
            built_by=getattr(by, "username", ""),
            **rows,
        )
        log.record(MADE, target=record, by=by, snapshot=snapshot.id, root=root, **rows)
    return record


def newest_record() -> SnapshotRecord | None:
    """What is known of the desk's present snapshot."""
    return SnapshotRecord.objects.filter(open_only=False).order_by("-pk").first()


def newest_snapshot() -> Snapshot | None:
    """The desk's present snapshot."""
    record = newest_record()
    return Snapshot.open(snapshots_root() / record.snapshot) if record else None


def desk_snapshot(*, by: Any = None) -> SnapshotRecord:
    """Freeze everything that counts at the desk: accepted data sets and validated filings."""
    accepted = DataSet.objects.filter(accepted_at__isnull=False, stub="").order_by("key")
    return make_snapshot(datasets=list(accepted), filings=contributors(), by=by)


def standing_of_filings() -> str:
    """A digest of which filings count, who may see them and how they become rows: another one once
    that has changed, with an upgrade too. It rests on no clock, so that what was validated before a
    snapshot and committed after it shows."""
    rows = Filing.objects.countable().values_list("audience_class")
    told = rows.annotate(n=Count("pk"), sum=Sum("pk")).order_by("audience_class")
    return hashlib.sha256(repr((ROWS, list(told))).encode()).hexdigest()


def keep_up_with_filings() -> SnapshotRecord | None:
    """Freeze anew if a filing was validated, replaced or withdrawn since the newest snapshot, or
    other filings count than when it was begun."""
    record = newest_record()
    if record and record.filings and record.filings != standing_of_filings():
        return desk_snapshot()
    since = record.as_of if record else None
    moved = Filing.objects.filter(
        status__in=[FilingStatus.VALIDATED, FilingStatus.SUPERSEDED, FilingStatus.WITHDRAWN]
    )
    if since:
        moved = moved.filter(
            Q(validated_at__gt=since) | Q(decided_at__gt=since) | Q(audience_since__gt=since)
        )
    return desk_snapshot() if moved.exists() else None


def taken_back(viewer: Viewer) -> frozenset[str]:
    """References of filings of which the newest snapshot holds more than may be shown: they were
    withdrawn since it was made, or this viewer may no longer read them. Those of a few minutes
    before are named too, for the snapshot may have been made before that was committed."""
    record = newest_record()
    if record is None:
        return frozenset()
    since = record.as_of - LATE
    gone = Filing.objects.filter(status=FilingStatus.WITHDRAWN, decided_at__gte=since)
    turned = Filing.objects.countable().filter(audience_since__gte=since)
    still = turned.visible_to(viewer)
    narrowed = turned.exclude(pk__in=still.values("pk"))
    return frozenset((*gone.values_list("ref", flat=True), *narrowed.values_list("ref", flat=True)))
