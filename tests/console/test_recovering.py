"""A new second factor by way of the console: two persons, or the secret where nobody is left."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings

from cairn.accounts.actions import add_membership, create_organisation, create_user
from cairn.accounts.actions import set_code_generator as with_generator
from cairn.accounts.demonstration import current_code
from cairn.accounts.models import Recovery
from cairn.audit.models import Event
from cairn.console.main import main

pytestmark = pytest.mark.django_db(transaction=True)  # a command closes its connections
SECRETS = {"bela": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "carim": "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U"}
WHY = ["--reason", "lost with the telephone"]


@pytest.fixture
def agency(db):
    """Ada administers; Bela and Carim have a second factor."""
    place = create_organisation(
        key="agency", name="Agency", kind="state_body", state="NER", by=None
    )
    for name, role in (("ada", "administrator"), ("bela", "administrator"), ("carim", "officer")):
        user = create_user(username=name, display_name=name.title(), by=None)
        add_membership(user=user, organisation=place, role=role, by=None)
        with_generator(user=user, secret=SECRETS.get(name, "JBSWY3DPEHPK3PXP"), by=None)
    return place


@pytest.fixture
def typed(monkeypatch):
    """What the persons at the terminal type, one after the other."""
    answers: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda words: answers.pop(0))
    return answers


def recover(*words):
    return main(["user", "--recover", "ada", *words])


def test_two_persons_prove_who_they_are_and_the_link_opens_after_the_waiting(agency, typed, capsys):
    typed += [current_code(SECRETS["bela"]), current_code(SECRETS["carim"])]
    assert recover("--by", "bela", "--by", "carim", *WHY) == 0
    assert "/account/recovery/" in capsys.readouterr().out
    held = Recovery.objects.get()
    assert (held.state, held.first_by, held.second_by) == ("cooling", "bela", "carim")
    event = Event.objects.get(kind="accounts.recovery.confirmed_at_console")
    assert event.values["reason"] == WHY[1]
    assert event.values["persons"] == ["bela", "carim"]


def test_a_printed_code_proves_it_too(agency, typed):
    from cairn.accounts.models import User

    printed = RecoveryCodes.activate(User.objects.get(username="bela")).get_unused_codes()[0]
    typed += [printed, current_code(SECRETS["carim"])]
    assert recover("--by", "bela", "--by", "carim", *WHY) == 0


@pytest.mark.parametrize("codes", [["000000"], ["bela", "000000"], ["carim"]])
def test_a_wrong_code_of_either_changes_nothing(agency, typed, codes, capsys):
    typed += [current_code(SECRETS[one]) if one in SECRETS else one for one in codes]
    assert recover("--by", "bela", "--by", "carim", *WHY) == 1
    assert "nothing was changed" in capsys.readouterr().err
    assert not Recovery.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--by", "bela"],
        ["--by", "bela", "--by", "bela"],
        ["--by", "bela", "--by", "ada"],
        ["--by", "bela", "--by", "carim", "--by", "dora"],
        ["--by", "bela", "--by", " "],
    ],
    ids=str,
)
def test_fewer_or_more_than_two_others_are_refused(agency, typed, words, capsys):
    assert recover(*words, *WHY) == 1
    assert "two different persons" in capsys.readouterr().err


@pytest.mark.parametrize("reason", ["", "short", "x" * 201])
def test_a_reason_is_asked_for(agency, typed, reason, capsys):
    assert recover("--by", "bela", "--by", "carim", "--reason", reason) == 1
    assert "10 to 200 characters" in capsys.readouterr().err


def test_the_secret_is_no_way_while_an_administrator_is_left(agency, typed, capsys):
    typed += [settings.SECRET_KEY]
    assert recover("--by", "Dora", "--by", "Emil", *WHY) == 1
    assert "administrators are left" in capsys.readouterr().err


@pytest.mark.parametrize(("secret", "status"), [(None, 0), ("guess", 1), ("", 1)])
def test_where_no_administrator_is_left_two_persons_and_the_secret_do(
    agency, typed, secret, status
):
    main(["user", "bela", "--close"])
    typed += [settings.SECRET_KEY if secret is None else secret]
    assert recover("--by", "Dora", "--by", "Emil", *WHY) == status
    assert Recovery.objects.exists() is (status == 0)


def test_a_closed_account_is_not_recovered(agency, typed, capsys):
    main(["user", "ada", "--close"])
    assert recover("--by", "bela", "--by", "carim", *WHY) == 1
    assert "is closed" in capsys.readouterr().err
