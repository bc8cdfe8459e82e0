"""Opening and closing accounts: what is kept, what is refused, and what the log says."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cairn.accounts.actions import (
    OrganisationTaken,
    UnknownLanguage,
    UnknownRole,
    UnusableOrganisation,
    UnusableUsername,
    UsernameTaken,
    WeakPassword,
    add_membership,
    change_password,
    close_user,
    create_organisation,
    create_user,
    end_membership,
)
from cairn.accounts.models import Membership, Organisation, User
from cairn.audit.models import Event

pytestmark = pytest.mark.django_db
GOOD = "seven-grey-stones-up"


def make(username: str = "amina", **changes: object) -> User:
    return create_user(**{"username": username, "display_name": "Amina", "by": None, **changes})


def test_opening_an_account_is_logged_under_the_name_of_who_did_it():
    root = make("root")
    user = make("amina", by=root)
    event = Event.objects.latest("pk")
    assert (event.kind, event.by, event.target) == ("accounts.user.created", "root", user.ref)


def test_the_log_of_a_password_holds_no_password():
    user = make(password=GOOD)
    change_password(user=user, password=GOOD + "-2", by=user)
    assert GOOD not in str(list(Event.objects.values()))


@pytest.mark.parametrize("name", ["", "a", "Amina", "a b", "é", "a" * 41, "../x", "x\n", "-x"])
def test_a_name_that_could_be_mistaken_is_refused(name):
    with pytest.raises(UnusableUsername):
        make(name)
    assert not User.objects.exists()


def test_a_name_is_given_once():
    make()
    with pytest.raises(UsernameTaken):
        make()


@pytest.mark.parametrize("password", ["short", "password1234", "amina-amina-1"])
def test_a_weak_password_is_refused_with_the_reasons(password):
    with pytest.raises(WeakPassword) as caught:
        make(username="amina-amina", password=password)
    assert len(str(caught.value)) > len("That password will not do. ")
    assert not User.objects.exists()


def test_without_a_password_nobody_can_sign_in():
    assert not make().has_usable_password()


def test_the_language_is_one_of_the_six():
    with pytest.raises(UnknownLanguage):
        make(language="xx")


def test_an_organisation_belongs_to_at_most_one_state_and_a_state_body_to_exactly_one():
    with pytest.raises(UnusableOrganisation):
        create_organisation(key="agency", name="A", kind="state_body", by=None)
    with pytest.raises(UnusableOrganisation):
        create_organisation(key="world", name="W", kind="international", state="TUN", by=None)
    with pytest.raises(UnusableOrganisation):
        create_organisation(key="agency", name="A", kind="state_body", state="tunisia", by=None)
    assert not Organisation.objects.exists()


def test_the_database_itself_refuses_a_state_body_without_a_state():
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(key="x1", name="X", kind="state_body")


def test_a_key_names_one_organisation():
    create_organisation(key="iom", name="IOM", kind="international", by=None)
    with pytest.raises(OrganisationTaken):
        create_organisation(key="iom", name="Other", kind="publisher", by=None)


def test_the_same_membership_twice_is_one_membership_and_one_event():
    user, body = make(), create_organisation(key="u1", name="U", kind="university", by=None)
    first = add_membership(user=user, organisation=body, role="analyst", by=None)
    again = add_membership(user=user, organisation=body, role="analyst", by=None)
    assert first == again
    assert Event.objects.filter(kind="accounts.membership.added").count() == 1


def test_a_membership_can_be_given_again_after_it_ended():
    user, body = make(), create_organisation(key="u1", name="U", kind="university", by=None)
    first = add_membership(user=user, organisation=body, role="analyst", by=None)
    end_membership(membership=first, by=None)
    again = add_membership(user=user, organisation=body, role="analyst", by=None)
    assert again != first
    assert Membership.objects.current().get() == again


def test_ending_what_has_not_begun_ends_it_on_its_first_day():
    user, body = make(), create_organisation(key="u1", name="U", kind="university", by=None)
    far = date(2999, 1, 1)
    held = add_membership(user=user, organisation=body, role="analyst", since=far, by=None)
    assert end_membership(membership=held, by=None).until == far


def test_an_unknown_role_is_refused():
    user, body = make(), create_organisation(key="u1", name="U", kind="university", by=None)
    with pytest.raises(UnknownRole, match="analyst"):
        add_membership(user=user, organisation=body, role="emperor", by=None)


def test_closing_an_account_twice_is_logged_once():
    user = make()
    close_user(user=user, by=None)
    close_user(user=user, by=None)
    assert Event.objects.filter(kind="accounts.user.closed").count() == 1
