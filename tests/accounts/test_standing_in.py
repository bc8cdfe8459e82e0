"""Standing in for a colleague until a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.accounts.actions import end_membership
from cairn.accounts.permissions import Permission, may
from cairn.accounts.standing_in import (
    HoldsItAlready,
    NoEnd,
    NotInThisOrganisation,
    NotYourOwn,
    NotYoursToEnd,
    delegate,
    end_standing_in,
    standing_in,
)
from cairn.audit.models import Event
from tests.factories import MembershipFactory, StateBodyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """An officer and an analyst of one agency, and the agency."""
    agency, officer, analyst = StateBodyFactory(), UserFactory(), UserFactory()
    MembershipFactory(user=officer, organisation=agency, role="officer")
    MembershipFactory(user=analyst, organisation=agency, role="analyst")
    return agency, officer, analyst


def later(days=10):
    return timezone.localdate() + timedelta(days=days)


def given(two, **changed):
    agency, officer, analyst = two
    asked = {"to": analyst, "organisation": agency, "role": "officer", "until": later()}
    return delegate(**asked | {"by": officer} | changed)


def test_a_colleague_stands_in_until_a_day_and_the_log_says_for_whom(two):
    agency, officer, analyst = two
    made = given(two)
    assert (made.role, made.until, made.stands_in_for) == ("officer", later(), officer)
    assert may(analyst, Permission.FILING_WRITE, agency)
    assert standing_in([agency]) == [made]
    event = Event.objects.get(kind="accounts.membership.delegated")
    assert (event.by, event.target) == (officer.username, analyst.ref)


def test_nobody_from_outside_nobody_oneself_and_never_without_an_end(two):
    _agency, officer, _analyst = two
    for stranger in (UserFactory(), officer):
        with pytest.raises(NotInThisOrganisation):
            given(two, to=stranger)
    for day in (later(0), later(181)):
        with pytest.raises(NoEnd):
            given(two, until=day)


def test_only_a_role_of_ones_own_and_no_stand_in_passes_it_on(two):
    agency, officer, analyst = two
    third = UserFactory()
    MembershipFactory(user=third, organisation=agency, role="analyst")
    with pytest.raises(NotYourOwn):
        given(two, role="contact_point")
    given(two)
    with pytest.raises(NotYourOwn):
        given(two, to=third, by=analyst)
    with pytest.raises(HoldsItAlready):
        given(two)
    officer.memberships.update(until=later(5))
    with pytest.raises(NotYourOwn):
        given(two, to=third)  # longer than the role itself


def test_either_of_the_two_ends_it_and_nobody_else(two):
    agency, officer, analyst = two
    made = given(two)
    with pytest.raises(NotYoursToEnd):
        end_standing_in(membership=made, by=UserFactory())
    with pytest.raises(NotYoursToEnd):
        end_standing_in(membership=officer.memberships.get(), by=officer)
    end_standing_in(membership=made, by=analyst)
    assert not may(analyst, Permission.FILING_WRITE, agency)
    assert may(officer, Permission.FILING_WRITE, agency)
    assert standing_in([agency]) == []


def test_it_ends_with_the_role_itself(two):
    agency, officer, analyst = two
    given(two)
    end_membership(membership=officer.memberships.get(), by=None)
    assert not may(analyst, Permission.FILING_WRITE, agency)
