"""A ministry's own spreadsheet on its way into filings, and what was learned from earlier ones.

The file itself is never kept. A `SheetFile` holds its cells as far as they passed the screening,
how they are understood and what a person said about them; it is hers alone and goes when it was
taken over, given up or left for a week. Of a refused file only a keyed digest and codes remain.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.accounts.models import Organisation
from cairn.db.constraints import both_or_neither
from cairn.db.fields import RefField

NO_PERSONS = "no_persons"  # in what was said: digests of what was called no person


class SheetFile(models.Model):
    """The cells of one workbook, and how far the person is with them."""

    ref = RefField(prefix="sht")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    section = models.CharField(max_length=40)
    period = models.CharField(max_length=20, blank=True)  # as the person said it; "": the sheet's
    name = models.CharField(max_length=255)  # of the file; screened before any of it was sent
    cells = models.BinaryField()  # see `keeping`
    layout = models.JSONField()  # `crosstabs.layout.Layout`
    proposed = models.JSONField(default=dict)  # remarks and questions of the proposal
    answers = models.JSONField(default=dict)  # `crosstabs.questions.Answers`
    said = models.JSONField(default=dict)  # answers of our own: question → what was said
    names = models.JSONField(default=list)  # places of likely names that nobody decided about yet
    refused = models.JSONField(default=list)  # places and kinds of what was not taken in
    removed = models.JSONField(default=dict)  # what the properties of the file held: kind → number
    known_since = models.DateTimeField(null=True)  # of the layout that was remembered and fits
    revision = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)  # keyed, of the whole content as read
    before = models.JSONField(default=dict)  # question → what was said of the very same content
    missing = models.JSONField(null=True)  # what was open when it was last looked at: kind → number
    came_from = models.CharField(max_length=20, unique=True)  # the upload; read once
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="sheet_file_by_owner")]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *(
                "organisation",
                "section",
                "period",
                "cells",
                "layout",
                "proposed",
                "answers",
                "said",
            ),
            *("refused", "removed", "known_since", "revision", "missing", "came_from", "begun_at"),
            *("touched_at", "digest", "before"),
        }
        personal: ClassVar = {"owner", "name", "names"}


class SheetMemory(models.Model):
    """How one organisation's workbooks of one section are read; a rule for nobody else."""

    ref = RefField(prefix="shm")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    section = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)  # of the headings, less their numbers and periods
    layout = models.JSONField()
    answers = models.JSONField(default=dict)
    learned_at = models.DateTimeField()
    learned_by = models.CharField(max_length=150)
    forgotten_at = models.DateTimeField(null=True)
    forgotten_by = models.CharField(max_length=150, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "section", "signature"],
                condition=Q(forgotten_at__isnull=True),
                name="sheet_memory_of_a_structure",
            ),
            both_or_neither("forgotten_at", "forgotten_by"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("organisation", "section", "signature", "layout", "answers", "learned_at"),
            *("forgotten_at",),
        }
        personal: ClassVar = {"learned_by", "forgotten_by"}


class SheetTaken(models.Model):
    """Which filings a spreadsheet became: its old address leads whoever sent it there, and the
    filings of several periods are looked at and submitted together. Sent again, the same workbook
    is known by a keyed digest, and what was said of it is proposed. No number of the sheet itself.
    """

    ref = models.CharField(max_length=20, unique=True)  # of the sheet that was
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    came_from = models.CharField(max_length=20, unique=True)  # the upload
    filings = models.JSONField()  # their references, in the order of their periods
    section = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # as that of the sheet
    answers = models.JSONField(default=dict)  # question → what was said; "left": what was left out
    at = models.DateTimeField()

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("organisation", "came_from", "filings", "section", "digest", "answers", "at"),
        }
        personal: ClassVar = {"owner"}


class RefusedSheet(models.Model):
    """That a file was refused, and why: codes and a keyed digest of its content, nothing of it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    codes = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {"organisation", "digest", "codes", "at"}
        personal: ClassVar = {"by"}
