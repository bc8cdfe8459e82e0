"""The whole way through an identity provider in a browser: linking, leaving, coming back by it.

pb01  the policy of our pages lets the browser go there and back; each page fits and is accessible
"""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from cairn.accounts.models import ProviderLink, SignIn
from tests.accounts.provider_desk import PASSWORD, TOTP, ministry, officer, provider
from tests.accounts.provider_desk import current_code as code_now
from tests.factories import StateBodyFactory
from tests.functional.conftest import both_widths, fits

__all__ = ["ministry"]


@pytest.fixture
def amina(transactional_db, ministry):
    agency = StateBodyFactory(state="NER", name="Border agency")
    provider(ministry, "one", agency, name="Ministry of the Interior")
    return officer("amina", agency)


def looked_at(page: Page, axe, shots, name: str) -> None:
    for width in both_widths(page):
        page.screenshot(path=shots / f"provider-{name}-{width}.png", full_page=True)
        assert fits(page), name
    assert axe(page) == [], name


def at_the_ministry(page: Page) -> None:
    page.wait_for_url("**/one/authorize?**")
    page.get_by_label("Name").fill("amina")
    page.get_by_role("button", name="Sign in").click()


def give_code(page: Page) -> None:
    page.wait_for_url("**/2fa/authenticate/**")
    page.locator("input[name=code]").fill(code_now(TOTP))
    page.locator("main form button.button").first.click()


def test_pb01_from_the_first_link_to_coming_in_by_it(desk_site, visit, amina, axe, shots):
    page = visit(f"{desk_site}/en/account/login/")
    looked_at(page, axe, shots, "sign-in")
    page.locator("input[name=login]").fill("amina")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.button").first.click()
    give_code(page)
    page.wait_for_url("**/en/desk/")
    page.goto(f"{desk_site}/en/account/2fa/")
    page.get_by_role("link", name="Link your account to it").click()
    looked_at(page, axe, shots, "links")
    page.get_by_role("button", name="Link Ministry").click()
    at_the_ministry(page)
    page.wait_for_url("**/en/desk/providers/")
    assert page.get_by_text("From now on you can sign in").is_visible()
    assert ProviderLink.objects.get().user == amina
    page.screenshot(path=shots / "provider-linked.png", full_page=True)

    other = visit(f"{desk_site}/ar/account/login/?next=/ar/desk/sign-ins/")
    other.get_by_role("button", name="Ministry of the Interior").click()
    other.wait_for_url("**/one/authorize?**")
    other.get_by_role("button", name="Cancel").click()
    other.wait_for_url("**/ar/account/through-problem/")
    looked_at(other, axe, shots, "problem-ar")
    other.goto(f"{desk_site}/ar/account/login/?next=/ar/desk/sign-ins/")
    other.get_by_role("button", name="Ministry of the Interior").click()
    cache.clear()  # so that the code of this half minute works once more
    at_the_ministry(other)
    give_code(other)
    other.wait_for_url("**/ar/desk/sign-ins/")
    assert SignIn.objects.filter(user=amina, provider__key="one").count() == 1
    assert fits(other)
