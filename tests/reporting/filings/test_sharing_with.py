"""A filing shared with a group: who reads it, from when, and who ceases to.

sw01  AMBER and AMBER+STRICT with bodies, RED with persons  sw04  amendments take old versions along
sw02  RED and STRICT stay with contact points at home       sw05  leaving the exchange closes it
sw03  bad groups are refused, another State's as none      sw06  narrowing holds at once in figures
"""

from datetime import timedelta

import pytest

from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.history.models import Version
from cairn.kernel.errors import NotFound
from cairn.observatory import actions as snapshots
from cairn.reporting.filings.actions import clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.drafting import begin_version, save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import join, leave
from cairn.reporting.filings.policies import NotOfThisState
from cairn.reporting.filings.sharing_with import (
    GroupEnded,
    NotByGroup,
    NotSharedNow,
    OnlyItself,
    WrongKind,
    share_filing,
)
from cairn.sharing.grouping import add_member, end_member
from cairn.sharing.viewer import viewer_of, visible
from tests.factories import MembershipFactory, StateBodyFactory, UserFactory
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory
from tests.reporting.filings.doing import drafted, world
from tests.reporting.filings.exchange import TODAY, filed, taking_part

pytestmark = pytest.mark.django_db


def group_of(people, *bodies, **more):
    group = SharingGroupFactory(owner=people.agency, **more)
    for body in bodies:
        GroupMemberFactory(group=group, organisation=body)
    return group


def seen_by(user, today=TODAY):
    return set(Filing.objects.visible_to(viewer_of(user, today)).values_list("ref", flat=True))


def share(filing, group, people):
    return share_filing(filing=filing, group=group and group.ref, by=people.contact, today=TODAY)


def beside(people, role="officer"):
    """Somebody of another body of the State."""
    body = StateBodyFactory(state=people.agency.state)
    return MembershipFactory(organisation=body, role=role).user


@pytest.mark.parametrize(("marking", "all_bodies"), [("amber", True), ("amber_strict", False)])
def test_sw01_the_named_body_reads_it_and_with_amber_its_whole_state(marking, all_bodies):
    niger, mali, chad = taking_part("NER"), world("MLI"), world("TCD")
    told = filed(niger, marking=marking)
    group = group_of(niger, mali.agency)
    assert told.ref not in seen_by(mali.officer)
    share(told, group, niger)
    assert told.ref in seen_by(mali.officer)
    assert (told.ref in seen_by(mali.contact)) is all_bodies
    assert told.ref not in seen_by(chad.officer)
    share(told, None, niger)
    assert told.ref not in seen_by(mali.officer)


def test_sw01_red_is_read_by_the_named_person_alone():
    niger, mali = taking_part("NER"), world("MLI")
    told, group = filed(niger, marking="red"), group_of(niger, kind="accounts")
    add_member(
        group=group,
        organisation=mali.agency,
        username=mali.officer.username,
        by=niger.contact,
        today=TODAY,
    )
    share(told, group, niger)
    colleague = MembershipFactory(user=UserFactory(), organisation=mali.agency).user
    assert told.ref in seen_by(mali.officer)
    assert told.ref not in seen_by(colleague) | seen_by(mali.contact)


@pytest.mark.parametrize(("marking", "strict"), [("red", 1), ("amber_strict", 1), ("amber", 0)])
def test_sw02_from_submission_on_strict_markings_are_for_contact_points_at_home(marking, strict):
    niger = taking_part("NER")
    officer, contact = beside(niger), beside(niger, "contact_point")
    filing = save_details(filing=drafted(niger), values={"marking": marking}, by=niger.officer)
    filing = submit_filing(filing=filing, by=niger.officer)
    assert (filing.ref in seen_by(officer)) is not bool(strict)
    assert filing.ref in seen_by(contact) & seen_by(niger.officer)
    assert filing.ref not in seen_by(niger.secretary)
    filing = clear_filing(filing=filing, by=niger.contact, zeros_are_true=True)
    filing = validate_filing(filing=filing, by=niger.secretary)
    assert (filing.ref in seen_by(officer)) is not bool(strict)
    assert filing.ref in seen_by(contact) & seen_by(niger.secretary) & seen_by(niger.officer)


def test_sw03_a_group_that_cannot_be_named_is_refused_and_nothing_changes():
    niger, mali = taking_part("NER"), taking_part("MLI")
    told, red = filed(niger, marking="amber"), filed(niger, "2024-Q2", marking="red")
    theirs = group_of(mali, niger.agency)
    bodies, persons = group_of(niger, mali.agency), group_of(niger, kind="accounts")
    ended = group_of(niger, mali.agency, until=TODAY)
    alone = group_of(niger, niger.agency)
    for filing, group, refusal in (
        (told, theirs, NotFound),
        (told, persons, WrongKind),
        (red, bodies, WrongKind),
        (told, ended, GroupEnded),
        (told, alone, OnlyItself),
        (filed(niger, "2024-Q3", marking="green"), bodies, NotByGroup),
    ):
        with pytest.raises(refusal):
            share(filing, group, niger)
    with pytest.raises(NotFound):
        share_filing(filing=told, group="grp-0000000000-0", by=niger.contact, today=TODAY)
    for by in (niger.officer, mali.contact, niger.secretary):
        with pytest.raises(NotOfThisState):
            share_filing(filing=told, group=bodies.ref, by=by, today=TODAY)
    assert not Filing.objects.filter(shared_with__isnull=False).exists()


