"""What was asked to be erased and what became of it; and holds that keep something from going.

Words that are erased are stored nowhere: a keyed digest stands for them, and the places in which
they stood when they were reported.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.db.constraints import both_or_neither
from cairn.db.fields import RefField


class Erasure(models.Model):
    """One erasure: asked by one person, decided by another, carried out by the job runner."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked"
        REFUSED = "refused"
        CONFIRMED = "confirmed"
        DONE = "done"

    ref = RefField(prefix="era")
    rule = models.CharField(max_length=20)  # see `rules.Rule`
    target = models.CharField(max_length=20)  # the record, or the organisation of all records
    owner = models.ForeignKey(Organisation, models.PROTECT, to_field="ref", related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    digest = models.CharField(max_length=64, blank=True)  # keyed; "": the whole record
    length = models.PositiveSmallIntegerField(default=0)  # of the words, made plain
    hint = models.CharField(max_length=4, blank=True)  # keyed, of their beginning
    places = models.JSONField(default=list)  # [model, primary key, field] where they stood
    authority = models.CharField(max_length=200, blank=True)  # the order's reference; screened
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.CharField(max_length=150, blank=True)  # "": found by an earlier erasure
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, null=True)
    scope = models.JSONField(default=list)  # references of organisations whose records it reaches
    done_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict)  # kind of place → how often it was erased there
    begun = models.BooleanField(default=False)  # something within its reach is being changed

    class Meta:
        constraints: ClassVar = [
            both_or_neither("decided_at", "decided_by"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "refused", "confirmed", "done"]),
                name="erasure_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "refused"]) | ~Q(asked_by=F("decided_by")),
                name="erasure_is_of_two",
            ),
            models.CheckConstraint(
                condition=Q(digest="", length=0, hint="") | ~Q(digest="") & Q(length__gt=0),
                name="erasure_of_words_or_of_a_record",
            ),
            models.UniqueConstraint(
                fields=["owner", "target", "digest"],
                condition=Q(state__in=["asked", "confirmed"]),
                name="erasure_waits_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="erasure_by_owner")]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("rule", "target", "owner", "state", "digest", "length", "hint", "places"),
            *("authority", "asked_at", "decided_at", "scope", "done_at", "found", "begun"),
        }
        personal: ClassVar = {"asked_by", "decided_by"}

    @property
    def of_words(self) -> bool:
        return bool(self.digest)


class Hold(models.Model):
    """That something must be kept, until a day or until it is lifted: no period of keeping ends
    for it and it is not erased as a whole. Words that identify a person go all the same."""

    ref = RefField(prefix="hld")
    target = models.CharField(max_length=20)  # a filing, an import, a data set, an organisation
    owner = models.ForeignKey(Organisation, models.PROTECT, to_field="ref", related_name="+")
    # Of open data of a publisher for whom nobody works here: the body whose stewards alone lift it,
    # whoever brings more meanwhile. Null: whoever decides over the target.
    placed_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)  # screened
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.CharField(max_length=150)
    until = models.DateField(null=True)  # the first day without it; null: until it is lifted
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=150, null=True)

    class Meta:
        constraints: ClassVar = [both_or_neither("lifted_at", "lifted_by")]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="hold_by_owner")]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("target", "owner", "placed_for", "reason", "placed_at", "until", "lifted_at"),
        }
        personal: ClassVar = {"placed_by", "lifted_by"}


class RetentionRule(models.Model):
    """One version of the rule of how long one kind of thing is kept, in force from a day on until
    the next one is. One that removes sooner than the rule before it counts only once a second
    person has confirmed it. What was in force is never changed."""

    number = models.PositiveIntegerField(unique=True)  # the first is the one that ships
    kind = models.CharField(max_length=20)  # a key of `rules.PERIOD_WORDS`
    days = models.PositiveIntegerField()
    counted = models.CharField(max_length=20)  # the day from which: `rules.COUNTED_WORDS`
    ends = models.CharField(max_length=20)  # what happens then: `rules.ENDS_WORDS`
    sooner = models.BooleanField()  # it removes sooner than the rule that was in force before
    in_force_from = models.DateField()
    reason = models.CharField(max_length=1000)  # screened
    announced_at = models.DateTimeField(default=timezone.now)
    announced_by = models.CharField(max_length=150)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=150, null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=150, null=True)

    class Meta:
        constraints: ClassVar = [
            both_or_neither("confirmed_at", "confirmed_by"),
            both_or_neither("taken_back_at", "taken_back_by"),
            models.CheckConstraint(condition=Q(days__gte=1), name="retention_keeps_a_day"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(announced_by=F("confirmed_by")),
                name="retention_is_of_two",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "number", "kind", "days", "counted", "ends", "in_force_from"}
        restricted: ClassVar = {
            *("sooner", "reason", "announced_at", "confirmed_at", "taken_back_at"),
        }
        personal: ClassVar = {"announced_by", "confirmed_by", "taken_back_by"}
