"""Coming in by invitation through a provider, what ends it, and what is said when it fails.

pe01  an invitation is taken up with it, once     pe05  every problem in six languages, no traceback
pe02  a first password wants the second factor    pe06  guessing and lock-out are as before
pe03  unlinking, leaving, closing, withdrawing    pe07  what is held: sealed, a digest, told to her
pe04  the only way in is not taken away           pe08  the command of whoever runs the machine
"""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import override

from cairn.accounts.actions import close_user, end_membership
from cairn.accounts.held import held_about
from cairn.accounts.invitations import find, invite
from cairn.accounts.models import Invitation, ProviderLink, SignIn, User
from cairn.accounts.providers.actions import open_provider, unlink, withdraw_provider
from cairn.accounts.providers.problems import PROBLEMS
from cairn.accounts.sealing import give_up_sealed
from cairn.audit.models import Event
from cairn.console.main import main
from cairn.kernel.errors import NotFound
from cairn.kernel.languages import LANGUAGES
from cairn.web.desk.once import new_token
from tests.accounts.provider_desk import PASSWORD, Browser, behave, officer, provider, returned
from tests.identity_provider import SECRET
from tests.web.desk.conftest import person

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/providers/"


def invited(office) -> tuple[User, str]:
    ada = person("ada", "administrator", office.agency)
    made, code = invite(
        name="Mina Sow",
        language="fr",
        organisation=office.agency,
        role="officer",
        until=None,
        by=ada,
    )
    return made.user, code


def test_pe01_an_invitation_is_taken_up_with_the_account_at_the_provider(office, ministry):
    mina, code = invited(office)
    provider(ministry, "two", office.police, name="The other ministry")
    browser = Browser()
    page = browser.get(f"/en/account/invitation/{code}/").content.decode()
    assert "Come in with <bdi>The ministry" in page
    assert "The other ministry" not in page
    there = browser.leave(reverse("through", args=["one"]), code=code)
    assert "prompt=login" in there
    assert code not in str(browser.session.items())
    assert browser.come_back(there, "mina").url == reverse("mfa_activate_totp")
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
    assert not browser.inside  # not before there is a second factor of her own
    mina.refresh_from_db()
    assert not mina.has_usable_password()
    assert Invitation.objects.get().closed_as == "used"
    again = Browser().post(reverse("through", args=["one"]), {"code": code})
    assert again.url == reverse("invitation_code", args=[code])
    # a provider of another body takes up no invitation
    other = Browser().post(reverse("through", args=["two"]), {"code": code})
    assert other.url == reverse("invitation_code", args=[code])


def test_pe01_a_provider_of_another_body_takes_up_no_invitation(office, ministry):
    _mina, code = invited(office)
    provider(ministry, "two", office.police)
    assert Browser().post(reverse("through", args=["two"]), {"code": code}).status_code == 404
    browser = Browser()  # somebody who is linked already comes back: the invitation stays
    there = browser.leave(reverse("through", args=["one"]), code=code)
    assert "linked to somebody else" in browser.told(browser.come_back(there, "amina"))
    there = browser.leave(reverse("through", args=["one"]), code=code)
    early = browser.told(browser.come_back(there, "mina", "signed_in_before"))
    assert "signed in there anew" in early
    assert find(code).state == "waiting"


