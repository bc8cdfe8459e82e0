"""Asking for a passkey that nobody gives, and then signing in by another way, in a real browser.

pk01  a browser that goes on asking holds up no other way, on either step
pk02  one that has no key, or asks too long, says so, and the other way is open
pk03  a passkey that is there signs in
"""

import pytest
from playwright.sync_api import BrowserContext, Page

from cairn.accounts.actions import create_user, set_code_generator
from cairn.accounts.demonstration import current_code
from tests.functional.test_account import PASSWORD, SECRET, confirm, sign_in

ASK = {"login": "#passkey_login", "second": "#mfa_webauthn_authenticate"}
PROBLEM = "[data-passkey-problem]"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def amina(transactional_db):
    user = create_user(username="amina", display_name="Amina", password=PASSWORD, by=None)
    set_code_generator(user=user, secret=SECRET, by=None)
    return user


def with_authenticator(context: BrowserContext, page: Page) -> None:
    """A machine that can hold passkeys, and holds none yet."""
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def ask(page: Page, step: str) -> None:
    page.locator(ASK[step]).click()
    page.wait_for_timeout(500)  # until the browser asks


def press(page: Page) -> None:
    page.locator("main form button.button").first.click()


def second_step(page: Page) -> None:
    page.wait_for_url("**/2fa/authenticate/**")
    page.locator("input[name=code]").fill(current_code(SECRET))
    press(page)
    page.wait_for_url("**/en/desk/")


def test_pk01_a_browser_that_goes_on_asking_holds_up_no_other_way(desk_site, visit, amina):
    page = visit(f"{desk_site}/en/account/login/")  # without any authenticator it asks for minutes
    ask(page, "login")
    page.locator("input[name=login]").fill("amina")
    page.locator("input[name=password]").fill(PASSWORD)
    assert page.locator(PROBLEM).is_hidden()
    press(page)
    page.wait_for_url("**/2fa/authenticate/**")
    ask(page, "second")
    second_step(page)


def test_pk02_one_that_asks_too_long_says_so_and_the_page_is_free_again(desk_site, visit, amina):
    page = visit(f"{desk_site}/en/account/login/")
    page.locator("input[name=login]").fill("amina")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator(PROBLEM).evaluate("(it) => { it.dataset.passkeyProblem = '1'; }")
    ask(page, "login")
    page.locator(PROBLEM).wait_for(state="visible")
    press(page)
    second_step(page)


def test_pk02_one_without_a_key_says_so_and_the_page_is_free(desk_site, visit, amina):
    page = visit(f"{desk_site}/en/account/login/")
    with_authenticator(page.context, page)
    ask(page, "login")
    page.locator(PROBLEM).wait_for(state="visible")
    page.locator("input[name=login]").fill("amina")
    page.locator("input[name=password]").fill(PASSWORD)
    press(page)
    second_step(page)


def test_pk03_a_passkey_that_is_there_signs_in(desk_site, visit, amina):
    page = visit(f"{desk_site}/en/account/login/")
    with_authenticator(page.context, page)
    sign_in(page)
    page.wait_for_url("**/en/desk/")
    page.goto(f"{desk_site}/en/account/2fa/webauthn/add/")
    confirm(page)
    page.locator("input[name=name]").fill("Laptop")
    passwordless = page.locator("input[name=passwordless]")
    if passwordless.count():
        passwordless.check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/2fa/**recovery-codes/**")
    page.goto(f"{desk_site}/en/account/logout/")
    press(page)
    page.goto(f"{desk_site}/en/account/login/")
    page.locator(ASK["login"]).click()
    page.wait_for_url("**/en/desk/")
