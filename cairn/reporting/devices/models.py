"""A device that hands in spreadsheets with a token, and the receipts of what it handed in.

Of the token only a keyed digest is kept. Of a use only the day is kept, and of what was handed in a
reference: the sheet itself waits, as one that was sent by hand, with the person who made the token.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.accounts.models import Organisation
from cairn.db.fields import RefField

LONGEST_NAME = 80  # characters
LONGEST_KEY = 100


class Device(models.Model):
    """One token: of one person, for some sections of one organisation, until a day."""

    class Ended(models.TextChoices):
        """Why it is in force no more."""

        REVOKED = "revoked"  # by its owner, or by an administrator of the organisation
        EXPIRED = "expired"
        LOST = "lost"  # its owner may not file there any more, or all her sign-ins were ended

    ref = RefField(prefix="dev")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    sections = models.JSONField()  # keys of the sections on which it may hand in
    name = models.CharField(max_length=LONGEST_NAME)  # as its owner calls it; screened
    digest = models.CharField(max_length=64, unique=True)  # keyed, of the token
    made_on = models.DateField()
    until = models.DateField()  # the first day without it
    sign_ins_ended = models.PositiveIntegerField()  # of the account, when the token was made
    used_on = models.DateField(null=True)  # the last day; no hour is kept
    uses = models.PositiveIntegerField(default=0)  # on that day
    turned_away_on = models.DateField(null=True)  # the last day on which it was tried after its end
    ended_as = models.CharField(max_length=10, choices=Ended, blank=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)  # "": nobody in particular

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_as="", ended_on__isnull=True)
                | (~Q(ended_as="") & Q(ended_on__isnull=False)),
                name="device_is_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("made_on")), name="device_lasts_a_day"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="device_by_owner")]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("organisation", "sections", "made_on", "until", "sign_ins_ended", "ended_as"),
            *("ended_on", "digest"),
        }
        personal: ClassVar = {"owner", "name", "used_on", "uses", "turned_away_on", "ended_by"}


class HandIn(models.Model):
    """The receipt of one file; a file that was sent twice under one key has one receipt."""

    ref = RefField(prefix="hin")
    device = models.ForeignKey(Device, models.CASCADE, related_name="hand_ins")
    key = models.CharField(max_length=LONGEST_KEY)  # the sender's own, for sending again
    digest = models.CharField(max_length=64)  # keyed, of the file and all that was said of it
    section = models.CharField(max_length=40)
    came_from = models.CharField(max_length=20, blank=True)  # the upload, as the sheet knows it
    claimed_at = models.DateTimeField(null=True)  # since when a request reads it; then nothing
    landed_on = models.DateField(null=True)  # null: it never was read to the end

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "key"], name="hand_in_of_a_key")
        ]
        indexes: ClassVar = [models.Index(fields=["came_from"], name="hand_in_by_upload")]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("device", "key", "digest", "section", "came_from", "claimed_at", "landed_on"),
        }
        personal: ClassVar[set[str]] = set()
