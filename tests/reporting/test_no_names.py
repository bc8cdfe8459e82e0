"""Operational records have no place where a migrant could stand by name.

Promise 1 of the design, for the fields; texts are screened (tests/reporting/sheets) and what that
missed is erased (tests/erasure).
"""

import re

import pytest
from django.apps import apps
from django.db import models

from cairn.kernel.errors import CairnError
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import FilingCount
from cairn.reporting.observations.actions import WrongObservation
from cairn.reporting.observations.models import DocumentFraudObservation
from tests.reporting.filings.doing import world
from tests.reporting.observations.doing import added, draft

OPERATIONAL = ("cairn.reporting", "cairn.rights", "cairn.corrections")
OF_A_PERSON = re.compile(
    r"(?:^|_)(?:names?|surname|forename|alias|nickname|born|birth(?:day|date)?|phone|telephone"
    r"|mobile|e?mail|passport|visa|face|photo|picture|image|portrait|biometrics?|fingerprints?"
    r"|iris|dna|document|identity|address|person|migrant|victim|suspect)(?:_|$)"
)
KNOWN = {  # what is called so and speaks of no migrant
    "reporting.DataSet.address": "where the publisher has it",
    "reporting.ImportBatch.file_name": "screened, as is the next one",
    "sheets.SheetFile.name": "of the file",
    "sheets.SheetFile.names": "how many likely names wait to be taken out",
    "devices.Device.name": "of the tablet",
    "corrections.Request.address": "of the public page",
    "corrections.Request.kind": "of the record",
    "filings.FilingCount.document": "its kind, see below",
    "observations.DocumentFraudObservation.document": "its kind, see below",
}
MODELS = [one for one in apps.get_models() if one.__module__.startswith(OPERATIONAL)]


def test_there_are_operational_records():
    assert len(MODELS) > 25


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one._meta.label)
def test_no_operational_record_has_a_field_for_a_name_a_document_a_telephone_or_a_face(model):
    called = {f"{model._meta.label}.{one.name}" for one in model._meta.fields}
    told = {one for one in called if OF_A_PERSON.search(one.rpartition(".")[2])}
    assert told <= set(KNOWN)
    pictures = (models.BinaryField, models.FileField, models.EmailField)
    held = {one.name for one in model._meta.fields if isinstance(one, pictures)}
    # digests, what a reporter of abuse let the reviewer know, and cells that were screened
    assert held <= {"digest", "key", "handle", "sealed", "cells"}


@pytest.mark.django_db
@pytest.mark.parametrize("told", ["AB1234567", "P<NERMAIGA<<AMINA", "visa 20938471"])
def test_a_document_is_a_kind_of_document_and_never_its_number(told):
    people = world()
    filing = draft(people, "document")
    with pytest.raises(WrongObservation):
        added(people, "document", filing, document=told)
    for column in ("document", "fraud"):
        cell = CountInput("documents_found", value=3, dims={column: told})
        with pytest.raises(CairnError):
            save_counts(filing=filing, changes=[Change(cell)], by=people.officer)
    assert not FilingCount.objects.exists()
    assert not DocumentFraudObservation.objects.exists()
