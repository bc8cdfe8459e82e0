"""The form of a record when the line drops: nothing that was typed is lost.

rl01 saving without a line stays on the page, says so, and sends once when the line is back
rl02 what was typed is told to be kept, offered again after the browser was closed, gone once saved
rl03 signing out takes it off the device
rl04 without script the page that was not reached, loaded again, brings what was written; once
"""

import pytest
from playwright.sync_api import expect

from cairn.reporting.observations.queries import observed
from tests.functional.filing_office import office, signed_in_as
from tests.reporting.observations.doing import draft

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('cairn-form:')).length"


@pytest.fixture
def people(desk_site):
    return office()


def opened(desk_site, browser, filing):
    page = browser.new_page()
    page.goto(f"{desk_site}/en/desk/filings/{filing.ref}/records/route/new/")
    return page


def test_rl01_rl02_a_line_that_drops_takes_nothing(desk_site, context, people):
    filing = draft(people, "route")
    browser = context(width="narrow", **signed_in_as(people.officer, desk_site))
    page = opened(desk_site, browser, filing)
    page.get_by_label("Short title").fill("Northern lorries")
    page.locator("#id_leg-0-from_place").fill("Agadez")
    browser.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-not-sent]")).to_contain_text("still here")
    expect(page.get_by_label("Short title")).to_have_value("Northern lorries")
    expect(page.locator("[data-typed-kept]")).to_be_visible()
    page.close()
    browser.set_offline(False)
    page = opened(desk_site, browser, filing)
    expect(page.get_by_label("Short title")).to_have_value("")
    page.locator("[data-unsent] [data-use]").click()
    expect(page.get_by_label("Short title")).to_have_value("Northern lorries")
    expect(page.locator("#id_leg-0-from_place")).to_have_value("Agadez")
    browser.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    browser.set_offline(False)
    page.locator("[data-not-sent] button").click()
    page.wait_for_url("**/records/#obs*")
    assert "Saved." in page.content()
    assert [one.values["title"] for one in observed(filing)] == ["Northern lorries"]
    assert page.evaluate(KEPT) == 0


def test_rl03_signing_out_takes_it_off_the_device(desk_site, context, people):
    browser = context(width="narrow", **signed_in_as(people.officer, desk_site))
    page = opened(desk_site, browser, draft(people, "route"))
    page.get_by_label("Short title").fill("Northern lorries")
    expect(page.locator("[data-typed-kept]")).to_be_visible()
    assert page.evaluate(KEPT) == 1
    page.goto(f"{desk_site}/en/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert page.evaluate(KEPT) == 0


def test_rl04_without_script_loading_again_sends_what_was_written_once(desk_site, context, people):
    filing = draft(people, "route")
    as_officer = signed_in_as(people.officer, desk_site)
    browser = context(width="narrow", java_script_enabled=False, **as_officer)
    page = opened(desk_site, browser, filing)
    page.get_by_label("Short title").fill("Northern lorries")
    page.locator("#id_leg-0-from_place").fill("Agadez")
    page.locator("#id_leg-0-to_place").fill("Arlit")
    browser.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(1_500)
    browser.set_offline(False)
    page.reload()
    assert "Northern lorries" in page.content()
    assert len(observed(filing)) <= 1
