"""The rights channel and findings in a browser: an officer reports, a reviewer concludes; a
university shares what it found, and a State reads it. Forms are sent by keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Page

from cairn.accounts.actions import set_code_generator
from cairn.rights.models import Report
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.functional.conftest import corners, fits
from tests.functional.filing_office import SECRET, signed_in_as
from tests.rights.doing import channel, reported

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, axe: Any, shots: Any, name: str) -> None:
    page.screenshot(path=shots / f"rights-{name}.png", full_page=True)
    assert fits(page), name
    assert axe(page) == [], name


@corners
def test_an_officer_reports_and_a_reviewer_asks_and_concludes(
    desk_site, visit, axe, shots, width, language
):
    who = channel()
    for user in (who.officer, who.reviewer):
        set_code_generator(user=user, secret=SECRET, by=None)
    site = f"{desk_site}/{language}/desk/rights"
    page = visit(f"{site}/", width=width, **signed_in_as(who.officer, desk_site))
    look(page, axe, shots, f"channel-{language}-{width}")
    page.locator("a.button[href$='/rights/new/']").click()
    page.wait_for_url("**/rights/new/")
    look(page, axe, shots, f"new-{language}-{width}")
    page.locator("[name=harms][value=pushback_refoulement]").press("Space")
    page.locator("[name=what]").fill("A group was sent back at night without being asked anything.")
    page.locator("[name=period]").select_option(index=2)
    page.locator("[name=concerned_state]").select_option("NER")
    page.locator("[name=knowledge][value=seen]").press("Space")
    page.locator("[name=reviewer]").first.press("Space")
    page.locator("button.button").last.press("Enter")
    page.wait_for_selector(".facts")
    report = Report.objects.get()
    look(page, axe, shots, f"own-{language}-{width}")
    address = f"{site}/review/{report.ref}/"
    review = visit(address, width=width, **signed_in_as(who.reviewer, desk_site))
    assert who.officer.display_name not in review.content()
    for act in ("acknowledge", "begin"):
        review.locator(f"button[value={act}]").press("Enter")
        review.wait_for_selector(f"button[value={act}]", state="detached")
    review.locator("[name=outcome]").first.press("Space")
    review.locator("[name=reasons]").fill("Two accounts agree.")
    look(review, axe, shots, f"review-{language}-{width}")
    review.locator("#conclude button.button").press("Enter")
    review.wait_for_selector("button[value=archive]")
    page.reload()
    assert page.get_by_text("Two accounts agree.").is_visible()


@corners
def test_a_university_shares_a_finding_and_a_contact_point_reads_it(
    desk_site, visit, axe, shots, width, language
):
    who, researcher = channel(), UserFactory()
    lab = OrganisationFactory(kind="university", name="Lake University (invented)")
    MembershipFactory(user=researcher, organisation=lab, role="contributor")
    for user in (researcher, who.contact):
        set_code_generator(user=user, secret=SECRET, by=None)
    reported(who, by=who.student)  # nobody here learns of it
    site = f"{desk_site}/{language}/desk/findings/"
    page = visit(f"{site}new/", width=width, **signed_in_as(researcher, desk_site))
    page.locator("[name=section][value=fees]").press("Space")
    page.locator("[name=about]").select_option("NER")
    page.locator("[name=period]").select_option("2025")
    look(page, axe, shots, f"subject-{language}-{width}")
    page.locator("button.button").last.press("Enter")
    page.wait_for_url("**/write/")
    for name in ("title", "text", "limits"):
        page.locator(f"[name={name}]").fill("Fees rose after the bridge was closed.")
    page.locator("[name=method][value=survey]").press("Space")
    page.locator("[name=marking][value=clear]").press("Space")
    look(page, axe, shots, f"writing-{language}-{width}")
    page.locator("button[value=share]").press("Enter")
    page.wait_for_selector("button[value=amend]")
    reading = visit(site, width=width, **signed_in_as(who.contact, desk_site))
    look(reading, axe, shots, f"findings-{language}-{width}")
    reading.locator(".filings a").first.click()
    reading.wait_for_url("**/reads/purpose/?next=**")
    reading.locator("[value=lead]").check()  # what people told in a survey is for no lead
    reading.locator("form:has([name=purpose]) button").click()
    reading.wait_for_url("**/reads/uses/**")
    look(reading, axe, shots, f"finding-uses-{language}-{width}")
    reading.locator("form:has([name=number]) button").click()
    reading.wait_for_selector("#filed")
    assert reading.locator("button[name=act]").count() == 0
    look(reading, axe, shots, f"finding-{language}-{width}")
