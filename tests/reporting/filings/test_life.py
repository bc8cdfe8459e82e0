"""The life of a filing, from draft to new version, with those who move it.

Promise 7 of the design.
"""

from dataclasses import replace

import pytest

from cairn.audit.models import Event
from cairn.history.keep import KEPT
from cairn.kernel.errors import Refused
from cairn.reporting.filings.actions import (
    NotReady,
    asked_of,
    clear_filing,
    return_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.drafting import Change, Was, begin_version, input_of, save_counts
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.policies import FourEyes
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing.viewer import viewer_of
from tests.factories import MembershipFactory, StateRuleFactory
from tests.reporting.filings.doing import TODAY, drafted, validated, world

pytestmark = pytest.mark.django_db


def test_a_filing_goes_from_draft_to_validated_and_each_move_is_logged():
    people = world()
    filing = validated(people)
    assert filing.status == FilingStatus.VALIDATED
    kinds = list(
        Event.objects.filter(target=filing.ref)
        .exclude(kind=KEPT)
        .order_by("pk")
        .values_list("kind", "by")
    )
    assert kinds[0] == ("reporting.filing.begun", people.officer.username)
    assert kinds[-3:] == [
        ("reporting.filing.submitted", people.officer.username),
        ("reporting.filing.cleared", people.contact.username),
        ("reporting.filing.validated", people.secretary.username),
    ]


def test_what_is_not_finished_is_not_submitted_and_everything_asked_is_said_at_once():
    people = world()
    filing = drafted(people)
    Filing.objects.filter(pk=filing.pk).update(coverage_note="")
    filing.counts.all().delete()
    with pytest.raises(Refused) as refused:
        submit_filing(filing=filing, by=people.officer)
    assert {one.code for one in refused.value.asked} == {"empty_filing", "no_coverage_note"}


def test_a_returned_filing_says_why_and_its_officer_is_told():
    people = world()
    filing = submit_filing(filing=drafted(people), by=people.officer)
    filing = return_filing(filing=filing, reason="Which posts?", by=people.contact)
    assert (filing.status, filing.reason) == (FilingStatus.RETURNED, "Which posts?")
    waiting = Notice.objects.filter(organisation=people.agency, done_at=None)
    assert [one.kind for one in waiting] == ["returned"]


def test_with_four_eyes_whoever_submitted_does_not_clear():
    people = world()
    StateRuleFactory(state="NER", four_eyes=True)
    MembershipFactory(user=people.officer, organisation=people.agency, role="contact_point")
    filing = submit_filing(filing=drafted(people), by=people.officer)
    with pytest.raises(FourEyes):
        clear_filing(filing=filing, by=people.officer)
    assert clear_filing(filing=filing, by=people.contact).status == FilingStatus.CLEARED


def test_a_new_version_is_a_draft_and_the_old_one_stands_until_it_is_validated():
    people = world()
    old = validated(people)
    new = begin_version(filing=old, by=people.officer)
    assert (new.ref, new.number, new.status) == (old.ref, 2, FilingStatus.DRAFT)
    secretary = viewer_of(people.secretary, TODAY)
    assert Filing.objects.visible_to(secretary).newest().get(ref=old.ref).number == 1
    new = submit_filing(filing=new, by=people.officer)
    new = clear_filing(filing=new, by=people.contact)
    new = validate_filing(filing=new, by=people.secretary)
    old.refresh_from_db()
    assert (old.status, new.status) == (FilingStatus.SUPERSEDED, FilingStatus.VALIDATED)
    assert Filing.objects.countable().get(ref=old.ref).number == 2


def test_a_new_version_with_a_digit_too_many_is_asked_about():
    people = world()
    old = validated(people)
    new = begin_version(filing=old, by=people.officer)
    [count] = new.counts.all()
    change = Change(replace(input_of(count), value=1200), Was(12))
    save_counts(filing=new, changes=[change], by=people.officer)
    with pytest.raises(NotReady) as refused:
        submit_filing(filing=new, by=people.officer)
    assert [(it.code, it.values["replaced"]) for it in refused.value.asked] == [
        ("far_from_replaced", 12)
    ]
    assert not [it for it in asked_of(old) if it.code == "far_from_replaced"]


def test_withdrawal_leaves_a_stub_with_its_reason():
    people = world()
    filing = withdraw_filing(filing=validated(people), reason="Counted twice.", by=people.contact)
    assert (filing.status, filing.reason) == (FilingStatus.WITHDRAWN, "Counted twice.")
    assert not Filing.objects.countable().exists()


def test_nobody_of_another_state_sees_anything_at_any_stage():
    people, others = world(), world("MLI")
    filing = drafted(people)
    for who in (others.officer, others.contact, others.secretary):
        assert not Filing.objects.visible_to(viewer_of(who, TODAY)).exists()
    submit_filing(filing=filing, by=people.officer)
    for who in (others.officer, others.contact, others.secretary):
        assert not Filing.objects.visible_to(viewer_of(who, TODAY)).exists()
    filing.refresh_from_db()
    clear_filing(filing=filing, by=people.contact)
    for who in (others.officer, others.contact):
        assert not Filing.objects.visible_to(viewer_of(who, TODAY)).exists()
    assert Filing.objects.visible_to(viewer_of(others.secretary, TODAY)).exists()


def test_what_an_invented_person_files_is_invented():
    people = world()
    people.officer.invented = True
    assert drafted(people).invented
