"""Reports of abuse against migrants, what reviewer and reporter say to each other, and, apart from
both, who reported.

No row of a report names its reporter, and nothing here has a foreign key to an organisation or a
person: what a report speaks of cannot be found from the other end. A migrant's name, document or
face has no field; text is screened before it is stored.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cairn.db.fields import RefField
from cairn.rights.states import OPEN, Outcome, Status


class Report(models.Model):
    """One report. Days, not instants: a time of day would tell who was at work."""

    ref = RefField(prefix="rpt")
    status = models.CharField(max_length=14, choices=Status, default=Status.REPORTED)
    harms = models.JSONField()  # keys of `vocabulary.harms`
    by_whom = models.JSONField(default=list)  # keys of `perpetrator_types`
    concerned_state = models.CharField(max_length=3, blank=True)  # whose officials; "": none
    concerned_body = models.CharField(max_length=20, blank=True)  # reference of a body of no State
    unit = models.CharField(max_length=200, blank=True)  # as the reporter calls it
    country = models.CharField(max_length=3, blank=True)  # where it was; "": at sea, or not known
    area = models.CharField(max_length=120, blank=True)  # no finer than a district
    first = models.DateField()  # first and last day of the period in which it was
    last = models.DateField()
    what = models.TextField()
    knowledge = models.CharField(max_length=20)  # how the reporter knows; `vocabulary.KNOWLEDGE`
    reviewer = models.CharField(max_length=20)  # reference of the reviewing body
    second = models.CharField(max_length=20, blank=True)  # … of the one that it escalated to
    reachable = models.BooleanField(default=False)  # the reporter wants to be known to the reviewer
    reported_on = models.DateField()
    acknowledge_by = models.DateField()
    acknowledged_on = models.DateField(null=True)
    conclude_by = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    concluded_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=Outcome)
    reasons = models.TextField(blank=True)  # of the outcome
    recommendation = models.TextField(blank=True)
    invented = models.BooleanField(default=False)  # made for a demonstration

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="report_status_is_known"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="report_not_reversed"),
            models.CheckConstraint(
                condition=Q(status__in=["concluded", "archived"]) & ~Q(outcome="")
                | Q(status__in=["reported", "acknowledged", "in_review"]),
                name="report_is_concluded_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(second="", escalated_on__isnull=True)
                | (~Q(second="") & ~Q(second=F("reviewer")) & Q(escalated_on__isnull=False)),
                name="report_escalates_to_another_body",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["reviewer", "reported_on"], name="report_of_reviewer"),
            models.Index(fields=["status", "acknowledge_by"], name="report_overdue"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref", "invented"}
        restricted: ClassVar = {
            *("status", "harms", "by_whom", "concerned_state", "concerned_body", "unit"),
            *("country", "area", "first", "last", "what", "knowledge", "reviewer", "second"),
            *("reachable", "reported_on", "acknowledge_by", "acknowledged_on", "conclude_by"),
            *("escalated_on", "concluded_on", "outcome", "reasons", "recommendation"),
        }
        personal: ClassVar = set()

    def __str__(self) -> str:
        return self.ref

    @property
    def due(self) -> date | None:
        """The day by which the reviewer owes the next step; None where nothing is owed."""
        if self.status == Status.REPORTED:
            return self.acknowledge_by
        return self.conclude_by if self.status in OPEN else None

    def overdue(self, today: date) -> bool:
        due = self.due
        return due is not None and today > due


class Reporter(models.Model):
    """Who reported, without a name that can be read: see `sealing`."""

    handle = models.CharField(max_length=64, unique=True)  # digest of person and number of report
    report = models.CharField(max_length=64, unique=True)  # digest of the report's reference
    sealed = models.TextField()  # encrypted: the report; the person, where she wants to be known

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = set()
        personal: ClassVar = {"handle", "report", "sealed"}


class Word(models.Model):
    """One question or answer; the first in a report is number 1."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="words")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.CharField(max_length=150, blank=True)  # user name of a reviewer; "": the reporter
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="word_of_a_report")
        ]

    class Sensitivity:
        open: ClassVar = {"id", "number"}
        restricted: ClassVar = {"report", "text", "on"}
        personal: ClassVar = {"by"}

    @property
    def of_reporter(self) -> bool:
        return not self.by
