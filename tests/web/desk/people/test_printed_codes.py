"""Printed codes and a generator without a smartphone are second factors like any other."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import change_password
from cairn.accounts.policies import FEW, printed_codes_left
from tests.web.desk.conftest import Desk

pytestmark = pytest.mark.django_db
PASSWORD = "seven-grey-stones-up"
PAGE = "/en/account/2fa/recovery-codes/"
TITLE = "Few printed recovery codes are left"


@pytest.fixture
def amina(people):
    change_password(user=people.amina, password=PASSWORD, by=None)
    people.amina.refresh_from_db()
    return people.amina


@pytest.fixture
def codes(amina) -> list[str]:
    return RecoveryCodes.activate(amina).get_unused_codes()


def sign_in(user, code) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})
    return client


def proved_again(client) -> Client:
    """Whoever looks at secrets is asked for the password again."""
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def test_a_printed_code_opens_the_desk_once(amina, codes):
    assert sign_in(amina, codes[0]).get("/en/desk/").status_code == 200
    assert sign_in(amina, codes[0]).get("/en/desk/").status_code == 302
    assert printed_codes_left(amina) == len(codes) - 1


def test_the_page_to_print_holds_the_codes_that_still_work_and_their_number(amina, codes):
    desk = proved_again(sign_in(amina, codes[0]))
    text = desk.get(PAGE).content.decode()
    assert codes[0] not in text
    assert all(code in text for code in codes[1:])
    assert f"{len(codes) - 1} codes are left" in text
    assert amina.username in text


def test_when_few_are_left_the_person_is_told(amina, codes):
    for code in codes[: len(codes) - FEW - 1]:
        sign_in(amina, code)
    assert TITLE not in Desk().enter(amina).get("/en/desk/").content.decode()
    desk = sign_in(amina, codes[-1])
    assert TITLE in desk.get("/en/desk/").content.decode()
    assert "Make new ones; the old" in proved_again(desk).get(PAGE).content.decode()


def test_whoever_never_had_printed_codes_is_told_nothing(amina):
    assert printed_codes_left(amina) is None
    assert TITLE not in Desk().enter(amina).get("/en/desk/").content.decode()


def test_printed_codes_alone_do_not_open_the_desk_for_ever(amina, codes):
    Authenticator.objects.filter(user=amina, type=Authenticator.Type.TOTP).delete()
    desk = Desk().enter(amina)
    assert desk.get("/en/desk/").url.startswith(reverse("mfa_index"))


def test_the_key_of_the_generator_stands_there_as_text(amina):
    Authenticator.objects.filter(user=amina).delete()
    desk = Client()
    desk.post(reverse("account_login"), {"login": amina.username, "password": PASSWORD})
    page = proved_again(desk).get(reverse("mfa_activate_totp"))
    assert f'<code dir="ltr">{page.context["form"].secret}</code>' in page.content.decode()
    assert "No smartphone is needed" in desk.get(reverse("mfa_index")).content.decode()
