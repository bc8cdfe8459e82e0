"""Who looks is read from the database at each question: the same as plain loops over all rows say,
whatever was written a moment before, by an action or past all of them.

lk01  for random worlds and random writes the viewer is the one of the loops
lk02  what is narrowed counts at the next question, in the same transaction
lk03  few questions, however much is open

Promise 2 of the design.
"""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.accounts.actions import add_membership, close_user, end_membership
from cairn.accounts.models import Membership, Organisation, User
from cairn.sharing import looking
from cairn.sharing.models import Entitlement, GroupMember, SharingGroup
from cairn.sharing.viewer import viewer_of
from tests.factories import MembershipFactory, OrganisationFactory, StateBodyFactory, UserFactory
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LENGTHS = {1: "shared_month", 3: "shared_quarter", 6: "shared_half", 12: "shared_year"}
MONTHS = [date(year, month, 1) for year in (2024, 2025) for month in range(1, 13)]
BEGINS, ENDS = st.sampled_from([YESTERDAY, TODAY, TOMORROW]), st.sampled_from([0, 1, 2, None])
SECTIONS = st.sampled_from([[], ["routes"], ["routes", "fees"]])
LASTING = {"since": BEGINS, "lasts": ENDS}
ROLES = ["contact_point", "officer", "secretariat", "steward", "rights_reviewer"]
WORLDS = st.fixed_dictionaries(
    {
        "places": st.lists(
            st.fixed_dictionaries(
                {"who": st.integers(0, 1), "body": st.integers(0, 4)}
                | {"role": st.sampled_from(ROLES)}
                | LASTING
            ),
            max_size=5,
            unique_by=lambda one: (one["who"], one["body"], one["role"]),
        ),
        "months": st.lists(
            st.tuples(
                st.sampled_from(["MLI", "TCD"]),
                st.sampled_from(["routes", "fees"]),
                st.integers(0, 20),
                st.integers(1, 14),
                st.sampled_from([None, YESTERDAY, TODAY, TOMORROW]),
            ),
            max_size=4,
        ),
        "groups": st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["organisations", "accounts"])} | LASTING
            ),
            min_size=1,
            max_size=3,
        ),
        "members": st.lists(
            st.fixed_dictionaries(
                {"group": st.integers(0, 2), "body": st.integers(0, 4), "sections": SECTIONS}
                | {"who": st.sampled_from([None, 0, 1])}
                | LASTING
            ),
            max_size=5,
            unique_by=lambda one: (one["group"], one["body"], one["who"]),
        ),
        "writes": st.lists(st.tuples(st.integers(0, 11), st.integers(0, 4)), max_size=4),
        "works_for": st.sampled_from([None, 0, 1, 2]),
    }
)


def until(one):
    return None if one["lasts"] is None else one["since"] + timedelta(days=one["lasts"])


def laid(world):
    bodies = [
        *(StateBodyFactory(state=state) for state in ("MLI", "MLI", "TCD")),
        OrganisationFactory(kind="university", state="MLI"),
        OrganisationFactory(kind="international"),
    ]
    people = [UserFactory(), UserFactory()]
    for one in world["places"]:
        who, body = people[one["who"]], bodies[one["body"]]
        lasts = {"since": one["since"], "until": until(one)}
        MembershipFactory(user=who, organisation=body, role=one["role"], **lasts)
    for state, section, at, length, last in world["months"]:
        for month in MONTHS[at : at + length]:
            why = "grace" if last else "contributed"
            Entitlement.objects.update_or_create(
                state=state, section=section, month=month, defaults={"why": why, "until": last}
            )
    groups = [
        SharingGroupFactory(kind=one["kind"], since=one["since"], until=until(one))
        for one in world["groups"]
    ]
    for one in world["members"]:
        GroupMemberFactory(
            group=groups[one["group"] % len(groups)],
            organisation=bodies[one["body"]],
            account=None if one["who"] is None else people[one["who"]],
            sections=one["sections"],
            since=one["since"],
            until=until(one) or (TOMORROW + timedelta(days=9)),
        )
    return people, bodies


