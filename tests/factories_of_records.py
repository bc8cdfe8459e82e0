"""The smallest valid record of a filing and sheet on its way to one; see `tests.factories`."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from cairn.audit.models import Checkpoint, Holding
from cairn.reporting.devices.models import Device, HandIn
from cairn.reporting.observations.models import (
    DocumentFraudObservation,
    FeeObservation,
    IncidentPersons,
    IncidentReport,
    Leg,
    MethodObservation,
    RouteObservation,
)
from cairn.reporting.sheets.models import RefusedSheet, SheetFile, SheetMemory, SheetTaken
from tests.factories import NOW, FilingFactory, StateBodyFactory, UserFactory, digest


class ObservationFactory(DjangoModelFactory):
    """A record of a filing of the section that has its kind."""

    class Meta:
        abstract = True

    filing = factory.SubFactory(FilingFactory, section="routes")
    title = factory.Sequence(lambda n: f"Record {n}")
    begun_at = NOW
    begun_by = "officer"
    touched_at = NOW


class RouteObservationFactory(ObservationFactory):
    class Meta:
        model = RouteObservation


class FeeObservationFactory(ObservationFactory):
    class Meta:
        model = FeeObservation

    filing = factory.SubFactory(FilingFactory, section="fees")
    currency = "XOF"


class MethodObservationFactory(ObservationFactory):
    class Meta:
        model = MethodObservation

    filing = factory.SubFactory(FilingFactory, section="methods")


class DocumentFraudObservationFactory(ObservationFactory):
    class Meta:
        model = DocumentFraudObservation

    filing = factory.SubFactory(FilingFactory, section="documents")


class IncidentReportFactory(ObservationFactory):
    class Meta:
        model = IncidentReport

    filing = factory.SubFactory(FilingFactory, section="incidents")
    conduct = "smuggling"


class LegFactory(DjangoModelFactory):
    class Meta:
        model = Leg

    route = factory.SubFactory(RouteObservationFactory)
    number = 1


class IncidentPersonsFactory(DjangoModelFactory):
    class Meta:
        model = IncidentPersons

    incident = factory.SubFactory(IncidentReportFactory)
    quality = "smuggled"
    value = 3


class SheetFileFactory(DjangoModelFactory):
    class Meta:
        model = SheetFile

    owner = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(StateBodyFactory)
    section = "smuggled_migrants"
    name = "table.xlsx"
    cells = b"-"
    layout = factory.LazyFunction(lambda: {"sheets": []})
    came_from = factory.Sequence(lambda n: f"upl-{n}")
    begun_at = NOW
    touched_at = NOW


class DeviceFactory(DjangoModelFactory):
    class Meta:
        model = Device

    owner = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(StateBodyFactory)
    sections = factory.LazyFunction(lambda: ["smuggled_migrants"])
    name = "Post at the bridge"
    digest = factory.Sequence(digest)
    made_on = date(2026, 11, 1)
    until = date(2027, 3, 1)
    sign_ins_ended = 0


class HandInFactory(DjangoModelFactory):
    class Meta:
        model = HandIn

    device = factory.SubFactory(DeviceFactory)
    key = factory.Sequence(lambda n: f"key-of-a-file-{n}")
    digest = factory.Sequence(digest)
    section = "smuggled_migrants"
    landed_on = date(2026, 11, 2)


class SheetMemoryFactory(DjangoModelFactory):
    class Meta:
        model = SheetMemory

    organisation = factory.SubFactory(StateBodyFactory)
    section = "smuggled_migrants"
    signature = factory.Sequence(digest)
    layout = factory.LazyFunction(lambda: {"sheets": []})
    learned_at = NOW
    learned_by = "officer"


class SheetTakenFactory(DjangoModelFactory):
    class Meta:
        model = SheetTaken

    ref = factory.Sequence(lambda n: f"sht-{n}")
    owner = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(StateBodyFactory)
    came_from = factory.Sequence(lambda n: f"upl-{n}")
    filings = factory.LazyFunction(lambda: ["fil-1"])
    at = NOW


class RefusedSheetFactory(DjangoModelFactory):
    class Meta:
        model = RefusedSheet

    organisation = factory.SubFactory(StateBodyFactory)
    digest = factory.Sequence(digest)
    codes = factory.LazyFunction(lambda: ["personal_data"])
    by = "officer"
    at = NOW


class CheckpointFactory(DjangoModelFactory):
    class Meta:
        model = Checkpoint

    day = factory.Sequence(lambda n: date(2024, 1, 1) + timedelta(days=n))
    number = 1
    chain = factory.Sequence(digest)
    key = factory.Sequence(digest)
    signature = factory.Sequence(lambda n: digest(n) * 2)
    at = NOW


class HoldingFactory(DjangoModelFactory):
    class Meta:
        model = Holding

    checkpoint = factory.SubFactory(CheckpointFactory)
    organisation = "org-a"
    day = date(2024, 1, 2)
