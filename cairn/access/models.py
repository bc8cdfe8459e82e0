"""A role that somebody asked for, and what became of the request; what was opened in an emergency.

The organisation is kept twice: as the person named it, which is all that she is ever shown, and as
it was found, which is for those who decide there. So a request to a body that is not here looks, to
whoever asked, like one that nobody has decided yet.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cairn.accounts.models import Organisation, User
from cairn.db.fields import RefField

LONGEST_PURPOSE = 500  # characters
LONGEST_REASON = 300
LONGEST_WORDS = 500  # of an emergency and of its review


class RoleRequest(models.Model):
    """One role in one organisation, until a day, for a purpose in the person's words."""

    class Closed(models.TextChoices):
        """How it ended."""

        GIVEN = "given"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # by whoever asked
        LAPSED = "lapsed"  # nobody decided in time, or there was nobody to decide

    ref = RefField(prefix="ask")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named = models.CharField(max_length=200)  # the organisation, in the words of whoever asked
    at_home = models.BooleanField(default=False)  # of her own: may be shown to her by its name
    organisation = models.ForeignKey(  # null: none here is called so
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=20)  # a key of `permissions.ROLES`
    until = models.DateField()  # the first day without it
    purpose = models.CharField(max_length=LONGEST_PURPOSE)  # screened
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    closed_as = models.CharField(max_length=10, choices=Closed, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)  # a name as in the log
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)  # screened
    asker_told_at = models.DateTimeField(null=True, blank=True)  # she put the notice away
    others_told_at = models.DateTimeField(null=True, blank=True)  # they did, of one that lapsed

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "named", "role"],
                condition=Q(closed_as=""),
                name="role_request_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at__isnull=True)
                | (~Q(closed_as="") & Q(closed_at__isnull=False)),
                name="role_request_is_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(closed_as__in=["given", "declined"])
                | (~Q(decided_by="") & ~Q(reason="") & Q(organisation__isnull=False)),
                name="role_request_is_decided_with_a_reason",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("role", "until", "asked_at", "expires_at", "closed_as", "closed_at", "reason"),
            *("named", "at_home", "organisation", "purpose"),
        }
        personal: ClassVar = {"user", "decided_by", "asker_told_at", "others_told_at"}

    @property
    def state(self) -> str:
        """`waiting`, or how it ended; the clock alone lets it lapse."""
        if self.closed_as:
            return str(self.closed_as)
        return "waiting" if self.expires_at > timezone.now() else self.Closed.LAPSED.value


class Emergency(models.Model):
    """That somebody opened, for a few hours, the drafts of one organisation that are closed to her:
    why, until when, and what another person says of it afterwards."""

    class Why(models.TextChoices):
        """What it is for."""

        DEADLINE = "deadline"  # a filing is due, and whoever holds it cannot be reached
        NOBODY_LEFT = "nobody_left"  # nobody who files is left in the organisation
        DANGER = "danger"  # somebody's life or safety depends on what it says

    class Closed(models.TextChoices):
        """How it ended."""

        ENDED = "ended"  # by the person herself
        STOPPED = "stopped"  # by somebody who may review it
        LAPSED = "lapsed"  # its hours were over
        LOST = "lost"  # the role that allowed it ended

    class Judged(models.TextChoices):
        """What the review said."""

        APPROVED = "approved"
        OBJECTED = "objected"

    ref = RefField(prefix="emg")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # whose drafts
    name = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # in whose name
    why = models.CharField(max_length=12, choices=Why)
    reason = models.CharField(max_length=LONGEST_WORDS)  # screened
    rule = models.PositiveIntegerField()  # version of `emergencies.yaml`
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_as = models.CharField(max_length=8, choices=Closed, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)  # a name as in the log; "": a clock
    judged_as = models.CharField(max_length=8, choices=Judged, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judge = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    judgement = models.CharField(max_length=LONGEST_WORDS, blank=True)  # screened
    told_at = models.DateTimeField(null=True, blank=True)  # she put the outcome away

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(closed_as=""), name="emergency_is_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at__isnull=True)
                | (~Q(closed_as="") & Q(closed_at__isnull=False)),
                name="emergency_is_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("begun_at")) & ~Q(reason=""),
                name="emergency_ends_and_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(judged_as="", judged_at__isnull=True, judge__isnull=True, judgement="")
                | (
                    Q(judged_at__isnull=False, judge__isnull=False, closed_at__isnull=False)
                    & ~Q(judged_as="")
                    & ~Q(judgement="")
                    & ~Q(judge=F("user"))
                ),
                name="emergency_is_judged_by_another",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("place", "name", "why", "reason", "rule", "begun_at", "expires_at", "closed_as"),
            *("closed_at", "judged_as", "judged_at", "judgement"),
        }
        personal: ClassVar = {"user", "closed_by", "judge", "told_at"}

    @property
    def running(self) -> bool:
        """By the clock; a clock that was set back does not make it longer."""
        return not self.closed_as and self.begun_at <= timezone.now() < self.expires_at


class EmergencyReading(models.Model):
    """A draft that was opened in an emergency, and whether it was handed over."""

    emergency = models.ForeignKey(Emergency, models.CASCADE, related_name="readings")
    record = models.CharField(max_length=20)  # its reference
    number = models.PositiveIntegerField()  # the version
    opened_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["emergency", "record", "number"], name="emergency_reading_once"
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {"emergency", "record", "number", "opened_at", "handed_over_at"}
        personal: ClassVar = set()
