"""What a State reports: filings with their numbers, and what people said about them.

One row of `Filing` is one version: the reference stays, the number grows. A draft belongs to its
organisation, a submitted filing to its State, a cleared one is shown to the secretariat as well
(`audience_class`). Numbers are rows of `FilingCount`; a migrant's name, document or face has no
field. Text is screened before it is stored (`screening`).
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cairn.accounts.models import Organisation
from cairn.db.constraints import both_or_neither, exactly_one, not_negative
from cairn.db.fields import DateSpanDescriptor, RefField, span_constraint
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period, Precision
from cairn.reporting.filings.definitions import DIMENSIONS, Conduct
from cairn.reporting.filings.querysets import FilingQuerySet
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing.models import Shared

PRECISIONS = [(each.value, each.value) for each in Precision]
CELLS = [(cell.value, cell.value) for cell in Cell]
LARGEST = 100_000_000  # people; more is a mistake of typing


class Marking(models.TextChoices):
    """Traffic Light Protocol 2.0, as `TRUST` defines it for us: limits the audience."""

    RED = "red"
    AMBER_STRICT = "amber_strict"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"


class Filing(Shared):
    """One version of what one organisation reports of one section and period.

    `state` is the reporting State, `section` a key of `definitions.sections`, `period` the first
    day. Grades are kept apart and never converted into one another.
    """

    ref = RefField(prefix="fil", versioned=True)
    number = models.PositiveIntegerField(default=1)  # version
    status = models.CharField(max_length=10, choices=FilingStatus, default=FilingStatus.DRAFT)
    period_last = models.DateField()  # last day of the period
    record_type = models.CharField(max_length=40, default="aggregate_statistical")
    count_basis = models.CharField(max_length=20)
    conduct = models.CharField(max_length=30, blank=True)  # what its counts speak of; "": to choose
    coverage_note = models.TextField(blank=True)  # which border, agency or months are missing
    definitions = models.JSONField(default=dict)  # measure → how the State's own differs
    differences = models.JSONField(default=dict)  # check → why a total is not its parts
    answers = models.JSONField(default=dict)  # check → what the filer says of an odd number
    narrative = models.TextField(blank=True)
    narrative_language = models.CharField(max_length=12, blank=True)
    likelihood = models.CharField(max_length=30, blank=True)  # a key of `estimation_certainty`
    confidence = models.CharField(max_length=10, blank=True)  # low, medium, high: of the judgement
    marking = models.CharField(max_length=12, choices=Marking, default=Marking.AMBER)
    uses = models.JSONField(default=list)  # keys of `sharing_permissible_use`
    uses_until = models.DateField(null=True)  # last day of these uses; null: open
    source_grade = models.CharField(max_length=1, blank=True)  # Admiralty, A to F
    information_grade = models.CharField(max_length=1, blank=True)  # Admiralty, 1 to 6
    source_grade_4x4 = models.CharField(max_length=1, blank=True)  # A to C, X: not Admiralty's
    information_grade_4x4 = models.CharField(max_length=1, blank=True)  # 1 to 4
    zeros_attested = models.BooleanField(default=False)  # by whoever cleared it
    repeats = models.CharField(max_length=20, blank=True)  # the earlier filing with equal cells
    repetition_attested = models.BooleanField(default=False)  # by whoever cleared it
    audience_since = models.DateTimeField(null=True)  # when other people could last begin or cease
    first_classification = models.JSONField(null=True)  # as first submitted; never changed
    merged_from = models.JSONField(default=list)  # references of agencies' filings in this one
    merged_into = models.CharField(max_length=20, blank=True)  # the national filing it went into
    revision = models.PositiveIntegerField(default=0)  # grows with each save; two writers meet here
    once = models.CharField(max_length=64, null=True, unique=True)  # token of the submission
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150)
    touched_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=150, null=True)
    decided_at = models.DateTimeField(null=True)  # cleared, returned or withdrawn
    decided_by = models.CharField(max_length=150, null=True)
    validated_at = models.DateTimeField(null=True)
    validated_by = models.CharField(max_length=150, null=True)
    reason = models.CharField(max_length=1000, blank=True)  # of a return, recall or withdrawal
    recalled_at = models.DateTimeField(null=True)  # called back from who is not of its State
    recalled_by = models.CharField(max_length=150, null=True)
    invented = models.BooleanField(default=False)  # made for a demonstration
    objects = FilingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "number"], name="filing_versions"),
            models.UniqueConstraint(
                fields=["ref"],
                condition=Q(status__in=["draft", "submitted", "returned", "cleared"]),
                name="filing_has_one_version_on_its_way",
            ),
            both_or_neither("submitted_at", "submitted_by"),
            both_or_neither("decided_at", "decided_by"),
            both_or_neither("validated_at", "validated_by"),
            both_or_neither("recalled_at", "recalled_by"),
            models.CheckConstraint(
                condition=Q(state__isnull=False, period__isnull=False),
                name="filing_of_a_state_and_period",
            ),
            models.CheckConstraint(
                condition=Q(period_last__gte=F("period")), name="filing_period_not_reversed"
            ),
            models.CheckConstraint(
                condition=Q(status__in=FilingStatus.values), name="filing_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(conduct__in=[str(one) for one in Conduct])
                | Q(conduct="", status__in=["draft", "returned", "withdrawn"]),
                name="filing_conduct_is_known",
            ),
            models.CheckConstraint(
                condition=Q(marking__in=Marking.values), name="filing_marking_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "section", "period"], name="filing_of_owner"),
            models.Index(fields=["state", "status"], name="filing_of_state"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref", "number", "invented"}
        restricted: ClassVar = {
            *Shared.FIELDS,
            *("status", "period_last", "record_type", "count_basis", "conduct", "coverage_note"),
            *("definitions", "differences", "answers", "narrative", "narrative_language"),
            *("likelihood", "confidence", "marking", "uses", "source_grade", "information_grade"),
            *("zeros_attested", "repeats", "repetition_attested", "audience_since", "uses_until"),
            *("source_grade_4x4", "information_grade_4x4"),
            *("first_classification", "merged_from", "merged_into"),
            *("revision", "once"),
            *("begun_at", "touched_at", "submitted_at", "decided_at", "validated_at", "reason"),
            "recalled_at",
        }
        personal: ClassVar = {
            *("begun_by", "submitted_by", "decided_by", "validated_by", "recalled_by"),
        }

    def __str__(self) -> str:
        return self.ref

    @property
    def first(self) -> date:
        """First day of its period, which every filing has."""
        assert self.period is not None
        return self.period

    @property
    def whole(self) -> Period:
        return Period(self.first, self.period_last)


class Dated(models.Model):
    """When something was, as exactly as it is known: `when` reads and writes the four columns."""

    when_earliest = models.DateField(null=True)
    when_latest = models.DateField(null=True)
    when_precision = models.CharField(max_length=8, null=True, choices=PRECISIONS)
    when_written = models.CharField(max_length=60, blank=True, default="")
    when = DateSpanDescriptor("when")

    class Meta:
        abstract = True


class FilingCount(Dated):
    """One number of a filing, or why there is none. Without a breakdown it is a total.

    `key` says in one text what the number is of, so that the same cell comes twice in no filing.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="counts")
    measure = models.CharField(max_length=40)
    key = models.CharField(max_length=400)
    value = models.PositiveBigIntegerField(null=True)
    no_value = models.CharField(max_length=16, null=True, choices=CELLS)
    origin = models.CharField(max_length=3, null=True)
    sex = models.CharField(max_length=10, null=True)
    age_group = models.CharField(max_length=30, null=True)
    mode = models.CharField(max_length=20, null=True)
    border = models.CharField(max_length=40, null=True)
    place = models.CharField(max_length=120, null=True)
    role = models.CharField(max_length=40, null=True)
    abuse = models.CharField(max_length=40, null=True)
    perpetrator = models.CharField(max_length=40, null=True)
    document = models.CharField(max_length=40, null=True)
    fraud = models.CharField(max_length=40, null=True)
    issuer = models.CharField(max_length=3, null=True)
    partner = models.CharField(max_length=3, null=True)
    source_cell = models.CharField(max_length=120, blank=True)  # where in the workbook it stood

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "key"], name="filing_count_once"),
            exactly_one("value", "no_value", "filing_count_or_why_not"),
            *not_negative("value", prefix="filing_count"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__lt=LARGEST), name="filing_count_size"
            ),
            models.CheckConstraint(
                condition=Q(no_value__isnull=True) | Q(no_value__in=[c.value for c in Cell]),
                name="filing_count_why_not_is_known",
            ),
            span_constraint("when", "filing_count"),
        ]

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {
            *("filing", "measure", "key", "value", "no_value", "source_cell", *DIMENSIONS),
            *("when_earliest", "when_latest", "when_precision", "when_written"),
        }
        personal: ClassVar = set()


