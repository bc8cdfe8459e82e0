"""What an administrator does with the people of her organisation.

pp01  lists and gives roles with an end       pp05  leaving is one step, and sessions end
pp02  only in organisations of hers           pp06  bad inputs are sentences
pp03  two at once: the second is told         pp07  who sees the entry in the header
pp04  the last administrator stays
"""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.models import Membership
from cairn.accounts.permissions import permissions_of
from cairn.accounts.standing_in import delegate
from cairn.audit.models import Event
from tests.factories import MembershipFactory
from tests.web.desk.conftest import Desk, person

pytestmark = pytest.mark.django_db
LIST = "/en/desk/people/"


def page_of(user, agency) -> str:
    return reverse("desk:person", args=[agency.ref, user.ref])


def do(desk, user, agency, **fields):
    """Press a button of the page as it is shown now."""
    address = page_of(user, agency)
    seen = desk.get(address).context["seen"]
    return desk.send(address, **{"seen": seen} | fields)


def roles(user) -> set[str]:
    held = Membership.objects.current().filter(user=user)
    return set(held.values_list("role", flat=True))


def is_out(desk) -> bool:
    return "/account/login/" in getattr(desk.get("/en/desk/"), "url", "")


def test_pp01_the_list_names_roles_with_their_last_day(ada, people, agency):
    day = timezone.localdate() + timedelta(days=10)
    MembershipFactory(user=people.amina, organisation=agency, role="steward", until=day)
    delegate(
        to=people.amina, organisation=agency, role="contact_point", until=day, by=people.contact
    )
    text = ada.get(LIST).content.decode()
    assert "Reporting officer" in text
    assert "Data steward · until" in text.replace("\n", "")
    assert "stands in for <bdi>Carim</bdi>" in text
    assert "Police elsewhere" not in text
    assert "Stranger" not in text


def test_pp01_somebody_without_a_second_factor_is_marked(ada, people, agency):
    assert "no second way to sign in yet" not in ada.get(LIST).content.decode()
    MembershipFactory(organisation=agency, role="analyst")
    assert "no second way to sign in yet" in ada.get(LIST).content.decode()


def test_pp01_a_role_is_given_until_a_day_and_ended(ada, people, agency):
    last = timezone.localdate() + timedelta(days=9)
    assert (
        do(ada, people.amina, agency, act="give", role="steward", last_day=last).status_code == 302
    )
    made = people.amina.memberships.get(role="steward")
    assert made.until == last + timedelta(days=1)
    do(ada, people.amina, agency, act="end", membership=str(made.pk))
    assert roles(people.amina) == {"officer"}
    kinds = Event.objects.filter(by="ada", target=people.amina.ref).values_list("kind", flat=True)
    assert {"accounts.membership.added", "accounts.membership.ended"} <= set(kinds)


def test_pp01_a_role_held_already_gets_the_new_last_day(ada, people, agency):
    last = timezone.localdate() + timedelta(days=9)
    do(ada, people.amina, agency, act="give", role="officer", last_day=last)
    [held] = people.amina.memberships.all()
    assert held.until == last + timedelta(days=1)
    do(ada, people.amina, agency, act="give", role="officer", last_day="")
    held.refresh_from_db()
    assert held.until is None
    assert Event.objects.filter(kind="accounts.membership.end_changed").count() == 2


def test_pp02_another_organisation_is_as_if_it_were_not_there(ada, people, agency):
    absent = ada.get(reverse("desk:person", args=["org-nothing", people.amina.ref]))
    for body, user in (
        (people.elsewhere, people.stranger),
        (agency, people.stranger),
        (people.elsewhere, people.amina),
    ):
        answer = ada.get(page_of(user, body))
        assert answer.status_code == 404
        assert _without_address(answer) == _without_address(absent)


def _without_address(answer) -> str:
    """The page without its own address, however the signs of a reference are written there."""
    here = answer.wsgi_request.path
    text = unquote(answer.content.decode()).replace(here, "")
    return text.replace(here[3:], "")


def test_pp02_whoever_is_no_administrator_opens_nothing(people, agency):
    for user in (people.amina, people.contact):
        desk = Desk().enter(user)
        assert desk.get(LIST).status_code == 403
        assert desk.get(page_of(people.ada, agency)).status_code == 403


def test_pp02_an_administrator_whose_role_ended_meanwhile_changes_nothing(ada, people, agency):
    address = page_of(people.amina, agency)
    fields = ada.fields(address) | {"seen": ada.get(address).context["seen"], "act": "leave"}
    people.ada.memberships.update(until=timezone.localdate())
    assert ada.post(address, fields).status_code == 403
    assert roles(people.amina) == {"officer"}


def test_pp02_nobody_gives_herself_a_role(ada, people, agency):
    answer = do(ada, people.ada, agency, act="give", role="contact_point")
    assert answer.status_code == 400
    assert "You cannot give yourself a role" in answer.content.decode()
    assert roles(people.ada) == {"administrator"}


