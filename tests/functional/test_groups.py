"""Sharing groups in a browser: a contact point makes a group, names a body, sees who would read a
filing, shares it; somebody of that body reads it, and after the end of the group no longer."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from cairn.reporting.filings.participating import join
from cairn.sharing.models import SharingGroup
from tests.functional.conftest import corners, fits
from tests.functional.filing_office import office, signed_in_as
from tests.reporting.filings.doing import world
from tests.reporting.filings.exchange import filed

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, axe: Any, shots: Any, name: str) -> None:
    page.screenshot(path=shots / f"groups-{name}.png", full_page=True)
    assert fits(page), name
    assert axe(page) == [], name


@corners
def test_a_group_is_made_named_for_a_filing_and_ended(
    desk_site, visit, axe, shots, width, language
):
    here, there = office("NER"), world("MLI")
    there.agency.name = "Direction nationale de la police (invented)"
    there.agency.save()
    join(state="NER", by=here.contact, today=date(2024, 1, 1))
    filing = filed(here, "2024-Q1", marking="amber")
    site = f"{desk_site}/{language}/desk"
    page = visit(f"{site}/groups/", width=width, **signed_in_as(here.contact, desk_site))
    look(page, axe, shots, f"empty-{language}-{width}")
    page.locator("[name=name]").fill("Sea area")
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/groups/grp-*/")
    page.locator("[name=organisation]").select_option(there.agency.ref)
    page.locator("button[value=add]").click()
    page.get_by_text(there.agency.name).first.wait_for()
    look(page, axe, shots, f"group-{language}-{width}")
    page.goto(f"{site}/filings/{filing.ref}/sharing/")
    group = SharingGroup.objects.get()
    assert page.get_by_text(there.agency.name).first.is_visible()  # before it is shared
    page.locator(f"input[value='{group.ref}']").check()
    look(page, axe, shots, f"choosing-{language}-{width}")
    page.locator("main form button.button").first.click()
    page.wait_for_selector(".notice.is-done, .messages")
    filing.refresh_from_db()
    assert filing.shared_with == group.ref
    look(page, axe, shots, f"shared-{language}-{width}")
    page.goto(f"{site}/groups/{group.ref}/")
    page.locator("details:has(button[value=close]) summary").click()
    page.locator("button[value=close]").click()
    page.locator("button[value=add]").wait_for(state="detached")
    group.refresh_from_db()
    assert group.until is not None
    look(page, axe, shots, f"ended-{language}-{width}")
