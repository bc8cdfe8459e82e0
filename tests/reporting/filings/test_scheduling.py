"""Reminders, standing in, and what a State decides for its agencies."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cairn.accounts.permissions import Permission, may
from cairn.kernel.dates import Level
from cairn.kernel.errors import Refused
from cairn.reporting.filings.models import Notice
from cairn.reporting.filings.scheduling import (
    NoEnd,
    NotInThisOrganisation,
    delegate,
    remind,
    set_four_eyes,
    set_schedule,
)
from tests.factories import MembershipFactory, UserFactory
from tests.reporting.filings.doing import validated, world

pytestmark = pytest.mark.django_db


def waiting(organisation):
    rows = Notice.objects.filter(organisation=organisation, done_at=None)
    return sorted(rows.values_list("kind", "values__period"))


def test_a_reminder_comes_once_grows_urgent_and_goes_when_filed():
    people = world()
    set_schedule(
        organisation=people.agency,
        section="smuggled_migrants",
        level=Level.QUARTER,
        days=30,
        since=date(2024, 1, 1),
        by=people.contact,
    )
    assert remind(date(2024, 4, 20)) == 1
    assert remind(date(2024, 4, 21)) == 0
    assert waiting(people.agency) == [("due", "2024-01-01")]
    remind(date(2024, 5, 2))
    assert waiting(people.agency) == [("overdue", "2024-01-01")]
    validated(people)
    remind(date(2024, 5, 3))
    assert ("overdue", "2024-01-01") not in waiting(people.agency)


def test_only_the_contact_point_of_the_state_sets_a_schedule_or_four_eyes():
    people, others = world(), world("MLI")
    asked = {"section": "smugglers", "level": Level.YEAR, "days": 60, "since": date(2024, 1, 1)}
    for who in (people.officer, others.contact, people.secretary):
        with pytest.raises(Refused):
            set_schedule(organisation=people.agency, by=who, **asked)
        with pytest.raises(Refused):
            set_four_eyes(state="NER", on=True, by=who)


def test_a_colleague_stands_in_until_a_day_and_nobody_from_outside():
    people = world()
    colleague, stranger = UserFactory(), UserFactory()
    MembershipFactory(user=colleague, organisation=people.agency, role="analyst")
    until = timezone.localdate() + timedelta(days=10)
    made = delegate(
        to=colleague, organisation=people.agency, role="officer", until=until, by=people.officer
    )
    assert (made.role, made.until) == ("officer", until)
    assert may(colleague, Permission.FILING_WRITE, people.agency)
    with pytest.raises(NotInThisOrganisation):
        delegate(
            to=stranger, organisation=people.agency, role="officer", until=until, by=people.officer
        )
    with pytest.raises(NoEnd):
        delegate(
            to=colleague,
            organisation=people.agency,
            role="officer",
            until=timezone.localdate(),
            by=people.officer,
        )
