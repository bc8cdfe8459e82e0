"""A filing by hand in a browser: from a phone in Arabic to the secretariat; over a dead line."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from tests.functional.conftest import fits
from tests.functional.filing_office import office, signed_in_as
from tests.reporting.filings.doing import drafted
from tests.reporting.observations.doing import draft

pytestmark = pytest.mark.django_db(transaction=True)
SMUGGLED = "smuggled_detected"


def total_of(page: Page) -> Any:
    return page.locator("[data-total] [name^='n-']")


def look(page: Page, axe: Any, shots: Any, name: str) -> None:
    page.screenshot(path=shots / f"filing-{name}.png", full_page=True)
    assert page.locator("h1").count() == 1
    assert fits(page), name
    assert axe(page) == [], name


def test_from_a_phone_in_arabic_to_the_secretariat(desk_site, visit, axe, shots):
    people = office()
    year = timezone.localdate().year - 1
    page = visit(
        f"{desk_site}/ar/desk/filings/new/",
        width="narrow",
        **signed_in_as(people.officer, desk_site),
    )
    assert page.locator("html").get_attribute("dir") == "rtl"
    look(page, axe, shots, "begin")
    page.locator("[name=section][value=smuggled_migrants]").check()
    page.select_option("[name=period]", f"{year}-Q1")
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/write/")
    look(page, axe, shots, "totals")
    first = page.locator(f"#m-{SMUGGLED} [name^='n-']")
    first.fill("20")
    page.locator(f"#m-{SMUGGLED} [value='measure:{SMUGGLED}']").click()
    page.wait_for_url(f"**/{SMUGGLED}/")
    page.locator("[name=by][value=origin]").check()
    page.locator("[value=open]").click()
    line = page.locator("[data-cut=origin] [data-line]").first
    line.locator("[name^='d-']").fill("مالي")
    line.locator("[name^='n-']").fill("١٢")
    filing = Filing.objects.get()
    expect(page.locator("[data-sum]")).to_contain_text("12")
    expect(line.locator("[name^='w-']")).to_have_value("12")  # it was saved as it was written
    assert filing.counts.get(origin="MLI").value == 12
    look(page, axe, shots, "measure")
    total_of(page).fill("12")
    page.locator(".actions button").nth(1).click()
    page.wait_for_url(re.compile(r"/write/(#.*)?$"))
    assert not page.locator("[data-unsent]").is_visible()  # all of it had arrived
    page.goto(f"{desk_site}/ar/desk/filings/{filing.ref}/write/about/")
    look(page, axe, shots, "about")
    page.locator("[name=coverage_note]").fill("كل المراكز.")
    page.locator(".actions button").first.click()
    page.wait_for_url("**/check/")
    look(page, axe, shots, "check")
    expect(page.locator("[name=conduct]:checked")).to_have_count(0)  # nothing is chosen for her
    page.locator("[name=conduct][value=smuggling]").check()
    page.locator("[value=submit]").click()
    page.wait_for_url("**/receipt/")
    look(page, axe, shots, "receipt")
    page.emulate_media(media="print")
    assert not page.locator("header.site").is_visible()
    assert page.locator(".digest").is_visible()
    contact = visit(
        f"{desk_site}/en/desk/filings/{filing.ref}/", **signed_in_as(people.contact, desk_site)
    )
    look(contact, axe, shots, "clear")
    contact.locator("[value=clear]").click()
    expect(contact.locator("#messages")).to_contain_text("was cleared")
    secretary = visit(
        f"{desk_site}/fr/desk/filings/{filing.ref}/", **signed_in_as(people.secretary, desk_site)
    )
    secretary.locator("[value=validate]").click()
    secretary.wait_for_load_state()
    look(secretary, axe, shots, "validated")
    filing.refresh_from_db()
    assert filing.status == FilingStatus.VALIDATED


def test_what_is_written_while_the_line_is_dead_is_offered_again_and_conflicts_are_shown(
    desk_site, context
):
    people = office()
    filing = drafted(people, value=12)
    address = f"{desk_site}/en/desk/filings/{filing.ref}/write/numbers/{SMUGGLED}/"
    browser = context(width="narrow", **signed_in_as(people.officer, desk_site))
    page = browser.new_page()
    page.goto(address)
    browser.set_offline(True)
    total_of(page).fill("14")
    expect(page.locator("[data-status]")).to_contain_text("No connection", timeout=10_000)
    with page.expect_download() as kept:
        page.locator("[data-keep]").click()
    assert kept.value.suggested_filename.endswith(".cairn.json")
    page.close()  # the browser is closed; meanwhile a colleague writes the same cell
    change = Change(CountInput(SMUGGLED, 15), Was(12))
    save_counts(filing=filing, changes=[change], by=people.officer)
    browser.set_offline(False)
    page = browser.new_page()
    page.goto(address)
    offered = page.locator("[data-unsent]")
    expect(offered).to_contain_text("was not sent")
    offered.locator("[data-use]").click()
    told = page.locator("[data-total] [data-told]")
    expect(told).to_contain_text("yours 14; meanwhile somebody else wrote 15")
    assert filing.counts.get().value == 15
    told.get_by_role("button", name="Mine").click()
    expect(told).to_be_empty()
    heard = page.locator("[data-status][role=status][aria-live=polite]")
    expect(heard).to_contain_text("Saved.")
    line, heights = page.locator("[data-total] [data-line]"), "(main) => main.scrollHeight"
    expect(line).to_have_attribute("data-kept", "Saved.")  # seen at the number itself
    tall = page.locator("main").evaluate(heights)
    line.evaluate("(one) => delete one.dataset.kept")
    assert page.locator("main").evaluate(heights) == tall  # and nothing moves for it
    assert filing.counts.get().value == 14
    page.goto(address)
    expect(page.locator("[data-unsent]")).to_be_hidden()


def test_a_table_is_pasted_from_a_spreadsheet(desk_site, visit):
    people = office()
    filing = drafted(people, value=12)
    page = visit(
        f"{desk_site}/en/desk/filings/{filing.ref}/write/numbers/{SMUGGLED}/",
        **signed_in_as(people.officer, desk_site),
    )
    total_of(page).evaluate(
        """(field) => {
          const data = new DataTransfer();
          data.setData("text", "Nationality\\tNumber\\nMali\\t9\\nNiger\\t3\\nTotal\\t12");
          const how = {clipboardData: data, bubbles: true, cancelable: true};
          field.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    page.wait_for_url("**/paste/")
    page.get_by_role("button", name="Take these numbers").click()
    page.wait_for_url(f"**/{SMUGGLED}/")
    stored = dict(filing.counts.exclude(origin=None).values_list("origin", "value"))
    assert stored == {"MLI": 9, "NER": 3}
    expect(page.locator("[data-sum]")).to_contain_text("add up to the total, 12")


def test_a_record_that_is_written_without_a_line_goes_into_a_file_and_comes_back(
    desk_site, context, axe, shots, tmp_path
):
    people = office()
    filing = draft(people, "fee")
    browser = context(width="narrow", **signed_in_as(people.officer, desk_site))
    page = browser.new_page()
    page.goto(f"{desk_site}/ar/desk/filings/{filing.ref}/records/fee/new/")
    browser.set_offline(True)
    page.locator("[name=title]").fill("رسوم كما كُتبت")
    with page.expect_download() as kept:
        page.locator("[data-keep-record] button").click()
    path = tmp_path / "form.cairn.json"
    kept.value.save_as(path)
    browser.set_offline(False)
    page.locator("[data-keep-record] a").click()
    page.locator("#file").set_input_files(path)
    page.locator("form:has(#file) button.button").click()
    page.wait_for_url("**/records/fee/new/")
    expect(page.locator("[name=title]")).to_have_value("رسوم كما كُتبت")
    look(page, axe, shots, "record-from-file")


def test_words_that_are_typed_without_a_line_are_in_the_file(desk_site, context, tmp_path):
    people = office()
    filing = drafted(people, value=12)
    browser = context(width="narrow", **signed_in_as(people.officer, desk_site))
    page = browser.new_page()
    page.goto(f"{desk_site}/en/desk/filings/{filing.ref}/write/about/")
    browser.set_offline(True)
    page.locator("[name=coverage_note]").fill("Two posts of five.")
    with page.expect_download() as kept:
        page.locator("[data-keep]").click()
    path = tmp_path / "form.cairn.json"
    kept.value.save_as(path)
    expect(page.locator("[data-status]")).to_contain_text("The file holds what stands on this page")
    page.close()
    browser.clear_cookies()
    other = context(width="narrow", **signed_in_as(people.officer, desk_site)).new_page()
    other.goto(f"{desk_site}/en/desk/filings/{filing.ref}/write/file/")
    other.locator("#file").set_input_files(path)
    other.locator("form:has(#file) button.button").click()
    other.wait_for_url("**/write/")
    filing.refresh_from_db()
    assert filing.coverage_note == "Two posts of five."
