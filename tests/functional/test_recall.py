"""A recall in a browser: a contact point sees who has read a filing and recalls it; its reader
finds that on her desk and acknowledges; the contact point sees that too."""

from typing import Any

import pytest
from playwright.sync_api import Page

from cairn.reporting.filings.models import Notice
from cairn.reporting.filings.participating import join
from tests.functional.conftest import fits
from tests.functional.filing_office import office, signed_in_as
from tests.reporting.filings.exchange import filed
from tests.reporting.filings.test_recalling import read_by

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, axe: Any, shots: Any, name: str) -> None:
    page.screenshot(path=shots / f"recall-{name}.png", full_page=True)
    assert fits(page), name
    assert axe(page) == [], name


def test_a_recall_reaches_its_reader_and_her_answer_the_owner(desk_site, visit, axe, shots, width):
    here, there = office("NER"), office("MLI")
    for one in (here, there):
        join(state=one.agency.state, by=one.contact)
    mine = filed(here, "2024-Q1")
    filed(there, "2024-Q1")
    assert read_by(there, mine)
    site = f"{desk_site}/ar/desk"
    page = visit(f"{site}/reads/", width=width, **signed_in_as(here.contact, desk_site))
    assert page.locator(".filings li").count() == 1
    look(page, axe, shots, f"log-{width}")
    page.locator(".filings a").first.click()
    page.locator("summary:has(+ form [value=recall])").click()
    page.locator("#reason-recall").fill("مراكز خاطئة (مختلق)")
    page.locator("button[value=recall]").click()
    page.locator("section[aria-labelledby=read-by] .filings li").wait_for()
    look(page, axe, shots, f"recalled-{width}")
    reader = visit(f"{site}/", width=width, **signed_in_as(there.officer, desk_site))
    look(reader, axe, shots, f"desk-{width}")
    reader.locator("section[aria-labelledby=acknowledge] a").first.click()
    look(reader, axe, shots, f"notice-{width}")
    reader.locator("form.decide button").click()
    reader.locator(".notice.is-done").first.wait_for()
    assert Notice.objects.get(kind="recalled").done_by == there.officer.username
    page.goto(f"{site}/reads/changes/")
    assert page.locator(".filings .is-done").count() == 1
    look(page, axe, shots, f"answered-{width}")
