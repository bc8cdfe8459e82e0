"""An officer takes back what she submitted and nobody has decided about.

tb01 it is a draft again, written in the log and the history, and the contact point is told
tb02 not once it is cleared, or went into a national filing; not by another body
tb03 submitted once more, what it was first classified as stays
tb04 before and after submitting it is said that she can, and never that it cannot be changed
tb05 of a returned filing it is said that nothing was changed since, until something is

Promise 7 of the design.
"""

import pytest
from django.urls import reverse

from cairn.audit.models import Event
from cairn.kernel.errors import CairnError
from cairn.reporting.filings.actions import (
    clear_filing,
    return_filing,
    submit_filing,
    take_back_filing,
)
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.states import FilingStatus, NoSuchFilingMove
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db
HOME = reverse("desk:home")
OFFER = "Take it back, to correct it"


@pytest.fixture
def submitted(niger):
    return submit_filing(filing=drafted(niger.people), by=niger.people.officer)


def test_tb01_tb03_it_is_a_draft_again_and_everybody_is_told(niger, submitted):
    page, first = page_of("filing", submitted), submitted.first_classification
    assert OFFER in text_of(niger.officer.get(page))
    assert OFFER not in text_of(niger.contact.get(page))
    assert niger.officer.send(page, act="take_back", number=1).status_code == 302
    submitted.refresh_from_db()
    assert (submitted.status, submitted.submitted_by) == (FilingStatus.DRAFT, None)
    assert Event.objects.filter(kind="reporting.filing.taken_back").count() == 1
    assert "took back a filing" in text_of(niger.contact.get(HOME))
    assert niger.contact.get(page).status_code == 404
    assert "Taken back to be corrected" in text_of(niger.officer.get(page))
    again = submit_filing(filing=submitted, by=niger.people.officer)
    assert again.first_classification == first
    assert "took back a filing" not in text_of(niger.contact.get(HOME))


def test_tb02_not_once_it_is_decided_nor_by_another_body(niger, mali, submitted):
    for other in (niger.people.contact, niger.people.secretary, mali.people.officer):
        with pytest.raises(CairnError):
            take_back_filing(filing=submitted, by=other)
    clear_filing(filing=submitted, by=niger.people.contact)
    with pytest.raises(NoSuchFilingMove):
        take_back_filing(filing=submitted, by=niger.people.officer)
    assert OFFER not in text_of(niger.officer.get(page_of("filing", submitted)))


def test_tb04_before_and_after_it_is_said_that_she_can_take_it_back(niger):
    filing = drafted(niger.people)
    before = text_of(niger.officer.get(page_of("filing_check", filing)))
    submit_filing(filing=filing, by=niger.people.officer)
    after = text_of(niger.officer.get(page_of("filing_receipt", filing)))
    for text in (before, after):
        assert "take it back to correct it" in text
        assert "cannot be changed" not in text


def test_tb05_it_is_said_that_nothing_was_changed_since_it_was_returned(niger, submitted):
    back = return_filing(filing=submitted, reason="June is missing", by=niger.people.contact)
    page = page_of("filing_check", back)
    text = text_of(niger.officer.get(page))
    assert "Nothing was changed since it was returned" in text
    assert "Nothing is asked any more" not in text
    assert text.index("June is missing") < text.index("Nothing was changed")
    save_details(filing=back, values={"coverage_note": "With June."}, by=niger.people.officer)
    text = text_of(niger.officer.get(page))
    assert "Nothing was changed" not in text
    assert "Nothing is asked any more" in text
