"""Proposed records at the desk.

pr01  they are for editors; who decides corrections and everybody else does not see them
pr02  what goes into the form of a new record fits each kind, and the draft closes the proposal
pr03  declined with reasons, which whoever proposed it reads; nothing is appealed
pr04  a proposal is taken up once
"""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.actions import set_code_generator
from cairn.corrections import proposals
from cairn.corrections.models import Decision, Request
from cairn.corrections.states import MovedElsewhere
from cairn.corrections.taking_in import take_in
from cairn.knowledge.asking.actions import Asked, ask
from cairn.knowledge.asking.queries import state_of
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.kinds import kind_of, kinds
from cairn.web.desk.library.forming import form_of
from tests.corrections.doing import WHY, member
from tests.factories_of_corrections import RequestFactory
from tests.factories_of_library import EntryFactory
from tests.web.desk.conftest import SECRET, Desk

pytestmark = pytest.mark.django_db
LIST = "/en/desk/library/proposals/"


def browser(*roles):
    user = member(*roles)
    set_code_generator(user=user, secret=SECRET, by=None)
    return Desk().enter(user)


def proposed(kind="document"):
    given = {"wish": "propose", "kind": kind, "title": "The Heron", "reasons": WHY}
    asked = Asked(about="", address="https://court.example/heron", **given)
    receipt, _day = ask(asked=asked, language="en", number="n")
    take_in()
    return Request.objects.get(ref=receipt.ref), receipt


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_pr01_they_are_for_editors():
    request, _ = proposed()
    librarian, corrector = browser("librarian"), browser("correction_reviewer")
    assert "1 proposed record waits for an editor" in text(librarian.get("/en/desk/"))
    assert "The Heron" in text(librarian.get(LIST))
    assert WHY in text(librarian.get(f"{LIST}{request.ref}/"))
    for address in (LIST, f"{LIST}{request.ref}/"):
        assert corrector.get(address).status_code == 403
        assert browser("library_reviewer").get(address).status_code == 403
    assert "The Heron" not in text(corrector.get("/en/desk/corrections/"))
    assert corrector.get(f"/en/desk/corrections/{request.ref}/").status_code == 404
    asked = RequestFactory()
    assert librarian.get(f"{LIST}{asked.ref}/").status_code == 404


@pytest.mark.parametrize("kind", list(kinds()))
def test_pr02_what_goes_along_fits_each_kind(kind):
    request = RequestFactory(
        wish="propose", kind=kind, title="The Heron", address="https://court.example/heron"
    )
    body = proposals.begun(request)
    assert set(body) <= {one.name for one in form_of(kind_of(kind).schema, {}, {})}
    unknown = [one for one in kind_of(kind).read(body)[1] if "nothing reads" in str(one.error)]
    assert not unknown
    shown = text(browser("librarian").get(f"/en/desk/library/new/{kind}/?proposal={request.ref}"))
    assert "https://court.example/heron" in shown
    assert f'name="desk-proposal" value="{request.ref}"' in shown


def test_pr02_the_draft_closes_the_proposal():
    request, receipt = proposed()
    librarian = browser("librarian")
    address = f"/en/desk/library/new/document/?proposal={request.ref}"
    given = {"desk-proposal": request.ref, "desk-number": "0", "source": request.address}
    answer = librarian.send(address, **given, **{"desk-act": "save"})
    assert answer.status_code == 400  # a document has a title
    assert not Decision.objects.exists()
    answer = librarian.send(address, **given, **{"desk-act": "save", "title": "The Heron"})
    entry = Entry.objects.get()
    assert answer.url == reverse("desk:library_entry", args=[entry.ref])
    assert (entry.status, entry.body["title"]) == ("draft", "The Heron")
    state = state_of(receipt)
    assert (state.status, state.decided[0].outcome) == ("closed", "accepted")
    assert entry.ref not in str(state)


def test_pr03_it_is_declined_with_reasons():
    request, receipt = proposed()
    librarian = browser("librarian")
    answer = librarian.send(f"{LIST}{request.ref}/", reasons=" ")
    assert answer.status_code == 400
    answer = librarian.send(f"{LIST}{request.ref}/", reasons="It is about another offence.")
    assert answer.status_code == 302
    state = state_of(receipt)
    assert state.decided[0].reasons == "It is about another offence."
    assert not state.may_appeal(timezone.localdate())


def test_pr04_it_is_taken_up_once():
    request, _ = proposed()
    person = member("librarian")
    proposals.take_up(request=request, entry=EntryFactory(), by=person)
    with pytest.raises(MovedElsewhere):
        proposals.take_up(request=request, entry=EntryFactory(), by=person)
    with pytest.raises(MovedElsewhere):
        proposals.decline(request=RequestFactory(), reasons="No.", by=person)
