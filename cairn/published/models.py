"""What anyone may see: pointers to frozen files. Written by `publish`, read by the public pages."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.db.fields import RefField


class PublishedSnapshot(models.Model):
    """One snapshot that was released to the public; the current one answers the public pages.

    Published snapshots are never changed: a correction is a new one, a withdrawal leaves this row.
    """

    ref = RefField(prefix="pub")
    snapshot = models.CharField(max_length=64)  # its address by content
    rule = models.CharField(max_length=40)  # the release rule that let it pass
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_sets = models.JSONField(default=list)  # [{"key", "day", "rule", "whole"}]: because of
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_current_snapshot"
            )
        ]

    class Sensitivity:
        open: ClassVar = {
            *("id", "ref", "snapshot", "rule", "published_at", "withdrawn_at", "is_current"),
            "withdrawn_sets",
        }
        restricted: ClassVar = set()
        personal: ClassVar = set()
