"""The smallest valid record of who takes part in the exchange; see `tests.factories`."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from cairn.sharing.models import (
    Entitlement,
    GroupMember,
    Participant,
    ReciprocityRule,
    SharingGroup,
)
from cairn.sharing.reads.models import Copy, Read
from tests.factories import NOW, StateBodyFactory


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    state = factory.Sequence(lambda n: f"Z{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}")
    since = date(2024, 1, 1)
    joined_by = "contact"


class EntitlementFactory(DjangoModelFactory):
    class Meta:
        model = Entitlement

    state = "NER"
    section = "smuggled_migrants"
    month = factory.Sequence(lambda n: date(2000 + n // 12 % 100, n % 12 + 1, 1))
    why = "contributed"


class ReciprocityRuleFactory(DjangoModelFactory):
    class Meta:
        model = ReciprocityRule

    number = factory.Sequence(lambda n: n + 2)
    in_force_from = date(2027, 1, 1)
    terms = factory.Dict({"grace_days": 90})
    reason = "Shorter, as agreed (invented)."
    announced_at = NOW
    announced_by = "secretary"


class SharingGroupFactory(DjangoModelFactory):
    """A group of bodies that Niger keeps; it names nobody."""

    class Meta:
        model = SharingGroup

    owner = factory.SubFactory(StateBodyFactory)
    state = factory.SelfAttribute("owner.state")
    name = factory.Sequence(lambda n: f"Group {n}")
    kind = "organisations"
    since = date(2024, 1, 1)
    made_at = NOW
    made_by = "contact"


class GroupMemberFactory(DjangoModelFactory):
    class Meta:
        model = GroupMember

    group = factory.SubFactory(SharingGroupFactory)
    organisation = factory.SubFactory(StateBodyFactory, state="MLI")
    since = date(2024, 1, 1)
    added_by = "contact"


class ReadFactory(DjangoModelFactory):
    class Meta:
        model = Read

    owner = factory.SubFactory(StateBodyFactory)
    reader = factory.SubFactory(StateBodyFactory)
    state = factory.SelfAttribute("owner.state")
    record = factory.Sequence(lambda n: f"fil-{n}")
    number = 1
    day = date(2024, 4, 1)
    purpose = "statistics"
    door = "page"


class CopyFactory(DjangoModelFactory):
    class Meta:
        model = Copy

    export = factory.Sequence(lambda n: f"exp-{n}")
    owner = factory.SubFactory(StateBodyFactory)
    reader = factory.SubFactory(StateBodyFactory)
    record = factory.Sequence(lambda n: f"fil-{n}")
    number = 1
    about = factory.Dict(
        {
            "section": "smuggled_migrants",
            "period": "2024-01-01",
            "period_last": "2024-03-31",
            "state": "NER",
        }
    )
    at = NOW
    purpose = "statistics"
    kind = "csv"
    marking = "green"
