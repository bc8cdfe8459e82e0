"""A name that screening missed is reported and erased, in the browser.

er01 two persons, from the record to the mark      er02 the pages fit and are accessible
"""

import re

import pytest

from cairn.jobs.runner import run_until_empty
from tests.erasure.doing import NAME, named
from tests.functional.conftest import fits
from tests.functional.filing_office import office, signed_in_as


@pytest.fixture
def folder(settings, tmp_path):
    settings.CAIRN_DATA, settings.FILES_ROOT = tmp_path, tmp_path / "files"


def test_er01_er02_a_name_is_reported_by_one_and_erased_by_another(
    desk_site, visit, transactional_db, folder, axe
):
    people = office()
    filing = named(people)
    officer = visit(
        f"{desk_site}/en/desk/filings/{filing.ref}/", **signed_in_as(people.officer, desk_site)
    )
    officer.get_by_role("link", name="This names or identifies a person").click()
    assert (fits(officer), axe(officer)) == (True, [])
    officer.get_by_label("The words, as they are written there").fill(NAME.lower())
    officer.get_by_role("button", name="Report it").click()
    officer.get_by_text("Another person decides, and is told.").wait_for()

    contact = visit(
        f"{desk_site}/ar/desk/", width="narrow", **signed_in_as(people.contact, desk_site)
    )
    contact.locator("a", has_text=filing.ref).first.click()
    assert contact.locator("mark").all_inner_texts() == [NAME, NAME]
    assert (fits(contact), axe(contact)) == (True, [])
    contact.locator("button[value=confirm]").click()
    contact.locator("button[value=confirm]").wait_for(state="detached")
    run_until_empty()
    contact.goto(f"{desk_site}/en/desk/filings/{filing.ref}/")
    text = contact.locator("main").inner_text()
    assert NAME not in text
    assert re.search(r"We met \[█ Erased on \d+ \w+ \d{4} under the rule “[^”]+”\.\] twice", text)
    contact.goto(f"{desk_site}/ar/desk/keeping/")
    assert (fits(contact), axe(contact)) == (True, [])
