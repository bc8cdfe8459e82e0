"""What contributors that are not States found: a university, a civil-society organisation, an
international body.

A finding belongs to its contributor and speaks *about* a State; no State owns it. `state`, by which
records are shown to the bodies of the State that stands behind them, therefore stays empty: a State
reads what is found about it when the marking lets it, and has no door to change it. One row is one
version; the reference stays. Its numbers are its contributor's own and enter no figure.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Max, Q

from cairn.db.constraints import both_or_neither
from cairn.db.fields import RefField
from cairn.kernel.dates import Period
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Marking
from cairn.reporting.querysets import SharedQuerySet
from cairn.sharing.models import Shared


class FindingStatus(models.TextChoices):
    """The life of one version."""

    DRAFT = "draft"  # seen by its organisation alone
    SHARED = "shared"  # with those whom its marking admits
    SUPERSEDED = "superseded"  # a later version was shared
    WITHDRAWN = "withdrawn"  # by its own organisation; a stub with a reason is left


NEXT = {
    FindingStatus.DRAFT: {FindingStatus.SHARED, FindingStatus.WITHDRAWN},
    FindingStatus.SHARED: {FindingStatus.SUPERSEDED, FindingStatus.WITHDRAWN},
    FindingStatus.SUPERSEDED: set(),
    FindingStatus.WITHDRAWN: set(),
}
WORDS = {
    FindingStatus.DRAFT: noop("Draft"),
    FindingStatus.SHARED: noop("Shared"),
    FindingStatus.SUPERSEDED: noop("Replaced by a later version"),
    FindingStatus.WITHDRAWN: noop("Withdrawn"),
}


class Method(models.TextChoices):
    """How it was found."""

    INTERVIEWS = "interviews"
    SURVEY = "survey"
    OBSERVATION = "observation"
    RECORDS = "records"
    DOCUMENTS = "documents"
    SEVERAL = "several"


METHODS = {
    Method.INTERVIEWS: noop("Interviews"),
    Method.SURVEY: noop("A survey"),
    Method.OBSERVATION: noop("Observation on the spot"),
    Method.RECORDS: noop("Own records of assistance or monitoring"),
    Method.DOCUMENTS: noop("Documents: judgments, archives, reports"),
    Method.SEVERAL: noop("Several methods together"),
}


class FindingMoved(Refused):
    text = noop("This finding stands elsewhere now. Reload the page and look at it again.")


class FindingQuerySet(SharedQuerySet):
    def newest(self) -> "FindingQuerySet":
        """Of each finding the newest version among these rows; call it after `visible_to`. A later
        version that was given up before it was shared does not stand for the finding."""
        given_up = Q(status=FindingStatus.WITHDRAWN, number__gt=1, shared_at__isnull=True)
        rows = self.exclude(given_up)
        last = rows.values("ref").annotate(last=Max("pk")).values("last")
        return rows.filter(pk__in=last.order_by())

    def on_the_subject(self, *, about: Any, section: str, first: Any, last: Any) -> Any:
        """What was found about this State, in this section, for days of this period."""
        return self.filter(
            about=about, section=section, period__lte=last, period_last__gte=first
        ).filter(status=FindingStatus.SHARED)


class Finding(Shared):
    """One version of one finding."""

    ref = RefField(prefix="fnd", versioned=True)
    number = models.PositiveIntegerField(default=1)  # version
    status = models.CharField(max_length=10, choices=FindingStatus, default=FindingStatus.DRAFT)
    about = models.CharField(max_length=3)  # the State or area that it speaks of
    period_last = models.DateField()  # last day of the period
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    method = models.CharField(max_length=12, blank=True, choices=Method)
    rests_on = models.PositiveIntegerField(null=True)  # persons asked, records read; null: not said
    limits = models.TextField(blank=True)  # what it does not cover, and what may be wrong with it
    counts = models.JSONField(default=dict)  # measure of the section → number, as counted by it
    count_basis = models.CharField(max_length=20, blank=True)  # of these numbers
    marking = models.CharField(max_length=12, choices=Marking, default=Marking.AMBER)
    uses = models.JSONField(default=list)  # keys of `sharing_permissible_use`
    source_grade = models.CharField(max_length=1, blank=True)  # Admiralty, A to F
    information_grade = models.CharField(max_length=1, blank=True)  # Admiralty, 1 to 6
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150)
    touched_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    shared_by = models.CharField(max_length=150, null=True)
    reason = models.CharField(max_length=1000, blank=True)  # of a withdrawal
    revision = models.PositiveIntegerField(default=0)  # grows with each save; two writers meet here
    invented = models.BooleanField(default=False)
    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "number"], name="finding_versions"),
            models.UniqueConstraint(
                fields=["ref"], condition=Q(status="draft"), name="finding_has_one_draft"
            ),
            both_or_neither("shared_at", "shared_by"),
            models.CheckConstraint(
                condition=Q(state__isnull=True, period__isnull=False),
                name="finding_is_of_no_state_and_of_a_period",
            ),
            models.CheckConstraint(
                condition=Q(period_last__gte=F("period")), name="finding_period_not_reversed"
            ),
            models.CheckConstraint(
                condition=Q(status__in=FindingStatus.values), name="finding_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(marking__in=Marking.values), name="finding_marking_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["about", "section", "period"], name="finding_of_subject"),
            models.Index(fields=["owner", "status"], name="finding_of_owner"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref", "number", "invented"}
        restricted: ClassVar = {
            *Shared.FIELDS,
            *("status", "about", "period_last", "title", "text", "method", "rests_on", "limits"),
            *("counts", "count_basis", "marking", "uses", "source_grade", "information_grade"),
            *("begun_at", "touched_at", "shared_at", "reason", "revision"),
        }
        personal: ClassVar = {"begun_by", "shared_by"}

    def __str__(self) -> str:
        return self.ref

    @property
    def whole(self) -> Period:
        assert self.period is not None
        return Period(self.period, self.period_last)
