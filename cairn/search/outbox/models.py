"""What was published or withdrawn and is to be found, or not any more.

Written in the transaction in which that happened, and read by the one who writes the index.
"""

from typing import ClassVar

from django.db import models


class Changed(models.Model):
    """That a record is another one now. Kept until the index has it; while the index is being made
    anew, until the new one has it too (`done`)."""

    ref = models.CharField(max_length=30)
    at = models.DateTimeField()
    done = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["done", "id"], name="changed_waiting")]

    class Sensitivity:
        open: ClassVar = {"id", "ref", "at", "done"}
        restricted: ClassVar = set()
        personal: ClassVar = set()
