"""What changed at the desk and is to be found, or not any more, in the guarded index.

Written in the transaction in which that happened, and read by the one who writes the index.
"""

from typing import ClassVar

from django.db import models


class Altered(models.Model):
    """That a unit of the index (see `entries`) is another one now. Kept until the index has it;
    while the index is being made anew, until the new one has it too (`done`)."""

    unit = models.CharField(max_length=30)
    at = models.DateTimeField()
    done = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["done", "id"], name="altered_waiting")]

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {"unit", "at", "done"}
        personal: ClassVar = set()