@pytest.mark.parametrize("act", ["give", "end", "leave"])
def test_pp03_of_two_administrators_at_once_the_second_is_told(ada, people, agency, act):
    address = page_of(people.amina, agency)
    seen = ada.get(address).context["seen"]
    do(Desk().enter(people.bela), people.amina, agency, act="give", role="analyst")
    held = str(people.amina.memberships.get(role="officer").pk)
    answer = ada.send(address, seen=seen, act=act, role="steward", membership=held)
    assert answer.status_code == 400
    assert "Somebody else has changed the roles" in answer.content.decode()
    assert roles(people.amina) == {"officer", "analyst"}


def test_pp04_two_administrators_cannot_remove_each_other(ada, people, agency):
    bela = Desk().enter(people.bela)
    seen = bela.get(page_of(people.ada, agency)).context["seen"]
    do(ada, people.bela, agency, act="leave")
    address = page_of(people.ada, agency)
    assert bela.post(address, {"seen": seen, "act": "leave"}).status_code in (302, 403)
    assert roles(people.ada) == {"administrator"}


@pytest.mark.parametrize("act", ["end", "leave"])
def test_pp04_the_last_administrator_stays_until_another_is_named(ada, people, agency, act):
    do(ada, people.bela, agency, act="leave")
    own = str(people.ada.memberships.get().pk)
    answer = do(ada, people.ada, agency, act=act, membership=own)
    assert answer.status_code == 400
    assert "no administrator left" in answer.content.decode()
    do(ada, people.amina, agency, act="give", role="administrator")
    assert do(ada, people.ada, agency, act=act, membership=own).status_code == 302
    assert roles(people.ada) == set()


def test_pp04_somebody_who_stands_in_is_not_the_other_administrator(ada, people, agency):
    do(ada, people.bela, agency, act="leave")
    until = timezone.localdate() + timedelta(days=5)
    delegate(to=people.amina, organisation=agency, role="administrator", until=until, by=people.ada)
    assert do(ada, people.ada, agency, act="leave").status_code == 400


def test_pp05_whoever_leaves_is_out_at_the_next_request_and_keeps_the_name(ada, people, agency):
    amina = Desk().enter(people.amina)
    amina.get("/en/desk/")
    until = timezone.localdate() + timedelta(days=5)
    delegate(to=people.contact, organisation=agency, role="officer", until=until, by=people.amina)
    MembershipFactory(user=people.amina, organisation=agency, role="steward", until=until)
    answer = do(ada, people.amina, agency, act="leave")
    assert answer.url == LIST
    assert is_out(amina)
    people.amina.refresh_from_db()
    assert not people.amina.is_active
    assert not permissions_of(people.amina)
    assert roles(people.contact) == {"contact_point"}
    assert Event.objects.filter(kind="accounts.membership.delegated", by="amina").exists()
    assert ada.get(page_of(people.amina, agency)).status_code == 404


def test_pp05_an_account_with_a_role_elsewhere_stays_and_nobody_is_told(ada, people, agency):
    MembershipFactory(user=people.amina, organisation=people.elsewhere, role="analyst")
    amina = Desk().enter(people.amina)
    amina.get("/en/desk/")
    told = []
    for user in (people.amina, people.contact):
        assert "elsewhere" not in ada.get(page_of(user, agency)).content.decode()
        do(ada, user, agency, act="leave")
        told.append([str(one) for one in ada.get(LIST).context["messages"]])
    assert told[0] == told[1]
    assert is_out(amina)
    people.amina.refresh_from_db()
    assert people.amina.is_active
    assert roles(people.amina) == {"analyst"}


def test_pp05_every_session_of_somebody_is_ended(ada, people, agency):
    amina = Desk().enter(people.amina)
    amina.get("/en/desk/")
    assert "Signed in in 1 browser now" in ada.get(page_of(people.amina, agency)).content.decode()
    do(ada, people.amina, agency, act="sign_out")
    assert is_out(amina)
    assert roles(people.amina) == {"officer"}
    assert Event.objects.get(kind="accounts.sign_in.all_ended").by == "ada"


@pytest.mark.parametrize(
    "given",
    [
        {"role": "emperor"},
        {"role": ""},
        {"role": "steward", "last_day": "yesterday"},
        {"role": "steward", "last_day": "2020-01-01"},
        {"role": "steward", "last_day": "2999-01-01"},
        {"role": "steward", "last_day": "9999-12-31"},
        {"role": "steward", "seen": ""},
    ],
    ids=str,
)
def test_pp06_what_cannot_be_given_is_a_sentence_and_changes_nothing(ada, people, agency, given):
    answer = do(ada, people.amina, agency, act="give", **given)
    assert answer.status_code == 400
    assert "wrong" in answer.content.decode() or "is-problem" in answer.content.decode()
    assert roles(people.amina) == {"officer"}


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999999", "-1"])
def test_pp06_a_role_that_is_not_there_is_not_ended(ada, people, agency, number):
    answer = do(ada, people.amina, agency, act="end", membership=number)
    assert answer.status_code in (400, 404)
    assert roles(people.amina) == {"officer"}


def test_pp07_the_entry_stands_in_the_header_of_administrators_only(ada, people):
    assert 'href="/en/desk/people/"' in ada.get("/en/desk/").content.decode()
    officer = Desk().enter(people.amina)
    assert 'href="/en/desk/people/"' not in officer.get("/en/desk/").content.decode()
    assert person("nobody", None).memberships.count() == 0
