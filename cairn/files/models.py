"""Files by what they contain, and files that are still on their way.

A `StoredFile` exists only for a file that is whole and on disk. An `Upload` is one person's file as
it arrives, slice by slice, perhaps over days; what the person has decided about it so far is kept
with it, so that the work can be left and found again.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cairn.db.fields import RefField


class StoredFile(models.Model):
    """One content, however many records speak of it."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100, blank=True)
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)  # the content went; this row says that it was
    erased_under = models.CharField(max_length=20, blank=True)  # the rule

    class Sensitivity:
        open = {"id", "size"}
        restricted = {"sha256", "media_type", "stored_at", "erased_at", "erased_under"}
        personal: set[str] = set()


READ = "filing"  # purpose of an upload whose content is read and not kept


def new_token() -> str:
    """A name for the place where slices are kept, which nobody can guess."""
    return secrets.token_urlsafe(24)


class Upload(models.Model):
    """A file that a person is sending, or has sent and not imported yet."""

    ref = RefField(prefix="upl")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)  # as the person's machine calls it
    size = models.BigIntegerField()  # bytes, as announced
    received = models.BigIntegerField(default=0)
    mark = models.CharField(max_length=80, blank=True)  # tells the same file when it comes again
    sha256 = models.CharField(max_length=64, null=True)  # set with `file`, when all has arrived
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=10, default="import")  # or "filing": kept only to be read
    plan = models.JSONField(default=dict)  # what was decided about it so far
    used_for = models.CharField(max_length=20, blank=True)  # the reference of what it became
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("size")), name="upload_is_no_larger"
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True, sha256__isnull=True)
                | Q(file__isnull=False, sha256__isnull=False, received=F("size")),
                name="upload_is_stored_when_whole",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="upload_by_owner")]

    class Sensitivity:
        open = {"id", "ref"}
        restricted = {
            *("size", "received", "sha256", "file", "purpose", "plan", "used_for", "created"),
        }
        personal = {"token", "owner", "name", "mark"}

    @property
    def whole(self) -> bool:
        """What is only read, and then forgotten, is never put among the stored files."""
        return self.file_id is not None or (self.purpose == READ and self.received == self.size)

    @property
    def share(self) -> float:
        return self.received / self.size if self.size else 1.0