class FilingComment(models.Model):
    """What somebody asked or said about a field of a filing; kept when it is settled."""

    ref = RefField(prefix="com")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="comments")
    field = models.CharField(max_length=120, blank=True)  # a measure or a field; "": the whole
    text = models.TextField()
    by = models.CharField(max_length=150)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, null=True)

    class Meta:
        constraints: ClassVar = [both_or_neither("settled_at", "settled_by")]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {"filing", "field", "text", "organisation", "at", "settled_at"}
        personal: ClassVar = {"by", "settled_by"}


class Notice(models.Model):
    """Something that waits for an organisation, until it is done, put away or acknowledged."""

    ref = RefField(prefix="ntc")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)  # see `notices.WORDS`
    target = models.CharField(max_length=20, blank=True)  # reference of what it speaks of
    values = models.JSONField(default=dict)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=150, blank=True)  # who acknowledged it; "": nobody had to
    to = models.CharField(max_length=8, blank=True)  # who in the organisation; see `addressing`
    only = models.JSONField(default=dict)  # user names of those named, where it is for these alone

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to__in=["", "points", "named"]), name="notice_is_to_somebody"
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "target", "to"],
                condition=Q(done_at__isnull=True),
                name="notice_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(done_by="") | Q(done_at__isnull=False),
                name="notice_acknowledged_at_a_moment",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["target", "at", "id"], name="notice_of_target")]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {"organisation", "kind", "target", "values", "at", "done_at", "to"}
        personal: ClassVar = {"done_by", "only"}


