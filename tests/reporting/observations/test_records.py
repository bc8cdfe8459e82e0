"""Records of a filing, from writing to submission, versions and history.

Promise 1 of the design. Promise 7 of the design.
"""

import json

import pytest

from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.kernel.errors import NotFound, Refused
from cairn.reporting.filings.actions import (
    NotReady,
    clear_filing,
    return_filing,
    submit_filing,
    validate_filing,
)
from cairn.reporting.filings.combining import apply_merge, begin_merge
from cairn.reporting.filings.drafting import begin_version
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import NotWritable
from cairn.reporting.observations.actions import (
    NotInThisSection,
    WrittenMeanwhile,
    WrongObservation,
    add_observation,
    add_observations,
    change_observation,
    remove_observation,
)
from cairn.reporting.observations.catalogue import KINDS
from cairn.reporting.observations.models import IncidentReport, RouteObservation
from cairn.reporting.observations.queries import observed, one_observed
from tests.factories import MembershipFactory, StateBodyFactory, UserFactory
from tests.reporting.filings.doing import world
from tests.reporting.observations.doing import added, draft, given

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_given_is_what_stands_and_a_complete_record_can_be_submitted(kind):
    people = world()
    filing = draft(people, kind)
    one = added(people, kind, filing)
    told = given(kind)
    for name, value in told.values.items():
        assert one.values[name] == value, name
    assert len(one.legs) == len(told.legs)
    assert list(one.persons) == list(told.persons)
    assert submit_filing(filing=filing, by=people.officer).status == "submitted"


def test_a_filing_without_a_record_is_empty():
    people = world()
    with pytest.raises(NotReady) as asked:
        submit_filing(filing=draft(people, "route"), by=people.officer)
    assert [one.code for one in asked.value.asked] == ["empty_filing"]


def test_a_record_of_another_section_has_no_place_here():
    people = world()
    with pytest.raises(NotInThisSection):
        add_observation(
            filing=draft(people, "route"), kind="fee", given=given("fee"), by=people.officer
        )


def test_only_its_own_organisation_writes_and_only_while_it_is_a_draft_or_returned():
    people, others = world(), world("MLI")
    filing = draft(people, "route")
    one = added(people, "route", filing)
    for who in (others.officer, people.contact, people.secretary):
        with pytest.raises(Refused):
            add_observation(filing=filing, kind="route", given=given("route"), by=who)
        with pytest.raises(Refused):
            remove_observation(filing=filing, kind="route", ref=one.ref, by=who)
    filing = submit_filing(filing=filing, by=people.officer)
    with pytest.raises(NotWritable):
        change(people, filing, one, title="Other")
    return_filing(filing=filing, reason="Which posts?", by=people.contact)
    assert change(people, filing, one, title="Other").values["title"] == "Other"


def change(people, filing, one, **values):
    told = given(one.kind, **values)
    return change_observation(
        filing=filing,
        kind=one.kind,
        ref=one.ref,
        given=told,
        revision=one.revision,
        by=people.officer,
    )


def test_the_same_submission_twice_adds_one():
    people = world()
    filing = draft(people, "fee")
    for _turn in range(2):
        one = add_observation(
            filing=filing, kind="fee", given=given("fee"), by=people.officer, once="token"
        )
    assert [each.ref for each in observed(filing)] == [one.ref]


def test_two_people_who_change_one_record_meet_and_the_same_change_twice_is_one():
    people = world()
    filing = draft(people, "route")
    one = added(people, "route", filing)
    mine = change(people, filing, one, cause="A new road.")
    assert change(people, filing, one, cause="A new road.").revision == mine.revision
    with pytest.raises(WrittenMeanwhile) as met:
        change(people, filing, one, cause="A closed border.")
    assert met.value.theirs.values["cause"] == "A new road."
    assert one_observed(filing, "route", one.ref).values["cause"] == "A new road."


def test_everything_wrong_is_said_at_once_and_nothing_is_stored():
    people = world()
    filing = draft(people, "fee")
    wrong = given(
        "fee",
        low=-1,
        currency="ABC",
        methods=["barter"],
        usd_rate=600,
        officials="no",
        officials_amount=5,
        title="x" * 201,
    )
    with pytest.raises(WrongObservation) as refused:
        add_observation(filing=filing, kind="fee", given=wrong, by=people.officer)
    fields = [problem.values["field"] for problem in refused.value.problems]
    assert sorted(fields) == sorted(
        ["title", "low", "currency", "methods", "usd_rate", "officials_amount"]
    )
    assert not observed(filing)


