"""Replacing a lost second factor of an account that has no password, only a link to a provider.

pl01  it is said before, and the way through the provider stands in for the password, once
pl02  another's account, an old sign-in there or none at all replaces nothing
pl03  where the provider is gone the page names the command that gives a password
"""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.demonstration import current_code
from cairn.accounts.models import Recovery, User
from cairn.accounts.providers.actions import link, withdraw_provider
from cairn.accounts.recovery import confirm_at_console
from tests.accounts.provider_desk import Browser
from tests.web.desk.conftest import person
from tests.web.desk.people.test_recovery import KEY

pytestmark = pytest.mark.django_db
THROUGH = reverse("through", args=["one"])


@pytest.fixture
def page(office) -> str:
    """The address of her link, which opens now; she has no password."""
    User.objects.filter(pk=office.amina.pk).update(password="!")
    _held, code = confirm_at_console(user=office.amina, persons=("ada", "bela"), reason="lost it")
    Recovery.objects.update(opens_at=timezone.now() - timedelta(minutes=1))
    return reverse("recovery_code", args=[code])


def leave(browser: Browser, page: str) -> str:
    return browser.leave(THROUGH, recovery=page.rstrip("/").split("/")[-1])


def test_pl01_the_provider_stands_in_for_the_password_that_there_is_not(office, page):
    for name in ("ada", "bela"):
        person(name, "administrator", office.agency)
    before = Authenticator.objects.get(user=office.amina).pk
    lost = Browser()
    lost.through()
    Recovery.objects.update(closed_as="stopped", closed_at=timezone.now())
    assert "Your account has no password" in lost.get(reverse("lost_factor")).content.decode()
    Recovery.objects.update(closed_as="", closed_at=None)
    browser = Browser()
    text = browser.get(page).content.decode()
    assert "This account has no password" in text
    assert 'name="password"' not in text
    there = leave(browser, page)
    assert "max_age=0" in there
    assert browser.come_back(there, "amina").url == page
    assert not browser.inside
    text = browser.get(page).content.decode()
    assert "Write the six digits" in text
    assert 'name="password"' not in text
    assert browser.post(page, {"code": "000000"}).status_code == 400
    given = {"code": current_code(KEY.search(browser.get(page).content.decode())[1])}
    cache.clear()
    assert browser.post(page, given).url == reverse("account_login")
    assert not Authenticator.objects.filter(pk=before).exists()
    assert Authenticator.objects.filter(user=office.amina).count() == 1
    assert browser.get(page).status_code == 404


def test_pl02_nobody_else_and_nobody_who_signed_in_there_before(office, page):
    link(user=office.carim, provider=office.one, subject="one-carim", by=office.carim)
    browser = Browser()
    for who, fault, words in (
        ("carim", "", "linked to somebody else"),
        ("amina", "signed_in_before", "signed in there anew"),
        ("mallory", "", "Nobody here is linked"),
    ):
        answer = browser.come_back(leave(browser, page), who, fault)
        assert words in browser.told(answer)
        assert "Your link was not used up" in browser.get(answer.url).content.decode()
    assert "This account has no password" in browser.post(page, {"code": "1"}).content.decode()
    browser.come_back(leave(browser, page), "amina")
    held = browser.session
    held["recovering_through"] = held["recovering_through"] | {"at": 0}
    held.save()
    assert "This account has no password" in browser.get(page).content.decode()
    assert Browser().post(THROUGH, {"recovery": "0000"}).status_code == 302
    changed = User.objects.get(pk=office.amina.pk)
    changed.set_password("seven-grey-stones-up")
    changed.save()
    assert 'name="password"' in browser.get(page).content.decode()
    code = page.rstrip("/").split("/")[-1]
    assert Browser().post(THROUGH, {"recovery": code}).status_code == 404


def test_pl03_without_the_provider_the_page_names_the_command(office, page):
    withdraw_provider(provider=office.one, by=None)
    text = Browser().get(page).content.decode()
    assert "cairn user amina --reset" in text
    assert "<form" not in text.split("<main")[1].split("</main")[0]
