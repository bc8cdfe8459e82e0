"""When a sharing group narrows, whoever read through it is told once for the group.

na01  a member ended, a group ended, its last day, fewer sections, a role lost, another group
na02  one notice for all filings of the group; nobody is told twice, nor of another's reads
na03  whoever still reads it, never read it, or reads by her office is not told
na04  what is open again is forgotten, and told once more when it is closed once more
na05  the owner's contact point sees it among those who have not acknowledged; acknowledging
na07  what a group of persons let them read is told to these persons, and to no colleague
na06  a reader who met the change is found by the hour
"""

from datetime import timedelta

import pytest

from cairn.kernel.errors import NotFound
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.narrowing import (
    add_member,
    close_group,
    end_member,
    follow_group,
    follow_groups,
)
from cairn.reporting.filings.reading import note_reading
from cairn.reporting.filings.recalling import (
    acknowledge,
    find_told,
    to_acknowledge,
    told_of_ours,
)
from cairn.reporting.filings.sharing_with import share_filing
from cairn.reporting.filings.waiting import put_away
from cairn.sharing.reads.models import Door
from cairn.sharing.reads.purposes import Purpose
from cairn.sharing.reads.queries import Oversight
from cairn.sharing.viewer import viewer_of
from tests.factories import MembershipFactory, StateBodyFactory
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory
from tests.reporting.filings.doing import world
from tests.reporting.filings.exchange import TODAY, filed, taking_part

pytestmark = pytest.mark.django_db


def read_by(body, filing, *, door=Door.PAGE, purpose=Purpose.LEAD) -> bool:
    return note_reading(filing, readers=[body.pk], purpose=purpose, door=door, day=TODAY)


def told(body=None) -> list[tuple[str, list[str]]]:
    rows = Notice.objects.filter(kind="closed").order_by("pk")
    if body:
        rows = rows.filter(organisation=body)
    return [(one.target, one.values["records"]) for one in rows]


def stage(marking="amber_strict", n=1):
    """Niger shares filings with a group that names Mali's agency, which has read them."""
    niger, mali = taking_part("NER"), world("MLI")
    kind = "accounts" if marking == "red" else "organisations"
    group = SharingGroupFactory(owner=niger.agency, state="NER", kind=kind)
    person = {"account": mali.officer} if marking == "red" else {}
    GroupMemberFactory(group=group, organisation=mali.agency, **person)
    filings = []
    for period in ("2024-Q1", "2024-Q2", "2024-Q3")[:n]:
        one = filed(niger, period, marking=marking)
        share_filing(filing=one, group=group.ref, by=niger.contact, today=TODAY)
        filings.append(Filing.objects.get(pk=one.pk))
        assert read_by(mali.agency, filings[-1])
    assert follow_groups(TODAY) == 0
    return niger, mali, group, filings


def member_ended(niger, mali, group, filing):
    end_member(group=group, member=group.members.get().ref, by=niger.contact, today=TODAY)


def group_ended(niger, mali, group, filing):
    close_group(group=group, by=niger.contact, today=TODAY)


def last_day_passed(niger, mali, group, filing):
    group.until = TODAY + timedelta(days=1)
    group.save()
    assert follow_groups(TODAY) == 0
    assert follow_groups(TODAY + timedelta(days=1)) == 1


def fewer_sections(niger, mali, group, filing):
    member_ended(niger, mali, group, filing)
    add_member(
        group=group, organisation=mali.agency, sections=["fees"], by=niger.contact, today=TODAY
    )


def another_group(niger, mali, group, filing):
    other = SharingGroupFactory(owner=niger.agency, state="NER")
    GroupMemberFactory(group=other, organisation=world("TCD").agency)
    share_filing(filing=filing, group=other.ref, by=niger.contact, today=TODAY)


def no_group(niger, mali, group, filing):
    share_filing(filing=filing, group=None, by=niger.contact, today=TODAY)


HOW = [member_ended, group_ended, last_day_passed, fewer_sections, another_group, no_group]


@pytest.mark.parametrize("how", HOW, ids=lambda one: one.__name__)
def test_na01_each_way_of_narrowing_is_told_once(how):
    niger, mali, group, (filing,) = stage()
    how(niger, mali, group, filing)
    assert told() == [(group.ref, [filing.ref])]
    later = TODAY + timedelta(days=2)
    assert (follow_groups(TODAY if how is not last_day_passed else later), len(told())) == (0, 1)


def test_na01_a_person_who_lost_her_role_is_found_by_the_hour():
    _niger, mali, group, (filing,) = stage("red")
    mali.officer.memberships.update(since=TODAY - timedelta(days=2), until=TODAY)
    assert follow_groups(TODAY) == 1
    assert told(mali.agency) == [(group.ref, [filing.ref])]


def test_na02_one_notice_for_all_that_it_read_and_no_more_than_it_read():
    niger, mali, group, filings = stage(n=3)
    chad = world("TCD").agency
    GroupMemberFactory(group=group, organisation=chad)
    assert read_by(chad, filings[0], door=Door.FILE)
    close_group(group=group, by=niger.contact, today=TODAY)
    assert told(mali.agency) == [(group.ref, sorted(one.ref for one in filings))]
    assert told(chad) == [(group.ref, [filings[0].ref])]
    assert [one.values["files"] for one in Notice.objects.filter(kind="closed")] == [False, True]


