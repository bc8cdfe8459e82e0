"""What sources say: data sets, the imports that brought them, accounts of events, cells of series.

A source is a `DataSet`. An `Account` is what one source says of one event; an `Incident` is the
event that accounts speak of; a `Count` is one cell of a published series. Sources never overwrite
each other. Versions of accounts and counts are rows; which row is current follows from the state of
its batch (`querysets.StagedQuerySet`), so that a batch of any size becomes current in one short
step. Free text of a source (descriptions of places, names of informants) is not taken over.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.db.constraints import both_or_neither, exactly_one, not_negative
from cairn.db.fields import DateSpanDescriptor, RefField, span_constraint
from cairn.files.models import StoredFile
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Precision
from cairn.reporting.link_querysets import LinkQuerySet
from cairn.reporting.link_states import LinkStatus
from cairn.reporting.querysets import SharedQuerySet, StagedQuerySet
from cairn.reporting.states import OPEN, Status
from cairn.sharing.models import Shared

PRECISIONS = [(each.value, each.value) for each in Precision]
FIGURES = ("dead", "missing", "total", "survivors", "females", "males", "children")


class Provenance(models.TextChoices):
    OPEN_SOURCE = "open_source"
    CONTRIBUTED = "contributed"


class DataSet(Shared):
    """A source: who publishes it, under which terms, what it covers and where it has gaps."""

    ref = RefField(prefix="set")
    key = models.SlugField(max_length=64, unique=True)  # the name of the source in addresses
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500, blank=True)  # where the publisher offers it
    licence = models.CharField(max_length=40)  # a key of `data/licences.yaml`
    citation = models.TextField(blank=True)
    retrieved_on = models.DateField(null=True)
    provenance = models.CharField(max_length=12, choices=Provenance)
    layout = models.CharField(max_length=60, blank=True)  # the layout it was first read with
    notes = models.JSONField(default=list)  # the source's own caveats, one sentence each
    gaps = models.JSONField(default=list)  # [{"from", "to", "reason"}] known holes in its coverage
    tables = models.JSONField(
        default=list
    )  # of a series: tab, basis, dimensions, level, preference
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=150, null=True)
    stub = models.CharField(max_length=100, blank=True)  # the mark of its erasure: nothing is left
    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            both_or_neither("accepted_at", "accepted_by"),
            models.CheckConstraint(
                condition=Q(provenance__in=Provenance.values), name="dataset_provenance_is_known"
            ),
        ]

    class Sensitivity:
        open: ClassVar = {
            *("id", "ref", "key", "title", "publisher", "address", "licence", "citation"),
            *("retrieved_on", "provenance", "layout", "notes", "gaps", "tables", "accepted_at"),
            "stub",
        }
        restricted: ClassVar = {*Shared.FIELDS}
        personal: ClassVar = {"accepted_by"}

    def __str__(self) -> str:
        return self.title


class ImportBatch(Shared):
    """One file on its way in: its mapping, how far it got, and the closed account of its rows."""

    ref = RefField(prefix="imp")
    dataset = models.ForeignKey(DataSet, models.PROTECT, related_name="batches")
    kind = models.CharField(max_length=10)  # "incidents" or "counts"
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    mapping = models.JSONField(default=dict)  # `mapping.Mapping` as a dict
    status = models.CharField(max_length=12, choices=Status, default=Status.RECEIVED)
    position = models.PositiveBigIntegerField(default=0)  # rows read and put aside so far
    rows_new = models.PositiveBigIntegerField(default=0)
    rows_updated = models.PositiveBigIntegerField(default=0)
    rows_unchanged = models.PositiveBigIntegerField(default=0)
    rows_rejected = models.PositiveBigIntegerField(default=0)
    left_out_reason = models.CharField(max_length=300, blank=True)  # why they stay out
    once = models.CharField(max_length=64, null=True, unique=True)  # token of the submission
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # last sign of life, so that a dead run can be taken over
    committed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)  # code of the error that stopped it
    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset"],
                condition=Q(status__in=[status.value for status in OPEN]),
                name="one_open_import_for_each_source",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["incidents", "counts"]), name="import_kind_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["dataset", "status", "committed_at"], name="last_import_of_a_source"
            )
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref", "kind", "status"}
        restricted: ClassVar = {
            *Shared.FIELDS,
            *("dataset", "file", "file_name", "mapping", "position", "rows_new", "rows_updated"),
            *("rows_unchanged", "rows_rejected", "left_out_reason", "once", "failure"),
        }
        personal: ClassVar = {"started_by", "started_at", "touched_at", "committed_at"}

    @property
    def rows_read(self) -> int:
        return self.rows_new + self.rows_updated + self.rows_unchanged + self.rows_rejected


class Problem(models.Model):
    """Where a row could not be read: place and code, never the value that stood there."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="problems")
    row = models.PositiveBigIntegerField()  # as the file counts, the header's row included
    column = models.CharField(max_length=200, blank=True)  # the source's own heading
    code = models.CharField(max_length=60)
    warning = models.BooleanField(default=False)  # the row came in all the same

    class Meta:
        indexes: ClassVar = [models.Index(fields=["batch", "code", "row"], name="problem_kinds")]

    class Sensitivity:
        open: ClassVar = {"id", "code", "warning"}
        restricted: ClassVar = {"batch", "row", "column"}
        personal: ClassVar = set()


