"""Signing in through a body's own identity provider, a real one in a process of its own.

pv01  linked, then the second factor: the desk     pv05  linking: only herself, just proved, once
pv02  nobody by e-mail or name, and no account     pv06  no body's provider opens another body
pv03  what is not believed of a provider           pv07  whose word counts as a second factor
pv04  ways of another browser, old, gone twice     pv08  keys change; a short outage is no flood
"""

import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import add_membership
from cairn.accounts.models import Provider, ProviderLink, SignIn, User
from cairn.accounts.providers import tokens
from cairn.accounts.providers.actions import change_provider, link, person_for
from cairn.accounts.providers.problems import LinkedAlready, LinkedToAnother, NoLongerAllowed
from cairn.accounts.providers.tokens import Untrusted, signed_claims
from cairn.audit.models import Event
from cairn.web.desk.once import new_token
from tests.accounts.provider_desk import Browser, behave, provider, returned
from tests.factories import StateBodyFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/providers/"
NOT_BELIEVED = "cannot be trusted"
LIES = {
    "wrong_nonce": "nonce",
    "no_nonce": "nonce",
    "half_a_nonce": "nonce",
    "other_audience": "audience",
    "other_party": "authorized party",
    "other_issuer": "issuer",
    "no_subject": "subject",
    "half_a_character": "subject",
    "unsigned": "algorithm",
    "shared_secret": "algorithm",
    "odd_algorithm": "algorithm",
    "another_s_key": "signature",
    "changed": "signature",
    "mixed_up": "issuer of the answer",
}


def press(browser: Browser, user: User, act: str, key: str = "one"):
    words = {"act": act, "provider": key, "once": new_token(user)}
    return browser.post(PAGE, words)


def test_pv01_who_is_linked_comes_in_by_the_provider_and_her_second_factor(office):
    browser = Browser(HTTP_USER_AGENT="Firefox/1 Windows")
    answer = browser.through()
    assert answer.url == reverse("mfa_authenticate")
    assert not browser.inside
    browser.give_code()
    assert browser.inside
    held = SignIn.objects.get(user=office.amina)
    assert held.provider == office.one
    begun = Event.objects.get(kind="accounts.sign_in.begun")
    assert begun.values == {"sign_in": held.ref, "provider": office.one.ref}
    assert "through <bdi>The ministry</bdi>" in browser.get("/en/desk/sign-ins/").content.decode()
    assert ProviderLink.objects.get().used_at is not None


def test_pv01_it_leads_on_to_the_page_that_was_asked_for_and_never_elsewhere(office):
    for asked, led in (
        ("/en/desk/look/?a=1", "/en/desk/look/?a=1"),
        ("//evil.example", "/en/desk/"),
    ):
        cache.clear()
        browser = Browser()
        there = browser.leave(reverse("through", args=["one"]), next=asked)
        browser.come_back(there, "amina")
        assert browser.give_code().url == led


def test_pv01_what_is_asked_of_the_provider_names_nobody(office):
    there = dict(parse_qsl(urlsplit(Browser().leave(reverse("through", args=["one"]))).query))
    assert there["scope"] == "openid"
    assert there["code_challenge_method"] == "S256"
    assert there["redirect_uri"] == "http://testserver/account/through/one/"
    assert set(there) == {
        *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce"),
        *("code_challenge", "code_challenge_method"),
    }


def test_pv02_neither_name_nor_unverified_address_makes_somebody_of_a_stranger(office):
    # at the provider somebody calls himself carim and gives carim's address, unverified
    before = User.objects.count()
    browser = Browser()
    told = browser.told(browser.through(who="carim"))
    assert "Nobody here is linked" in told
    assert not browser.inside
    assert User.objects.count() == before
    assert not ProviderLink.objects.filter(user=office.carim).exists()


