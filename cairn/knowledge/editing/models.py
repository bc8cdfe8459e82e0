"""The desk's side of the library: the newest content of each record, and who is to look at it.

What the public reads stands in `cairn.knowledge.models` and is written only when a second person
publishes. Earlier contents are versions in `history`.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.db.fields import RefField
from cairn.knowledge.editing.states import Because, Status


class EntryQuerySet(models.QuerySet["Entry"]):
    """What is open in the library, by name."""

    def waiting(self) -> "EntryQuerySet":
        """What a second person has to look at."""
        return self.filter(status=Status.IN_REVIEW)


class Entry(models.Model):
    """One record of the library as its editors have it."""

    ref = RefField(prefix="lib")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)  # what its source calls it
    title = models.CharField(max_length=500)  # of the newest content, in its own language
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    number = models.PositiveIntegerField(default=1)  # of the newest content
    published_number = models.PositiveIntegerField(null=True)  # what the public reads
    body = models.JSONField()  # in the shape of its kind
    owner = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True)  # null: console
    origin = models.CharField(max_length=200, blank=True)  # name of the file it was read from
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: at the console
    changed_at = models.DateTimeField()
    returned_because = models.TextField(blank=True)
    withdrawn_because = models.CharField(max_length=20, blank=True, choices=Because)
    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="entry_of_a_source"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="entry_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_number=models.F("number")),
                name="entry_published_is_the_newest",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "-changed_at", "ref"], name="entry_by_status")
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref", "kind", "key", "published_number"}
        restricted: ClassVar = {
            *("title", "status", "number", "body", "owner", "origin", "changed_at"),
            *("returned_because", "withdrawn_because"),
        }
        personal: ClassVar = {"changed_by"}

    def __str__(self) -> str:
        return self.ref
