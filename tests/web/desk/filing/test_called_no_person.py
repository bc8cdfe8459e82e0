"""What was called no person: listed without its words, looked for, and taken back."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from cairn.audit.models import Event
from cairn.reporting.filings.models import NotAPerson
from cairn.reporting.filings.texts import NotClean, check_clean, say_not_a_person
from tests.factories import MembershipFactory, NotAPersonFactory
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import page_of, text_of
from tests.web.desk.merging.conftest import entered

pytestmark = pytest.mark.django_db
WORDS = "Ahmed Ben Salah"


@pytest.fixture
def here():
    return reverse("desk:no_persons")


@pytest.fixture
def said(niger):
    say_not_a_person(organisation=niger.people.agency, words=WORDS, by=niger.people.officer)
    return NotAPerson.objects.get()


def test_a_colleague_sees_when_and_who_and_not_the_words(niger, said, here):
    colleague = MembershipFactory(organisation=niger.people.agency, role="officer").user
    page = text_of(entered(colleague).get(here))
    assert said.at.isoformat() in page
    assert escape(niger.people.officer.display_name) in page
    assert WORDS not in page


def test_words_are_found_on_the_list_whatever_their_letters(niger, said, here):
    NotAPersonFactory(organisation=niger.people.agency)
    found = niger.officer.send(here, act="find", words="ahmed  BEN salah")
    assert [one.pk for one, _who in found.context["entries"]] == [said.pk]
    other = niger.officer.send(here, act="find", words="Somebody Else")
    assert "These words are not on the list" in text_of(other)


def test_taken_back_it_is_asked_about_again_and_the_log_says_so(niger, said, here):
    agency = niger.people.agency
    niger.officer.send(here, act="back", entry=str(said.pk))
    with pytest.raises(NotClean):
        check_clean({"reason": f"With {WORDS}."}, organisation=agency)
    assert Event.objects.get(kind="reporting.screening.asked_again").target == agency.ref


def test_another_organisation_neither_sees_nor_takes_back(niger, mali, said, here):
    NotAPersonFactory(organisation=mali.people.agency)
    assert said.at.isoformat() not in text_of(mali.officer.get(here))
    assert mali.officer.send(here, act="back", entry=str(said.pk)).status_code == 404
    reader = MembershipFactory(organisation=niger.people.agency, role="analyst").user
    assert entered(reader).get(here).status_code == 404
    assert NotAPerson.objects.filter(pk=said.pk).exists()


def test_a_comment_offers_the_name_alone_and_links_to_the_list(niger, here):
    filing = drafted(niger.people)
    record = page_of("filing", filing)
    about = {"act": "comment", "number": 1, "field": "", "text": f"Ask Mr {WORDS} about it."}
    page = text_of(niger.officer.send(record, **about))
    assert f'name="not_a_person" value="{WORDS}"' in page
    assert f'href="{here}"' in page