def write(kind, at, people, bodies):
    """One change of who may see what, mostly past every action."""
    places = Membership.objects.filter(user__in=people).order_by("pk")
    match kind:
        case 0:
            for one in places.filter(until=None)[:1]:
                end_membership(membership=one, by=None)
        case 1:
            if not places.filter(user=people[0], organisation=bodies[at], role="analyst").exists():
                add_membership(user=people[0], organisation=bodies[at], role="analyst", by=None)
        case 2:
            places.filter(organisation=bodies[at]).update(until=TODAY, since=YESTERDAY)
        case 3:
            places.filter(organisation=bodies[at]).delete()
        case 4:
            User.objects.filter(pk=people[0].pk).update(is_active=False)
        case 5:
            Entitlement.objects.filter(state=("MLI", "TCD")[at % 2]).delete()
        case 6:
            Entitlement.objects.filter(month=MONTHS[at]).update(until=YESTERDAY, why="grace")
        case 7:
            SharingGroup.objects.update(since=YESTERDAY, until=TODAY)
        case 8:
            GroupMember.objects.filter(organisation=bodies[at]).delete()
        case 9:
            GroupMember.objects.update(sections=["fees"])
        case 10:
            Organisation.objects.filter(pk=bodies[at % 3].pk).update(state="TCD")
        case 11:
            if people[0].is_active:
                close_user(user=people[0], by=None)


def lasts_today(one):
    return one.since <= TODAY and (one.until is None or one.until > TODAY)


def expected(user):
    """The same question, of every row there is."""
    known = User.objects.get(pk=user.pk)
    places = [
        one
        for one in Membership.objects.select_related("organisation")
        if one.user_id == known.pk and known.is_active and lasts_today(one)
    ]
    if user.works_for is not None:
        places = [one for one in places if one.organisation.ref == user.works_for]
    bodies = {one.organisation.ref for one in places}
    states = {one.organisation.state for one in places if one.organisation.kind == "state_body"}
    opened = {}
    for state in states:
        for section in ("routes", "fees"):
            held = {
                (one.month.year, one.month.month)
                for one in Entitlement.objects.all()
                if (one.state, one.section) == (state, section)
                and (one.until is None or one.until >= TODAY)
            }
            for length, audience in LENGTHS.items():
                whole = {
                    date(year, first, 1)
                    for year in (2024, 2025, 2026)
                    for first in range(1, 13, length)
                    if all((year, first + more) in held for more in range(length))
                }
                if whole:
                    opened.setdefault((section, audience), set()).add(frozenset(whole))
    shared = {}
    for one in GroupMember.objects.select_related("group", "organisation"):
        if not lasts_today(one) or not lasts_today(one.group):
            continue
        body, audiences = one.organisation, []
        if one.group.kind == "accounts":
            if one.account_id == known.pk and body.ref in bodies:
                audiences = ["group_red"]
        elif one.account_id is None:
            if body.ref in bodies:
                audiences = ["group_strict", "group_amber"]
            elif body.kind == "state_body" and body.state in states:
                audiences = ["group_amber"]
        for audience in audiences:
            for section in one.sections or [""]:
                shared.setdefault((audience, section), set()).add(one.group.ref)
    clears = {
        one.organisation.state
        for one in places
        if one.role == "contact_point" and one.organisation.kind == "state_body"
    }
    looks = any(
        one.role == "secretariat" and one.organisation.kind == "international" for one in places
    )
    return bodies, states, opened, shared, clears, looks


def told(viewer):
    opened = {}
    for section, audience, firsts in viewer.opened:
        opened.setdefault((section, audience), set()).add(firsts)
    shared = {(audience, section): set(refs) for audience, section, refs in viewer.shared}
    assert len(shared) == len(viewer.shared)
    seen = (set(viewer.organisations), set(viewer.states), opened, shared, set(viewer.clears))
    return *seen, viewer.secretariat


@settings(max_examples=60)
@given(world=WORLDS)
def test_lk01_lk02_the_viewer_is_the_one_of_the_loops_after_every_write(db, world):
    with transaction.atomic():
        people, bodies = laid(world)
        for kind, at in [(None, 0), *world["writes"]]:
            if kind is not None:
                write(kind, at, people, bodies)
            for one in User.objects.filter(pk__in=[person.pk for person in people]):
                chosen = world["works_for"]
                one.works_for = None if chosen is None else bodies[chosen].ref
                assert told(viewer_of(one, TODAY)) == expected(one)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_lk03_one_question_for_all_months_and_groups_and_none_without_a_body(
    django_assert_num_queries,
):
    body = StateBodyFactory(state="MLI")
    for _ in range(5):
        GroupMemberFactory(organisation=body)
    Entitlement.objects.bulk_create(
        Entitlement(state="MLI", section=section, month=month, why="contributed")
        for section in ("routes", "fees")
        for month in MONTHS
    )
    with django_assert_num_queries(1):
        rows = looking.rows_for(["x"], {body.ref}, {"MLI"}, TODAY)
    found = looking.read(rows, frozenset({body.ref}))
    assert len(rows) == 7
    assert {len(refs) for _, _, refs in found.shared} == {5}
    assert {len(firsts) for _, audience, firsts in found.opened if audience == "shared_year"} == {2}
    with django_assert_num_queries(0):
        assert looking.read(looking.rows_for(["x"], set(), {"MLI"}, TODAY), frozenset()) == (
            looking.Open()
        )
