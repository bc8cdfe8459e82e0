"""Signing in as it happens in a browser: two steps, no hints to strangers, no lock-out by others.

si01  password, then code, then the desk                  si05  the code of another time is refused
si02  no desk without the second step                     si06  nobody signs up or resets by letter
si03  a wrong name and a wrong password look the same     si07  recovery codes work once each
si04  guessing locks out the guesser, not the person      si08  secrets at rest are encrypted
"""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import close_user, create_user, set_code_generator
from cairn.accounts.demonstration import current_code, sign_in_help
from cairn.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "seven-grey-stones-up"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
LONG_AGO = 59  # seconds after 1970


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def amina() -> User:
    user = create_user(username="amina", display_name="Amina", password=PASSWORD, by=None)
    set_code_generator(user=user, secret=SECRET, by=None)
    return user


def give_password(client: Client, username: str = "amina", password: str = PASSWORD, **meta):
    words = {"login": username, "password": password}
    return client.post(reverse("account_login"), words, **meta)


def give_code(client: Client, code: str):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_si01_password_then_code_opens_the_desk(client, amina):
    answer = give_password(client)
    assert answer.status_code == 302
    assert answer.url == reverse("mfa_authenticate")
    answer = give_code(client, current_code(SECRET))
    assert answer.status_code == 302
    assert answer.url == reverse("desk:home")
    assert client.session["_auth_user_id"] == str(amina.pk)


def test_si02_the_password_alone_opens_nothing(client, amina):
    give_password(client)
    assert not signed_in(client)
    assert client.get(reverse("desk:home")).status_code == 302


def test_si02_an_account_without_a_second_factor_is_led_to_setting_one_up(client):
    create_user(username="new", display_name="New", password=PASSWORD, by=None)
    answer = give_password(client, "new")
    assert answer.url == reverse("mfa_activate_totp")
    assert client.get(reverse("desk:home")).status_code == 302


def test_si03_a_wrong_name_and_a_wrong_password_look_the_same(amina):
    pages = []
    for name in ("amina", "nobody"):
        answer = give_password(Client(), name, "not-the-password-at-all")
        assert answer.status_code == 200
        text = answer.content.decode().replace(name, "NAME")
        pages.append(re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text))
    assert pages[0] == pages[1]


def test_si03_a_closed_account_looks_like_a_wrong_password_to_who_does_not_know_it(amina):
    close_user(user=amina, by=None)
    answer = give_password(Client(), "amina", "not-the-password-at-all")
    assert answer.status_code == 200


def test_si03_a_closed_account_cannot_sign_in(client, amina):
    close_user(user=amina, by=None)
    give_password(client)
    assert not signed_in(client)


def test_si04_guessing_locks_out_the_guesser_and_not_the_person(client, amina):
    thief = Client(REMOTE_ADDR="192.0.2.66")
    statuses = [
        give_password(thief, password=f"guess-number-{n}").status_code
        for n in range(settings.AXES_FAILURE_LIMIT + 2)
    ]
    assert statuses[-1] == 429
    assert give_password(thief).status_code == 429  # even with the right password
    assert not signed_in(thief)
    give_password(client, REMOTE_ADDR="192.0.2.1")
    assert give_code(client, current_code(SECRET)).status_code == 302
    assert signed_in(client)


def test_si04_guessing_at_a_name_that_does_not_exist_is_answered_alike(amina):
    answers = {}
    for name, address in (("amina", "192.0.2.66"), ("nobody", "192.0.2.67")):
        guesser = Client(REMOTE_ADDR=address)
        answers[name] = [
            give_password(guesser, name, f"guess-number-{n}").status_code
            for n in range(settings.AXES_FAILURE_LIMIT + 2)
        ]
    assert answers["amina"] == answers["nobody"]


def test_si05_the_code_of_another_time_is_refused(client, amina):
    give_password(client)
    answer = give_code(client, current_code(SECRET, at=LONG_AGO))
    assert answer.status_code == 200
    assert not signed_in(client)


def test_si05_a_code_works_once(amina):
    code = current_code(SECRET)
    for expected in (True, False):
        client = Client()
        give_password(client)
        give_code(client, code)
        assert signed_in(client) is expected


def test_si05_guessing_codes_is_stopped(client, amina):
    give_password(client)
    for n in range(12):
        give_code(client, f"{n:06}")
    assert give_code(client, current_code(SECRET)).status_code != 302
    assert not signed_in(client)


def test_si06_nobody_signs_up(client):
    words = {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), words)
    assert not User.objects.exists()


def test_si06_no_letter_opens_an_account(client, amina, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "amina@example.org"})
    assert mailoutbox == []


def test_si07_recovery_codes_work_once_each(amina):
    code = RecoveryCodes.activate(amina).get_unused_codes()[0]
    for expected in (True, False):
        client = Client()
        give_password(client)
        give_code(client, code)
        assert signed_in(client) is expected


def test_si08_the_secret_of_the_generator_is_not_in_the_database(amina):
    stored = Authenticator.objects.get(user=amina).data["secret"]
    assert SECRET not in stored
    assert len(stored) > len(SECRET)


def test_the_sign_in_page_goes_on_to_a_path_of_ours_only(client, amina):
    for bad in ("https://evil.example", "//evil.example", "/\\evil.example"):
        fresh = Client()
        address = f"{reverse('account_login')}?next={bad}"
        fresh.post(address, {"login": "amina", "password": PASSWORD, "next": bad})
        cache.clear()  # so that the code may be used again
        answer = give_code(fresh, current_code(SECRET))
        assert answer.status_code == 302
        assert "evil" not in answer.url


def test_help_is_not_given_outside_a_demonstration(rf):
    assert sign_in_help(rf.get("/")) is None
