"""Questions about filings on the first page of whoever is asked, and answers on that of who asked.

ay01 a question of the secretariat waits for the officer and for the contact point, and is said in
     their lists of filings
ay02 the answer of either reaches the secretariat, and nobody is asked any more
ay03 a question of the contact point waits for the agency alone, and its answer for her
ay04 what is settled is asked no more
ay05 a filing that the secretariat returns is told to the contact point who cleared it
"""

import pytest
from django.urls import reverse

from cairn.reporting.filings.actions import clear_filing, return_filing, submit_filing
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db
HOME, LIST = reverse("desk:home"), reverse("desk:filings")
QUESTION, ANSWER = "a question about it waits for you", "what you asked is answered"


@pytest.fixture
def cleared(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    return clear_filing(filing=filing, by=niger.people.contact)


def says(desk, filing, text):
    page = page_of("filing", filing)
    assert desk.send(page, act="comment", number=1, field="", text=text).status_code == 302


def asked(desk):
    text = text_of(desk.get(HOME))
    return text.partition('id="asked">')[2].partition("</section>")[0]


def test_ay01_ay02_a_question_reaches_them_and_the_answer_reaches_who_asked(niger, cleared):
    says(niger.secretary, cleared, "Are all posts in it?")
    for desk in (niger.officer, niger.contact):
        assert f"{page_of('filing', cleared)}#{cleared.comments.get().ref}" in asked(desk)
        assert niger.people.secretary is not None
        assert QUESTION in text_of(desk.get(LIST))
    assert not asked(niger.secretary)
    says(niger.contact, cleared, "All of them.")
    for desk in (niger.officer, niger.contact):
        assert not asked(desk)
        assert QUESTION not in text_of(desk.get(LIST))
    assert "What you asked about a filing was answered." in text_of(niger.secretary.get(HOME))
    assert ANSWER in text_of(niger.secretary.get(LIST))


def test_ay03_a_question_of_the_contact_point_waits_for_the_agency(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    says(niger.contact, filing, "Which posts?")
    assert asked(niger.officer)
    assert not asked(niger.contact)
    says(niger.officer, filing, "The northern ones.")
    assert not asked(niger.officer)
    assert "What you asked about a filing was answered." in text_of(niger.contact.get(HOME))


def test_ay04_what_is_settled_is_asked_no_more(niger, cleared):
    says(niger.secretary, cleared, "Are all posts in it?")
    comment = cleared.comments.get()
    niger.secretary.send(page_of("filing", cleared), act="settle", number=1, comment=comment.ref)
    assert not asked(niger.officer)


def test_ay05_the_contact_point_is_told_what_the_secretariat_returned(niger, cleared):
    return_filing(filing=cleared, reason="No coverage.", by=niger.people.secretary)
    text = text_of(niger.contact.get(HOME))
    assert "was returned to its agency by the secretariat" in text
    assert page_of("filing", cleared) not in text  # she does not see it while it is written
    assert "was returned to its agency" not in text_of(niger.officer.get(HOME))
    submit_filing(filing=cleared, by=niger.people.officer)
    assert "was returned to its agency" not in text_of(niger.contact.get(HOME))