class Incident(Shared):
    """An event that one or more accounts speak of; it has no figures of its own."""

    ref = RefField(prefix="inc")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    objects = SharedQuerySet.as_manager()

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {*Shared.FIELDS, "batch"}
        personal: ClassVar = set()


class Staged(Shared):
    """What accounts and counts share: a source's key, a version, and when it is current."""

    dataset = models.ForeignKey(DataSet, models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    superseded_by = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField(default=1)  # version
    key = models.CharField(max_length=64)  # the source's own, or a digest of what identifies it
    occurrence = models.PositiveIntegerField(default=0)  # among rows that say exactly the same
    digest = models.CharField(max_length=32)  # of all values as read, to tell unchanged rows
    when_earliest = models.DateField(null=True)
    when_latest = models.DateField(null=True)
    when_precision = models.CharField(max_length=8, null=True, choices=PRECISIONS)
    when_written = models.CharField(max_length=60, blank=True, default="")
    when = DateSpanDescriptor("when")
    objects = StagedQuerySet.as_manager()

    class Meta:
        abstract = True

    FIELDS = Shared.FIELDS | {
        *("dataset", "batch", "superseded_by", "number", "key", "occurrence", "digest"),
        *("when_earliest", "when_latest", "when_precision", "when_written"),
    }


class Account(Staged):
    """What one source says of one event. Null means not recorded; 0 means none."""

    ref = RefField(prefix="acc", versioned=True)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="accounts")
    identifier = models.CharField(max_length=64, blank=True)  # shared among sources, with its name
    year = models.PositiveSmallIntegerField(null=True)  # the reporting year as the source has it
    dead = models.PositiveIntegerField(null=True)
    missing = models.PositiveIntegerField(null=True)  # presumed dead
    total = models.PositiveIntegerField(null=True)  # dead and missing as the source has them
    survivors = models.PositiveIntegerField(null=True)
    females = models.PositiveIntegerField(null=True)
    males = models.PositiveIntegerField(null=True)
    children = models.PositiveIntegerField(null=True)
    origin = models.CharField(max_length=3, null=True)  # ISO3, UNK or MIX
    origin_region = models.CharField(max_length=60, null=True)
    country = models.CharField(max_length=3, null=True)  # where it happened
    region = models.CharField(max_length=60, null=True)
    route = models.CharField(max_length=60, null=True)  # a key of `reference.routes`
    cause = models.CharField(max_length=60, null=True)
    event_kind = models.CharField(max_length=12, default="incident")  # or split, cumulative
    quality = models.PositiveSmallIntegerField(null=True)  # the source's own grade, 1 to 5
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset", "key", "occurrence", "number"], name="account_of_a_source"
            ),
            models.UniqueConstraint(fields=["ref", "number"], name="account_versions"),
            span_constraint("when", "account"),
            *not_negative(*FIGURES, prefix="account"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="account_on_the_globe",
            ),
        ]
        indexes: ClassVar = [
            # whole: where one query asks for many identifiers, no database proves a condition
            models.Index(fields=["identifier", "dataset"], name="account_by_identifier"),
            models.Index(
                fields=["superseded_by"],
                condition=Q(superseded_by__isnull=False),
                name="account_superseded",
            ),
            models.Index(fields=["when_earliest", "id"], name="account_by_day"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *Staged.FIELDS,
            *FIGURES,
            *("incident", "identifier", "year", "origin", "origin_region", "country", "region"),
            *("route", "cause", "event_kind", "quality", "latitude", "longitude"),
        }
        personal: ClassVar = set()


class Count(Staged):
    """One cell of a series: a number, or why there is none."""

    ref = RefField(prefix="cnt", versioned=True)
    tab = models.CharField(max_length=40)  # the table of the source; tables overlap
    basis = models.CharField(max_length=20)  # what is counted: detections, arrivals …
    value = models.PositiveBigIntegerField(null=True)
    no_value = models.CharField(
        max_length=16, null=True, choices=[(c.value, c.value) for c in Cell]
    )
    route = models.CharField(max_length=60, null=True)
    origin = models.CharField(max_length=3, null=True)  # nationality: ISO3 or a special code
    destination = models.CharField(max_length=3, null=True)
    country = models.CharField(max_length=3, null=True)  # that counted
    place = models.CharField(max_length=60, null=True)
    sex = models.CharField(max_length=10, null=True)
    age_group = models.CharField(max_length=30, null=True)
    mode = models.CharField(max_length=10, null=True)
    border = models.CharField(max_length=30, null=True)
    authority = models.CharField(max_length=30, null=True)
    component = models.CharField(max_length=40, null=True)
    what = models.CharField(max_length=40, null=True)  # a kind of case within the basis

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset", "key", "occurrence", "number"], name="count_of_a_source"
            ),
            models.UniqueConstraint(fields=["ref", "number"], name="count_versions"),
            span_constraint("when", "count"),
            exactly_one("value", "no_value", "count_or_why_not"),
            *not_negative("value", prefix="count"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["superseded_by"],
                condition=Q(superseded_by__isnull=False),
                name="count_superseded",
            ),
            models.Index(fields=["dataset", "when_earliest", "id"], name="count_by_time"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *Staged.FIELDS,
            *("tab", "basis", "value", "no_value", "route", "origin", "destination", "country"),
            *("place", "sex", "age_group", "mode", "border", "authority", "component", "what"),
        }
        personal: ClassVar = set()


