"""What is told again where it is needed: questions beside their answers, ticks after a refusal.

ta01 whoever decides reads what was asked beside the reason that was given; other States do not
ta02 a period that is not over is asked about, with the way to where it is changed
ta03 what was ticked is ticked still after something else was refused, and on no other page
ta04 what went into a national filing waits for nobody any more
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.kernel.dates import Period
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.combining import begin_merge
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, begin_filing, save_counts, save_details
from cairn.reporting.filings.models import Filing
from tests.factories import MembershipFactory, StateBodyFactory, UserFactory
from tests.reporting.filings.doing import World, drafted
from tests.web.desk.filing.conftest import form_of, page_of, text_of

pytestmark = pytest.mark.django_db
ASKED = "the parts add up to 5, the total says 12"


def with_a_difference(niger) -> Filing:
    filing = drafted(niger.people)
    part = Change(CountInput("smuggled_detected", 5, dims={"sex": "male"}))
    save_counts(filing=filing, changes=[part], by=niger.people.officer)
    reason = {"parts|smuggled_detected||sex": "Seven gave no answer."}
    filing = save_details(
        filing=filing, values={"differences": reason, "marking": "green"}, by=niger.people.officer
    )
    return submit_filing(filing=filing, by=niger.people.officer)


def test_ta01_the_question_stands_beside_its_answer(niger):
    filing = with_a_difference(niger)
    text = text_of(niger.contact.get(page_of("filing", filing)))
    assert ASKED in text
    assert "<strong><bdi>Seven gave no answer.</bdi></strong>" in text.partition(ASKED)[2]
    assert ASKED in text_of(niger.contact.get(page_of("filing_return", filing)))


def test_ta02_a_period_that_is_not_over_is_asked_about(niger):
    today = timezone.localdate()
    filing = begin_filing(
        owner=niger.people.agency,
        section="smuggled_migrants",
        period=Period.parse(str(today.year)),
        by=niger.people.officer,
        conduct="smuggling",
    )
    page = niger.officer.get(page_of("filing_check", filing))
    [asked] = [one for one in page.context["reasons"] if one.key.startswith("not_over|")]
    assert "is not over, so its numbers may still grow" in text_of(page)
    assert asked.url == page_of("filing_about", filing)


def test_ta03_a_tick_outlives_a_refusal_and_no_page(niger):
    MembershipFactory(
        user=niger.people.officer, organisation=niger.people.agency, role="contact_point"
    )
    filing = drafted(niger.people, value=0)
    niger.officer.send(page_of("filing", filing), act="comment", field="", text="Which posts?")
    address = page_of("filing_check", filing)
    told = form_of(niger.officer, address) | {"act": "submit_and_clear", "zeros": "1"}
    niger.officer.send(address, **told)
    ticked = 'name="zeros" value="1" checked'
    assert ticked in text_of(niger.officer.get(address))
    assert ticked not in text_of(niger.officer.get(address))


def test_ta04_what_was_merged_waits_for_nobody(niger):
    people = niger.people
    other = UserFactory()
    agency = StateBodyFactory(state="NER")
    MembershipFactory(user=other, organisation=agency, role="officer")
    rival = World(agency, other, people.contact, people.secretary)
    first = submit_filing(filing=drafted(people), by=people.officer)
    second = submit_filing(filing=drafted(rival), by=other)
    begin_merge(
        filings=[first, second],
        owner=people.contact.memberships.get().organisation,
        by=people.contact,
    )
    waits = "are not counted until it is validated"
    for name in ("filing", "filing_receipt"):
        text = text_of(niger.officer.get(page_of(name, first)))
        assert "; what becomes of it is decided there." in text, name
        assert waits not in text
    assert "In a national filing" in text_of(niger.officer.get(reverse("desk:home")))
