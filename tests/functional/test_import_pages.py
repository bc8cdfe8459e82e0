"""Importing in a real browser: upload with slices, columns, check, commit; and all pages by axe."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cairn.accounts.actions import add_membership, create_organisation
from cairn.accounts.models import User
from cairn.jobs.runner import run_until_empty
from cairn.reporting.models import Account, ImportBatch
from tests.functional.conftest import fits

pytestmark = pytest.mark.django_db(transaction=True)
LINES = [
    "Incident ID,Date,Country,Cause of death,Dead,Missing,Survivors,Lat,Lon",
    "a1,2024-03-01,Italy,Drowning,3,2,10,35.5,12.6",
    "a2,2024-03-02,Greece,Drowning,0,,4,36.4,25.4",
    "a3,2024-03-05,Guinea-Bisau,Drowning,1,0,,11.8,-15.6",
    "a4,2024-03-06,Congo,Violence,2,0,1,-4.2,15.2",
    "a5,2024-03-08,Spain,Drowning,twelve,7,,36.1,-5.4",
    "a6,2031-03-08,Spain,Drowning,1,7,,36.1,-5.4",
    *(f"b{n},2024-04-{1 + n % 28:02},Italy,Drowning,{n % 7},{n % 3},,35.{n % 9},12.{n % 7}"
      for n in range(40)),
]  # fmt: skip


@pytest.fixture
def steward(signed_in: dict[str, Any]) -> dict[str, Any]:
    """Amina, who may import."""
    organisation = create_organisation(
        key="observatory", name="The Observatory", kind="project", by=None
    )
    user = User.objects.get(username="amina")
    add_membership(user=user, organisation=organisation, role="steward", by=None)
    return signed_in


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "coast-guard.csv"
    path.write_text("\n".join(LINES) + "\n")
    return path


@pytest.fixture
def runner() -> Iterator[None]:
    """A job runner beside the server."""
    stop = threading.Event()

    def work() -> None:
        from django.db import connection

        while not stop.wait(0.2):
            run_until_empty()
        connection.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(10)


def choose(page: Page, table: Path) -> None:
    page.set_input_files('input[type="file"]', table)
    page.locator("[data-send]").click()


def describe(page: Page) -> None:
    page.locator('[name="source"]').fill("coast-guard")
    page.locator('[name="title"]').fill("Coast guard log")
    page.locator('[name="publisher"]').fill("A coast guard")
    page.locator('[name="licence"]').select_option("cc-by-4.0")


@pytest.mark.parametrize(
    ("language", "width", "script"),
    [("en", "wide", True), ("ar", "narrow", True), ("en", "narrow", False), ("ar", "wide", False)],
)
def test_a_file_goes_all_the_way(
    desk_site: str,
    steward: dict[str, Any],
    visit: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shots: Path,
    width: str,
    language: str,
    script: bool,
    table: Path,
    runner: None,
) -> None:
    seen = 0

    def look(name: str) -> None:
        nonlocal seen
        seen += 1
        mark = f"{language}-{width}-{'script' if script else 'plain'}"
        page.screenshot(path=shots / f"import-{mark}-{seen}-{name}.png", full_page=True)
        assert fits(page), name
        if script:
            assert axe(page) == [], name

    options = steward if script else {**steward, "java_script_enabled": False}
    page = visit(f"{desk_site}/{language}/desk/imports/", width=width, **options)
    look("list")
    page.goto(f"{desk_site}/{language}/desk/imports/new/")
    look("file")
    choose(page, table)
    page.wait_for_url("**/imports/columns/**")
    look("columns")
    describe(page)
    page.locator('button[value="check"]').click()
    page.wait_for_url("**/imports/imp-**")
    for _attempt in range(40):
        if ImportBatch.objects.get().status == "staged":
            break
        page.wait_for_timeout(250)
    if not script:
        page.reload()
    expect(page.locator(".verdict")).to_be_visible(timeout=8000)
    look("check")
    page.locator('[name="reason"]').fill("They cannot be clarified before the deadline")
    page.locator('button[value="commit"]').click()
    expect(page.locator("#then")).to_be_visible()
    look("done")
    assert Account.objects.current().count() == ImportBatch.objects.get().rows_new
    page.goto(f"{desk_site}/{language}/desk/data-sets/")
    look("data-sets")
    page.goto(f"{desk_site}/{language}/desk/data-sets/coast-guard/")
    look("data-set")
    page.goto(f"{desk_site}/{language}/desk/data-sets/coast-guard/accounts/")
    look("accounts")
    page.locator("tbody a").first.click()
    look("account")
    page.goto(f"{desk_site}/{language}/desk/imports/")
    look("list")
