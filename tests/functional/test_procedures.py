"""National procedures and strategies in a browser.

pf01  from the law of a State to its procedure and to another State beside it, without a script
pf02  pages fit at both widths, from right to left too, and nothing axe objects to
"""

import pytest
from playwright.sync_api import expect

from cairn.knowledge.models import Item
from tests.functional.conftest import both_widths, fits
from tests.knowledge.laws.shipped import bodies as laws
from tests.knowledge.procedures.shipped import bodies
from tests.knowledge.test_short_kinds import shipped
from tests.web.library.shelf import shelved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACT, STRATEGY = "esp-boe-a-2000-544", "unodc-mediterranean-2015"


@pytest.fixture
def there():
    """A law, two procedures and a strategy; by key."""
    found: dict[str, Item] = {ACT: shelved("law", ACT, laws()[ACT])}
    for key in ("esp-2026", "qma-2021"):
        found[key] = shelved("procedure", key, bodies()[key])
    body = next(one.body for one in shipped("strategy") if one.key == STRATEGY)
    found[STRATEGY] = shelved("strategy", STRATEGY, body)
    return found


def test_pf01_from_a_law_to_two_states_side_by_side(desk_site, visit, there):
    page = visit(f"{desk_site}/en/library/laws/{there[ACT].ref}/", java_script_enabled=False)
    page.get_by_role("link", name="How this State opens and shares an investigation").click()
    expect(page.locator("#testimony")).to_contain_text("not confirmed by the State")
    expect(page.locator("#opens")).to_contain_text("not recorded")
    page.get_by_role("link", name="Put beside another State").click()
    page.select_option("#b", "QMA")
    page.check("[name=only]")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".compared tbody tr")).to_have_count(3)
    expect(page.locator("#joint .alone")).to_have_count(2)


def test_pf02_pages_fit_and_are_accessible(desk_site, visit, axe, there):
    for path in (
        f"procedures/{there['qma-2021'].ref}/",
        "procedures/compare/?a=ESP&b=QMA",
        "procedures/questions/collaboration/",
        f"strategies/{there[STRATEGY].ref}/",
    ):
        page = visit(f"{desk_site}/ar/library/{path}")
        for _width in both_widths(page):
            assert fits(page), path
        assert axe(page) == [], path
