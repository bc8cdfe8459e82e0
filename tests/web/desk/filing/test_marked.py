"""How a filing is marked is asked where it is submitted, with who reads it under each marking."""

import re

import pytest

from cairn.reporting.filings.models import Filing, Marking
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import form_of, page_of, text_of

pytestmark = pytest.mark.django_db


def chosen(page: str) -> list[str]:
    tags = re.findall(r'<input[^>]*name="marking"[^>]*>', page)
    return [dict(re.findall(r'(\w+)="([^"]*)"', tag))["value"] for tag in tags if "checked" in tag]


def test_the_page_says_how_it_is_marked_and_who_reads_it_under_each_marking(niger):
    filing = drafted(niger.people)
    page = text_of(niger.officer.get(page_of("filing_check", filing)))
    assert "It is marked TLP:AMBER and goes out so unless you choose another" in page
    assert chosen(page) == ["amber"]
    for key in Marking:  # who reads it stands beside each of them
        said = re.search(rf'id="marking-{key}-help">([^<]+)', page)
        assert said, key
        assert any(word in said[1] for word in ("secretariat", "Everybody"))
    assert page.count('type="radio" id="marking-') == len(Marking)
    assert "Its marking keeps it from every other State" in page
    assert page.index('id="marked"') < page.index('value="submit"')


@pytest.mark.parametrize("marking", ["red", "amber_strict", "amber", "green", "clear"])
def test_what_is_chosen_there_goes_out_with_the_same_step(niger, marking):
    filing = drafted(niger.people)
    check = page_of("filing_check", filing)
    fields = form_of(niger.officer, check) | {"marking": marking, "act": "submit"}
    assert niger.officer.post(check, fields).url == page_of("filing_receipt", filing)
    filing.refresh_from_db()
    assert (filing.status, filing.marking) == ("submitted", marking)


def test_a_marking_that_there_is_not_changes_nothing(niger):
    filing = drafted(niger.people)
    check = page_of("filing_check", filing)
    fields = form_of(niger.officer, check) | {"marking": "pink", "act": "save"}
    niger.officer.post(check, fields)
    filing.refresh_from_db()
    assert filing.marking == "amber"


def test_what_somebody_else_chose_meanwhile_is_shown_and_nothing_is_submitted(niger):
    filing = drafted(niger.people)
    check = page_of("filing_check", filing)
    fields = form_of(niger.officer, check) | {"marking": "clear", "act": "submit"}
    Filing.objects.filter(pk=filing.pk).update(marking="red")
    page = text_of(niger.officer.post(check, fields))
    assert "Somebody else wrote here meanwhile: “TLP:RED”" in page
    assert chosen(page) == ["clear"]
    filing.refresh_from_db()
    assert (filing.status, filing.marking) == ("draft", "red")


def test_whoever_clears_sees_the_marking_beside_who_will_read_it(niger):
    filing = drafted(niger.people)
    check = page_of("filing_check", filing)
    niger.officer.post(check, form_of(niger.officer, check) | {"marking": "green", "act": "submit"})
    page = text_of(niger.contact.get(page_of("filing", filing)))
    part = page[page.index('id="before"') :]
    assert "<bdi>TLP:GREEN</bdi>" in part[:300]
