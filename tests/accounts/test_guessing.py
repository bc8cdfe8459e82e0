"""Guessing locks out the guesser and not the person, and tells nobody which names exist.

gs01  passwords    gs02  codes    gs03  passkeys    gs04  absent and existing names do the same work
"""

import json
import random
from base64 import urlsafe_b64encode

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import close_user, create_user, set_code_generator
from cairn.accounts.demonstration import current_code
from cairn.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "seven-grey-stones-up"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
HOME = "192.0.2.1"
seeds = pytest.mark.parametrize("seed", range(6))


@pytest.fixture
def amina() -> User:
    user = create_user(username="amina", display_name="Amina", password=PASSWORD, by=None)
    set_code_generator(user=user, secret=SECRET, by=None)
    return user


def password(client, name="amina", given=PASSWORD):
    return client.post(reverse("account_login"), {"login": name, "password": given})


def code(client, given):
    return client.post(reverse("mfa_authenticate"), {"code": given})


def signs_in(given=None) -> bool:
    client = Client(REMOTE_ADDR=HOME)
    password(client)
    code(client, given or current_code(SECRET))
    return "_auth_user_id" in client.session


@seeds
def test_gs01_whatever_strangers_type_the_person_signs_in(amina, seed):
    dice = random.Random(seed)
    strangers = [Client(REMOTE_ADDR=f"198.51.100.{n}") for n in range(1, dice.randint(2, 4))]
    for _ in range(settings.AXES_FAILURE_LIMIT * 2):
        name = dice.choice(["amina", "Amina", " amina", "nobody", ""])
        password(dice.choice(strangers), name, dice.choice(["", "x", "guess" * 9, "٣" * 20]))
    assert signs_in()


def test_gs01_the_guesser_is_out_even_with_the_right_password(amina):
    thief = Client(REMOTE_ADDR="198.51.100.1")
    for n in range(settings.AXES_FAILURE_LIMIT):
        password(thief, given=f"guess-number-{n}")
    assert password(thief).status_code == 429


@seeds
def test_gs02_whoever_stole_the_password_cannot_keep_the_person_out_with_wrong_codes(amina, seed):
    dice = random.Random(seed)
    for n in range(1, 4):
        thief = Client(REMOTE_ADDR=f"198.51.100.{n}")
        password(thief)
        for _ in range(10):
            code(thief, dice.choice(["", "000000", "x" * 900, str(dice.randrange(10**8))]))
        assert "_auth_user_id" not in thief.session
    printed = RecoveryCodes.activate(amina).get_unused_codes()[0]
    assert signs_in(dice.choice([None, printed]))


def test_gs02_the_guesser_is_out_even_with_the_right_code(amina):
    thief = Client(REMOTE_ADDR="198.51.100.1")
    password(thief)
    for _ in range(5):
        code(thief, "000000")
    assert code(thief, current_code(SECRET)).status_code == 200
    assert "_auth_user_id" not in thief.session


def test_gs02_many_addresses_together_come_to_an_end(amina):
    for n in range(1, 27):
        thief = Client(REMOTE_ADDR=f"198.51.100.{n}")
        password(thief)
        for _ in range(4):
            code(thief, "000000")
    assert not signs_in()
    cache.clear()  # an hour later
    assert signs_in()


def test_gs03_forged_passkeys_lock_nobody_out(amina):
    handle = urlsafe_b64encode(str(amina.pk).encode()).decode().rstrip("=")
    response = {"userHandle": handle, "clientDataJSON": "e30", "signature": "AA"}
    forged = {"id": "AA", "rawId": "AA", "type": "public-key", "response": response}
    forged["response"]["authenticatorData"] = "AA"
    for n in range(12):
        thief = Client(REMOTE_ADDR=f"198.51.100.{n % 3}")
        answer = thief.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(forged)})
        assert answer.status_code < 500
        assert "_auth_user_id" not in thief.session
    assert signs_in()


def test_gs04_existing_absent_closed_and_invited_names_do_the_same_work(amina, monkeypatch):
    """The costly step is the hash of the password: it is done as often for each of them."""
    create_user(username="invited", display_name="I", password=None, by=None)
    closed = create_user(username="closed", display_name="C", password=PASSWORD, by=None)
    close_user(user=closed, by=None)
    done = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: done.append(1) or encode(*args))
    seen = {}
    for at, name in enumerate(("amina", "nobody", "invited", "closed")):
        done.clear()
        answer = password(Client(REMOTE_ADDR=f"203.0.113.{at}"), name, "not-the-password")
        [problem] = answer.context["form"].non_field_errors()
        seen[name] = (len(done), answer.status_code, str(problem))
    assert len(set(seen.values())) == 1, seen
    assert seen["nobody"][0] > 0
