"""What a hold keeps of what was asked, opened and agreed to in the name of an organisation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.access import asking, emergencies
from cairn.access.models import Agreement, Emergency, RoleRequest
from cairn.console.duties import forget_what_is_over
from cairn.erasure.models import Hold
from tests.factories import OrganisationFactory, UserFactory
from tests.factories_of_people import (
    AgreementFactory,
    EmergencyFactory,
    EmergencyReadingFactory,
    RoleRequestFactory,
)

pytestmark = pytest.mark.django_db
RECORD = "fil-0000000001-1"
KINDS = (RoleRequest, Emergency, Agreement)


@pytest.fixture
def body():
    """An organisation of which one of each is over for long, and one of another organisation."""
    agency = OrganisationFactory(kind="state_body", state="ITA")
    for place in (agency, OrganisationFactory(kind="state_body", state="GRC")):
        at = timezone.now() - asking.KEPT - timedelta(days=2)
        over = {"closed_at": at, "expires_at": at, "asked_at": at}
        RoleRequestFactory(organisation=place, closed_as="lapsed", **over)
        AgreementFactory(
            organisation=place,
            closed_as="lapsed",
            records=[[RECORD, 1]] if place == agency else [],
            **over,
        )
        at = timezone.now() - emergencies.KEPT - timedelta(days=2)
        opened = EmergencyFactory(
            place=place, begun_at=at, closed_as="lapsed", closed_at=at, judged_as="approved",
            judged_at=at, judge=UserFactory(), judgement="It was needed.",
        )  # fmt: skip
        if place == agency:
            EmergencyReadingFactory(emergency=opened, record=RECORD)
    return agency


def left():
    return [kind.objects.count() for kind in KINDS]


def test_of_an_organisation_on_hold_all_of_it_stays_until_it_is_lifted(body):
    hold = Hold.objects.create(target=body.ref, owner=body, reason="An inquiry.", placed_by="x")
    forget_what_is_over()
    assert left() == [1, 1, 1]
    assert Emergency.objects.get().place == body
    assert {one.objects.get().organisation for one in (RoleRequest, Agreement)} == {body}
    Hold.objects.filter(pk=hold.pk).update(lifted_at=timezone.now(), lifted_by="x")
    forget_what_is_over()
    assert left() == [0, 0, 0]


def test_of_a_record_on_hold_what_opened_it_and_what_let_it_leave_stay(body):
    Hold.objects.create(target=RECORD, owner=body, reason="An inquiry.", placed_by="x")
    forget_what_is_over()
    assert left() == [0, 1, 1]
