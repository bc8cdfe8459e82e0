"""The columns on which visibility is decided, in every operational model; who takes part in the
exchange between States, by which rule, with what opened to whom; the groups that States name."""

from datetime import date
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from cairn.accounts.models import ISO3, Organisation, User
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
    shared_with = models.CharField(max_length=20, null=True)  # reference of a `SharingGroup`

    class Meta:
        abstract = True

    FIELDS = frozenset(
        {
            *("owner", "state", "audience_class", "section", "period", "embargo_until"),
            "shared_with",
        }
    )


class GroupKind(models.TextChoices):
    """What a group names: bodies for TLP:AMBER and AMBER+STRICT, persons for TLP:RED."""

    ORGANISATIONS = "organisations"
    ACCOUNTS = "accounts"


class SharingGroup(models.Model):
    """Whom a State lets read what it names the group for: a list that its contact points keep.

    Without a member it means nobody. Never deleted: records that name it are closed with it.
    """

    ref = RefField(prefix="grp")
    state = models.CharField(max_length=3, validators=[RegexValidator(ISO3)])  # whose it is
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # who made it
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=GroupKind)
    since = models.DateField()
    until = models.DateField(null=True)  # the first day without it; null: open
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    invented = models.BooleanField(default=False)  # made for a demonstration

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state", "name"], name="group_of_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=GroupKind.values), name="group_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="group_ends_after_it_begins",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref", "invented"}
        restricted: ClassVar = {"state", "owner", "name", "kind", "since", "until", "made_at"}
        personal: ClassVar = {"made_by"}

    def __str__(self) -> str:
        return self.ref

    def open_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class GroupMember(models.Model):
    """One body, or one person of a body, from one day until (not including) another. A person
    belongs to the group only while she has a role in that body."""

    ref = RefField(prefix="gme")
    group = models.ForeignKey(SharingGroup, models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sections = models.JSONField(default=list)  # only these; empty: all
    since = models.DateField()
    until = models.DateField(null=True)
    added_by = models.CharField(max_length=150)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "organisation"],
                condition=Q(until__isnull=True, account__isnull=True),
                name="group_names_a_body_once",
            ),
            models.UniqueConstraint(
                fields=["group", "organisation", "account"],
                condition=Q(until__isnull=True, account__isnull=False),
                name="group_names_a_person_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="group_member_ends_after_it_begins",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {"group", "organisation", "sections", "since", "until"}
        personal: ClassVar = {"account", "added_by", "ended_by"}


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
