"""The smallest valid erasure, hold and rule of keeping; see `tests.factories`."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from cairn.erasure.models import Erasure, Hold, RetentionRule
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


class RetentionRuleFactory(DjangoModelFactory):
    class Meta:
        model = RetentionRule

    number = factory.Sequence(lambda n: n + 2)
    kind = "originals"
    days = 2_000
    counted = "stored"
    ends = "removed"
    sooner = False
    in_force_from = date(2030, 1, 1)
    reason = "The law changed (invented)."
    announced_by = "secretary"
