"""Signing in and looking after one's ways to sign in, in the browser.

ac01 every page of the account is ours, fits and is accessible
ac02 two steps lead to the page that was asked for     ac03 a mistake is told in a summary
"""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page

from cairn.accounts.actions import create_user, set_code_generator
from cairn.accounts.demonstration import current_code
from tests.functional.conftest import corners, fits

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
PASSWORD = "seven-grey-stones-up"
OURS = [
    "2fa/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/recovery-codes/generate/",
    "2fa/totp/deactivate/",
    "password/change/",
    "logout/",
]


@pytest.fixture
def amina(transactional_db):
    user = create_user(username="amina", display_name="Amina", password=PASSWORD, by=None)
    set_code_generator(user=user, secret=SECRET, by=None)
    return user


def confirm(page: Page) -> None:
    """Before something is changed, the person gives the password once more."""
    if "/reauthenticate/" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button.button").first.click()
        page.wait_for_url(lambda url: "/reauthenticate/" not in url)


def sign_in(page: Page) -> None:
    page.locator("input[name=login]").fill("amina")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/2fa/authenticate/**")
    page.locator("input[name=code]").fill(current_code(SECRET))
    page.locator("main form button.button").first.click()


def test_ac02_two_steps_lead_to_the_page_that_was_asked_for(desk_site, visit, amina):
    page = visit(f"{desk_site}/en/desk/look/?a=1")
    sign_in(page)
    page.wait_for_url("**/en/desk/look/?a=1")
    assert page.locator("header summary").first.inner_text() == "Amina"


@corners
def test_ac01_the_two_steps_fit_and_are_accessible(
    desk_site, visit, amina, axe, shots, width, language
):
    page = visit(f"{desk_site}/{language}/account/login/", width=width)
    page.screenshot(path=shots / f"sign-in-{language}-{width}.png", full_page=True)
    assert fits(page)
    assert axe(page) == []
    page.locator("input[name=login]").fill("amina")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/2fa/authenticate/**")
    page.screenshot(path=shots / f"second-step-{language}-{width}.png", full_page=True)
    assert fits(page)
    assert axe(page) == []


def test_ac01_every_other_page_is_ours_and_accessible(desk_site, visit, amina, axe, shots):
    page = visit(f"{desk_site}/en/account/login/", width="narrow")
    sign_in(page)
    page.wait_for_url("**/en/desk/")
    for path in OURS:
        page.goto(f"{desk_site}/en/account/{path}")
        confirm(page)
        assert page.url.endswith(path)
        name = re.sub(r"\W+", "-", path)
        page.screenshot(path=shots / f"account-{name}.png", full_page=True)
        assert page.locator("header.site .mark").count() == 1, path
        assert page.locator("h1").count() == 1, path
        assert page.get_by_text("Menu:").count() == 0, path
        assert fits(page), path
        assert axe(page) == [], path


def test_ac01_setting_up_a_code_generator_is_ours(desk_site, visit, transactional_db, axe, shots):
    create_user(username="amina", display_name="Amina", password=PASSWORD, by=None)
    page = visit(f"{desk_site}/ar/account/login/", width="narrow")
    page.locator("input[name=login]").fill("amina")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/account/reauthenticate/**")
    assert axe(page) == []
    confirm(page)
    page.locator("img.qr").wait_for()
    page.screenshot(path=shots / "account-totp.png", full_page=True)
    assert page.locator("img.qr").is_visible()
    assert fits(page)
    assert axe(page) == []


def test_ac03_a_wrong_password_is_told_in_a_summary(desk_site, visit, amina):
    page = visit(f"{desk_site}/en/account/login/")
    page.locator("input[name=login]").fill("amina")
    page.locator("input[name=password]").fill("wrong-grey-stones")
    page.locator("main form button.button").first.click()
    summary = page.locator(".summary")
    summary.wait_for()
    assert summary.evaluate("(it) => it === document.activeElement")
    assert page.locator("input[name=login]").input_value() == "amina"


def test_ac01_the_old_address_of_a_page_that_needs_a_factor_asks_again(client: Client, amina):
    client.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/en/account/2fa/recovery-codes/generate/", follow=True)
    page = answer.content.decode()
    assert 'class="mark"' in page
    assert "Menu:" not in page
