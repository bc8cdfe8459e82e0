"""A contact point merges two agencies on a telephone, in Arabic; the calendar at both widths."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cairn.accounts.actions import set_code_generator
from cairn.kernel.dates import Level
from cairn.reporting.filings.models import Double, Filing
from cairn.reporting.filings.scheduling import set_schedule
from tests.factories import MembershipFactory, UserFactory
from tests.functional.conftest import fits
from tests.functional.filing_office import SECRET, signed_in_as
from tests.web.desk.merging.conftest import TOTAL, two_agencies

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, axe: Any, shots: Any, name: str) -> None:
    page.screenshot(path=shots / f"merging-{name}.png", full_page=True)
    assert page.locator("h1").count() == 1
    assert fits(page), name
    assert axe(page) == [], name


def test_two_agencies_are_merged_on_a_telephone_in_arabic(desk_site, visit, axe, shots):
    two = two_agencies()
    page = visit(
        f"{desk_site}/ar/desk/merge/",
        width="narrow",
        **signed_in_as(two.people.contact, desk_site),
    )
    assert page.locator("html").get_attribute("dir") == "rtl"
    look(page, axe, shots, "begin")
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/desk/merge/fil-*/")
    filing = Filing.objects.exclude(merged_from=[]).get()
    look(page, axe, shots, "pairs")
    total = Double.objects.get(filing=filing, key=f"{TOTAL}|")
    page.locator("a[href='#several']").click()
    page.locator(f"[id='{total.ref}'] button[value$=':left']").click()
    page.wait_for_selector(f"[id='{total.ref}']", state="detached")
    assert re.search(r"#dbl-[^#]+$", page.url)  # where one was, and not the foot of the page
    expect(page.locator(f"[id='{page.url.rpartition('#')[2]}']")).to_be_in_viewport()
    page.select_option("[name=scope]", "all")
    page.select_option("#decision", "larger")
    page.locator("button[value=several]").click()
    page.wait_for_selector("[name=shown]", state="attached")
    look(page, axe, shots, "alike")
    page.locator("button[value=several]").click()
    page.wait_for_selector("[name=shown]", state="detached")
    look(page, axe, shots, "decided")
    page.locator("a[href$='/summary/']").first.click()
    page.wait_for_url("**/summary/")
    look(page, axe, shots, "summary")
    page.locator("button[value=write]").click()
    page.wait_for_url("**/write/check/")
    filing.refresh_from_db()
    by_hand = {"left": total.left_value, "larger": max(total.left_value, total.right_value)}
    assert filing.counts.get(key=f"{TOTAL}|").value == by_hand["left"]
    assert not Double.objects.filter(decision=None).exists()


def test_the_calendar_fits_both_widths(desk_site, visit, axe, shots, width):
    two = two_agencies()
    for body in (two.people.agency, two.second.owner, two.ministry):
        set_schedule(
            organisation=body,
            section="smuggled_migrants",
            level=Level.QUARTER,
            days=30,
            since=date(2024, 1, 1),
            by=two.people.contact,
        )
    colleague = UserFactory(display_name="Idris (invented)")
    set_code_generator(user=colleague, secret=SECRET, by=None)
    MembershipFactory(user=colleague, organisation=two.ministry, role="analyst")
    person = signed_in_as(two.people.contact, desk_site)
    for name, address in (
        ("calendar", "en/desk/calendar/"),
        ("schedules", "ar/desk/calendar/schedules/"),
        ("standing", "en/desk/calendar/standing-in/"),
        ("index", "en/desk/merge/"),
    ):
        page = visit(f"{desk_site}/{address}", width=width, **person)
        look(page, axe, shots, f"{name}-{width}")
    filing = two.begun()
    page = visit(f"{desk_site}/en/desk/merge/{filing.ref}/", width=width, **person)
    look(page, axe, shots, f"pairs-{width}")
    page = visit(f"{desk_site}/en/desk/merge/{filing.ref}/summary/", width=width, **person)
    look(page, axe, shots, f"summary-{width}")
