"""Every version of every record, append-only. Old versions are upcast when they are read."""

from django.db import models


class Version(models.Model):
    """What a record said at one time, as canonical JSON."""

    model = models.CharField(max_length=40)  # "reporting.account"
    key = models.CharField(max_length=20)  # the record's reference
    number = models.PositiveIntegerField()
    body = models.TextField()  # canonical JSON: sorted keys, no spaces
    schema = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True)  # when words were last erased from it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="one_version_of_each_number")
        ]

    class Sensitivity:
        open = {"id", "model", "key", "number", "schema", "sha256", "at", "erased_at"}
        restricted = {"body", "reason"}
        personal = {"by"}