def test_pe02_whoever_passes_for_her_at_the_provider_sets_no_password(office):
    User.objects.filter(pk=office.amina.pk).update(password="!")
    office.amina.refresh_from_db()
    browser = Browser()
    browser.force_login(office.amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    page = reverse("account_set_password")
    words = {"password1": PASSWORD, "password2": PASSWORD}
    for answer in (browser.get(page), browser.post(page, words)):
        assert answer.url.startswith(reverse("mfa_reauthenticate"))
    office.amina.refresh_from_db()
    assert not office.amina.has_usable_password()
    proved = Browser().enter()
    assert proved.get(page).status_code == 200
    proved.post(page, words)
    office.amina.refresh_from_db()
    assert office.amina.has_usable_password()
    assert proved.inside


ENDS = {
    "unlinked": lambda office: unlink(user=office.amina, key="one", by=office.amina),
    "withdrawn": lambda office: withdraw_provider(provider=office.one, by=None),
    "role ended": lambda office: end_membership(
        membership=office.amina.memberships.get(organisation=office.agency), by=None
    ),
    "closed": lambda office: close_user(user=office.amina, by=None),
    "served no more": lambda office: office.one.organisations.set([office.police]),
}


@pytest.mark.parametrize("how", ENDS)
def test_pe03_what_ends_it_ends_the_session_at_its_next_request_and_no_other(office, how):
    by_password = Browser().enter()
    by_password.session.flush()
    cache.clear()
    through, other = Browser().enter(), Browser()
    other.force_login(office.carim, backend=settings.AUTHENTICATION_BACKENDS[1])
    ENDS[how](office)
    assert not through.inside
    assert through.get("/en/desk/").url.startswith(reverse("account_login"))
    assert other.inside
    fresh = Browser()
    answer = fresh.post(reverse("through", args=["one"]))
    if how == "withdrawn":
        assert answer.status_code == 404
    else:
        told = fresh.told(fresh.through())
        assert "Nobody here is linked" in told or "does not sign you in here any more" in told
    assert not fresh.inside


def test_pe03_a_way_that_was_under_way_when_it_was_withdrawn_ends_in_a_sentence(office):
    browser = Browser()
    address = returned(browser.leave(reverse("through", args=["one"])), "amina")
    withdraw_provider(provider=office.one, by=None)
    assert "does not sign you in here any more" in browser.told(browser.arrive(address))
    assert "The ministry" not in Client().get(reverse("account_login")).content.decode()
    open_provider(provider=office.one, by=None)
    assert Browser().enter().inside
    kinds = [f"accounts.provider.{one}" for one in ("added", "withdrawn", "opened")]
    assert [Event.objects.filter(kind=kind).count() for kind in kinds] == [1, 1, 1]


def test_pe03_she_takes_the_link_away_herself_and_is_signed_out_with_it(office):
    browser = Browser().enter()
    words = {"act": "unlink", "provider": "one", "once": new_token(office.amina)}
    answer = browser.post(PAGE, words)
    assert answer.url == reverse("account_login")
    assert "The link was taken away." in browser.get(answer.url).content.decode()
    assert not ProviderLink.objects.exists()
    assert not SignIn.objects.filter(provider=office.one).exists()
    assert Event.objects.get(kind="accounts.provider.unlinked").by == "amina"


def test_pe04_the_only_way_in_is_not_taken_away(office):
    User.objects.filter(pk=office.amina.pk).update(password="!")
    browser = Browser().enter()
    words = {"act": "unlink", "provider": "one", "once": new_token(office.amina)}
    answer = browser.post(PAGE, words)
    assert answer.status_code == 400
    assert "only way in" in answer.content.decode()
    assert browser.inside


def test_pe05_what_goes_wrong_at_the_provider_is_a_sentence(office, ministry):
    start = reverse("through", args=["one"])
    assert "You broke off" in (one := Browser()).told(one.through(fault="cancelled"))
    assert "temporarily_unavailable" in (one := Browser()).told(one.through(fault="refused"))
    assert "does not answer" in (one := Browser()).told(one.through(fault="no_token"))
    waiting = Browser()
    address = returned(waiting.leave(start), "amina")
    try:
        behave(ministry, "one", unknown_client="yes")
        assert "do not know each other" in (one := Browser()).told(one.through())
        behave(ministry, "one", silent="yes")
        assert "does not answer" in waiting.told(waiting.arrive(address))
        cache.clear()
        assert "does not answer" in (one := Browser()).told(one.post(start))
        behave(ministry, "one")  # it is back, and is not asked again within half a minute
        assert "does not answer" in (one := Browser()).told(one.post(start))
    finally:
        behave(ministry, "one")
    cache.clear()
    assert Browser().enter().inside
    for text in ("", "?state=x&code=y", "?error=access_denied&state=%00", "?state=é"):
        stray = Browser()
        assert "Begin again" in stray.told(stray.get(f"/account/through/one/{text}"))
    assert Browser().get("/account/through/nowhere/").status_code == 302
    assert Browser().post("/account/through/one/").status_code == 405
    assert Browser().get(reverse("through_problem")).url == reverse("account_login")


def test_pe05_every_problem_is_told_in_the_language_of_the_person(office):
    values = {"name": "N", "since": "S", "until": "U", "now": "W", "reason": "R"}
    for language in LANGUAGES:
        with override(language):
            browser = Browser()
            answer = browser.through(fault="cancelled")
            assert answer.url == f"/{language}/account/through-problem/"
            page = browser.get(answer.url).content.decode()
        assert f'<html lang="{language}' in page
        assert ("You broke off" in page) is (language == "en")
    assert all(kind(**values).text for kind in PROBLEMS.values())


def test_pe06_a_way_through_a_provider_is_no_guess_and_ends_no_lock_out(office):
    login = reverse("account_login")
    thief = Client(REMOTE_ADDR="192.0.2.66")
    for n in range(settings.AXES_FAILURE_LIMIT + 1):
        answer = thief.post(login, {"login": "amina", "password": f"guess-number-{n}"})
    assert answer.status_code == 429
    assert Browser(REMOTE_ADDR="192.0.2.66").enter().inside
    assert thief.post(login, {"login": "amina", "password": PASSWORD}).status_code == 429
    failing = Browser(REMOTE_ADDR="192.0.2.67")
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        failing.through(who="carim")
    words = {"login": "carim", "password": PASSWORD}
    assert failing.post(login, words).url == reverse("mfa_authenticate")


def test_pe06_wrong_codes_after_the_provider_are_counted_as_after_a_password(office):
    browser = Browser()
    browser.through()
    for n in range(7):
        browser.post(reverse("mfa_authenticate"), {"code": f"{n:06}"})
    browser.give_code()
    assert not browser.inside


def test_pe07_the_secret_is_sealed_and_of_the_subject_a_digest_is_kept(office):
    Browser().enter()
    rows = str([*ProviderLink.objects.values(), *type(office.one).objects.values()])
    rows += str([*Event.objects.values()])
    assert SECRET not in rows
    assert "one-amina" not in rows
    assert "agency.example" not in rows
    told = {name: list(part) for name, part in held_about(office.amina)}
    assert told["provider_links"][0]["issuer"] == office.one.issuer
    assert told["sign_ins"][0]["through"] == "The ministry"
    assert not list(dict(held_about(office.carim))["provider_links"])


def test_pe07_another_secret_key_leaves_a_sentence_and_no_link(office):
    with override_settings(SECRET_KEY="another-key-of-this-instance-after-a-loss-of-the-first"):
        assert "do not know each other" in (one := Browser()).told(one.through())
        give_up_sealed()
    assert not ProviderLink.objects.exists()
    assert not Authenticator.objects.filter(user=office.amina).exists()


@pytest.mark.django_db(transaction=True)
def test_pe08_the_command_sets_up_tries_changes_and_withdraws(office, ministry, capsys, tmp_path):
    held = tmp_path / "secret"
    held.write_text(f"{SECRET}\n")
    key = office.agency.key
    words = ["provider", "two", "--organisation", key, "--secret-file", str(held)]
    words += ["--name", "The court", "--client-id", "cairn"]
    assert main([*words, "--issuer", f"{ministry}/two/"]) == 1  # not exactly what it calls itself
    assert "it calls itself" in capsys.readouterr().err
    assert main(["provider", "two", "--issuer", f"{ministry}/two"]) == 1
    assert "never changes" in capsys.readouterr().err
    assert main([*words[:1], "three", *words[2:], "--issuer", f"{ministry}/two"]) == 0
    said = capsys.readouterr().out
    assert "http://localhost:8000/account/through/three/" in said
    assert "Cairn asks for its own second factor after it." in said
    assert main(["provider", "three", "--second-step", "amr=mfa,hwk", "--listed", "no"]) == 0
    assert "Counts as a second factor: amr=mfa,hwk" in capsys.readouterr().out
    for wrong in ("amr", "aud=x", "amr=", "sub=amina"):
        assert main(["provider", "three", "--second-step", wrong]) == 1
        assert "amr=mfa,hwk" in capsys.readouterr().err
    assert main(["provider", "three", "--withdraw"]) == 0
    assert "Withdrawn: it signs nobody in." in capsys.readouterr().out
    assert main(["provider"]) == 0
    assert re.findall(r"\((\w+), idp-", capsys.readouterr().out) == ["one", "three", "two"]
    assert main([*words[:1], "four", *words[2:], "--issuer", "http://elsewhere.example"]) == 1
    assert "cannot be an issuer" in capsys.readouterr().err
    assert main(["provider", "five"]) == 1
    assert "There is no provider with the key five" in capsys.readouterr().err


def test_pe08_a_name_that_is_no_provider_is_no_page(office):
    assert Client().get(reverse("through", args=["nowhere"])).status_code == 404
    with pytest.raises(NotFound):
        unlink(user=office.carim, key="one", by=office.carim)
    assert officer("idris").provider_links.count() == 0
