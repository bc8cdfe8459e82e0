"""A role that somebody asked for; what was opened in an emergency; what a person asked a second one
to agree to; and what became of all of it.

Of a role the organisation is kept twice: as the person named it, which is all that she is ever
shown, and as it was found, which is for those who decide there. So a request to a body that is not
here looks, to whoever asked, like one that nobody has decided yet.
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


class Agreement(models.Model):
    """What one person may open or take beyond a bound, once a second person of her organisation has
    agreed: so many records to open, so many files, or one file of these records."""

    class Closed(models.TextChoices):
        """How the asking ended."""

        AGREED = "agreed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"  # by whoever asked
        LAPSED = "lapsed"  # nobody decided in time

    ref = RefField(prefix="agr")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)  # of `rates.Kind`
    n = models.PositiveIntegerField()  # records to open, files, or records in the one file
    left = models.PositiveIntegerField(default=0)  # how often it may still be used
    address = models.TextField(blank=True)  # of the file, without the language
    records = models.JSONField(default=list)  # of the file: [reference, version] of each
    purpose = models.CharField(max_length=16)  # a key of the vocabulary of reading
    reason = models.CharField(max_length=LONGEST_PURPOSE)  # screened
    rule = models.PositiveIntegerField()  # version of the rule under which it was asked
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()  # of the asking; once agreed, of what may be used
    closed_as = models.CharField(max_length=10, choices=Closed, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    second = models.ForeignKey(  # who decided; never whoever asked
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.CharField(max_length=LONGEST_REASON, blank=True)  # of hers, screened
    exports = models.JSONField(default=list)  # what left under it, as the log knows it
    told_at = models.DateTimeField(null=True, blank=True)  # whoever asked put the answer away

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["opened", "exported", "taken"]),
                name="agreement_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at__isnull=True)
                | (~Q(closed_as="") & Q(closed_at__isnull=False)),
                name="agreement_is_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(closed_as__in=["agreed", "refused"])
                | (Q(second__isnull=False) & ~Q(second=F("user")) & ~Q(words="")),
                name="agreement_is_of_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(left=0) | Q(closed_as="agreed", left__lte=F("n")),
                name="agreement_holds_no_more_than_was_asked",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("organisation", "kind", "n", "left", "address", "records", "purpose", "reason"),
            *("rule", "asked_at", "expires_at", "closed_as", "closed_at", "words", "exports"),
        }
        personal: ClassVar = {"user", "second", "told_at"}

    @property
    def state(self) -> str:
        """`waiting`, `refused`, `withdrawn` or `lapsed`; of what was agreed `agreed`, once it was
        used up `used`, and `over` where it was not used in time. The clock alone ends it."""
        late = self.expires_at <= timezone.now()
        if self.closed_as == self.Closed.AGREED:
            return ("over" if late else "agreed") if self.left else "used"
        if self.closed_as:
            return str(self.closed_as)
        return self.Closed.LAPSED.value if late else "waiting"
