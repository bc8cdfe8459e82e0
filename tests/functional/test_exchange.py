"""The exchange between States in a browser: a contact point joins, reads what another State filed,
and sees before clearing who will read what her own State files."""

import re
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.participating import join
from cairn.sharing.models import Participant
from tests.functional.conftest import corners, fits
from tests.functional.filing_office import office, signed_in_as
from tests.reporting.filings.doing import drafted, world
from tests.reporting.filings.exchange import filed

pytestmark = pytest.mark.django_db(transaction=True)
SINCE = date(2024, 1, 1)


def look(page: Page, axe: Any, shots: Any, name: str) -> None:
    page.screenshot(path=shots / f"exchange-{name}.png", full_page=True)
    assert fits(page), name
    assert axe(page) == [], name


def together() -> tuple[Any, Any]:
    """Niger, which does not take part yet, and Mali, which does."""
    here, there = office("NER"), world("MLI")
    there.agency.name = "Direction nationale de la police (invented)"
    there.agency.save()
    join(state="MLI", by=there.contact, today=SINCE)
    return here, there


@corners
def test_a_contact_point_joins_with_the_tick_and_reads_what_the_other_state_filed(
    desk_site, visit, axe, shots, width, language
):
    here, there = together()
    theirs, mine = filed(there, "2024-Q1"), filed(here, "2024-Q1")
    closed = filed(there, "2024-Q2")
    site = f"{desk_site}/{language}/desk"
    page = visit(f"{site}/participation/", width=width, **signed_in_as(here.contact, desk_site))
    look(page, axe, shots, f"joining-{language}-{width}")
    page.locator("button[value=join]").click()
    page.wait_for_selector(".notice.is-problem")
    assert not Participant.objects.filter(state="NER").exists()
    page.locator("[name=accepted]").check()
    page.locator("button[value=join]").click()
    page.wait_for_selector("table.year")
    assert Participant.objects.filter(state="NER").exists()
    page.goto(f"{site}/participation/?year=2024")
    assert page.locator(".year .month-mark.full").count() == 3
    look(page, axe, shots, f"joined-{language}-{width}")
    page.locator("a[href$='whose=others']").click()
    page.wait_for_url("**whose=others")
    listed = page.locator(".filings a")
    (address,) = [it.get_attribute("href") for it in listed.all()]
    assert theirs.ref in unquote(address)
    assert not any(one.ref in unquote(page.content()) for one in (mine, closed))
    look(page, axe, shots, f"others-{language}-{width}")
    listed.first.click()
    page.wait_for_url("**/reads/purpose/?next=**")
    look(page, axe, shots, f"purpose-{language}-{width}")
    page.locator("[value=statistics]").check()
    page.locator("form:has([name=purpose]) button").click()
    page.wait_for_url(re.compile(r".*/filings/fil-[^/]+/$"))
    assert page.get_by_text(there.agency.name).first.is_visible()
    look(page, axe, shots, f"theirs-{language}-{width}")


@corners
def test_the_list_before_clearing_names_the_organisations_that_will_read_it(
    desk_site, visit, axe, shots, width, language
):
    here, there = together()
    join(state="NER", by=here.contact, today=SINCE)
    filed(there, "2024-Q1")
    filing = save_details(filing=drafted(here), values={"marking": "green"}, by=here.officer)
    filing = submit_filing(filing=filing, by=here.officer)
    site = f"{desk_site}/{language}/desk"
    address = f"{site}/filings/{filing.ref}/"
    page = visit(address, width=width, **signed_in_as(here.contact, desk_site))
    named = page.locator("section[aria-labelledby=before]")
    body = named.get_by_text(there.agency.name)
    assert not body.is_visible()
    named.locator("summary").click()
    assert body.is_visible()
    look(page, axe, shots, f"before-{language}-{width}")
    page.goto(f"{site}/participation/roll/?year=2024")
    assert page.locator(".year .month-mark.full").count() == 3
    look(page, axe, shots, f"roll-{language}-{width}")


def test_the_secretariat_tries_a_rule_out_before_it_announces_it(
    desk_site, visit, axe, shots, width
):
    here, there = together()
    join(state="NER", by=here.contact, today=SINCE)
    filed(there, "2024-Q1")
    address = f"{desk_site}/en/desk/participation/rule/"
    page = visit(address, width=width, **signed_in_as(here.secretary, desk_site))
    page.locator("[name=grace_days]").fill("60")
    page.locator("button[value=simulate]").click()
    rows = page.locator("#change table tbody tr")
    rows.first.wait_for()
    assert [row.inner_text().split()[:2] for row in rows.all()] == [["Mali", "3"], ["Niger", "0"]]
    look(page, axe, shots, f"tried-{width}")
    page.locator("[name=reason]").fill("As agreed (invented).")
    page.locator("button[value=announce]").click()
    page.get_by_text("As agreed (invented).").wait_for()
    look(page, axe, shots, f"announced-{width}")