def test_pv03_what_is_not_true_of_a_token_signs_nobody_in(office):
    for fault, why in LIES.items():
        browser = Browser()
        assert NOT_BELIEVED in browser.told(browser.through(fault=fault)), fault
        assert not browser.inside, fault
        newest = Event.objects.filter(kind="accounts.provider.not_believed").latest("pk")
        assert newest.values == {"why": why}, fault
        assert newest.target == office.one.ref
    # the log has each reason once an hour, however often it is brought about
    rows = Event.objects.filter(kind="accounts.provider.not_believed")
    assert sorted(one.values["why"] for one in rows) == sorted(set(LIES.values()))


@pytest.mark.parametrize("fault", ["expired", "of_tomorrow"])
def test_pv03_a_token_of_another_time_names_both_clocks(office, fault):
    browser = Browser()
    told = browser.told(browser.through(fault=fault))
    assert "One of the two clocks is wrong" in told
    assert time.strftime("%Y-%m-%d %H:", time.gmtime()) in told
    assert not browser.inside


def test_pv03_the_standard_s_own_examples_are_read_and_nothing_near_them():
    body = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
    body += "Ijp0cnVlfQ"
    curve = {
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }
    rsa = {
        "kty": "RSA",
        "e": "AQAB",
        "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPME"
        "zP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpa"
        "SHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6"
        "_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    }
    signatures = {  # RFC 7515, A.3 and A.2
        "eyJhbGciOiJFUzI1NiJ9": "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApm"
        "WQxfKTUJqPP3-Kg6NU1Q",
        "eyJhbGciOiJSUzI1NiJ9": "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AA"
        "uHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO"
        "75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZES"
        "c6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGl"
        "UPQGe77Rw",
    }
    bad = [  # what a provider may publish beside good ones
        {"kty": "RSA", "n": 5, "e": "AQAB"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "n": rsa["n"], "e": rsa["n"]},
        {"kty": "EC", "crv": "P-256", "x": "!", "y": []},
        {"kty": "EC", "crv": [], "x": curve["x"], "y": curve["y"]},
        {"kty": "EC", "crv": "P-256", "x": rsa["n"], "y": "AQAB"},
    ]
    keys = {"keys": [*bad, curve, rsa]}
    for head, signature in signatures.items():
        assert signed_claims(f"{head}.{body}.{signature}", keys)["iss"] == "joe"
        for near in (
            f"{head}.{body}.A{signature[1:]}",
            f"{head}.{body}.",
            f"{head}.e30.{signature}",
            f"{head}.\ud800.{signature}",
            f"eyJhbGciOltdfQ.{body}.{signature}",
        ):
            with pytest.raises(Untrusted):
                signed_claims(near, keys)
    for broken in ("", "..", "a.b", "é.é.é", "e30.e30.e30", f"{'e30' * 9_000}.e30.e30"):
        with pytest.raises(Untrusted):
            signed_claims(broken, keys)


def test_pv04_a_way_that_another_browser_began_leads_nowhere(office):
    # the phisher goes to the provider, and gives the link that leads back to somebody else
    address = returned(Browser().leave(reverse("through", args=["one"])), "amina")
    victim = Browser()
    assert "begun in another browser" in victim.told(victim.arrive(address))
    assert not victim.inside


def test_pv04_a_way_is_gone_to_its_end_once_and_in_time(office):
    browser = Browser()
    address = returned(browser.leave(reverse("through", args=["one"])), "amina")
    assert browser.arrive(address).url == reverse("mfa_authenticate")
    assert "gone to its end already" in browser.told(browser.arrive(address))
    late = Browser()
    address = returned(late.leave(reverse("through", args=["one"])), "amina")
    held = late.session
    for way in held["ways_through"].values():
        way["at"] -= 601
    held.save()
    assert "ten minutes ago" in late.told(late.arrive(address))


def test_pv04_the_answer_of_one_provider_is_not_taken_for_another_s(office, ministry):
    provider(ministry, "two", office.agency)
    browser = Browser()
    address = returned(browser.leave(reverse("through", args=["one"])), "amina")
    moved = address.replace("/account/through/one/", "/account/through/two/")
    assert "begun in another browser" in browser.told(browser.arrive(moved))


def test_pv04_a_code_is_worth_nothing_in_the_way_of_another_browser(office):
    # the code of one sign-in put into the address of another: the verifier does not fit
    code = dict(
        parse_qsl(
            urlsplit(returned(Browser().leave(reverse("through", args=["one"])), "amina")).query
        )
    )["code"]
    thief = Browser()
    own = returned(thief.leave(reverse("through", args=["one"])), "carim")
    mine = dict(parse_qsl(urlsplit(own).query))["code"]
    assert NOT_BELIEVED in thief.told(thief.arrive(own.replace(mine, code)))


def test_pv05_a_person_links_herself_after_her_second_factor(office):
    browser = Browser()
    words = {"login": "carim", "password": "seven-grey-stones-up"}
    browser.post(reverse("account_login"), words)
    browser.give_code()
    answer = press(browser, office.carim, "link")
    assert answer.status_code == 200
    there = browser.leave(PAGE, act="link", provider="one", once=new_token(office.carim))
    assert "prompt=login" in there
    assert browser.come_back(there, "carim").url == PAGE
    assert Event.objects.filter(kind="accounts.provider.linked", by="carim").count() == 1
    text = browser.get(PAGE).content.decode()
    assert "linked" in text
    assert "never used" in text
    assert person_for(provider=office.one, subject="one-carim") == office.carim


@pytest.mark.parametrize("fault", ["signed_in_before", "does_not_say_when"])
def test_pv05_who_did_not_sign_in_there_anew_is_not_linked(office, fault):
    browser = Browser()  # whoever used it before is signed in at the provider still
    browser.post(reverse("account_login"), {"login": "carim", "password": "seven-grey-stones-up"})
    browser.give_code()
    there = browser.leave(PAGE, act="link", provider="one", once=new_token(office.carim))
    assert dict(parse_qsl(urlsplit(there).query))["max_age"] == "0"
    assert "signed in there anew" in browser.told(browser.come_back(there, "carim", fault))
    assert not ProviderLink.objects.filter(user=office.carim).exists()
    assert Browser().through(fault=fault).url == reverse("mfa_authenticate")  # signing in does not


def test_pv05_without_the_second_factor_just_now_it_is_asked_for_first(office):
    browser = Browser()
    browser.force_login(office.carim, backend=settings.AUTHENTICATION_BACKENDS[1])
    answer = press(browser, office.carim, "link")
    assert answer.url == f"{reverse('mfa_reauthenticate')}?next=%2Fen%2Fdesk%2Fproviders%2F"


def test_pv05_no_foreign_page_begins_it_and_no_address_ends_it_for_another(office):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(office.carim, backend=settings.AUTHENTICATION_BACKENDS[1])
    words = {"act": "link", "provider": "one", "once": new_token(office.carim)}
    assert strict.post(PAGE, words).status_code == 403
    assert strict.post(reverse("through", args=["one"])).status_code in (302, 403)
    # a way that was begun to sign in links nobody, though somebody is signed in when it ends
    browser = Browser()
    address = returned(browser.leave(reverse("through", args=["one"])), "mallory")
    browser.post(reverse("account_login"), {"login": "carim", "password": "seven-grey-stones-up"})
    browser.give_code()
    browser.arrive(address)
    assert not ProviderLink.objects.filter(user=office.carim).exists()


def test_pv05_one_account_there_is_one_person_here(office):
    with pytest.raises(LinkedToAnother):
        link(user=office.carim, provider=office.one, subject="one-amina", by=office.carim)
    with pytest.raises(LinkedAlready):
        link(user=office.amina, provider=office.one, subject="one-other", by=office.amina)


def test_pv06_the_provider_of_another_body_is_linked_by_nobody_here(office, ministry):
    provider(ministry, "two", office.police)
    browser = Browser().enter()
    cache.clear()
    assert "two" not in browser.get(PAGE).content.decode()
    hidden, absent = (
        press(browser, office.amina, "link", "two"),
        press(browser, office.amina, "link", "x"),
    )
    assert (
        (hidden.status_code, hidden.content)
        == (absent.status_code, absent.content)
        == (404, absent.content)
    )
    two = Provider.objects.get(key="two")
    with pytest.raises(NoLongerAllowed):
        link(user=office.amina, provider=two, subject="two-amina", by=office.amina)


def test_pv06_the_same_subject_at_another_issuer_is_somebody_else(office, ministry):
    two = provider(ministry, "two", office.agency)
    link(user=office.carim, provider=two, subject="one-amina", by=office.carim)
    assert person_for(provider=two, subject="one-amina") == office.carim
    assert person_for(provider=office.one, subject="one-amina") == office.amina


def test_pv06_who_has_roles_elsewhere_works_only_for_the_bodies_of_the_provider(office):
    other = StateBodyFactory(state="NER", name="Coast guard")
    for place in (office.police, other):
        add_membership(user=office.amina, organisation=place, role="officer", by=None)
    change_provider(provider=office.one, organisations=[office.agency, other], by=None)
    browser = Browser()
    browser.through()
    browser.give_code()
    page = browser.get("/en/desk/working-name/").content.decode()
    assert "Border agency" in page
    assert "Coast guard" in page
    assert "Police elsewhere" not in page
    words = {"body": office.police.ref, "once": new_token(_in_no_name(office.amina))}
    assert browser.post("/en/desk/working-name/", words).status_code == 404
    # where it serves one of them alone, there is nothing to choose
    change_provider(provider=office.one, organisations=[office.agency], by=None)
    assert "In the name of <bdi>Border agency" in browser.get("/en/desk/").content.decode()


def _in_no_name(user: User) -> User:
    user.works_for = ""
    return user


def test_pv07_a_provider_s_word_counts_only_where_the_rule_says_so(office):
    browser = Browser()
    assert browser.through(amr="pwd mfa").url == reverse("mfa_authenticate")
    change_provider(provider=office.one, second=("amr", ["mfa", "hwk"]), by=None)
    weak = Browser()
    assert weak.through(amr="pwd").url == reverse("mfa_authenticate")
    assert not weak.inside
    strong = Browser()
    assert strong.through(amr="pwd mfa").url == reverse("desk:home")
    assert strong.inside
    # it is no second factor for what changes the account: linking, and a first password
    assert "/2fa/reauthenticate/" in press(strong, office.amina, "link").url
    Authenticator.objects.filter(user=office.amina).delete()
    assert not strong.inside  # every account has a second factor of its own


def test_pv08_a_key_that_the_provider_has_just_begun_to_use_is_fetched(office, ministry):
    Browser().enter()
    behave(ministry, "one", key="second")
    browser = Browser()
    assert browser.through().url == reverse("mfa_authenticate")


def test_pv08_it_is_fetched_too_where_the_token_does_not_name_its_key(office, ministry):
    Browser().enter()
    behave(ministry, "one", key="third")
    answer = Browser().through(fault="names_no_key")
    assert answer.url == reverse("mfa_authenticate")


def test_pv08_elliptic_curves_and_an_unlisted_provider(office, ministry):
    two = provider(ministry, "two", office.agency, listed=False, name="The other ministry")
    link(user=office.carim, provider=two, subject="two-carim", by=office.carim)
    page = Client().get(reverse("account_login")).content.decode()
    assert "Sign in with <bdi>The ministry" in page
    assert "The other ministry" not in page
    assert "The other ministry" in Client().get(reverse("through", args=["two"])).content.decode()
    assert Browser().enter("two", "carim").inside


def test_the_bounds_are_those_of_the_decision():
    assert (tokens.SKEW, tokens.FRESH, tokens.SMALLEST_RSA) == (120, 600, 2_048)
