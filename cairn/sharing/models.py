"""The columns on which visibility is decided, in every operational model; and who takes part in the
exchange between States, by which rule, with what opened to whom."""

from datetime import date
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from cairn.accounts.models import ISO3, Organisation
from cairn.db.fields import RefField

NO_EMBARGO = date(1970, 1, 1)  # a day that has passed: unknown would mean not visible


class Shared(models.Model):
    """Abstract base. The owner's reference is the stored value, so that databases, snapshots and
    indexes speak of it in the same word."""

    owner = models.ForeignKey(
        Organisation, models.PROTECT, to_field="ref", related_name="+", db_index=False
    )
    state = models.CharField(max_length=3, null=True)  # the State that the record is about
    audience_class = models.CharField(max_length=20)  # see `sharing.viewer`
    section = models.CharField(max_length=40)
    period = models.DateField(null=True)  # first day of the reporting period, where there is one
    embargo_until = models.DateField(default=NO_EMBARGO)

    class Meta:
        abstract = True

    FIELDS = frozenset({"owner", "state", "audience_class", "section", "period", "embargo_until"})


class Participant(models.Model):
    """That a State takes part in the exchange, from a day until (not including) another. It
    accepted that the others see for which sections and months it has contributed."""

    ref = RefField(prefix="prt")
    state = models.CharField(max_length=3, validators=[RegexValidator(ISO3)])
    since = models.DateField()
    until = models.DateField(null=True)
    joined_by = models.CharField(max_length=150)
    left_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(until__isnull=True), name="participant_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="participant_leaves_after_joining",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {"state", "since", "until"}
        personal: ClassVar = {"joined_by", "left_by"}


class Entitlement(models.Model):
    """One month of one section that is open to a State: written by what counts contributions, read
    by `viewer`. `until`: the last day on which it holds; null: for good."""

    state = models.CharField(max_length=3)
    section = models.CharField(max_length=40)
    month = models.DateField()  # its first day
    why = models.CharField(max_length=20)  # contributed, grace
    until = models.DateField(null=True)
    by = models.CharField(max_length=20, blank=True)  # the filing that contributed it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state", "section", "month"], name="entitlement_of_a_month"
            ),
            models.CheckConstraint(
                condition=Q(why="contributed", until__isnull=True)
                | Q(why="grace", until__isnull=False),
                name="entitlement_for_good_or_until",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {"state", "section", "month", "why", "until", "by"}
        personal: ClassVar = set()


class ReciprocityRule(models.Model):
    """One version of the rule, in force from a day on until the next one is. What was in force is
    never changed: an announced version may be taken back before its day."""

    number = models.PositiveIntegerField(unique=True)
    in_force_from = models.DateField()
    terms = models.JSONField()  # fields of `reciprocity.Rule`
    reason = models.CharField(max_length=1000)
    announced_at = models.DateTimeField()
    announced_by = models.CharField(max_length=150)
    taken_back_at = models.DateTimeField(null=True)

    class Sensitivity:
        open: ClassVar = {"id", "number"}
        restricted: ClassVar = {"in_force_from", "terms", "reason", "announced_at", "taken_back_at"}
        personal: ClassVar = {"announced_by"}