def test_each_write_is_logged_and_history_keeps_what_was_removed():
    people = world()
    filing = draft(people, "route")
    one = added(people, "route", filing)
    change(people, filing, one, change="falling")
    remove_observation(filing=filing, kind="route", ref=one.ref, by=people.officer)
    with pytest.raises(NotFound):
        one_observed(filing, "route", one.ref)
    kinds = Event.objects.filter(target=filing.ref, kind__startswith="reporting.observation")
    assert [event.kind.rsplit(".", 1)[1] for event in kinds.order_by("pk")] == [
        *("added", "changed", "removed")
    ]
    bodies = [
        json.loads(row.body)["records"]
        for row in Version.objects.filter(key=filing.ref).order_by("number")
    ]
    assert [len(records) for records in bodies] == [0, 1, 1, 0]
    assert bodies[2][0]["values"]["change"] == "falling"
    assert bodies[2][0]["legs"][0]["to_place"] == "Arlit"


def test_a_new_version_begins_with_the_records_and_the_old_one_keeps_its_own():
    people = world()
    filing = draft(people, "incident")
    one = added(people, "incident", filing, legs=[{"from_place": "Agadez", "to_place": "Arlit"}])
    old = submit_filing(filing=filing, by=people.officer)
    old = clear_filing(filing=old, by=people.contact)
    old = validate_filing(filing=old, by=people.secretary)
    new = begin_version(filing=old, by=people.officer)
    copied = one_observed(new, "incident", one.ref)
    assert copied == one_observed(old, "incident", one.ref)
    changed = change_observation(
        filing=new,
        kind="incident",
        ref=one.ref,
        given=given("incident", conduct="trafficking"),
        revision=copied.revision,
        by=people.officer,
    )
    assert changed.values["conduct"] == "trafficking"
    assert changed.first_classification["conduct"] == "smuggling"
    assert one_observed(old, "incident", one.ref).values["conduct"] == "smuggling"


def test_a_merged_filing_has_the_records_of_its_agencies_once():
    people = world()
    other, officer = StateBodyFactory(state="NER"), UserFactory()
    MembershipFactory(user=officer, organisation=other, role="officer")
    second = type(people)(other, officer, people.contact, people.secretary)
    filings = []
    for who in (people, second):
        filing = draft(who, "route")
        added(who, "route", filing)
        filings.append(submit_filing(filing=filing, by=who.officer))
    ministry = people.contact.memberships.get().organisation
    MembershipFactory(user=people.contact, organisation=ministry, role="officer")
    merged = begin_merge(filings=filings, owner=ministry, by=people.contact)
    for _turn in range(2):
        apply_merge(filing=merged, by=people.contact)
    assert len(observed(merged)) == 2
    assert RouteObservation.objects.count() == 4


def test_reading_takes_the_same_number_of_queries_however_many_records(
    django_assert_num_queries,
):
    people = world()
    filing = draft(people, "incident")
    added(people, "incident", filing)
    with django_assert_num_queries(3):
        observed(filing)
    for _turn in range(3):
        added(people, "incident", filing, legs=[{"from_place": "Agadez", "to_place": "Arlit"}])
    with django_assert_num_queries(3):
        assert len(observed(filing)) == 4


def test_no_field_could_call_a_migrant_an_offender_for_having_been_smuggled():
    """Suspects are counted by role; what a person is accused of is never having been smuggled."""
    names = {field.name for field in IncidentReport._meta.get_fields()}
    assert not {name for name in names if "offen" in name or "illegal" in name or "crimin" in name}
    from cairn.reporting.observations.persons import QUALITIES

    assert "never for being smuggled" in QUALITIES["accused_too"].definition
    assert QUALITIES["suspects"].part_of == ""
    assert "irregular_entry_own_account" not in str(
        [one.words for each in KINDS.values() for one in each.fields]
    )
    assert Filing.objects.count() == 0


def test_many_at_once_are_what_each_alone_would_be_and_one_step_of_the_history():
    people = world()
    filing, alone = draft(people, "route"), draft(people, "incident")
    told = [("route", given("route", title=f"Way {n}")) for n in range(3)]
    before = Version.objects.count()
    assert add_observations(filing=filing, given=told, by=people.officer) == 3
    assert Version.objects.count() == before + 1
    found = observed(filing)
    assert [one.values["title"] for one in found] == ["Way 0", "Way 1", "Way 2"]
    assert all(len(one.legs) == 2 for one in found)
    assert len({one.ref for one in found}) == 3
    assert add_observations(
        filing=alone, given=[("incident", given("incident"))], by=people.officer
    )
    assert list(observed(alone)[0].persons) == list(given("incident").persons)


def test_of_many_none_is_added_where_one_is_wrong():
    people = world()
    filing = draft(people, "route")
    told = [("route", given("route")), ("route", given("route", change="sideways"))]
    with pytest.raises(WrongObservation):
        add_observations(filing=filing, given=told, by=people.officer)
    with pytest.raises(NotInThisSection):
        add_observations(filing=filing, given=[("fee", given("fee"))], by=people.officer)
    assert observed(filing) == []


def test_many_at_once_are_written_by_the_own_organisation_alone():
    people, others = world(), world("MLI")
    filing = draft(people, "route")
    with pytest.raises(Refused):
        add_observations(filing=filing, given=[("route", given("route"))], by=others.officer)
