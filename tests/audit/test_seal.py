"""The chain over the log: any change to what was sealed, and any removal, is detected.

as01  a whole chain has no broken seal        as03  events sealed later continue the chain
as02  every change and removal is detected    as04  sealing goes on after any number of events
"""

from datetime import timedelta

import pytest
from django.db import transaction

from cairn.audit import log, seal
from cairn.audit.models import Event, Seal
from cairn.audit.seal import broken_seals, seal_pending
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    """Six events under five names, sealed."""
    for number in range(6):
        EventFactory(kind=f"tests.thing.done{number}", by=f"p{number}", values={"rows": number})
    assert seal_pending() == 6
    assert seal_pending() == 0
    return list(Event.objects.order_by("pk"))


def test_as01_a_whole_chain_has_no_broken_seal(sealed):
    assert list(broken_seals()) == []
    assert list(Seal.objects.order_by("number").values_list("number", "event")) == [
        (number, event.pk) for number, event in enumerate(sealed, start=1)
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "tests.thing.undone"), ("by", "x"), ("target", "inc-1"), ("values", {"rows": 99})],
)
@pytest.mark.parametrize("place", [0, 3, 5])
def test_as02_every_change_of_an_event_breaks_its_seal(sealed, place, field, value):
    Event.objects.filter(pk=sealed[place].pk).update(**{field: value})
    assert list(broken_seals()) == [place + 1]


def test_as02_a_changed_time_breaks_the_seal(sealed):
    event = sealed[2]
    Event.objects.filter(pk=event.pk).update(at=event.at + timedelta(microseconds=1))
    assert list(broken_seals()) == [3]


@pytest.mark.parametrize("place", range(6))
def test_as02_a_removed_event_breaks_its_seal(sealed, place):
    sealed[place].delete()
    assert list(broken_seals()) == [place + 1]


@pytest.mark.parametrize("number", range(1, 6))
def test_as02_a_removed_seal_breaks_the_chain_behind_it(sealed, number):
    Seal.objects.filter(number=number).delete()
    assert list(broken_seals())[0] == number + 1


def test_as02_a_forged_event_with_a_seal_of_its_own_breaks_the_chain(sealed):
    event = sealed[2]
    event.by = "somebody else"
    event.save()
    forged = seal.commitment("0" * 32, seal.canonical(event))
    Seal.objects.filter(number=3).update(salt="0" * 32, commitment=forged)
    assert list(broken_seals()) == [3]
    chain = seal.link(Seal.objects.get(number=2).chain, forged)
    Seal.objects.filter(number=3).update(chain=chain)
    assert list(broken_seals()) == [4]  # the next one holds on to what stood there


def test_as02_exchanged_events_break_both_seals(sealed):
    first, second = Seal.objects.get(number=2), Seal.objects.get(number=4)
    Seal.objects.filter(pk=second.pk).update(event=-1)
    Seal.objects.filter(pk=first.pk).update(event=second.event)
    Seal.objects.filter(pk=second.pk).update(event=first.event)
    assert list(broken_seals()) == [2, 4]


def test_as03_later_events_continue_the_chain(sealed):
    before = Seal.objects.get(number=6).chain
    event = EventFactory()
    assert seal_pending() == 1
    added = Seal.objects.get(number=7)
    assert (added.event, added.chain) == (event.pk, seal.link(before, added.commitment))
    assert list(broken_seals()) == []


def test_as04_sealing_and_verifying_go_on_in_chunks(monkeypatch, sealed):
    monkeypatch.setattr(seal, "CHUNK", 2)
    for _ in range(3):
        EventFactory()
    assert [seal_pending() for _ in range(3)] == [2, 1, 0]
    assert list(broken_seals()) == []
    Event.objects.filter(pk=sealed[3].pk).update(by="x")
    assert list(broken_seals()) == [4]


def test_verifying_asks_few_questions(sealed, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert list(broken_seals()) == []


def test_an_event_names_who_did_it_and_to_what_and_goes_with_the_transaction():
    officer = UserFactory(username="amina")
    with transaction.atomic():
        event = log.record("tests.thing.done", target=officer, by=officer, rows=3)
    event.refresh_from_db()
    assert (event.by, event.target, event.values) == ("amina", officer.ref, {"rows": 3})
    with transaction.atomic():
        log.record("tests.thing.undone")
        transaction.set_rollback(True)
    assert Event.objects.count() == 1
