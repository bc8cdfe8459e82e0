"""Invitations: by link or paper, once, for a week; what becomes of them is never silent.

in01  inviting, the paper once          in04  guessed and long expired are one answer
in02  the invited person gets in        in05  expired unused is told to whoever invited
in03  over: what to do, whom to ask     in06  another link, withdrawing; only in one's own place
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.invitations import KEPT, find, forget_invitations
from cairn.accounts.models import Invitation, Membership, User
from cairn.accounts.one_time import LENGTH, new_code
from cairn.audit.models import Event
from cairn.kernel.errors import NotFound
from cairn.web.desk.once import new_token
from tests.factories_of_people import InvitationFactory
from tests.web.desk.conftest import Desk

pytestmark = pytest.mark.django_db
LIST = "/en/desk/people/"
PASSWORD = "seven-grey-stones-up"
WORDS = {"password1": PASSWORD, "password2": PASSWORD}
CODE = re.compile(r'<dd><code dir="ltr">([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>')


def invited(desk, agency, **fields) -> tuple[Invitation, str]:
    """Invite somebody through the page, and read the code on the paper."""
    given = {"name": "Mina Sow", "language": "en", "role": "officer", "last_day": ""} | fields
    answer = desk.send(reverse("desk:invite", args=[agency.ref]), **given)
    assert answer.status_code == 302, answer.content.decode()
    return Invitation.objects.latest("pk"), code_on(desk, answer.url)


def code_on(desk, address: str) -> str:
    found = CODE.search(desk.get(address).content.decode())
    assert found
    return found[1]


def page_of(code: str) -> str:
    return f"/en/account/invitation/{code}/"


def use(code: str, **words):
    return Client().post(page_of(code), WORDS | words)


def test_in01_the_paper_says_everything_and_is_shown_once(ada, agency):
    last = timezone.localdate() + timedelta(days=30)
    address = reverse("desk:invite", args=[agency.ref])
    given = {"name": "Mina Sow", "language": "fr", "role": "officer", "last_day": last}
    paper = ada.send(address, **given).url
    text = ada.get(paper).content.decode()
    made = Invitation.objects.get()
    code = CODE.search(text)[1]
    assert "Agent déclarant" in text or 'lang="fr"' in text
    assert made.user.username in text
    assert f"http://testserver/fr/account/invitation/{code}/" in text
    assert code not in ada.get(paper).content.decode()
    assert Membership.objects.get(user=made.user).until == last + timedelta(days=1)
    assert not made.user.has_usable_password()


def test_in01_the_code_is_kept_nowhere(ada, agency):
    _made, code = invited(ada, agency)
    kept = str(Invitation.objects.values()) + str(Event.objects.values()) + str(ada.session.items())
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert Event.objects.filter(kind="accounts.invitation.made", by="ada").exists()


def test_in01_sending_the_form_twice_invites_once(ada, agency):
    address = reverse("desk:invite", args=[agency.ref])
    given = ada.fields(address) | {"name": "Mina", "language": "en", "role": "officer"}
    assert ada.post(address, given).url == ada.post(address, given).url
    assert Invitation.objects.count() == 1


def test_in01_the_name_to_sign_in_with_never_tells_which_names_exist(ada, agency):
    names = [invited(ada, agency, name=name)[0].user.username for name in ("Ada", "Ada", "阿达")]
    assert [re.sub(r"-[a-z0-9]{4}$", "-", name) for name in names] == ["ada-", "ada-", "person-"]
    assert len(set(names)) == 3


@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 121},
        {"name": "Mina\x00"},
        {"name": "Mina\u202eAda"},
        {"role": "emperor"},
        {"language": "tlh"},
        {"last_day": "2020-01-01"},
        {"last_day": "2999-01-01"},
    ],
    ids=repr,
)
def test_in01_what_cannot_be_is_said_and_opens_no_account(ada, agency, given):
    people = User.objects.count()
    words = {"name": "Mina", "language": "en", "role": "officer"} | given
    assert ada.send(reverse("desk:invite", args=[agency.ref]), **words).status_code == 400
    assert User.objects.count() == people


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), str.upper])
def test_in02_the_code_is_typed_as_people_type(ada, agency, typed):
    _made, code = invited(ada, agency)
    answer = Client().post("/en/account/invitation/", {"code": typed(code)}, follow=True)
    assert answer.status_code == 200
    assert "Border agency" in answer.content.decode()


def test_in02_the_invited_person_sets_a_password_and_is_led_to_the_second_factor(ada, agency):
    made, code = invited(ada, agency)
    mina = Client()
    text = mina.get(page_of(code)).content.decode()
    assert "Border agency" in text
    assert made.user.username in text
    assert mina.post(page_of(code), WORDS).url == reverse("account_login")
    words = {"login": made.user.username, "password": PASSWORD}
    assert mina.post(reverse("account_login"), words).url == reverse("mfa_activate_totp")
    assert mina.get("/en/desk/").status_code == 302
    assert "used" in ada.get(LIST).content.decode()
    assert Event.objects.get(kind="accounts.invitation.used").by == made.user.username


@pytest.mark.parametrize(
    "words",
    [
        {"password1": "short", "password2": "short"},
        {"password2": "another-one-here"},
        {"password1": "", "password2": ""},
        {"password1": "password1234", "password2": "password1234"},
    ],
    ids=str,
)
def test_in02_a_password_that_will_not_do_leaves_the_link_as_it_is(ada, agency, words):
    made, code = invited(ada, agency)
    assert use(code, **words).status_code == 400
    assert find(code) == made


def over(how: str, ada, agency) -> str:
    """A real link that ended in this way."""
    made, code = invited(ada, agency)
    match how:
        case "used":
            use(code)
        case "expired":
            Invitation.objects.update(expires_at=timezone.now() - timedelta(hours=1))
        case "replaced" | "withdrawn":
            act = {"replaced": "again", "withdrawn": "withdraw"}[how]
            press(ada, made, act)
        case "left":
            address = reverse("desk:person", args=[agency.ref, made.user.ref])
            ada.send(address, act="leave", seen=ada.get(address).context["seen"])
    return code


def press(desk, invitation, act):
    address = reverse("desk:invitation_act", args=[invitation.ref])
    person = User.objects.get(pk=desk.session["_auth_user_id"])
    return desk.post(address, {"once": new_token(person), "act": act})


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("used", "It was used already"),
        ("expired", "for another link"),
        ("replaced", "A newer link took its place"),
        ("withdrawn", "It was withdrawn"),
        ("left", "It was withdrawn"),
    ],
)
def test_in03_whoever_holds_a_link_that_ended_reads_what_to_do_and_whom_to_ask(
    ada, agency, how, said
):
    code = over(how, ada, agency)
    for answer in (Client().get(page_of(code)), use(code)):
        assert answer.status_code == 410
        assert said in answer.content.decode()
        assert "Border agency" in answer.content.decode()
        assert "mina" not in answer.content.decode()
    passwords = User.objects.exclude(password__startswith="!").filter(username__startswith="mina")
    assert passwords.count() == (how == "used")


@pytest.mark.parametrize(
    "guess", ["7F3K-9QTX-2M8P-VBHR", "x", "%2e%2e", "٣" * 16, "0" * 5000, "'; --"]
)
def test_in04_a_guess_is_not_known_and_names_nobody(ada, agency, guess):
    invited(ada, agency)
    answer = Client().get(page_of(guess))
    assert answer.status_code == 404
    assert "Border agency" not in answer.content.decode()


def test_in04_a_guess_and_a_link_that_ended_long_ago_are_one_answer(ada, agency):
    made, code = invited(ada, agency)
    press(ada, made, "withdraw")
    Invitation.objects.update(closed_at=timezone.now() - KEPT - timedelta(days=1))
    assert forget_invitations(before=timezone.now() - KEPT) == 1
    guess = new_code()
    texts = [
        Client().get(page_of(one)).content.decode().replace(one, "CODE") for one in (code, guess)
    ]
    assert texts[0] == texts[1]
    with pytest.raises(NotFound):
        find(code)


def test_in04_codes_are_long_enough_not_to_be_guessed():
    assert LENGTH * 5 >= 80
    assert len({new_code() for _ in range(1000)}) == 1000


def test_in05_an_invitation_that_expired_unused_is_told_to_whoever_invited(ada, people, agency):
    made, _code = invited(ada, agency)
    title = "Invitations that expired unused"
    assert title not in ada.get("/en/desk/").content.decode()
    Invitation.objects.update(expires_at=timezone.now())
    bela = Desk().enter(people.bela)
    assert "Mina Sow" in ada.get("/en/desk/").content.decode()
    assert title not in bela.get("/en/desk/").content.decode()
    people.ada.memberships.update(until=timezone.localdate())
    assert "Mina Sow" in bela.get("/en/desk/").content.decode()
    press(bela, made, "away")
    assert title not in bela.get("/en/desk/").content.decode()
    assert "expired unused" in bela.get(LIST).content.decode()


def test_in06_another_link_takes_the_place_of_one_that_expired(ada, agency):
    made, first = invited(ada, agency)
    Invitation.objects.update(expires_at=timezone.now())
    second = code_on(ada, press(ada, made, "again").url)
    assert use(first).status_code == 410
    assert use(second).status_code == 302
    assert Membership.objects.filter(user=made.user).count() == 1


def test_in06_withdrawing_closes_the_account_that_nobody_used(ada, agency):
    made, _code = invited(ada, agency)
    press(ada, made, "withdraw")
    made.user.refresh_from_db()
    assert not made.user.is_active
    assert "withdrawn" in ada.get(LIST).content.decode()


@pytest.mark.parametrize("act", ["again", "withdraw"])
def test_in06_what_was_used_is_neither_replaced_nor_withdrawn(ada, agency, act):
    made, code = invited(ada, agency)
    use(code)
    assert press(ada, made, act).status_code == 403
    made.user.refresh_from_db()
    assert made.user.is_active


@pytest.mark.parametrize("act", ["again", "withdraw", "away", "nonsense", ""])
def test_in06_another_organisation_s_invitation_is_as_if_it_were_not_there(ada, people, act):
    theirs = InvitationFactory(organisation=people.elsewhere)
    absent = Invitation(ref="inv-0000000000-0")
    assert press(ada, theirs, act).status_code == press(ada, absent, act).status_code == 404
    assert ada.get(reverse("desk:invitation_paper", args=[theirs.ref])).status_code == 404
    assert ada.get(reverse("desk:invite", args=[people.elsewhere.ref])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.closed_as == ""


def test_in06_only_administrators_invite(people, agency):
    officer = Desk().enter(people.amina)
    assert officer.get(reverse("desk:invite", args=[agency.ref])).status_code == 403
