"""The invented records of the demonstration: five kinds, three years, and marked as invented.

dr01 what an agency tells of is filed, cleared, validated and marked
dr02 of every kind there is something, with legs on a map and people in events
dr03 one question is answered and one waits
"""

from types import SimpleNamespace

import pytest

from cairn.accounts.actions import add_membership, create_user
from cairn.accounts.demonstration import invented_organisation
from cairn.console import demo_records
from cairn.reference.countries import invented_states
from cairn.reporting.filings.models import Filing, FilingComment
from cairn.reporting.observations.queries import observed

pytestmark = pytest.mark.django_db


def somebody(name, key, role):
    user = create_user(username=name, display_name="(invented)", invented=True, by=None)
    add_membership(user=user, organisation=invented_organisation(key), role=role, by=None)
    return user


@pytest.fixture
def people():
    return SimpleNamespace(
        officer=somebody("ravi", "verania-border", "officer"),
        contact=somebody("tala", "verania-interior", "contact_point"),
        secretary=somebody("yuri", "secretariat", "secretariat"),
    )


def test_dr01_dr02_dr03_three_years_of_every_kind(people):
    body = invented_organisation("verania-border")
    found = demo_records.file_records("verania-border", body, **vars(people))
    assert {one.section for one in found} == set(demo_records.TOLD)
    assert {one.status for one in found} == {"validated"}
    assert Filing.objects.filter(invented=False).count() == 0
    assert (min(one.first for one in found).year, max(one.period_last for one in found).year) == (
        2023,
        2026,
    )
    records = [one for filing in found for one in observed(filing)]
    assert {one.kind for one in records} == {"route", "fee", "method", "document", "incident"}
    for one in records:
        assert "(invented)" in one.values["title"]
        for leg in one.legs:
            assert leg["from_country"] in invented_states()
            assert leg["from_lat"] is not None
        assert one.kind != "incident" or one.persons
    demo_records.ask_about(found, officer=people.officer, secretary=people.secretary)
    assert FilingComment.objects.filter(settled_at__isnull=False).count() == 2
    assert FilingComment.objects.filter(settled_at__isnull=True).count() == 1


def test_dr01_a_state_of_true_zeros_tells_of_nothing(people):
    body = invented_organisation("samoria-immigration")
    assert demo_records.file_records("samoria-immigration", body, **vars(people)) == []
