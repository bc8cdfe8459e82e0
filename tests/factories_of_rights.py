"""The smallest valid row of what concerns rights and findings; see `tests.factories`."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from cairn.reporting.findings.models import Finding
from cairn.rights.models import Report, Reporter, Word
from tests.factories import NOW, OrganisationFactory, SharedFactory, digest


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    harms = ["physical_violence"]
    first = date(2026, 9, 1)
    last = date(2026, 9, 30)
    what = "A group was beaten."
    knowledge = "seen"
    reviewer = "org-0000000000-0"
    reported_on = date(2026, 10, 1)
    acknowledge_by = date(2026, 10, 8)


class ReporterFactory(DjangoModelFactory):
    class Meta:
        model = Reporter

    handle = factory.Sequence(digest)
    report = factory.Sequence(digest)
    sealed = "sealed"


class WordFactory(DjangoModelFactory):
    class Meta:
        model = Word

    report = factory.SubFactory(ReportFactory)
    number = 1
    text = "When was it?"
    on = date(2026, 10, 2)


class FindingFactory(SharedFactory):
    """A draft of a university."""

    class Meta:
        model = Finding

    owner = factory.SubFactory(OrganisationFactory, kind="university")
    audience_class = "organisation"
    section = "fees"
    about = "NER"
    period = date(2026, 7, 1)
    period_last = date(2026, 9, 30)
    begun_at = NOW
    begun_by = "somebody"
    touched_at = NOW
