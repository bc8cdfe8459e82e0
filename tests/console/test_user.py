"""Opening, resetting and closing accounts from the terminal."""

import pytest
from allauth.mfa.models import Authenticator

from cairn.accounts.actions import set_code_generator
from cairn.accounts.models import Membership, Organisation, User
from cairn.console.main import main

pytestmark = pytest.mark.django_db(transaction=True)  # a command closes its connections
AGENCY = ["--organisation", "agency", "--organisation-name", "An agency"]


def test_an_account_is_opened_with_a_password_that_is_shown_once(capsys):
    assert main(["user", "amina"]) == 0
    password = capsys.readouterr().out.split(" signs in with ")[1].split(",")[0]
    assert User.objects.get().check_password(password)
    assert main(["user", "amina"]) == 0
    assert capsys.readouterr().out == ""


def test_a_role_is_given_in_an_organisation_that_is_entered_on_the_way(capsys):
    words = ["user", "amina", *AGENCY, "--kind", "state_body", "--state", "NER"]
    assert main([*words, "--role", "steward"]) == 0
    assert "amina is Data steward of An agency." in capsys.readouterr().out
    assert Membership.objects.get().organisation == Organisation.objects.get(key="agency")


def test_an_organisation_that_is_not_there_is_not_invented(capsys):
    assert main(["user", "amina", "--organisation", "agency"]) == 1
    assert "There is no organisation with the key agency" in capsys.readouterr().err


def test_a_reset_gives_another_password_and_leaves_the_second_factor(capsys):
    main(["user", "amina"])
    user = User.objects.get()
    set_code_generator(user=user, secret="GEZDGNBVGY3TQOJQ", by=None)
    assert main(["user", "amina", "--reset"]) == 0
    assert Authenticator.objects.exists()
    assert User.objects.get().password != user.password


def test_a_closed_account_stays_as_a_name(capsys):
    main(["user", "amina"])
    assert main(["user", "amina", "--close"]) == 0
    assert not User.objects.get().is_active


@pytest.mark.parametrize("word", ["--close", "--reset"])
def test_an_account_that_is_not_there_is_named(capsys, word):
    assert main(["user", "nobody", word]) == 1
    assert "There is no account named nobody." in capsys.readouterr().err


def test_a_bad_name_is_a_sentence(capsys):
    assert main(["user", "Bad Name"]) == 1
    assert "cannot be a name to sign in with" in capsys.readouterr().err