class LinkProposal(models.Model):
    """Two accounts of different sources that may speak of one event: the score of the machine with
    its reasons, and apart from it the judgement of a person. Seen by whoever sees both accounts."""

    ref = RefField(prefix="lnk")
    left = models.CharField(max_length=20)  # references of accounts, which outlive their versions;
    right = models.CharField(max_length=20)  # `left` is the lesser
    score = models.FloatField()  # 0 to 1, as `matching` saw the two then
    because = models.JSONField(default=list)  # [{"feature", "score", "because", "values"}]
    status = models.CharField(max_length=10, choices=LinkStatus, default=LinkStatus.PROPOSED)
    found_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, null=True)  # null: nobody was asked
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why a decision was taken back
    moved = models.JSONField(default=list)  # references of the accounts that joining moved
    moved_from = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    moved_to = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["left", "right"], name="link_of_two_accounts"),
            both_or_neither("moved_from", "moved_to"),
            models.CheckConstraint(
                condition=Q(status__in=LinkStatus.values), name="link_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="proposed") | Q(decided_at__isnull=False),
                name="link_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "automatic"]) | Q(decided_by__isnull=False),
                name="link_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0) & Q(score__lte=1), name="link_score_is_a_share"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "score", "id"], name="link_by_likeness"),
            models.Index(fields=["right"], name="link_by_right"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("left", "right", "score", "because", "status", "found_at", "reason", "moved"),
            *("moved_from", "moved_to"),
        }
        personal: ClassVar = {"decided_by", "decided_at"}
