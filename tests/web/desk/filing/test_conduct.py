"""What the numbers speak of is chosen by whoever files them, and never for her."""

import re

import pytest
from django.db import IntegrityError, transaction

from cairn.kernel.dates import Period
from cairn.observatory.filing_rows import lines
from cairn.reporting.filings.actions import NotReady, clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, begin_filing, save_counts, save_details
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import TODAY
from tests.web.desk.filing.conftest import form_of, page_of, text_of

pytestmark = pytest.mark.django_db


def unchosen(people) -> Filing:
    filing = begin_filing(
        owner=people.agency,
        section="smuggled_migrants",
        period=Period.parse("2024-Q1"),
        by=people.officer,
        today=TODAY,
    )
    change = Change(CountInput("smuggled_detected", 12))
    save_counts(filing=filing, changes=[change], by=people.officer)
    return save_details(filing=filing, values={"coverage_note": "All posts."}, by=people.officer)


def conducts(page: str) -> list[str]:
    tags = re.findall(r'<input[^>]*name="conduct"[^>]*>', page)
    return [tag for tag in tags if " checked" in tag]


@pytest.mark.parametrize("name", ["filing_about", "filing_check"])
def test_nothing_is_chosen_beforehand(niger, name):
    page = niger.officer.get(page_of(name, unchosen(niger.people))).content.decode()
    assert page.count('name="conduct"') == 6
    assert conducts(page) == []


def test_it_is_not_submitted_before_it_is_chosen(niger):
    filing = unchosen(niger.people)
    check = page_of("filing_check", filing)
    refused = niger.officer.post(check, form_of(niger.officer, check) | {"act": "submit"})
    assert refused.url == check  # so that it can be reloaded and come back to
    said = "Choose what the numbers speak of; nothing is assumed."
    assert said in text_of(niger.officer.get(refused.url))
    with pytest.raises(NotReady):
        submit_filing(filing=filing, by=niger.people.officer)
    fields = form_of(niger.officer, check) | {"conduct": "mixed", "act": "submit"}
    assert niger.officer.post(check, fields).url == page_of("filing_receipt", filing)
    filing.refresh_from_db()
    assert (filing.status, filing.conduct) == ("submitted", "mixed")


@pytest.mark.parametrize("sent", ["", "trafficing", "MIXED", "smuggling|mixed"])
def test_what_is_on_no_list_chooses_nothing(niger, sent):
    filing = unchosen(niger.people)
    check = page_of("filing_check", filing)
    answer = niger.officer.post(
        check, form_of(niger.officer, check) | {"conduct": sent, "act": "submit"}
    )
    assert answer.url == check
    filing.refresh_from_db()
    assert (filing.status, filing.conduct) == ("draft", "")


def test_everything_else_is_saved_while_it_is_not_chosen(niger):
    filing = unchosen(niger.people)
    about = page_of("filing_about", filing)
    fields = form_of(niger.officer, about) | {"coverage_note": "Two posts.", "act": "save"}
    assert niger.officer.post(about, fields).status_code == 302
    filing.refresh_from_db()
    assert (filing.coverage_note, filing.conduct) == ("Two posts.", "")
    assert "not chosen yet" in text_of(niger.officer.get(page_of("filing", filing)))


def test_the_database_keeps_what_left_its_author_from_being_unchosen(niger):
    filing = unchosen(niger.people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(status="submitted")


def test_what_is_mixed_stays_so_and_adds_nothing_to_smuggling(niger):
    people = niger.people
    filing = save_details(filing=unchosen(people), values={"conduct": "mixed"}, by=people.officer)
    filing = submit_filing(filing=filing, by=people.officer)
    filing = validate_filing(
        filing=clear_filing(filing=filing, by=people.contact), by=people.secretary
    )
    page = text_of(niger.officer.get(page_of("filing", filing)))
    assert "Mixed, not separable" in page
    assert lines(people.agency) == []


def test_what_was_chosen_stays_when_one_goes_to_the_field_of_something_else(niger):
    filing = unchosen(niger.people)
    save_details(filing=filing, values={"coverage_note": ""}, by=niger.people.officer)
    check = page_of("filing_check", filing)
    page = niger.officer.get(check).content.decode()
    [key] = re.findall(r'value="(go:[^"]*)"', page)
    fields = form_of(niger.officer, check) | {"conduct": "mixed", "act": key}
    assert niger.officer.post(check, fields).url == page_of("filing_about", filing) + (
        "#id_coverage_note"
    )
    filing.refresh_from_db()
    assert (filing.status, filing.conduct) == ("draft", "mixed")


@pytest.mark.parametrize("act", ["go:", "go:nothing", "go:https://example.org/", "go"])
def test_one_goes_only_to_the_field_of_what_is_asked(niger, act):
    filing = unchosen(niger.people)
    check = page_of("filing_check", filing)
    fields = form_of(niger.officer, check) | {"conduct": "mixed", "act": act}
    assert niger.officer.post(check, fields).url == check
