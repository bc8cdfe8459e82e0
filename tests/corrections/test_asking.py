"""Asking without an account: what is handed in, taken in, and looked up.

ca01  the same form twice is one request with one receipt; another text is another request
ca02  whatever the record, or none, the answer is the same; nothing is looked up
ca03  what is wrong is told all at once and nothing is stored
ca04  the desk takes each row in once, takes identifiers out, and logs nothing of it
ca05  what no form of ours sends is dropped
ca06  only reference and secret together open the answer; the table of answers says nothing
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cairn.audit.models import Event
from cairn.corrections.models import Request
from cairn.corrections.taking_in import take_in
from cairn.history.models import Version
from cairn.kernel.refs import new_ref, parse_ref
from cairn.knowledge.asking.actions import Asked, WrongRequest, ask, check
from cairn.knowledge.asking.models import Answer, Asking
from cairn.knowledge.asking.queries import state_of
from cairn.knowledge.asking.sealing import Receipt, opened, receipt_for, seal, typed
from cairn.knowledge.asking.vocabulary import DECIDE
from tests.corrections.doing import WHY, asked, sent
from tests.factories_of_corrections import AskingFactory

pytestmark = pytest.mark.django_db
ABOUT = new_ref("lib")


def test_ca01_the_same_form_twice_is_one_request():
    first, again = sent(ABOUT), sent(ABOUT)
    assert first == again
    assert Asking.objects.count() == 1
    other = sent(ABOUT, reasons="Something else.")
    assert other != first
    take_in()
    sent(ABOUT)  # sent again after it was taken in
    take_in()
    assert Request.objects.count() == 2
    assert not Asking.objects.exists()


def test_ca02_nothing_is_looked_up(django_assert_num_queries):
    with django_assert_num_queries(3):  # a savepoint, the row, and its end
        sent(ABOUT)


def test_ca03_all_that_is_wrong_is_told_and_nothing_is_stored():
    bad = Asked("inc-nothing", "please", " \u202e ", "x" * 2_001, "no address")
    with pytest.raises(WrongRequest) as told:
        ask(asked=bad, language="en", number="n")
    fields = [one.values["field"] for one in told.value.problems]
    assert fields == ["about", "wish", "reasons", "passage", "reply_to"]
    assert not Asking.objects.exists()


def test_ca04_it_is_taken_in_without_identifiers_and_without_a_trace_in_the_log():
    reasons = "\u202eMy passport number is X1234567 and\x00 Amadou Diallo is my name. <b>Go</b>"
    request, _receipt = asked(ABOUT, reasons=reasons, reply_to="a@example.org")
    assert (request.masked, request.received_on) == (1, timezone.localdate())
    assert request.decide_by == request.received_on + DECIDE
    assert "X1234567" not in request.reasons
    assert "Amadou Diallo is my name. <b>Go</b>" in request.reasons
    assert not {"\u202e", "\x00"} & set(request.reasons)
    assert request.reply_to == "a@example.org"
    [event] = Event.objects.filter(kind__startswith="corrections.")
    assert (event.kind, event.values) == ("corrections.request.received", {})
    assert not Version.objects.exists()
    assert take_in() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"ref": "lib-0000000000-0"},
        {"wish": "please"},
        {"about": "somewhere"},
        {"key": "short"},
        {"language": "xx"},
        {"reasons": "\u202eturned"},
        {"sent_at": timezone.now() - timedelta(days=400)},
        {"appeals": "0" * 64},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_ca05_what_no_form_of_ours_sends_is_dropped(changed):
    AskingFactory(**changed)
    take_in()
    assert not Request.objects.exists()
    assert not Asking.objects.exists()
    assert Event.objects.filter(kind="corrections.request.dropped").count() == 1


def test_ca06_only_both_together_open_the_answer():
    request, receipt = asked(ABOUT)
    state = state_of(receipt)
    assert (state.status, state.about, state.decide_by) == ("received", ABOUT, request.decide_by)
    assert state_of(Receipt(receipt.ref, receipt.secret[::-1])) is None
    assert state_of(Receipt(new_ref("cor"), receipt.secret)) is None
    [row] = Answer.objects.all()
    assert not [word for word in (ABOUT, receipt.ref, "received", WHY) if word in row.sealed]
    assert receipt.secret not in str(list(Request.objects.values())) + str(row.handle)


words = st.text(max_size=20)


@given(number=words, told=st.dictionaries(words, words, max_size=3))
def test_a_receipt_is_readable_as_it_was_given_and_as_it_is_typed(number, told):
    receipt = receipt_for(number, told)
    assert parse_ref(receipt.ref) == ("cor", receipt.ref)
    assert typed(f" {receipt.ref.lower()} ", receipt.written.lower()) == receipt
    assert receipt == receipt_for(number, told)
    assert receipt != receipt_for(number + "x", told)
    body = {"text": number}
    assert opened(receipt.key, seal(receipt.key, body)) == body
    assert len(seal(receipt.key, body)) == len(seal(receipt.key, {}))


@given(about=words, wish=words, reasons=words, passage=words, reply_to=words)
def test_whatever_is_asked_is_accepted_or_refused_in_words(about, wish, reasons, passage, reply_to):
    made = Asked(about, wish, reasons, passage, reply_to).cleaned()
    with pytest.raises(WrongRequest) as wrong:  # no text of twenty letters is a reference
        check(made)
    assert {one.values["field"] for one in wrong.value.problems} >= {"about", "wish"}
