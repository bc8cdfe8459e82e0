"""Releasing open series: the rule "open-data", which lets them pass unchanged and attributed.

It applies only where every record comes from an open source whose terms allow reuse. Contributed
data have no way to the public here.
"""

from typing import Any

from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.observatory.actions import make_snapshot
from cairn.observatory.models import SnapshotRecord
from cairn.published.actions import publish_snapshot
from cairn.published.models import PublishedSnapshot
from cairn.reporting.licences import may_be_published
from cairn.reporting.models import DataSet, Provenance

RULE = "open-data"


def releasable(datasets: list[DataSet]) -> list[DataSet]:
    """The data sets that the rule "open-data" lets pass."""
    return [
        dataset
        for dataset in datasets
        if dataset.provenance == Provenance.OPEN_SOURCE and may_be_published(dataset.licence)
    ]


def refresh(*, by: Any = None) -> tuple[SnapshotRecord, PublishedSnapshot | None]:
    """Snapshot everything for the desk, and publish what is open and reusable."""
    accepted = list(DataSet.objects.filter(accepted_at__isnull=False).order_by("key"))
    passing = releasable(accepted)
    desk = make_snapshot(datasets=accepted, by=by)
    public = desk
    if len(passing) != len(accepted):
        public = make_snapshot(datasets=passing, open_only=True, by=by)
    return desk, release_open(snapshot=public, datasets=passing, by=by) if passing else None


def release_open(
    *, snapshot: SnapshotRecord, datasets: list[DataSet], by: Any = None
) -> PublishedSnapshot:
    """Publish a snapshot that holds nothing but these open, reusable series."""
    if by is not None:
        check_may(by, Permission.OPEN_PUBLISH)
    assert len(releasable(datasets)) == len(datasets)
    published = publish_snapshot(snapshot=snapshot.snapshot, rule=RULE)
    log.record("releases.open.published", target=published, by=by, snapshot=snapshot.snapshot)
    return published
