"""The contact point merges two agencies' filings into the State's own."""

import pytest

from cairn.reporting.filings.actions import (
    NotReady,
    clear_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.combining import (
    NotAlike,
    StillUndecided,
    apply_merge,
    begin_merge,
    decide_all,
    decide_doubles,
)
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts, save_details
from cairn.reporting.filings.merging import Decision
from cairn.reporting.filings.models import Double, Filing
from cairn.reporting.filings.policies import InAMerge
from tests.factories import MembershipFactory, StateBodyFactory, UserFactory
from tests.reporting.filings.doing import drafted, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Two agencies of one State, both submitted; and the ministry that merges them."""
    people = world()
    other = UserFactory()
    agency = StateBodyFactory(state="NER")
    MembershipFactory(user=other, organisation=agency, role="officer")
    first = submit_filing(filing=drafted(people, value=40), by=people.officer)
    rival = type(people)(agency, other, people.contact, people.secretary)
    draft = drafted(rival, value=40)
    change = Change(CountInput("dead", value=2))
    save_counts(filing=draft, changes=[change], by=other)
    second = submit_filing(filing=draft, by=other)
    ministry = people.contact.memberships.get().organisation
    return people, first, second, ministry


def values(filing):
    return dict(filing.counts.values_list("measure", "value"))


def test_the_same_people_count_once_and_the_state_stands_behind_one_number(two):
    people, first, second, ministry = two
    merged = begin_merge(filings=[first, second], owner=ministry, by=people.contact)
    (double,) = Double.objects.filter(filing=merged)
    assert double.score > 0.9
    with pytest.raises(StillUndecided):
        apply_merge(filing=merged, by=people.contact)
    decide_doubles(filing=merged, refs=[double.ref], decision=Decision.LARGER, by=people.contact)
    apply_merge(filing=merged, by=people.contact)
    assert values(merged) == {"smuggled_detected": 40, "dead": 2}
    merged = submit_filing(filing=merged, by=people.contact)
    merged = clear_filing(filing=merged, by=people.contact)
    validate_filing(filing=merged, by=people.secretary)
    assert list(Filing.objects.countable()) == [merged]


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        (("green", ["statistics"]), ("green", ["statistics"]), ("green", ["statistics"])),
        (
            ("clear", ["statistics"]),
            ("amber_strict", ["statistics"]),
            ("amber_strict", ["statistics"]),
        ),
        (("green", ["statistics", "evidence"]), ("green", ["evidence"]), ("green", ["evidence"])),
        (("green", ["statistics"]), ("green", []), ("green", [])),  # none may be assumed
    ],
)
def test_what_is_merged_binds_as_its_narrowest_part(two, first, second, merged):
    people, *sources, ministry = two
    for one, (marking, uses) in zip(sources, (first, second), strict=True):
        one.marking, one.uses = marking, uses
        one.save()
    found = begin_merge(filings=sources, owner=ministry, by=people.contact)
    assert (found.marking, found.uses) == merged


def test_other_people_add_up(two):
    people, first, second, ministry = two
    merged = begin_merge(filings=[first, second], owner=ministry, by=people.contact)
    decide_all(filing=merged, decision=Decision.DIFFERENT, by=people.contact)
    apply_merge(filing=merged, by=people.contact)
    assert values(merged) == {"smuggled_detected": 80, "dead": 2}


def test_an_agencys_filing_is_decided_in_the_merge_until_that_is_given_up(two):
    people, first, second, ministry = two
    merged = begin_merge(filings=[first, second], owner=ministry, by=people.contact)
    with pytest.raises(InAMerge):
        clear_filing(filing=first, by=people.contact)
    with pytest.raises(NotReady):
        submit_filing(filing=merged, by=people.contact)
    withdraw_filing(filing=merged, reason="Not yet complete.", by=people.contact)
    assert clear_filing(filing=first, by=people.contact).status == "cleared"


def test_what_does_not_count_the_same_thing_is_not_merged(two):
    people, first, second, ministry = two
    Filing.objects.filter(pk=second.pk).update(conduct="mixed")
    with pytest.raises(NotAlike):
        begin_merge(filings=[first, second], owner=ministry, by=people.contact)
    assert not Filing.objects.exclude(merged_into="").exists()


def test_a_note_of_coverage_says_which_agency_said_it(two):
    people, first, second, ministry = two
    merged = begin_merge(filings=[first, second], owner=ministry, by=people.contact)
    assert first.owner.name in merged.coverage_note
    save_details(filing=merged, values={"coverage_note": "Both."}, by=people.contact)
