"""Whom a sharing group lets read: computed for a viewer, compared with the rule read aloud.

gr01  an empty group is nobody                gr04  a section narrows
gr02  AMBER+STRICT: the bodies that it names  gr05  ended, not begun, closed: nobody
gr03  AMBER: all bodies of their States       gr06  RED: the named person, while she has a role
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.kernel.predicates import holds
from cairn.sharing.groups import bodies_named, persons_named
from cairn.sharing.looking import read, rows_for
from cairn.sharing.viewer import Viewer, viewer_of, visible
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    StateBodyFactory,
    UserFactory,
)
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
STATES = ["NER", "MLI", "TCD"]
MARKED = {"red": "group_red", "amber_strict": "group_strict", "amber": "group_amber"}


def row_of(group, marking, section="smuggled_migrants"):
    return {
        "owner": "org-owner",
        "state": "NER",
        "audience_class": MARKED[marking],
        "section": section,
        "period": date(2024, 1, 1),
        "embargo_until": date(1970, 1, 1),
        "shared_with": group.ref,
    }


def reads(user, row, today=TODAY):
    return holds(visible(viewer_of(user, today)), row)


def colleague(body, **more):
    return MembershipFactory(organisation=body, **more).user


def test_gr01_a_group_without_members_is_nobody():
    group = SharingGroupFactory()
    for body in (StateBodyFactory(state="MLI"), OrganisationFactory(kind="university")):
        user = colleague(body)
        assert not any(reads(user, row_of(group, marking)) for marking in MARKED)
    assert bodies_named(group, "amber", None, TODAY) == []


def test_gr02_amber_strict_is_read_by_the_named_body_and_by_no_other_of_its_state():
    member = GroupMemberFactory()
    named, beside = colleague(member.organisation), colleague(StateBodyFactory(state="MLI"))
    row = row_of(member.group, "amber_strict")
    assert reads(named, row)
    assert not reads(beside, row)
    assert not reads(named, row_of(SharingGroupFactory(), "amber_strict"))


def test_gr03_amber_is_read_by_all_bodies_of_the_state_and_not_by_its_universities():
    member = GroupMemberFactory()
    beside = colleague(StateBodyFactory(state="MLI"))
    university = colleague(OrganisationFactory(kind="university", state="MLI"))
    elsewhere = colleague(StateBodyFactory(state="TCD"))
    row = row_of(member.group, "amber")
    assert [reads(one, row) for one in (beside, university, elsewhere)] == [True, False, False]
    named = GroupMemberFactory(
        group=member.group, organisation=university.memberships.get().organisation
    )
    assert reads(university, row)
    told = {one.ref for one in bodies_named(member.group, "amber", None, TODAY)}
    assert told == {
        member.organisation.ref,
        named.organisation.ref,
        beside.memberships.get().organisation.ref,
    }


def test_gr04_a_member_named_for_one_section_reads_only_that_one():
    member = GroupMemberFactory(sections=["routes"])
    user = colleague(member.organisation)
    assert reads(user, row_of(member.group, "amber_strict", "routes"))
    assert not reads(user, row_of(member.group, "amber_strict", "smugglers"))
    assert bodies_named(member.group, "amber", "smugglers", TODAY) == []


@pytest.mark.parametrize(
    ("of_member", "of_group"),
    [
        ({"until": TODAY}, {}),
        ({"since": TOMORROW}, {}),
        ({}, {"until": TODAY}),
        ({}, {"since": TOMORROW}),
    ],
)
def test_gr05_what_ended_or_has_not_begun_is_nobody(of_member, of_group):
    group = SharingGroupFactory(**of_group)
    member = GroupMemberFactory(group=group, **of_member)
    user = colleague(member.organisation)
    assert not any(reads(user, row_of(group, marking)) for marking in MARKED)
    assert bodies_named(group, "amber", None, TODAY) == []


def test_gr05_the_last_day_still_counts():
    member = GroupMemberFactory(until=TOMORROW)
    user = colleague(member.organisation)
    row = row_of(member.group, "amber")
    assert reads(user, row, TODAY)
    assert not reads(user, row, TOMORROW)


def test_gr06_red_is_read_by_the_named_person_and_not_by_her_colleague():
    body, group = StateBodyFactory(state="MLI"), SharingGroupFactory(kind="accounts")
    named, beside = colleague(body), colleague(body)
    GroupMemberFactory(group=group, organisation=body, account=named)
    row = row_of(group, "red")
    assert reads(named, row)
    assert not reads(beside, row)
    assert not reads(named, row_of(group, "amber"))  # a group of persons is for RED alone
    assert [one.account for one in persons_named(group, None, TODAY)] == [named]


def test_gr06_a_person_who_left_the_body_or_whose_account_is_closed_reads_nothing():
    body, group = StateBodyFactory(state="MLI"), SharingGroupFactory(kind="accounts")
    left, closed = UserFactory(), UserFactory(is_active=False)
    MembershipFactory(user=left, organisation=body, since=date(2024, 1, 1), until=date(2026, 1, 1))
    MembershipFactory(user=left, organisation=StateBodyFactory(state="MLI"))
    MembershipFactory(user=closed, organisation=body)
    for one in (left, closed):
        GroupMemberFactory(group=group, organisation=body, account=one)
        assert not reads(one, row_of(group, "red"))
    assert persons_named(group, None, TODAY) == []


def test_an_embargo_of_the_owner_holds_for_a_group_too():
    member = GroupMemberFactory()
    row = row_of(member.group, "amber") | {"embargo_until": TOMORROW}
    user = colleague(member.organisation)
    assert not reads(user, row)
    assert reads(user, row, TOMORROW)


def test_red_and_strict_are_at_home_for_the_contact_points_and_amber_for_all_bodies():
    officer = colleague(StateBodyFactory(), role="officer")
    contact = colleague(StateBodyFactory(), role="contact_point")
    group = SharingGroupFactory()
    for marking, home in (("red", False), ("amber_strict", False), ("amber", True)):
        assert reads(officer, row_of(group, marking)) is home
        assert reads(contact, row_of(group, marking))
    owner = Viewer(today=TODAY, organisations=frozenset({"org-owner"}))
    assert holds(visible(owner), row_of(group, "red"))


DAYS = st.sampled_from([YESTERDAY, TODAY, TOMORROW])
MEMBERS = st.lists(
    st.fixed_dictionaries(
        {
            "body": st.integers(0, 4),
            "sections": st.sampled_from([[], ["routes"], ["routes", "smugglers"]]),
            "since": st.sampled_from([YESTERDAY, TODAY, TOMORROW]),
            "lasts": st.sampled_from([None, 0, 1, 2]),
        }
    ),
    max_size=4,
    unique_by=lambda one: one["body"],
)


@pytest.fixture
def bodies(db):
    """Two bodies of Mali, one of Chad, a university of Mali, and a body between States."""
    return [
        *(StateBodyFactory(state=state) for state in ("MLI", "MLI", "TCD")),
        OrganisationFactory(kind="university", state="MLI"),
        OrganisationFactory(kind="international"),
    ]


@settings(max_examples=60)
@given(members=MEMBERS, looks=st.integers(0, 4), section=st.sampled_from(["routes", "fees"]))
def test_what_a_viewer_sees_and_who_is_listed_are_the_rule_read_aloud(
    bodies, members, looks, section
):
    group = SharingGroupFactory()
    for one in members:
        until = one["lasts"] is not None and one["since"] + timedelta(days=one["lasts"])
        GroupMemberFactory(
            group=group,
            organisation=bodies[one["body"]],
            sections=one["sections"],
            since=one["since"],
            until=until or None,
        )
    named = {
        one["body"]
        for one in members
        if one["since"] <= TODAY
        and (one["lasts"] is None or one["since"] + timedelta(days=one["lasts"]) > TODAY)
        and (not one["sections"] or section in one["sections"])
    }
    of_mali = {0, 1} if named & {0, 1} else set()
    wanted = {"amber_strict": named, "amber": named | of_mali, "red": set()}
    looking = bodies[looks]
    state = looking.state if looking.kind == "state_body" else None
    rows = rows_for(["x"], {looking.ref}, {state} - {None}, TODAY)
    viewer = Viewer(
        today=TODAY,
        organisations=frozenset({looking.ref}),
        states=frozenset({state} - {None}),
        shared=read(rows, frozenset({looking.ref})).shared,
    )
    for marking, able in wanted.items():
        assert holds(visible(viewer), row_of(group, marking, section)) == (looks in able)
        told = {one.ref for one in bodies_named(group, marking, section, TODAY)}
        assert told == {bodies[at].ref for at in able}
