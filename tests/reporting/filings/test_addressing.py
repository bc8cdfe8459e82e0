"""In an organisation nobody is told of a change who could not read what changed.

ad01  what persons were named for, outside its State: these persons, and their colleagues nothing
ad02  what the contact points alone read, inside its State: these, and the secretariat's validators
ad03  what everybody there read before is told to everybody, of that version and no later one
ad04  a State that leaves the exchange: persons alone are told where nothing else was read
"""

import pytest

from cairn.kernel.errors import NotFound
from cairn.reporting.filings.actions import (
    clear_filing,
    recall_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.drafting import begin_version, save_details
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.participating import leave
from cairn.reporting.filings.reading import note_reading
from cairn.reporting.filings.recalling import acknowledge, find_told, to_acknowledge
from cairn.reporting.filings.sharing_with import share_filing
from cairn.sharing.reads.models import Door
from cairn.sharing.reads.purposes import Purpose
from cairn.sharing.viewer import viewer_of
from tests.factories import MembershipFactory, StateBodyFactory
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory
from tests.reporting.filings.exchange import TODAY, filed, taking_part
from tests.reporting.filings.test_recalling import amended

pytestmark = pytest.mark.django_db


def reads(body, filing, purpose=Purpose.LEAD) -> None:
    filing.refresh_from_db()
    assert note_reading(filing, readers=[body.pk], purpose=purpose, door=Door.PAGE, day=TODAY)


def told(person) -> list[tuple[str, int]]:
    """What waits for this person: kind, and the version that was read."""
    rows = to_acknowledge(viewer_of(person, TODAY))
    return [(one.kind, one.values.get("read", 0)) for one in rows]


@pytest.fixture
def stage(db):
    """Niger, whose group names Mali's officer; a colleague of hers whom it does not name."""
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, "2024-Q1")
    group = SharingGroupFactory(owner=niger.agency, state="NER", kind="accounts")
    GroupMemberFactory(group=group, organisation=mali.agency, account=mali.officer)
    colleague = MembershipFactory(organisation=mali.agency, role="officer").user
    return niger, mali, group, colleague


def red(niger, group, period="2024-Q1"):
    filing = filed(niger, period, marking="red")
    share_filing(filing=filing, group=group.ref, by=niger.contact, today=TODAY)
    return Filing.objects.get(pk=filing.pk)


@pytest.mark.parametrize("act", [withdraw_filing, recall_filing], ids=lambda one: one.__name__)
def test_ad01_what_she_was_named_for_is_told_to_her_and_not_to_her_colleague(stage, act):
    niger, mali, group, colleague = stage
    filing = red(niger, group)
    reads(mali.agency, filing)
    act(filing=filing, reason="Counted twice.", by=niger.contact)
    assert len(told(mali.officer)) == 1
    assert told(colleague) == []
    notice = Notice.objects.get(organisation=mali.agency, target=filing.ref)
    with pytest.raises(NotFound):
        find_told(notice.ref, viewer_of(colleague, TODAY))
    with pytest.raises(NotFound):
        acknowledge(ref=notice.ref, viewer=viewer_of(colleague, TODAY), by=colleague)


def test_ad01_a_new_version_is_open_to_her_and_unknown_to_her_colleague(stage):
    niger, mali, group, colleague = stage
    filing = red(niger, group)
    reads(mali.agency, filing)
    amended(niger, filing, marking="red")
    assert told(mali.officer) == [("new_version", 1)]
    assert told(colleague) == []


def test_ad02_inside_its_state_the_contact_points_are_told_and_nobody_beside_them(stage):
    niger, _mali, group, _colleague = stage
    filing = red(niger, group)
    ministry = StateBodyFactory(state="NER")
    other_contact = MembershipFactory(organisation=ministry, role="contact_point").user
    analyst = MembershipFactory(organisation=ministry, role="analyst").user
    bureau = niger.secretary.memberships.get().organisation
    clerk = MembershipFactory(organisation=bureau, role="analyst").user
    reads(ministry, filing, Purpose.OWN_STATE)
    reads(bureau, filing, Purpose.SECRETARIAT)
    withdraw_filing(filing=filing, reason="Counted twice.", by=niger.contact)
    assert told(other_contact) == [("withdrawn", 1)]
    assert told(niger.secretary) == [("withdrawn", 1)]
    assert (told(analyst), told(clerk)) == ([], [])


def test_ad03_what_all_had_read_before_is_told_to_all_of_that_version(stage):
    niger, mali, group, colleague = stage
    filing = filed(niger, "2024-Q1")  # GREEN
    reads(mali.agency, filing)
    second = amended(niger, filing, marking="red")
    assert told(mali.officer) == told(colleague) == [("narrowed", 1)]
    share_filing(filing=second, group=group.ref, by=niger.contact, today=TODAY)
    reads(mali.agency, second)
    third = amended(niger, Filing.objects.get(pk=second.pk), marking="red")
    assert told(mali.officer) == [("new_version", 2)]
    assert told(colleague) == [("narrowed", 1)]
    withdraw_filing(filing=third, reason="Counted twice.", by=niger.contact)
    assert told(mali.officer) == [("withdrawn", 2)]
    assert told(colleague) == [("withdrawn", 1)]


def test_ad03_a_new_version_for_persons_says_so_to_them_and_is_closed_to_the_others(stage):
    niger, mali, group, colleague = stage
    filing = filed(niger, "2024-Q1")
    reads(mali.agency, filing)
    fresh = begin_version(filing=filing, by=niger.officer)
    fresh = save_details(filing=fresh, values={"marking": "red"}, by=niger.officer)
    fresh = submit_filing(filing=fresh, by=niger.officer)
    fresh = share_filing(filing=fresh, group=group.ref, by=niger.contact, today=TODAY)
    fresh = clear_filing(
        filing=fresh, by=niger.contact, zeros_are_true=True, repetition_is_true=True
    )
    validate_filing(filing=fresh, by=niger.secretary)
    assert told(colleague) == [("narrowed", 1)]
    assert told(mali.officer) == [("new_version", 1)]


@pytest.mark.parametrize("also_green", [False, True])
def test_ad04_a_state_that_leaves_is_told_to_those_who_could_read(stage, also_green):
    niger, mali, group, colleague = stage
    reads(mali.agency, red(niger, group))
    if also_green:
        reads(mali.agency, filed(niger, "2024-Q2"))
    leave(state="NER", by=niger.contact, today=TODAY)
    assert [kind for kind, _read in told(mali.officer)] == ["left"]
    assert [kind for kind, _read in told(colleague)] == (["left"] if also_green else [])
    assert Notice.objects.get(kind="left").values["filings"] == 1
