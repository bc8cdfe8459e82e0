"""A lost second factor: the whole chain, and every short cut that a phisher would try.

rc01  asking needs the right password        rc05  the link: after the waiting, once, with password
rc02  two different persons confirm          rc06  guesses and ended links are one answer
rc03  one of them is an administrator        rc07  one State's requests are nobody else's
rc04  the account is warned and stops it     rc08  everything is logged
"""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.actions import change_password
from cairn.accounts.demonstration import current_code
from cairn.accounts.models import Recovery
from cairn.accounts.recovery import ask, find
from cairn.audit.models import Event
from cairn.kernel.errors import NotFound
from cairn.web.desk.once import new_token
from tests.web.desk.conftest import SECRET, Desk, person

pytestmark = pytest.mark.django_db
PASSWORD = "seven-grey-stones-up"
ASK, LIST = "/en/account/lost-factor/", "/en/desk/people/recoveries/"
KEY = re.compile(r'<code dir="ltr">([A-Z2-7]{32})</code>')


@pytest.fixture
def amina(people):
    """The officer, with a password that she still knows."""
    changed = change_password(user=people.amina, password=PASSWORD, by=None)
    people.amina.refresh_from_db()
    return changed


@pytest.fixture
def asked(amina) -> Recovery:
    return ask(user=amina)


def at_second_step(user, password=PASSWORD) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.username, "password": password})
    return client


def press(user, recovery, act):
    fields = {"once": new_token(user), "recovery": recovery.ref, "act": act}
    return Desk().enter(user).post(LIST, fields)


def later() -> None:
    """The waiting is over."""
    Recovery.objects.update(opens_at=timezone.now() - timedelta(minutes=1))


def link(people, recovery) -> str:
    """Confirmed by two, waited for, and made: the code of the link."""
    press(people.ada, recovery, "confirm")
    press(people.contact, recovery, "confirm")
    later()
    desk = Desk().enter(people.ada)
    fields = {"once": new_token(people.ada), "recovery": recovery.ref, "act": "link"}
    text = desk.get(desk.post(LIST, fields).url).content.decode()
    return re.search(r"/account/recovery/([0-9A-Z-]+)/", text)[1]


def use(code: str, password=PASSWORD, digits=None, client=None):
    client = client or Client()
    address = reverse("recovery_code", args=[code])
    shown = client.get(address)
    key = KEY.search(shown.content.decode())
    given = digits if digits is not None else current_code(key[1]) if key else "000000"
    return client.post(address, {"password": password, "code": given})


def test_rc01_asking_needs_the_right_password(amina):
    assert reverse("account_login") in Client().get(ASK).url
    assert reverse("account_login") in at_second_step(amina, "wrong").post(ASK).url
    assert not Recovery.objects.exists()
    client = at_second_step(amina)
    assert (
        "I have lost my second factor" in client.get(reverse("mfa_authenticate")).content.decode()
    )
    text = client.post(ASK, follow=True).content.decode()
    assert Recovery.objects.get().ref in text
    assert "Border agency" in text
    client.post(ASK)
    assert Recovery.objects.count() == 1


def test_rc01_where_there_are_not_two_to_confirm_one_is_sent_to_the_console(people, amina):
    for user in (people.bela, people.contact):
        user.memberships.update(until=timezone.localdate())
    client = at_second_step(amina)
    assert "there are not two" in client.get(ASK).content.decode()
    client.post(ASK)
    assert not Recovery.objects.exists()


def test_rc02_two_different_persons_confirm(people, asked):
    press(people.ada, asked, "confirm")
    asked.refresh_from_db()
    assert (asked.state, asked.first_by) == ("half", "ada")
    assert press(people.ada, asked, "confirm").status_code == 400
    asked.refresh_from_db()
    assert asked.state == "half"
    press(people.bela, asked, "confirm")
    asked.refresh_from_db()
    assert (asked.state, asked.second_by) == ("cooling", "bela")
    waiting = asked.opens_at - timezone.now()
    assert timedelta(hours=23, minutes=59) < waiting <= timedelta(hours=settings.RECOVERY_HOURS)


def test_rc02_nobody_confirms_for_herself(people):
    own = ask(user=people.ada)
    assert press(people.ada, own, "confirm").status_code == 404
    assert press(people.ada, own, "link").status_code == 404


def test_rc03_two_contact_points_are_not_enough(people, agency, asked):
    other = person("other-contact", "contact_point", agency)
    press(people.contact, asked, "confirm")
    assert press(other, asked, "confirm").status_code == 400
    asked.refresh_from_db()
    assert asked.state == "half"
    press(people.ada, asked, "confirm")
    asked.refresh_from_db()
    assert asked.state == "cooling"


def test_rc04_every_session_of_the_account_is_warned_and_stops_it(people, asked):
    desk = Desk().enter(people.amina)
    for page in ("/en/desk/", "/en/desk/sign-ins/", "/en/account/2fa/"):
        assert "asked to replace your second factor" in desk.get(page).content.decode()
    assert "asked to replace" not in Desk().enter(people.bela).get("/en/desk/").content.decode()
    press(people.ada, asked, "confirm")
    press(people.bela, asked, "confirm")
    desk.post(reverse("desk:recovery_stop"))
    asked.refresh_from_db()
    assert asked.state == "stopped"
    assert "asked to replace" not in desk.get("/en/desk/").content.decode()
    later()
    assert press(people.ada, asked, "link").status_code == 404


