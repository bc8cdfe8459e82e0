"""The smallest valid row of what concerns accounts; see `tests.factories`."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from cairn.access.models import Agreement, Emergency, EmergencyReading, RoleRequest
from cairn.accounts.models import Invitation, Provider, ProviderLink, Recovery, SignIn, Usage
from tests.factories import NOW, OrganisationFactory, StateBodyFactory, UserFactory, digest


class SignInFactory(DjangoModelFactory):
    class Meta:
        model = SignIn

    user = factory.SubFactory(UserFactory)
    session_key = factory.Sequence(lambda n: f"session-{n}")


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "officer"
    by = factory.SubFactory(UserFactory)
    expires_at = NOW
    digest = factory.Sequence(digest)


class RecoveryFactory(DjangoModelFactory):
    class Meta:
        model = Recovery

    user = factory.SubFactory(UserFactory)
    expires_at = NOW


class UsageFactory(DjangoModelFactory):
    class Meta:
        model = Usage

    user = factory.SubFactory(UserFactory)
    kind = "opened"
    day = date(2026, 11, 1)
    n = 1


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = Provider

    key = factory.Sequence(lambda n: f"provider-{n}")
    name = "The ministry"
    issuer = factory.Sequence(lambda n: f"https://login-{n}.example")
    client_id = "cairn"


class ProviderLinkFactory(DjangoModelFactory):
    class Meta:
        model = ProviderLink

    user = factory.SubFactory(UserFactory)
    provider = factory.SubFactory(ProviderFactory)
    digest = factory.Sequence(digest)


class RoleRequestFactory(DjangoModelFactory):
    class Meta:
        model = RoleRequest

    user = factory.SubFactory(UserFactory)
    named = "An agency"
    organisation = factory.SubFactory(OrganisationFactory)
    role = "analyst"
    until = date(2027, 6, 1)
    purpose = "For the report of the quarter."
    expires_at = NOW


class EmergencyFactory(DjangoModelFactory):
    class Meta:
        model = Emergency

    user = factory.SubFactory(UserFactory)
    place = factory.SubFactory(StateBodyFactory)
    name = factory.SelfAttribute("place")
    why = "deadline"
    reason = "The officer is in hospital."
    rule = 1
    begun_at = NOW
    expires_at = factory.LazyAttribute(lambda made: made.begun_at + timedelta(hours=4))


class EmergencyReadingFactory(DjangoModelFactory):
    class Meta:
        model = EmergencyReading

    emergency = factory.SubFactory(EmergencyFactory)
    record = "fil-0000000000-0"
    number = 1
    opened_at = NOW


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "opened"
    n = 5
    purpose = "statistics"
    reason = "For the report of the quarter."
    rule = 2
    expires_at = NOW
