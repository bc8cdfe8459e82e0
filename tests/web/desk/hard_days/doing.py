"""What the tests of hard days share."""

from django.test import Client

from tests.web.desk.filing.conftest import text_of

PASSWORD = "seven-grey-stones-up"


def signed_in(name: str, code: str):
    """What the second step answers."""
    browser = Client(raise_request_exception=False)
    first = browser.post("/en/account/login/", {"login": name, "password": PASSWORD})
    assert first.status_code == 302, text_of(first)
    return browser.post(first.url, {"code": code}), browser
