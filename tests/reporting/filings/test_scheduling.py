"""Reminders, standing in, and what a State decides for its agencies."""

from datetime import date

import pytest

from cairn.kernel.dates import Level
from cairn.kernel.errors import Refused
from cairn.reporting.filings.models import Notice
from cairn.reporting.filings.ruling import set_four_eyes
from cairn.reporting.filings.scheduling import remind, set_schedule
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
            set_four_eyes(state="NER", on=True, reason="So.", by=who)
