"""What is offered as last time is what was filed then, never what a draft says."""

import pytest

from cairn.reporting.filings.actions import return_filing, submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, begin_version, save_counts
from cairn.reporting.filings.earlier import last_filed, numbers_before
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import drafted, validated, world

pytestmark = pytest.mark.django_db


def test_a_draft_or_what_was_returned_is_no_last_time():
    people = world()
    now = drafted(people, "2024-Q3")
    validated(people, "2024-Q1", 12)
    later = drafted(people, "2024-Q2", 5)
    assert last_filed(now).whole == validated_period(people)
    later = submit_filing(filing=later, by=people.officer)
    assert last_filed(now) == later
    return_filing(filing=later, reason="Which posts?", by=people.contact)
    assert last_filed(now).whole == validated_period(people)


def test_an_amendment_that_was_only_begun_offers_what_stands():
    people = world()
    now, before = drafted(people, "2024-Q2"), validated(people, "2024-Q1", 1200)
    again = begin_version(filing=before, by=people.officer)
    change = Change(CountInput("smuggled_detected", value=261), Was(1200))
    save_counts(filing=again, changes=[change], by=people.officer)
    assert numbers_before(now)["smuggled_detected|"].value == 1200


def test_only_the_number_of_a_time_as_long_is_offered():
    people = world()
    validated(people, "2023-H2", 2279)
    now = drafted(people, "2024-Q1")
    assert last_filed(now) is None
    assert numbers_before(now) == {}
    validated(people, "2023-Q2", 40)
    assert numbers_before(now)["smuggled_detected|"].value == 40
    leap = drafted(people, "2025-02")
    validated(people, "2024-12", 9)
    assert last_filed(leap).period_last.month == 12


def validated_period(people):
    return Filing.objects.get(owner=people.agency, status="validated").whole
