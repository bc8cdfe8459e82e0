"""Which snapshots the desk has; the snapshots themselves are files, addressed by content."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from cairn.db.fields import RefField


class SnapshotRecord(models.Model):
    """One building of a snapshot; the newest answers the desk's figures."""

    ref = RefField(prefix="snp")
    snapshot = models.CharField(max_length=64)  # its address by content
    open_only = models.BooleanField()  # holds reusable open series and nothing else
    events = models.PositiveBigIntegerField()
    counts = models.PositiveBigIntegerField()
    built_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # when a later building last gave the same
    # Which filings counted when it was begun (`actions.standing_of_filings`); "" where not known.
    filings = models.CharField(max_length=64, blank=True)
    built_by = models.CharField(max_length=150, blank=True)

    class Sensitivity:
        open: ClassVar = {
            *("id", "ref", "snapshot", "open_only", "events", "counts"),
            *("built_at", "confirmed_at"),
        }
        restricted: ClassVar = {"filings"}
        personal: ClassVar = {"built_by"}

    @property
    def as_of(self) -> datetime:
        """The moment for which it is known to hold what counts."""
        return self.confirmed_at or self.built_at
