"""Releasing open series: the rule "open-data", which lets them pass unchanged and attributed.

It applies only where every record comes from an open source whose terms allow reuse. Contributed
data have no way to the public here.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.figures.snapshot import Snapshot
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.observatory.actions import make_snapshot, snapshots_root
from cairn.observatory.filing_rows import contributors
from cairn.observatory.models import SnapshotRecord
from cairn.published.actions import publish_snapshot
from cairn.published.models import PublishedSnapshot
from cairn.reporting.licences import may_be_published
from cairn.reporting.models import DataSet, Provenance
from cairn.sharing.viewer import OPEN

RULE = "open-data"


class NotReleasable(Refused):
    text = noop(
        "The snapshot holds %(sources)s, which the rule “open-data” does not let pass; nothing was "
        "published."
    )


def releasable(datasets: list[DataSet]) -> list[DataSet]:
    """The data sets that the rule "open-data" lets pass: open, reusable, under no embargo."""
    today = timezone.localdate()
    return [
        dataset
        for dataset in datasets
        if dataset.provenance == Provenance.OPEN_SOURCE
        and may_be_published(dataset.licence)
        and dataset.audience_class == OPEN
        and dataset.embargo_until <= today
    ]


def refresh(*, by: Any = None) -> tuple[SnapshotRecord, PublishedSnapshot | None]:
    """Snapshot everything for the desk, and publish what is open and reusable."""
    accepted = list(DataSet.objects.filter(accepted_at__isnull=False, stub="").order_by("key"))
    passing = releasable(accepted)
    filings = contributors()
    desk = make_snapshot(datasets=accepted, filings=filings, by=by)
    public = desk
    if filings or len(passing) != len(accepted):
        public = make_snapshot(datasets=passing, open_only=True, by=by)
    return desk, release_open(snapshot=public, datasets=passing, by=by) if passing else None


def release_open(
    *, snapshot: SnapshotRecord, datasets: list[DataSet], by: Any = None
) -> PublishedSnapshot:
    """Publish a snapshot that holds nothing but these open, reusable series.

    What it holds is read from the snapshot itself. The current one is published once.
    """
    if by is not None:
        check_may(by, Permission.OPEN_PUBLISH)
    passing = {dataset.key for dataset in releasable(datasets)}
    held = Snapshot.open(snapshots_root() / snapshot.snapshot).manifest.sources
    if others := sorted({source.key for source in held} - passing):
        raise NotReleasable(sources=", ".join(others))
    current = PublishedSnapshot.objects.filter(is_current=True, snapshot=snapshot.snapshot).first()
    if current:
        return current
    with transaction.atomic():
        published = publish_snapshot(snapshot=snapshot.snapshot, rule=RULE)
        log.record("releases.open.published", target=published, by=by, snapshot=snapshot.snapshot)
    return published
