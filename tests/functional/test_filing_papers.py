"""What stands beside a filing in a browser, at both widths: legs and charts, a merged number that
was changed, records that came back in a file and met another change."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cairn.reporting.filings.combining import apply_merge, begin_merge, decide_all
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts
from cairn.reporting.filings.merging import Decision
from cairn.reporting.observations.actions import change_observation
from cairn.reporting.observations.values import Given
from cairn.web.desk.filing.carrying import as_file
from tests.functional.conftest import corners, fits
from tests.functional.filing_office import office, signed_in_as
from tests.reporting.filings.doing import drafted, validated
from tests.reporting.observations.doing import added, draft
from tests.web.desk.merging.conftest import TOTAL, two_agencies

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, axe: Any, shots: Any, name: str) -> None:
    page.screenshot(path=shots / f"papers-{name}.png", full_page=True)
    assert fits(page), name
    assert axe(page) == [], name


@corners
def test_a_chart_and_a_route_fit_and_their_tables_scroll_by_the_keyboard(
    desk_site, visit, axe, shots, width, language
):
    people = office()
    for period in ("2024-Q1", "2024-Q2"):
        validated(people, period)
    filing = drafted(people, "2024-Q3", 40)
    site = f"{desk_site}/{language}/desk/filings"
    page = visit(f"{site}/{filing.ref}/", width=width, **signed_in_as(people.officer, desk_site))
    assert page.locator(".back svg[data-marks]").is_visible()
    page.locator(".back details summary").click()
    look(page, axe, shots, f"chart-{language}-{width}")
    routes = draft(people, "route", "2024-Q2")
    added(people, "route", routes)
    page.goto(f"{site}/{routes.ref}/")
    look(page, axe, shots, f"route-{language}-{width}")
    region = page.locator("article.record .scroll").first
    region.focus()
    assert region.evaluate("it => it === document.activeElement")


def test_a_merged_number_that_was_changed_asks_for_its_reason(desk_site, visit, axe, shots, width):
    two = two_agencies()
    contact = two.people.contact
    filing = begin_merge(filings=[two.first, two.second], owner=two.ministry, by=contact)
    decide_all(filing=filing, decision=Decision.DIFFERENT, by=contact)
    apply_merge(filing=filing, by=contact)
    change = Change(CountInput(TOTAL, 70), Was(65))
    save_counts(filing=filing, changes=[change], by=contact)
    site = f"{desk_site}/en/desk/filings/{filing.ref}/write"
    page = visit(f"{site}/", width=width, **signed_in_as(contact, desk_site))
    look(page, axe, shots, f"merged-totals-{width}")
    page.goto(f"{site}/numbers/{TOTAL}/")
    look(page, axe, shots, f"merged-{width}")
    page.locator("[name^='answers.merged']").fill("Five were counted late.")
    page.locator("[name^='answers.merged']").blur()
    expect(page.locator("[data-status]")).to_contain_text("Saved", timeout=10_000)
    filing.refresh_from_db()
    assert list(filing.answers.values()) == ["Five were counted late."]
    page.goto(f"{site}/check/")
    look(page, axe, shots, f"merged-check-{width}")


def test_records_of_a_file_that_met_another_change_are_chosen(
    desk_site, context, axe, shots, width, tmp_path
):
    people = office()
    filing = draft(people, "fee")
    one = added(people, "fee", filing)
    content = as_file(filing)
    content = json.loads(json.dumps(content))
    content["records"][0]["values"]["title"] = "As the file says"
    change_observation(
        filing=filing,
        kind="fee",
        ref=one.ref,
        given=Given({**one.values, "title": "Meanwhile"}, one.legs, one.persons),
        revision=0,
        by=people.officer,
    )
    path = tmp_path / "draft.cairn.json"
    path.write_text(json.dumps(content))
    page = context(width=width, **signed_in_as(people.officer, desk_site)).new_page()
    page.goto(f"{desk_site}/en/desk/filings/{filing.ref}/write/file/")
    page.locator("#file").set_input_files(path)
    page.locator("form:has(#file) button.button").click()
    page.wait_for_selector("[name=record-0]")
    look(page, axe, shots, f"records-{width}")
    page.locator("[name=record-0][value=mine]").check()
    page.locator("button[value=records]").click()
    page.wait_for_url("**/records/")
    assert page.get_by_text("As the file says").first.is_visible()