def test_rc04_a_link_that_was_made_already_is_stopped_too(people, asked):
    code = link(people, asked)
    Desk().enter(people.amina).post(reverse("desk:recovery_stop"))
    assert use(code).status_code == 404
    assert Authenticator.objects.filter(user=people.amina).exists()


def test_rc04_colleagues_who_may_confirm_are_told_on_their_first_page(people, asked):
    title = "A colleague has lost the second factor"
    for user in (people.ada, people.contact):
        assert title in Desk().enter(user).get("/en/desk/").content.decode()
    assert title not in Desk().enter(people.stranger).get("/en/desk/").content.decode()


def test_rc05_no_link_before_the_waiting_is_over(people, asked):
    assert press(people.ada, asked, "link").status_code == 400
    press(people.ada, asked, "confirm")
    assert press(people.ada, asked, "link").status_code == 400
    press(people.bela, asked, "confirm")
    assert press(people.ada, asked, "link").status_code == 400
    later()
    assert press(people.ada, asked, "link").status_code == 302


def test_rc05_the_link_sets_a_new_factor_once_and_ends_every_session(people, asked):
    thief = Desk().enter(people.amina)
    thief.get("/en/desk/")
    code = link(people, asked)
    assert use(code).url == reverse("account_login")
    assert "/account/login/" in thief.get("/en/desk/").url
    old = at_second_step(people.amina)
    old.post(reverse("mfa_authenticate"), {"code": current_code(SECRET)})
    assert "_auth_user_id" not in old.session
    assert use(code).status_code == 404
    assert Authenticator.objects.filter(user=people.amina).count() == 1


@pytest.mark.parametrize(
    "given",
    [{"password": "not-the-password"}, {"digits": "000000"}, {"digits": ""}, {"password": ""}],
    ids=str,
)
def test_rc05_the_link_without_password_or_code_changes_nothing(people, asked, given):
    code = link(people, asked)
    before = Authenticator.objects.get(user=people.amina).data
    assert use(code, **given).status_code == 400
    assert Authenticator.objects.get(user=people.amina).data == before
    assert find(code).ref == asked.ref


def test_rc05_guessing_the_password_at_the_link_is_locked_out(people, asked):
    code = link(people, asked)
    client = Client(REMOTE_ADDR="192.0.2.9")
    for n in range(settings.AXES_FAILURE_LIMIT + 1):
        use(code, password=f"guess-number-{n}", client=client)
    assert use(code, client=client).status_code != 302
    assert find(code).state == "ready"


def test_rc05_another_link_takes_the_place_of_the_first(people, asked):
    first = link(people, asked)
    press(people.ada, asked, "link")
    assert use(first).status_code == 404


@pytest.mark.parametrize("guess", ["7F3K-9QTX-2M8P-VBHR", "x", "٣" * 16, "0" * 3000])
def test_rc06_a_guess_and_a_link_that_ended_are_one_answer(people, asked, guess):
    code = link(people, asked)
    Recovery.objects.update(expires_at=timezone.now())
    texts = []
    for one in (code, guess):
        answer = Client().get(reverse("recovery_code", args=[one]))
        assert answer.status_code == 404
        texts.append(re.sub(r"recovery/[^\"<]*", "", answer.content.decode()))
    assert texts[0] == texts[1]
    with pytest.raises(NotFound):
        find(guess)


@pytest.mark.parametrize("act", ["confirm", "refuse", "link", "nonsense"])
def test_rc07_the_requests_of_one_organisation_are_nobody_else_s(people, asked, act):
    absent = Recovery(ref="rcv-0000000000-0")
    hidden = press(people.stranger, asked, act)
    assert hidden.status_code == press(people.stranger, absent, act).status_code == 404
    assert asked.ref not in Desk().enter(people.stranger).get(LIST).content.decode()
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_rc07_an_officer_confirms_nothing(people, asked):
    assert press(people.amina, asked, "confirm").status_code == 403


def test_rc07_a_request_that_was_refused_or_grew_old_is_over_and_may_be_asked_again(people, asked):
    press(people.bela, asked, "refuse")
    again = ask(user=people.amina)
    assert again.ref != asked.ref
    Recovery.objects.update(expires_at=timezone.now())
    assert press(people.ada, again, "confirm").status_code == 404
    assert ask(user=people.amina).ref not in (asked.ref, again.ref)


def test_rc08_everything_is_logged_with_its_person(people, asked):
    use(link(people, asked))
    rows = Event.objects.filter(kind__startswith="accounts.recovery").order_by("pk")
    assert [(one.kind.rsplit(".", 1)[1], one.by) for one in rows] == [
        ("asked", "amina"),
        ("confirmed", "ada"),
        ("confirmed", "carim"),
        ("link_made", "ada"),
        ("used", "amina"),
    ]
