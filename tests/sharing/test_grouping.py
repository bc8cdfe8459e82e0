"""Making a group, naming members, ending them: by whom, with what, and what is kept of it."""

from datetime import date, timedelta

import pytest

from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.kernel.errors import NotFound
from cairn.sharing import grouping
from cairn.sharing.models import GroupKind, SharingGroup
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    StateBodyFactory,
    UserFactory,
)
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


def contact_of(state="NER"):
    return MembershipFactory(organisation=StateBodyFactory(state=state), role="contact_point").user


def made(by, **more):
    told = {"state": "NER", "name": "Neighbours", "kind": GroupKind.ORGANISATIONS, **more}
    return grouping.make_group(by=by, today=TODAY, **told)


def test_each_change_is_a_version_and_an_event_with_its_members():
    by, body = contact_of(), StateBodyFactory(state="MLI")
    group = made(by)
    member = grouping.add_member(group=group, organisation=body, by=by, today=TODAY)
    grouping.end_member(group=group, member=member.ref, by=by, today=TODAY)
    grouping.close_group(group=group, by=by, today=TODAY)
    kept = Version.objects.filter(key=group.ref).order_by("number")
    assert [one.reason for one in kept] == ["made", "member added", "member ended", "closed"]
    assert body.ref not in kept[0].body
    assert all(body.ref in one.body for one in kept[1:])
    kinds = Event.objects.filter(target=group.ref, kind__startswith="sharing.group")
    assert [one.kind.rpartition(".")[2] for one in kinds.order_by("pk")] == [
        *("made", "member_added", "member_ended", "closed"),
    ]


def test_ending_and_closing_twice_is_once():
    by, group = contact_of(), SharingGroupFactory()
    member = GroupMemberFactory(group=group)
    for _ in range(2):
        grouping.end_member(group=group, member=member.ref, by=by, today=TODAY)
        grouping.close_group(group=group, by=by, today=TODAY)
    assert Version.objects.filter(key=group.ref).count() == 2


@pytest.mark.parametrize(
    ("state", "role"), [("NER", "officer"), ("MLI", "contact_point"), ("NER", "administrator")]
)
def test_only_a_contact_point_of_the_state_keeps_its_groups(state, role):
    by = MembershipFactory(organisation=StateBodyFactory(state=state), role=role).user
    group = SharingGroupFactory()
    body = StateBodyFactory(state="TCD")
    for act in (
        lambda: made(by),
        lambda: grouping.add_member(group=group, organisation=body, by=by),
        lambda: grouping.end_member(group=group, member="gme-x", by=by),
        lambda: grouping.close_group(group=group, by=by),
    ):
        with pytest.raises(grouping.NotYourGroup):
            act()
    assert SharingGroup.objects.get() == group
    assert not group.members.exists()


def test_a_group_has_a_name_that_no_other_of_its_state_has():
    by = contact_of()
    for name in ("", "  \n "):
        with pytest.raises(grouping.NoName):
            made(by, name=name)
    assert made(by, name="  Sea \n area ").name == "Sea area"
    with pytest.raises(grouping.NameTaken):
        made(by, name="Sea area")
    elsewhere = contact_of("MLI")
    assert made(elsewhere, state="MLI", name="Sea area")


def test_a_last_day_is_not_past_and_is_the_last_on_which_it_opens():
    by = contact_of()
    with pytest.raises(grouping.EndsTooSoon):
        made(by, last_day=TODAY - timedelta(days=1))
    group = made(by, last_day=TODAY)
    assert group.open_on(TODAY)
    assert not group.open_on(TODAY + timedelta(days=1))
    assert made(by, name="For good", last_day=date.max).until is None


def test_nobody_is_named_in_a_group_that_ended():
    by = contact_of()
    group = SharingGroupFactory(until=TODAY)
    with pytest.raises(grouping.GroupIsClosed):
        grouping.add_member(
            group=group, organisation=StateBodyFactory(state="MLI"), by=by, today=TODAY
        )


def test_a_body_is_named_once_and_again_after_it_was_ended():
    by, group, body = contact_of(), SharingGroupFactory(), StateBodyFactory(state="MLI")
    first = grouping.add_member(group=group, organisation=body, by=by, sections=["routes"])
    with pytest.raises(grouping.MemberAlready):
        grouping.add_member(group=group, organisation=body, by=by)
    grouping.end_member(group=group, member=first.ref, by=by)
    assert grouping.add_member(group=group, organisation=body, by=by).sections == []


def test_a_person_is_named_with_the_body_in_which_she_has_a_role():
    by, group = contact_of(), SharingGroupFactory(kind="accounts")
    body, other = StateBodyFactory(state="MLI"), OrganisationFactory()
    amina = MembershipFactory(user=UserFactory(username="amina"), organisation=body).user
    gone = UserFactory(username="gone", is_active=False)
    MembershipFactory(user=gone, organisation=body)
    for name, place in (("amina", other), ("gone", body), ("nobody", body), ("", body)):
        with pytest.raises(grouping.NoSuchPerson) as refused:
            grouping.add_member(group=group, organisation=place, username=name, by=by)
        assert str(refused.value) == grouping.NoSuchPerson.text  # says not which of them it was
    named = grouping.add_member(group=group, organisation=body, username=" Amina ", by=by)
    assert named.account == amina


def test_a_member_of_another_group_is_none_of_this_one():
    by, group = contact_of(), SharingGroupFactory()
    elsewhere = GroupMemberFactory()
    for ref in (elsewhere.ref, "gme-nothing", ""):
        with pytest.raises(NotFound):
            grouping.end_member(group=group, member=ref, by=by)
    elsewhere.refresh_from_db()
    assert elsewhere.until is None


def test_a_group_has_an_end_to_its_size(monkeypatch):
    monkeypatch.setattr(grouping, "MOST", 1)
    by, group = contact_of(), SharingGroupFactory()
    GroupMemberFactory(group=group)
    with pytest.raises(grouping.TooMany):
        grouping.add_member(group=group, organisation=StateBodyFactory(state="TCD"), by=by)
