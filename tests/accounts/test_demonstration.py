"""Accounts of invented persons: made once, kept secret, shown only to a local visitor."""

import json
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.translation import override

from cairn.accounts import demonstration
from cairn.accounts.actions import create_user
from cairn.accounts.demonstration import (
    PEOPLE,
    RealAccounts,
    current_code,
    helps,
    invented_organisation,
    make_accounts,
    read_accounts,
)
from cairn.accounts.models import Membership, User
from cairn.accounts.policies import has_second_factor
from cairn.audit.models import Event
from cairn.kernel.languages import LANGUAGES


@dataclass
class Somewhere:
    origin: str = "http://localhost:8000"
    is_demonstration: bool = True


@pytest.mark.django_db
def test_accounts_are_made_once_and_only_their_owner_can_read_them(tmp_path):
    first = make_accounts(tmp_path)
    logged = Event.objects.count()
    assert make_accounts(tmp_path) == first == read_accounts(tmp_path)
    assert Event.objects.count() == logged
    path = tmp_path / "demonstration" / "accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["accounts.json"]


@pytest.mark.django_db
def test_every_account_is_invented_has_two_factors_and_one_role(tmp_path):
    accounts = make_accounts(tmp_path)
    assert {account.username for account in accounts} == set(PEOPLE)
    for account in accounts:
        user = User.objects.get(username=account.username)
        assert user.invented
        assert user.check_password(account.password)
        assert has_second_factor(user)
        assert Membership.objects.get(user=user).role == account.role
    assert len({account.password for account in accounts}) == len(accounts)
    with override("fr"):
        said = {account.username: account.who for account in accounts}
    assert said["neighbour"] == (
        "Point de contact national · Ministère de l’intérieur de Calmérie (inventé)"
    )


@pytest.mark.django_db
def test_accounts_whose_list_was_lost_get_new_passwords(tmp_path):
    before = make_accounts(tmp_path)
    (tmp_path / "demonstration" / "accounts.json").unlink()
    after = make_accounts(tmp_path)
    assert {a.password for a in before}.isdisjoint(a.password for a in after)
    for account in after:
        assert User.objects.get(username=account.username).check_password(account.password)


@pytest.mark.django_db
def test_an_account_that_was_tampered_with_is_put_right(tmp_path):
    accounts = make_accounts(tmp_path)
    user = User.objects.get(username=accounts[0].username)
    user.set_password("something else entirely")
    user.save()
    make_accounts(tmp_path)
    assert User.objects.get(pk=user.pk).check_password(accounts[0].password)


@pytest.mark.django_db
def test_an_instance_with_real_accounts_does_not_become_a_demonstration(tmp_path):
    create_user(username="analyst", display_name="Someone", by=None)
    with pytest.raises(RealAccounts):
        make_accounts(tmp_path)
    assert User.objects.count() == 1
    assert not (tmp_path / "demonstration").exists()


def test_the_code_is_that_of_the_standard():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B
    assert current_code(secret, at=59) == "287082"
    assert current_code(secret, at=1_111_111_109) == "081804"


def test_a_local_visitor_of_a_demonstration_is_helped():
    assert helps(Somewhere(), {"REMOTE_ADDR": "127.0.0.1"})
    assert helps(Somewhere(), {"REMOTE_ADDR": "::1"})


@pytest.mark.parametrize(
    ("place", "meta"),
    [
        (Somewhere(is_demonstration=False), {"REMOTE_ADDR": "127.0.0.1"}),
        (Somewhere("https://cairn.example.org"), {"REMOTE_ADDR": "127.0.0.1"}),
        (Somewhere("http://localhost.example.org"), {"REMOTE_ADDR": "127.0.0.1"}),
        (Somewhere(), {"REMOTE_ADDR": "192.0.2.7"}),
        (Somewhere(), {"REMOTE_ADDR": ""}),
        (Somewhere(), {}),
        (Somewhere(), {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}),
    ],
    ids=str,
)
def test_nobody_else_is(place, meta):
    assert not helps(place, meta)


def test_without_a_list_there_are_no_accounts(tmp_path: Path):
    assert read_accounts(tmp_path) == ()
    (tmp_path / "demonstration").mkdir()
    (tmp_path / "demonstration" / "accounts.json").write_text(json.dumps([]))
    assert read_accounts(tmp_path) == ()


@pytest.mark.django_db
def test_every_invented_body_has_its_name_in_six_languages_and_says_that_it_is_invented():
    for key, row in demonstration._invented().items():
        found = invented_organisation(key)
        assert invented_organisation(key) == found
        assert set(found.names) == set(LANGUAGES)
        assert len(set(found.names.values())) == len(LANGUAGES)
        if row["state"]:
            for language in LANGUAGES:
                mark = INVENTED_MARKS[language]
                assert mark in found.called_in(language), (key, language)


INVENTED_MARKS = {
    "ar": "مختل", "en": "(invented)", "es": "(inventad", "fr": "(invent", "ru": "(вымышлен",
    "zh": "（虚构）",
}  # fmt: skip