def test_sw03_an_empty_group_may_be_named_and_is_nobody():
    niger, mali = taking_part("NER"), world("MLI")
    told = share(filed(niger, marking="amber"), group_of(niger), niger)
    assert told.shared_with
    assert told.ref not in seen_by(mali.officer)
    add_member(group=group_of_filing(told), organisation=mali.agency, by=niger.contact, today=TODAY)
    assert told.ref in seen_by(mali.officer)


def group_of_filing(filing):
    from cairn.sharing.models import SharingGroup

    return SharingGroup.objects.get(ref=filing.shared_with)


def test_sw04_an_amendment_under_another_group_takes_the_old_version_from_both():
    niger, mali, chad = taking_part("NER"), world("MLI"), world("TCD")
    old = share(filed(niger, marking="amber"), group_of(niger, mali.agency), niger)
    assert old.ref in seen_by(mali.officer)
    new = begin_version(filing=old, by=niger.officer)
    share(new, group_of(niger, chad.agency), niger)
    assert old.ref in seen_by(mali.officer)  # the old one stands until then
    new = submit_filing(filing=Filing.objects.get(pk=new.pk), by=niger.officer)
    new = clear_filing(filing=new, by=niger.contact, zeros_are_true=True)
    validate_filing(filing=new, by=niger.secretary)
    assert old.ref not in seen_by(mali.officer)
    shown = Filing.objects.visible_to(viewer_of(chad.officer, TODAY)).filter(ref=old.ref)
    assert [one.number for one in shown] == [2]
    with pytest.raises(NotSharedNow):
        share(old, None, niger)


def test_sw04_a_wider_marking_of_the_new_version_opens_nothing_of_the_old_one():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali)
    old = filed(niger, marking="amber")
    new = begin_version(filing=old, by=niger.officer)
    new = save_details(filing=new, values={"marking": "green"}, by=niger.officer)
    new = submit_filing(filing=new, by=niger.officer)
    new = clear_filing(filing=new, by=niger.contact, zeros_are_true=True)
    validate_filing(filing=new, by=niger.secretary)

    def numbers():
        shown = Filing.objects.visible_to(viewer_of(mali.officer, TODAY)).filter(ref=old.ref)
        return [one.number for one in shown.order_by("number")]

    assert numbers() == [2]
    leave(state="NER", by=niger.contact, today=TODAY)
    assert numbers() == []
    join(state="NER", by=niger.contact, today=TODAY)
    assert numbers() == [2]


def test_sw05_leaving_the_exchange_closes_what_groups_opened_and_joining_opens_it_again():
    niger, mali = taking_part("NER"), world("MLI")
    told = share(filed(niger, marking="amber"), group_of(niger, mali.agency), niger)
    leave(state="NER", by=niger.contact, today=TODAY)
    assert told.ref not in seen_by(mali.officer)
    join(state="NER", by=niger.contact, today=TODAY)
    assert told.ref in seen_by(mali.officer)


def test_choosing_is_a_version_and_choosing_the_same_again_is_none():
    niger, mali = taking_part("NER"), world("MLI")
    told, group = filed(niger, marking="amber"), group_of(niger, mali.agency)
    share(told, group, niger)
    share(told, group, niger)
    kept = Version.objects.filter(key=told.ref, reason="shared")
    assert kept.count() == 1
    assert group.ref in kept.get().body


@pytest.fixture
def data_folder(tmp_path, settings):
    settings.CAIRN_DATA = tmp_path


def in_figures(user, today=TODAY):
    viewer = viewer_of(user, today)
    asked = Question("smuggled_migrants")
    found = answer(
        snapshots.newest_snapshot(),
        asked,
        visible=visible(viewer),
        deny=snapshots.taken_back(viewer),
    )
    return [row.value for one in found.sets for row in one.rows]


@pytest.mark.parametrize("how", ["no group", "another group", "member ended"])
def test_sw06_whoever_is_narrowed_out_ceases_at_once_in_figures_too(data_folder, how):
    niger, mali = taking_part("NER"), world("MLI")
    told = filed(niger, marking="amber", counts={"smuggled_detected": 31})
    group = group_of(niger, mali.agency)
    share(told, group, niger)
    snapshots.desk_snapshot()
    assert in_figures(mali.officer) == [31]
    if how == "no group":
        share(told, None, niger)
    elif how == "another group":
        share(told, group_of(niger, world("TCD").agency), niger)
    else:
        member = group.members.get()
        end_member(group=group, member=member.ref, by=niger.contact, today=TODAY)
    assert told.ref not in seen_by(mali.officer)
    assert in_figures(mali.officer) == []
    assert in_figures(niger.officer) == [31]


def test_sw06_whom_a_group_lets_in_finds_it_in_figures_with_the_next_snapshot(data_folder):
    niger, mali = taking_part("NER"), world("MLI")
    told = filed(niger, marking="amber", counts={"smuggled_detected": 31})
    snapshots.desk_snapshot()
    share(told, group_of(niger, mali.agency), niger)
    assert in_figures(mali.officer) == []
    assert snapshots.keep_up_with_filings() is not None
    assert in_figures(mali.officer) == [31]
    assert in_figures(mali.officer, TODAY + timedelta(days=1)) == [31]