class Double(models.Model):
    """One number that two agencies give of the same cell: how much speaks for the same people, and
    apart from it what a person decided. `left` and `right` are references of their filings."""

    ref = RefField(prefix="dbl")
    filing = models.ForeignKey(Filing, models.CASCADE, related_name="doubles")
    key = models.CharField(max_length=400)
    measure = models.CharField(max_length=40)
    left = models.CharField(max_length=20)
    right = models.CharField(max_length=20)
    left_value = models.PositiveBigIntegerField()
    right_value = models.PositiveBigIntegerField()
    score = models.FloatField()
    because = models.JSONField(default=list)
    decision = models.CharField(max_length=10, null=True)  # see `merging.Decision`
    decided_by = models.CharField(max_length=150, null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["filing", "key", "left", "right"], name="double_of_a_cell"
            ),
            both_or_neither("decision", "decided_at"),
            both_or_neither("decided_by", "decided_at"),
            models.CheckConstraint(
                condition=Q(decision__isnull=True)
                | Q(decision__in=["different", "left", "right", "larger"]),
                name="double_decision_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["filing", "decision", "score", "id"], name="double_by_score"),
            models.Index(
                fields=["filing", "measure", "decision", "score", "id"], name="double_by_measure"
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("filing", "key", "measure", "left", "right", "left_value", "right_value", "score"),
            *("because", "decision", "decided_at", "reason"),
        }
        personal: ClassVar = {"decided_by"}


class Schedule(models.Model):
    """That an organisation files a section each month, quarter, half-year or year."""

    ref = RefField(prefix="sch")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    section = models.CharField(max_length=40)
    level = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Level])
    days = models.PositiveSmallIntegerField(default=30)  # after the end of the period
    since = models.DateField()
    until = models.DateField(null=True)  # the first day without it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "section"],
                condition=Q(until__isnull=True),
                name="schedule_of_a_section",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {"organisation", "section", "level", "days", "since", "until"}
        personal: ClassVar = set()


class NotAPerson(models.Model):
    """Words that somebody called a place and no person: a keyed digest of them, nothing else."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="not_a_person_once"),
        ]

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {"organisation", "digest", "at"}
        personal: ClassVar = {"by"}


class StateRule(models.Model):
    """What a State has decided for all its agencies."""

    state = models.CharField(max_length=3, unique=True)
    four_eyes = models.BooleanField(default=False)  # whoever submitted does not clear

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {"state", "four_eyes"}
        personal: ClassVar = set()

    @property
    def ref(self) -> str:
        """Under which the history keeps it."""
        return f"rule-{self.state}"
