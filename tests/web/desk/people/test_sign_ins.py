"""Where one is signed in, ending it, and what ends it for everybody at once.

sn01  the page lists one's own, in words            sn04  what ends all of them, at the next request
sn02  ending one, or all others                     sn05  a form that came too late is kept
sn03  nobody ends, or learns of, another's          sn06  what is over is swept
"""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.actions import change_password, close_user, reset_second_factor
from cairn.accounts.models import SignIn
from cairn.accounts.sign_ins import end_all, sweep_sign_ins
from cairn.audit.models import Event
from cairn.erasure.periods import days_of
from tests.web.desk.conftest import Desk, person

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/sign-ins/"
TELEPHONE = "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"
PASSWORD = "seven-grey-stones-up"


@pytest.fixture
def amina(db):
    return person("amina", "officer")


def sitting(user, agent="") -> Desk:
    """Somebody at a desk of her own who has opened a page."""
    desk = Desk(HTTP_USER_AGENT=agent).enter(user)
    assert desk.get("/en/desk/").status_code == 200
    return desk


def is_out(desk) -> bool:
    answer = desk.get("/en/desk/")
    return answer.status_code == 302 and "/account/login/" in answer.url


def test_sn01_a_person_sees_her_own_sign_ins_with_device_and_times(amina):
    sitting(amina, TELEPHONE)
    here = sitting(amina)
    sitting(person("idris", "officer"), "Firefox/1 Windows")
    text = here.get(PAGE).content.decode()
    assert "Firefox on Android" in text
    assert "A program that does not say what it is" in text
    assert f"kept with its address and what the browser says it is for {days_of('tries')} days" in (
        text
    )
    assert "No address is kept" not in text
    assert "Windows" not in text
    assert text.count("this browser") == 1
    assert Event.objects.filter(kind="accounts.sign_in.begun", by="amina").count() == 2


def test_sn01_no_address_and_no_line_of_the_browser_is_kept(amina):
    desk = Desk(HTTP_USER_AGENT=TELEPHONE, REMOTE_ADDR="192.0.2.77").enter(amina)
    desk.get("/en/desk/")
    kept = str(SignIn.objects.values()) + str(Event.objects.values()) + str(desk.session.items())
    assert "192.0.2.77" not in kept
    assert "Gecko" not in kept


def test_sn01_last_seen_is_written_once_a_minute_at_most(amina):
    desk = sitting(amina)
    first = SignIn.objects.get().seen_at
    desk.get(PAGE)
    assert SignIn.objects.get().seen_at == first
    SignIn.objects.update(seen_at=first - timedelta(minutes=2))
    desk.get(PAGE)
    assert SignIn.objects.get().seen_at > first - timedelta(minutes=1)


def test_sn02_one_is_ended_and_the_others_go_on(amina):
    lost, kept, here = sitting(amina, TELEPHONE), sitting(amina), sitting(amina)
    ref = SignIn.objects.get(browser="Firefox").ref
    assert here.send(PAGE, act="end", sign_in=ref).url == PAGE
    assert is_out(lost)
    assert not is_out(kept)
    assert not is_out(here)
    assert Event.objects.get(kind="accounts.sign_in.ended").values == {"sign_in": ref}


def test_sn02_all_others_are_ended_at_once(amina):
    others, here = [sitting(amina) for _ in range(3)], sitting(amina)
    here.send(PAGE, act="others")
    assert all(is_out(one) for one in others)
    assert not is_out(here)
    assert SignIn.objects.filter(user=amina).count() == 1


@pytest.mark.parametrize("ref", ["", "sig-nothing", "’; drop", "x" * 500])
def test_sn03_what_is_not_there_is_no_page(amina, ref):
    sitting(amina)
    assert sitting(amina).send(PAGE, act="end", sign_in=ref).status_code == 404


def test_sn03_another_s_sign_in_is_as_if_it_were_not_there(amina):
    theirs = sitting(person("idris", "officer"))
    ref = SignIn.objects.get(user__username="idris").ref
    sitting(amina)
    here = sitting(amina)
    hidden = here.send(PAGE, act="end", sign_in=ref)
    absent = here.send(PAGE, act="end", sign_in="sig-0000000000-0")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert not is_out(theirs)


ENDS = {
    "closed": lambda user: close_user(user=user, by=None),
    "password": lambda user: change_password(user=user, password=PASSWORD, by=None),
    "factor": lambda user: reset_second_factor(user=user, by=None),
    "all": lambda user: end_all(user=user, by=None),
}


@pytest.mark.parametrize("ending", ENDS.values(), ids=ENDS)
def test_sn04_whoever_sits_there_is_out_at_the_next_request(amina, ending):
    desks = [sitting(amina), sitting(amina, TELEPHONE)]
    other = sitting(person("idris", "officer"))
    ending(amina)
    assert all(is_out(desk) for desk in desks)
    assert not SignIn.objects.filter(user=amina).exists()
    assert not is_out(other)


def test_sn04_a_session_that_nobody_has_noted_yet_ends_too(amina):
    desk = Desk(HTTP_USER_AGENT="").enter(amina)  # signed in, and no page opened yet
    end_all(user=amina, by=None)
    assert is_out(desk)


def test_sn04_a_changed_password_leaves_only_the_browser_in_which_it_was_changed(amina):
    change_password(user=amina, password=PASSWORD, by=None)
    amina.refresh_from_db()
    other, here = sitting(amina), sitting(amina)
    session = here.session
    session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
    session.save()
    words = {
        "oldpassword": PASSWORD,
        "password1": PASSWORD + "-too",
        "password2": PASSWORD + "-too",
    }
    answer = here.post(reverse("account_change_password"), words)
    assert answer.status_code == 302
    assert is_out(other)
    assert not is_out(here)
    assert Event.objects.filter(kind="accounts.user.password_changed", by="amina").exists()


def test_sn05_a_form_sent_by_somebody_whose_sessions_were_ended_saves_nothing(amina):
    sitting(amina)
    desk = sitting(amina)
    fields = desk.fields(PAGE)
    close_user(user=amina, by=None)
    assert "/account/login/" in desk.post(PAGE, fields | {"act": "others"}).url


def test_sn06_what_is_over_is_not_listed_and_is_swept(amina):
    sitting(amina, TELEPHONE)
    here = sitting(amina)
    key = SignIn.objects.get(browser="Firefox").session_key
    Session.objects.filter(session_key=key).update(expire_date=timezone.now())
    assert "Firefox on Android" not in here.get(PAGE).content.decode()
    Session.objects.filter(session_key=key).delete()
    assert sweep_sign_ins() == 1
    assert SignIn.objects.count() == 1
    assert sweep_sign_ins() == 0
