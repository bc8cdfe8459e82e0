"""A quarter with the numbers of the one before is asked about where it is handed in."""

import pytest
from django.urls import reverse

from cairn.reporting.filings.actions import submit_filing
from tests.reporting.filings.test_gaming import THREE, numbered
from tests.web.desk.filing.conftest import form_of, text_of

pytestmark = pytest.mark.django_db


def test_the_officer_reads_of_which_filing_it_says_the_same_and_answers(niger):
    people = niger.people
    first = submit_filing(filing=numbered(people, "2024-Q1", THREE), by=people.officer)
    again = numbered(people, "2024-Q2", THREE)
    page = reverse("desk:filing_check", args=[again.ref])
    text = text_of(niger.officer.get(page))
    assert first.ref in text
    assert "Every number is the same as in" in text
    assert "(3 of them not zero)" in text
    name = f"answers.repeated|{first.ref}|3"
    fields = form_of(niger.officer, page)
    assert name in fields
    niger.officer.post(page, fields | {name: "Counted again.", "act": "submit"})
    again.refresh_from_db()
    assert (again.status, list(again.answers.values())) == ("submitted", ["Counted again."])
