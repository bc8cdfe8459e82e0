"""Deciding: who, how, by when, and what becomes of it.

cd01  whoever wrote or published the record does not decide; nor anybody without the role
cd02  a decision needs all its parts, told at once, and reaches the asker with its reasons
cd03  an appeal comes once and in time, and another person decides it
cd04  a withdrawal is there at once, with its stub; what editors change is closed once it is public
cd05  a request about no record, or one that is withdrawn, can only be refused
cd06  what is late stands first; what is closed goes when its time is over, with its answer
cd07  an erasure reaches the texts, and what the asker looks up follows
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.audit.models import Event
from cairn.corrections import actions, policies, queries
from cairn.corrections.models import Decision, Request
from cairn.corrections.states import MovedElsewhere
from cairn.corrections.taking_in import take_in
from cairn.corrections.telling import tell_again
from cairn.erasure.retention import remove_due
from cairn.kernel.errors import allowed
from cairn.kernel.refs import new_ref
from cairn.knowledge.asking.actions import NoAppealNow, appeal
from cairn.knowledge.asking.models import Answer
from cairn.knowledge.asking.queries import state_of
from cairn.knowledge.editing.actions import publish, put_entry
from cairn.knowledge.editing.asked import take_down
from cairn.knowledge.models import Item
from tests.corrections.doing import asked, library, member, open_case
from tests.factories_of_corrections import RequestFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WHY_NOT = "The source says so."


def refused(request, by, **changed):
    given = {"outcome": "refused", "reasons": WHY_NOT} | changed
    return actions.decide(request=request, by=by, **given)


def test_cd01_whoever_worked_on_the_record_does_not_decide():
    there = library()
    request, _ = asked(there.entry.ref)
    for person, may in (
        (there.librarian, False),
        (there.editor, False),
        (member("library_reviewer"), False),
        (there.first, True),
    ):
        assert allowed(policies.check_may_decide, person, request) is may
    with pytest.raises(policies.OwnRecord):
        refused(request, there.editor)
    take_down(entry=there.entry, by=there.first)  # to take something away is no work on it
    assert allowed(policies.check_may_decide, there.first, request)


def test_cd02_a_decision_has_all_its_parts_and_reaches_the_asker():
    there = library()
    request, receipt = asked(there.entry.ref)
    with pytest.raises(actions.WrongDecision) as told:
        actions.decide(request=request, outcome="partly", reasons=" ", by=there.first)
    assert [one.values["field"] for one in told.value.problems] == ["remedy", "reasons"]
    with pytest.raises(actions.WrongDecision) as told:
        actions.decide(
            request=request,
            outcome="accepted",
            remedy="editors",
            reasons="y" * 4_001,
            by=there.first,
        )
    assert [one.values["field"] for one in told.value.problems] == ["instruction", "reasons"]
    assert not Decision.objects.exists()
    done = refused(request, there.first)
    assert (done.status, done.closed_on, done.carried_out_on) == ("closed", TODAY, None)
    state = state_of(receipt)
    assert (state.status, state.decided[0].outcome, state.decided[0].reasons) == (
        *("closed", "refused"),
        WHY_NOT,
    )
    assert there.first.username not in str(state)
    event = Event.objects.get(kind="corrections.request.decided")
    assert (event.by, event.target, event.values) == (there.first.username, request.ref, {})
    with pytest.raises(MovedElsewhere):
        refused(request, there.second)


def test_cd03_an_appeal_comes_once_and_another_person_decides_it():
    there = library()
    request, receipt = asked(there.entry.ref)
    with pytest.raises(NoAppealNow):
        appeal(receipt=receipt, state=state_of(receipt), reasons="Again.", language="en")
    refused(request, there.first)
    for _ in range(2):  # sent twice
        appeal(receipt=receipt, state=state_of(receipt), reasons="It is my name.", language="en")
    take_in()
    request.refresh_from_db()
    assert (request.status, request.appeal_reasons) == ("appealed", "It is my name.")
    assert (request.decide_by, request.closed_on) == (TODAY + timedelta(days=30), None)
    with pytest.raises(policies.OwnDecision):
        refused(request, there.first)
    refused(request, there.second, reasons="It is the name of a court.")
    state = state_of(receipt)
    assert [one.reasons for one in state.decided] == [WHY_NOT, "It is the name of a court."]
    assert (state.may_appeal(TODAY), state.appeal_until) == (False, None)


def test_cd03_after_sixty_days_there_is_no_appeal():
    there = library()
    request, receipt = asked(there.entry.ref)
    refused(request, there.first, today=TODAY - timedelta(days=61))
    assert not state_of(receipt).may_appeal(TODAY)


def test_cd04_a_withdrawal_is_there_at_once():
    there = library()
    request, receipt = asked(there.entry.ref, wish="withdraw")
    actions.decide(
        request=request, outcome="accepted", remedy="withdraw", reasons="Agreed.", by=there.first
    )
    stub = Item.objects.get(ref=there.entry.ref)
    assert (stub.body, stub.withdrawn_because) == ({}, "rights")
    there.entry.refresh_from_db()
    assert (there.entry.status, there.entry.withdrawn_because) == ("withdrawn", "rights")
    assert state_of(receipt).carried_out_on == TODAY


def test_cd04_what_editors_change_is_closed_once_it_is_public():
    there = library()
    request, receipt = asked(there.entry.ref, wish="mistake")
    request = actions.decide(
        request=request,
        outcome="partly",
        remedy="editors",
        reasons="The year is wrong; the court is right.",
        instruction="The year of the first decision is 2021.",
        by=there.first,
    )
    assert [one.instruction for one in queries.to_carry_out(there.entry.ref)] == [
        "The year of the first decision is 2021."
    ]
    assert state_of(receipt).carry_out_by == TODAY + timedelta(days=14)
    with pytest.raises(actions.NothingWasPublished):
        actions.carried_out(request=request, by=there.first)
    body = open_case() | {"licence": "Public domain"}
    entry, _ = put_entry(kind="case", key=there.entry.key, body=body, by=there.librarian)
    publish(entry=entry, number=entry.number, by=there.editor)
    actions.carried_out(request=request, by=there.second)
    state = state_of(receipt)
    assert (state.status, state.carried_out_on) == ("closed", TODAY)
    assert not queries.to_carry_out().exists()


def test_cd05_about_no_record_it_can_only_be_refused():
    there = library()
    gone, _ = asked(new_ref("lib"))
    for remedy in ("mask", "withdraw", "editors"):
        with pytest.raises(actions.WrongDecision) as told:
            actions.decide(
                request=gone,
                outcome="accepted",
                remedy=remedy,
                reasons="Yes.",
                instruction="Do.",
                by=there.first,
            )
        assert [one.values["field"] for one in told.value.problems] == ["remedy"]
    assert refused(gone, there.first).status == "closed"


def test_cd06_what_is_late_stands_first_and_what_is_over_goes():
    late = RequestFactory(decide_by=TODAY - timedelta(days=3))
    RequestFactory(decide_by=TODAY + timedelta(days=3))
    assert queries.to_decide(TODAY) == (2, 1)
    assert late.overdue(TODAY)
    old, receipt = asked(new_ref("lib"))
    refused(old, member("correction_reviewer"), today=TODAY - timedelta(days=181))
    new, kept = asked(new_ref("lib"), reasons="Another.")
    refused(new, member("correction_reviewer"), today=TODAY - timedelta(days=179))
    assert remove_due() == {"requests": 1}
    assert not Request.objects.filter(ref=old.ref).exists()
    assert (state_of(receipt), bool(state_of(kept))) == (None, True)


def test_cd07_what_the_asker_looks_up_follows_the_desk():
    request, receipt = asked(new_ref("lib"))
    refused(request, member("correction_reviewer"))
    assert tell_again() == 0
    Decision.objects.update(reasons="█")  # as an erasure leaves it
    assert tell_again() == 1
    assert state_of(receipt).decided[0].reasons == "█"
    Answer.objects.all().delete()
    assert (tell_again(), tell_again()) == (1, 0)
