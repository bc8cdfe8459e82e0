"""The qualitative records of a filing: routes, fees, methods, document fraud and single events.

Each belongs to one version of a filing and is seen by whoever may see that version. A reference
stays from version to version. No field holds a name, a number of a document or a picture, and none
could call a person an offender for having been smuggled.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from cairn.db.constraints import exactly_one, not_negative
from cairn.db.fields import RefField, span_columns, span_constraint
from cairn.kernel.cells import Cell
from cairn.reporting.filings.definitions import Conduct
from cairn.reporting.filings.models import Dated, Filing
from cairn.reporting.observations.kinds import SHORT

KEY = 40  # characters of a key
CELLS = [(cell.value, cell.value) for cell in Cell]
MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "null": True}
DEGREES: dict[str, Any] = {"max_digits": 6, "decimal_places": 2, "null": True}
FIELDS = (
    *("filing", "title", "description", "likelihood", "confidence", "revision", "once"),
    *("begun_at", "touched_at"),
)


def key(length: int = KEY) -> models.CharField:
    """A key of a list; empty where nothing was answered."""
    return models.CharField(max_length=length, blank=True, default="")


def keys() -> models.JSONField:
    return models.JSONField(default=list, blank=True)


def text() -> models.CharField:
    return models.CharField(max_length=SHORT, blank=True, default="")


def both_coordinates(prefix: str, name: str) -> models.CheckConstraint:
    """Neither, or both and on the globe."""
    lat, lon = f"{prefix}lat", f"{prefix}lon"
    none = Q(**{f"{lat}__isnull": True, f"{lon}__isnull": True})
    inside = {f"{lat}__gte": -90, f"{lat}__lte": 90, f"{lon}__gte": -180, f"{lon}__lte": 180}
    return models.CheckConstraint(condition=none | Q(**inside), name=name)


class Observation(models.Model):
    """What all kinds have. `revision` grows with each save: two writers meet there."""

    ref = RefField(prefix="obs", versioned=True)
    filing = models.ForeignKey(Filing, models.CASCADE, related_name="%(class)ss")
    title = text()
    description = models.TextField(blank=True, default="")
    likelihood = key()  # a key of `estimation_certainty`
    confidence = key(10)  # of the judgement: low, medium, high
    revision = models.PositiveIntegerField(default=0)
    once = models.CharField(max_length=64, null=True, unique=True)  # token of the submission
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150)
    touched_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "ref"], name="%(class)s_of_a_filing"),
        ]

    def __str__(self) -> str:
        return self.ref


class RouteObservation(Observation):
    """One way that people take or are taken; its legs stand in `Leg`."""

    named = key(60)  # of `reference.routes`
    change = key()
    cause = models.TextField(blank=True, default="")

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {*FIELDS, "named", "change", "cause"}
        personal: ClassVar = {"begun_by"}


class FeeObservation(Dated, Observation):
    """What was asked or paid. `usd_rate`: units of the currency for one US dollar."""

    low = models.DecimalField(**MONEY)
    typical = models.DecimalField(**MONEY)
    high = models.DecimalField(**MONEY)
    currency = key(3)  # ISO 4217, also one that has ended
    informants = models.PositiveIntegerField(null=True)
    covers = key(10)
    from_country = key(3)
    from_place = text()
    to_country = key(3)
    to_place = text()
    per = key(10)
    group_size = models.PositiveIntegerField(null=True)
    methods = keys()
    stages = keys()
    officials = key(16)  # "" is not answered, "not_recorded" is an answer
    officials_amount = models.DecimalField(**MONEY)
    usd_rate = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    rate_on = models.DateField(null=True)
    rate_source = text()

    class Meta(Observation.Meta):
        constraints: ClassVar = [
            *Observation.Meta.constraints,
            *not_negative("low", "typical", "high", "officials_amount", prefix="fee"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=F("low")),
                name="fee_low_not_above_high",
            ),
            models.CheckConstraint(
                condition=Q(usd_rate__isnull=True, rate_on__isnull=True, rate_source="")
                | (Q(usd_rate__gt=0, rate_on__isnull=False) & ~Q(rate_source="")),
                name="fee_rate_with_day_and_source",
            ),
            models.CheckConstraint(
                condition=Q(officials_amount__isnull=True) | Q(officials="amount"),
                name="fee_officials_amount_is_said",
            ),
            span_constraint("when", "fee"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *FIELDS,
            *span_columns("when"),
            *("low", "typical", "high", "currency", "informants", "covers", "per", "group_size"),
            *("from_country", "from_place", "to_country", "to_place", "methods", "stages"),
            *("officials", "officials_amount", "usd_rate", "rate_on", "rate_source"),
        }
        personal: ClassVar = {"begun_by"}


class MethodObservation(Observation):
    """How people are found, hidden and moved."""

    way = keys()
    modus = keys()
    concealment = keys()
    borders = keys()
    recruitment = keys()
    services = keys()
    communication = keys()
    technology = keys()
    structure = key()

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *FIELDS,
            *("way", "modus", "concealment", "borders", "recruitment", "services"),
            *("communication", "technology", "structure"),
        }
        personal: ClassVar = {"begun_by"}


class DocumentFraudObservation(Observation):
    """A way of making, altering or using documents; never one person's document."""

    document = key()
    fraud = key()
    issuer = key(3)
    level = key()
    detection = keys()

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {*FIELDS, "document", "fraud", "issuer", "level", "detection"}
        personal: ClassVar = {"begun_by"}


