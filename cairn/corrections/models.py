"""What people outside asked of published records, as the desk has it, and how it was decided.

Only those who decide requests read them; editors are told what to change, not who asked or why.
What the asker may look up stands sealed elsewhere (`cairn.knowledge.asking`).
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cairn.db.fields import RefField
from cairn.knowledge.asking.vocabulary import PREFIX, Outcome, Status, Wish


class Request(models.Model):
    """One request. Days, not instants."""

    ref = RefField(prefix=PREFIX)  # the asker has it too
    handle = models.CharField(max_length=64, unique=True)  # of the answer that can be looked up
    key = models.CharField(max_length=64)  # with which that is sealed
    record = models.CharField(max_length=20, blank=True)  # as it was sent; may lead nowhere
    wish = models.CharField(max_length=20, choices=Wish)
    passage = models.TextField(blank=True)
    kind = models.CharField(max_length=20, blank=True)  # of a record that should be added
    title = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=1_000, blank=True)
    reasons = models.TextField()
    reply_to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=14, choices=Status, default=Status.RECEIVED)
    received_on = models.DateField()
    decide_by = models.DateField()
    appeal_reasons = models.TextField(blank=True)
    appealed_on = models.DateField(null=True)
    carry_out_by = models.DateField(null=True)
    carried_out_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    masked = models.PositiveIntegerField(default=0)  # identifiers that screening took out
    invented = models.BooleanField(default=False)  # made for a demonstration

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="correction_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on__isnull=True)),
                name="correction_is_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(carry_out_by__isnull=True) | Q(carry_out_by__gte=F("received_on")),
                name="correction_is_carried_out_later",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "decide_by"], name="correction_by_deadline"),
            models.Index(fields=["record", "status"], name="correction_of_record"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "invented"}
        restricted: ClassVar = {
            *(
                "record",
                "wish",
                "kind",
                "language",
                "status",
                "received_on",
                "decide_by",
                "appealed_on",
            ),
            *("carry_out_by", "carried_out_on", "closed_on", "masked"),
        }
        personal: ClassVar = {
            *("ref", "handle", "key", "passage", "reasons", "reply_to", "appeal_reasons"),
            *("title", "address"),
        }

    def __str__(self) -> str:
        return self.ref

    @property
    def due(self) -> date | None:
        """The day by which the next thing has to be done."""
        if self.status == Status.TO_CARRY_OUT:
            return self.carry_out_by
        return None if self.status == Status.CLOSED else self.decide_by

    def overdue(self, today: date) -> bool:
        return self.due is not None and self.due < today


class Decision(models.Model):
    """How a request was decided; the second is that on the appeal."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    remedy = models.CharField(max_length=10, blank=True)  # a key of `states.Remedy`; "": refused
    reasons = models.TextField(blank=True)  # the asker reads them
    instruction = models.TextField(blank=True)  # editors read it
    version = models.PositiveIntegerField(null=True)  # what the public read when it was decided
    by = models.CharField(max_length=150)  # user name
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "number"], name="decision_of_a_request"),
            models.CheckConstraint(
                condition=Q(outcome="refused", remedy="") | (~Q(outcome="refused") & ~Q(remedy="")),
                name="decision_has_a_remedy_unless_refused",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "number"}
        restricted: ClassVar = {"request", "outcome", "remedy", "version", "on"}
        personal: ClassVar = {"reasons", "instruction", "by"}
