"""The smallest valid erasure and hold; see `tests.factories`."""

import factory
from factory.django import DjangoModelFactory

from cairn.erasure.models import Erasure, Hold
from tests.factories import OrganisationFactory, digest


class ErasureFactory(DjangoModelFactory):
    class Meta:
        model = Erasure

    rule = "identifier"
    target = factory.SelfAttribute("owner.ref")
    owner = factory.SubFactory(OrganisationFactory)
    digest = factory.Sequence(digest)
    length = 12
    hint = "ab12"
    asked_by = "officer"


class HoldFactory(DjangoModelFactory):
    class Meta:
        model = Hold

    target = factory.SelfAttribute("owner.ref")
    owner = factory.SubFactory(OrganisationFactory)
    reason = "A court asked for it (invented)."
    placed_by = "administrator"