class IncidentReport(Dated, Observation):
    """A single event. `first_classification` is what it was called when first submitted."""

    conduct = key(30)
    country = key(3)
    place = text()
    precision = key()
    lat = models.DecimalField(**DEGREES)
    lon = models.DecimalField(**DEGREES)
    departed = keys()
    crossed = keys()
    bound_for = keys()
    nationalities = keys()
    flags = keys()
    mode = key()
    conveyance = key()
    crimes = keys()
    detection = keys()
    source_grade = key(1)  # Admiralty, A to F
    information_grade = key(1)  # Admiralty, 1 to 6; never converted into one another
    first_classification = models.JSONField(null=True)

    class Meta(Observation.Meta):
        constraints: ClassVar = [
            *Observation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(conduct__in=["", *(str(one) for one in Conduct)]),
                name="incident_report_conduct_is_known",
            ),
            span_constraint("when", "incident_report"),
            both_coordinates("", "incident_report_coordinates"),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *FIELDS,
            *span_columns("when"),
            *("conduct", "country", "place", "precision", "lat", "lon", "departed", "crossed"),
            *("bound_for", "nationalities", "flags", "mode", "conveyance", "crimes", "detection"),
            *("source_grade", "information_grade", "first_classification"),
        }
        personal: ClassVar = {"begun_by"}


class Leg(models.Model):
    """One stretch of a route or of the journey in an event, in its order."""

    route = models.ForeignKey(RouteObservation, models.CASCADE, null=True, related_name="legs")
    incident = models.ForeignKey(IncidentReport, models.CASCADE, null=True, related_name="legs")
    number = models.PositiveSmallIntegerField()
    from_node = key()
    from_country = key(3)
    from_place = text()
    from_precision = key()
    from_lat = models.DecimalField(**DEGREES)
    from_lon = models.DecimalField(**DEGREES)
    to_node = key()
    to_country = key(3)
    to_place = text()
    to_precision = key()
    to_lat = models.DecimalField(**DEGREES)
    to_lon = models.DecimalField(**DEGREES)
    mode = key()
    conveyance = key()
    hours_low = models.DecimalField(**MONEY)
    hours_high = models.DecimalField(**MONEY)
    border = key()
    organizer = key()
    gap = text()  # what is not known between the leg before and this one

    class Meta:
        constraints: ClassVar = [
            exactly_one("route", "incident", "leg_of_one_record"),
            models.UniqueConstraint(fields=["route", "number"], name="leg_in_order_of_a_route"),
            models.UniqueConstraint(fields=["incident", "number"], name="leg_in_order_of_an_event"),
            *not_negative("hours_low", "hours_high", prefix="leg"),
            models.CheckConstraint(
                condition=Q(hours_low__isnull=True)
                | Q(hours_high__isnull=True)
                | Q(hours_high__gte=F("hours_low")),
                name="leg_hours_not_reversed",
            ),
            both_coordinates("from_", "leg_from_coordinates"),
            both_coordinates("to_", "leg_to_coordinates"),
        ]

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {
            *("route", "incident", "number", "mode", "conveyance", "hours_low", "hours_high"),
            *("border", "organizer", "gap"),
            *("from_node", "from_country", "from_place", "from_precision", "from_lat", "from_lon"),
            *("to_node", "to_country", "to_place", "to_precision", "to_lat", "to_lon"),
        }
        personal: ClassVar = set()


class IncidentPersons(models.Model):
    """People of one quality in an event, or why there is no number. Qualities overlap: the rows of
    two qualities are never added."""

    incident = models.ForeignKey(IncidentReport, models.CASCADE, related_name="persons")
    quality = models.CharField(max_length=20)
    value = models.PositiveIntegerField(null=True)
    no_value = models.CharField(max_length=16, null=True, choices=CELLS)
    sex = key(10)
    age_group = key(30)
    role = key()
    abuse = key()
    perpetrator = key()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "quality", "sex", "age_group", "role", "abuse", "perpetrator"],
                name="incident_persons_once",
            ),
            exactly_one("value", "no_value", "incident_persons_or_why_not"),
            *not_negative("value", prefix="incident_persons"),
            models.CheckConstraint(
                condition=Q(no_value__isnull=True) | Q(no_value__in=[c.value for c in Cell]),
                name="incident_persons_why_not_is_known",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id"}
        restricted: ClassVar = {
            *("incident", "quality", "value", "no_value", "sex", "age_group", "role"),
            *("abuse", "perpetrator"),
        }
        personal: ClassVar = set()