def test_na03_who_still_reads_it_or_never_did_or_reads_by_office_is_not_told():
    niger, mali, group, (filing,) = stage("amber")
    beside = StateBodyFactory(state="MLI")  # of the same State: AMBER is read by all its bodies
    GroupMemberFactory(group=group, organisation=beside)
    never = world("TCD").agency
    GroupMemberFactory(group=group, organisation=never)
    home = StateBodyFactory(state="NER")
    assert read_by(home, filing, purpose=Purpose.OWN_STATE)
    ended = group.members.get(organisation=mali.agency)
    end_member(group=group, member=ended.ref, by=niger.contact, today=TODAY)
    assert told() == []  # its State is named still
    close_group(group=group, by=niger.contact, today=TODAY)
    assert told() == [(group.ref, [filing.ref])]


def test_na04_what_is_open_again_is_told_again_when_it_is_closed_again():
    niger, mali, group, (filing,) = stage()
    member_ended(niger, mali, group, filing)
    add_member(group=group, organisation=mali.agency, by=niger.contact, today=TODAY)
    first = Notice.objects.get(kind="closed")
    assert first.values["records"] == []
    assert first.done_at
    assert not to_acknowledge(viewer_of(mali.officer, TODAY))
    again = group.members.get(until=None)
    end_member(group=group, member=again.ref, by=niger.contact, today=TODAY)
    assert told() == [(group.ref, []), (group.ref, [filing.ref])]


def test_na05_it_is_acknowledged_and_the_contact_point_sees_who_has_not():
    niger, mali, group, (filing,) = stage()
    group_ended(niger, mali, group, filing)
    (notice,) = told_of_ours(Oversight(states=frozenset({"NER"})))
    for other in (Oversight(states=frozenset({"MLI"})), Oversight(frozenset({niger.agency.ref}))):
        assert not told_of_ours(other)
    officer = MembershipFactory(organisation=mali.agency, role="officer").user
    with pytest.raises(NotFound):
        find_told(notice.ref, viewer_of(niger.contact, TODAY))
    acknowledge(ref=notice.ref, viewer=viewer_of(officer, TODAY), by=officer)
    notice.refresh_from_db()
    assert notice.done_by == officer.username
    assert follow_group(group, today=TODAY) == 0


def test_na06_a_read_that_met_the_change_is_found_by_the_hour():
    niger, mali, group, filings = stage(n=2)
    group_ended(niger, mali, group, filings[0])
    Notice.objects.all().delete()
    assert follow_groups(TODAY) == 1  # as if her read had been entered after the change
    assert follow_groups(TODAY) == 0


def test_na04_what_was_closed_by_one_group_and_opened_by_another_is_told_when_that_closes_it():
    niger, mali, group, (filing,) = stage()
    other = SharingGroupFactory(owner=niger.agency, state="NER")
    member_ended(niger, mali, group, filing)
    GroupMemberFactory(group=other, organisation=world("TCD").agency)
    share_filing(filing=filing, group=other.ref, by=niger.contact, today=TODAY)
    add_member(group=other, organisation=mali.agency, sections=[], by=niger.contact, today=TODAY)
    filing.refresh_from_db()
    assert read_by(mali.agency, filing)
    assert follow_groups(TODAY) == 0  # it is open to her
    close_group(group=other, by=niger.contact, today=TODAY)
    assert told(mali.agency)[-1] == (other.ref, [filing.ref])


def colleague(body):
    return MembershipFactory(organisation=body, role="officer").user


def knows(person) -> list[str]:
    return [one.target for one in to_acknowledge(viewer_of(person, TODAY))]


@pytest.mark.parametrize("how", [member_ended, group_ended, no_group], ids=lambda one: one.__name__)
def test_na07_what_was_for_persons_is_told_to_these_persons_alone(how):
    niger, mali, group, (filing,) = stage("red")
    other = colleague(mali.agency)
    how(niger, mali, group, filing)
    notice = Notice.objects.get(kind="closed")
    assert (knows(mali.officer), knows(other)) == ([group.ref], [])
    for at_their_desk in (find_told, lambda ref, seen: acknowledge(ref=ref, viewer=seen, by=other)):
        with pytest.raises(NotFound):
            at_their_desk(notice.ref, viewer_of(other, TODAY))
    with pytest.raises(NotFound):
        put_away(ref=notice.ref, viewer=viewer_of(other, TODAY), by=other)
    acknowledge(ref=notice.ref, viewer=viewer_of(mali.officer, TODAY), by=mali.officer)
    notice.refresh_from_db()
    assert notice.done_by == mali.officer.username


def test_na07_who_was_named_only_after_the_read_is_not_told():
    niger, mali, group, (filing,) = stage("red")
    later = TODAY + timedelta(days=3)
    other = colleague(mali.agency)
    GroupMemberFactory(group=group, organisation=mali.agency, account=other, since=later)
    close_group(group=group, by=niger.contact, today=later)
    assert (knows(mali.officer), knows(other)) == ([group.ref], [])
