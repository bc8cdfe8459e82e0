"""Who read what belongs to others, and who took it along: organisations and days, never persons.

A read is content of a record that left in identifiable form to another organisation than its
owner's. Both tables speak of records by their references, so that they outlive what they name.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.accounts.models import Organisation
from cairn.db.fields import RefField
from cairn.sharing.reads.purposes import Purpose


class Door(models.TextChoices):
    """By which way content left."""

    PAGE = "page"  # the record on a page
    PAPER = "paper"  # a page made to be printed
    FILE = "file"  # the record as a file
    FIGURE = "figure"  # a figure that is made of it
    FIGURE_FILE = "figure_file"  # a figure as a file


TAKEN = (Door.FILE, Door.FIGURE_FILE)  # what stays outside, whatever happens here


class Read(models.Model):
    """How often an organisation read one version of a record on a day, for one purpose, by one
    way. One row counts up, so that reading often takes no more room than reading once."""

    ref = RefField(prefix="rea")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, to_field="ref", related_name="+", db_index=False
    )
    state = models.CharField(max_length=3, blank=True)  # of the record; "": of none
    record = models.CharField(max_length=20)  # its reference
    number = models.PositiveIntegerField()  # the version that was read
    reader = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    purpose = models.CharField(max_length=20)
    door = models.CharField(max_length=12)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "reader", "number", "day", "purpose", "door"],
                name="read_counts_up",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=[str(one) for one in Purpose]),
                name="read_purpose_is_known",
            ),
            models.CheckConstraint(condition=Q(door__in=Door.values), name="read_door_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "day", "id"], name="read_of_owner"),
            models.Index(fields=["state", "day", "id"], name="read_of_state"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("owner", "state", "record", "number", "reader", "day", "purpose", "door", "times"),
        }
        personal: ClassVar = set()


class Copy(models.Model):
    """That an organisation took a record along as a file, which nobody can call back."""

    ref = RefField(prefix="cop")
    export = models.CharField(max_length=20)  # the reference that stands in the file and in the log
    owner = models.ForeignKey(
        Organisation, models.PROTECT, to_field="ref", related_name="+", db_index=False
    )
    record = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    about = models.JSONField(default=dict)  # section, period, State: what it is called
    reader = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    purpose = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)  # csv, xlsx
    marking = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "reader"], name="copy_of_an_export"),
            models.CheckConstraint(
                condition=Q(purpose__in=[str(one) for one in Purpose]),
                name="copy_purpose_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["reader", "at", "id"], name="copy_of_reader"),
            models.Index(fields=["record", "reader"], name="copy_of_record"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref", "export"}
        restricted: ClassVar = {
            *("owner", "record", "number", "about", "reader", "at", "purpose", "kind", "marking"),
        }
        personal: ClassVar = set()
