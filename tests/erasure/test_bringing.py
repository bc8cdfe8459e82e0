"""Who decides about open data of publishers for whom nobody works here, record by record.

br01  what one body brought is decided about by its stewards alone, also the lifting of a hold
br02  an import that was given up gives no right over what others brought
br03  of a data set that two brought nobody decides alone, and is told so; of an import each does
br04  it stays with the body for which it was begun, whoever goes where
br05  who worked for several bodies: the one that the log names, else nobody
br06  what came in at the console: every steward; console and one body: that body
br07  a hold belongs to the body that placed it: its stewards lift it whatever comes in later, and
      nobody of another body does
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.audit import log
from cairn.erasure import actions, holds, policies
from cairn.kernel.errors import NotFound
from tests.factories import (
    DataSetFactory,
    ImportBatchFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ASK = {"rule": "court_order", "authority": "17 of 2026"}


def steward_of(body, user=None):
    user = user or UserFactory()
    MembershipFactory(user=user, organisation=body, role="steward")
    return user


def brings(dataset, user, status="committed"):
    came_in = timezone.now() if status == "committed" else None
    return ImportBatchFactory(
        dataset=dataset, owner=dataset.owner, started_by=user, status=status, committed_at=came_in
    )


@pytest.fixture
def bodies():
    return OrganisationFactory(kind="project"), OrganisationFactory(kind="university")


@pytest.fixture
def ours(bodies):
    return steward_of(bodies[0])


@pytest.fixture
def theirs(bodies):
    return steward_of(bodies[1])


@pytest.fixture
def dataset(ours):
    publisher = OrganisationFactory(kind="publisher")
    return DataSetFactory(owner=publisher, accepted_by=ours.username)


def decides(user, *targets):
    return [actions.owner_of_whole(one, user) is not None for one in targets]


def test_br01_br02_an_import_that_was_given_up_gives_no_right(bodies, ours, theirs, dataset):
    batch = brings(dataset, ours)
    given_up = brings(dataset, theirs, "discarded")
    all_of_it = (batch.ref, dataset.ref, dataset.owner.ref)
    assert decides(ours, *all_of_it) == [True] * 3
    assert decides(theirs, *all_of_it, given_up.ref) == [False, False, False, True]
    hold = holds.place(target=dataset.ref, reason="An inquiry.", until=None, by=ours)
    with pytest.raises(NotFound):
        holds.lift(ref=hold.ref, by=theirs)
    holds.lift(ref=hold.ref, by=steward_of(bodies[0]))
    with pytest.raises(holds.NothingToHold):
        holds.place(target=dataset.ref, reason="An inquiry.", until=None, by=theirs)
    asked = actions.ask_whole(target=dataset.ref, by=ours, **ASK)
    assert actions.waiting_for(theirs) == []
    with pytest.raises(NotFound):
        actions.confirm(erasure=asked, by=theirs)
    second = steward_of(bodies[0])
    assert actions.waiting_for(second) == [asked]
    assert actions.confirm(erasure=asked, by=second).state == "confirmed"


def test_br02_another_data_set_of_the_publisher_gives_none_either(ours, theirs, dataset):
    brings(dataset, ours)
    other = DataSetFactory(owner=dataset.owner, accepted_by=theirs.username)
    assert decides(theirs, other.ref, dataset.ref) == [True, False]
    for one in (ours, theirs):  # each brought one of its two
        with pytest.raises(policies.NotAlone):
            actions.ask_whole(target=dataset.owner.ref, by=one, **ASK)
        assert dataset.owner not in policies.bodies_of(one)


def test_br03_what_two_brought_none_decides_alone(ours, theirs, dataset):
    hers, his = brings(dataset, ours), brings(dataset, theirs)
    for one in (ours, theirs):
        with pytest.raises(policies.NotAlone):
            actions.ask_whole(target=dataset.ref, by=one, **ASK)
        with pytest.raises(policies.NotAlone):
            holds.place(target=dataset.ref, reason="An inquiry.", until=None, by=one)
    assert decides(ours, hers.ref) + decides(theirs, his.ref) == [True, True]
    for user, ref in ((ours, his.ref), (theirs, hers.ref)):
        with pytest.raises(actions.NothingToErase):
            actions.ask_whole(target=ref, by=user, **ASK)


def test_br04_it_stays_with_the_body_for_which_it_was_begun(bodies, ours, theirs, dataset):
    brings(dataset, ours)
    dataset.batches.update(started_at=timezone.now() - timedelta(days=10))
    past = timezone.localdate() - timedelta(days=30)
    ours.memberships.update(since=past, until=timezone.localdate())
    steward_of(bodies[1], ours)  # she works for the others now
    assert decides(ours, dataset.ref) == [False]
    assert decides(theirs, dataset.ref) == [False]
    assert decides(steward_of(bodies[0]), dataset.ref) == [True]


def test_br05_of_somebody_with_several_the_log_says_which(bodies, ours, theirs, dataset):
    steward_of(bodies[1], ours)
    batch = brings(dataset, ours)
    assert decides(theirs, batch.ref, dataset.ref) == [False, False]
    ours.works_for = bodies[1].ref
    log.record("reporting.import.begun", target=batch, by=ours)
    assert decides(theirs, batch.ref, dataset.ref) == [True, True]
    assert decides(steward_of(bodies[0]), batch.ref, dataset.ref) == [False, False]


def test_br06_the_console_is_nobody_and_one_body_beside_it_decides(ours, theirs):
    publisher = OrganisationFactory(kind="publisher")
    dataset = DataSetFactory(owner=publisher, accepted_by="console")
    batch = brings(dataset, None)
    assert decides(theirs, batch.ref, dataset.ref, publisher.ref) == [True] * 3
    brings(dataset, ours)
    assert decides(ours, dataset.ref) == [True]
    assert decides(theirs, batch.ref, dataset.ref, publisher.ref) == [True, False, False]


def test_br07_a_hold_is_lifted_by_the_body_that_placed_it_also_when_another_brings_more(
    bodies, ours, theirs, dataset
):
    brings(dataset, ours)
    first, second = (
        holds.place(target=dataset.ref, reason="An inquiry.", until=None, by=ours) for _ in range(2)
    )
    his = brings(dataset, theirs)
    his_hold = holds.place(target=his.ref, reason="An inquiry.", until=None, by=theirs)
    with pytest.raises(policies.NotAlone):  # neither decides about all of it any more
        actions.ask_whole(target=dataset.ref, by=ours, **ASK)
    assert list(holds.of_user(ours)) == [second, first]
    assert list(holds.of_user(theirs)) == [his_hold]
    for hold, by in ((first, theirs), (his_hold, ours)):
        with pytest.raises(NotFound):
            holds.lift(ref=hold.ref, by=by)
    assert holds.lift(ref=first.ref, by=ours).lifted_by == ours.username
    assert holds.lift(ref=second.ref, by=steward_of(bodies[0])).lifted_at
    assert holds.lift(ref=his_hold.ref, by=steward_of(bodies[1])).lifted_at


def test_br07_not_even_when_all_that_is_left_came_through_the_other_body(ours, theirs, dataset):
    hers = brings(dataset, ours)
    hold = holds.place(target=dataset.owner.ref, reason="An inquiry.", until=None, by=ours)
    brings(dataset, theirs)
    hers.delete()
    assert decides(theirs, dataset.ref) == [True]
    with pytest.raises(NotFound):
        holds.lift(ref=hold.ref, by=theirs)
    assert holds.lift(ref=hold.ref, by=ours).lifted_at


def test_br07_on_what_came_in_at_the_console_too_and_who_left_the_body_lifts_nothing(
    bodies, ours, theirs
):
    dataset = DataSetFactory(owner=OrganisationFactory(kind="publisher"), accepted_by="console")
    hold = holds.place(target=dataset.ref, reason="An inquiry.", until=None, by=ours)
    assert (hold.placed_for, decides(theirs, dataset.ref)) == (bodies[0], [True])
    ours.memberships.update(until=timezone.localdate())
    for one in (ours, theirs):
        with pytest.raises(NotFound):
            holds.lift(ref=hold.ref, by=one)
    assert holds.lift(ref=hold.ref, by=steward_of(bodies[0])).lifted_at


def test_br07_people_of_the_publisher_itself_lift_what_is_on_their_things(ours, dataset):
    brings(dataset, ours)
    hold = holds.place(target=dataset.ref, reason="An inquiry.", until=None, by=ours)
    chief = UserFactory()
    MembershipFactory(user=chief, organisation=dataset.owner, role="administrator")
    assert holds.lift(ref=hold.ref, by=chief).lifted_at


def test_br07_a_hold_from_before_bodies_were_noted_is_decided_about_like_its_record(
    ours, theirs, dataset
):
    brings(dataset, ours)
    hold = holds.place(target=dataset.ref, reason="An inquiry.", until=None, by=ours)
    type(hold).objects.update(placed_for=None)
    with pytest.raises(NotFound):
        holds.lift(ref=hold.ref, by=theirs)
    assert holds.lift(ref=hold.ref, by=ours).lifted_at
