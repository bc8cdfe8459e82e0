"""How far a session reaches that came through a provider, whose word counts as a second factor.

pr01  what is hers in another body's name is not read there, and not touched
pr02  what reaches beyond the bodies of the provider wants Cairn's own second factor first
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cairn.access import asking, emergencies, emergency_reviews, second
from cairn.access.models import Agreement, Emergency, RoleRequest
from cairn.accounts.actions import add_membership
from cairn.accounts.demonstration import current_code
from cairn.accounts.models import ProviderLink, SignIn, User
from cairn.accounts.providers.actions import change_provider, link
from cairn.kernel.errors import NotFound
from cairn.web.desk.once import new_token
from tests.accounts.provider_desk import TOTP, Browser, provider
from tests.factories_of_people import AgreementFactory, EmergencyFactory, RoleRequestFactory

pytestmark = pytest.mark.django_db
SIGN_INS, PROVIDERS = "/en/desk/sign-ins/", "/en/desk/providers/"
HELD, FILE = reverse("desk:held"), reverse("desk:held_file")
REACHED = "so only what belongs to the organisations that it serves stands here"


@pytest.fixture
def vouched(office):
    """Amina, who has a role elsewhere too, in a session for which the provider's word was enough;
    her rows in the name of each body say of which they are."""
    add_membership(user=office.amina, organisation=office.police, role="officer", by=None)
    change_provider(provider=office.one, second=("amr", ["mfa"]), by=None)
    later = timezone.now() + timedelta(days=3)
    for place in (office.agency, office.police):
        told = {"user": office.amina, "reason": f"Reason of {place.name}"}
        for state, more in (("lapsed", {}), ("waiting", {"expires_at": later})):
            AgreementFactory(**told, **more, organisation=place, n=5 if more else 6)
            named = {"named": f"Named {state} {place.name}", "organisation": place}
            RoleRequestFactory(user=office.amina, **named, **more)
        EmergencyFactory(**told, place=place, closed_as="ended", closed_at=timezone.now())
    browser = Browser()
    assert browser.through(amr="mfa").url == reverse("desk:home")
    return browser


def confirm(browser: Browser) -> None:
    code = {"code": current_code(TOTP)}
    assert browser.post(reverse("mfa_reauthenticate"), code).status_code == 302


def as_in_the_session(office) -> User:
    user = User.objects.get(pk=office.amina.pk)
    user.works_for, user.only_for = office.agency.ref, frozenset({office.agency.ref})
    return user


def test_pr01_what_is_hers_in_another_body_s_name_is_not_read(office, vouched):
    pages = ("/en/desk/", reverse("desk:access"), reverse("desk:bounds"), "/en/desk/emergencies/")
    for page in pages:
        text = vouched.get(page).content.decode()
        assert "of Border agency" in text or "Border agency</bdi>" in text, page
        assert "Police elsewhere" not in text, page
        assert (REACHED in text) == (page != "/en/desk/"), page
    by_password = Browser()
    by_password.force_login(office.amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    chosen = by_password.session
    chosen["works_for"] = office.agency.ref
    chosen.save()
    for page in pages:
        text = by_password.get(page).content.decode()
        assert "Police elsewhere" in text, page
        assert REACHED not in text, page


def test_pr01_what_is_hers_in_another_body_s_name_is_not_touched(office, vouched):
    running = EmergencyFactory(user=office.amina, place=office.police, begun_at=timezone.now())
    refs = {
        model: model.objects.filter(user=office.amina, organisation=office.police).latest("pk").ref
        for model in (Agreement, RoleRequest)
    }
    for page, model in ((reverse("desk:bounds"), Agreement), (reverse("desk:access"), RoleRequest)):
        words = {"act": "withdraw", "request": refs[model]}
        answer = vouched.post(page, words | {"once": new_token(as_in_the_session(office))})
        assert answer.status_code == 404
        assert model.objects.get(ref=refs[model]).state == "waiting"
    vouched.post(reverse("desk:emergency_end"))
    running.refresh_from_db()
    assert not running.closed_as
    there = as_in_the_session(office)
    lapsed = Agreement.objects.filter(organisation=office.police).earliest("pk").ref
    with pytest.raises(NotFound):
        second.put_away(by=there, ref=lapsed)
    lapsed = RoleRequest.objects.filter(organisation=office.police).earliest("pk").ref
    with pytest.raises(NotFound):
        asking.put_away(by=there, ref=lapsed)
    with pytest.raises(NotFound):
        emergency_reviews.find(running.ref, there)
    emergencies.end(user=User.objects.get(pk=office.amina.pk))
    assert Emergency.objects.get(pk=running.pk).closed_as


def test_pr02_taking_along_what_is_held_wants_cairn_s_own_factor(office, vouched):
    for page in (HELD, FILE):
        assert (
            vouched.get(page).url == f"{reverse('mfa_reauthenticate')}?next=%2Fen%2Fdesk%2Fheld%2F"
        )
    confirm(vouched)
    assert vouched.get(HELD).status_code == 200
    assert vouched.get(FILE).streaming


def test_pr02_ending_sessions_and_taking_links_away_want_it_too(office, vouched, ministry):
    two = provider(ministry, "two", office.police)
    link(user=office.amina, provider=two, subject="two-amina", by=office.amina)
    elsewhere = Browser()
    elsewhere.force_login(office.amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert elsewhere.get(SIGN_INS).status_code in (200, 302)
    other = SignIn.objects.exclude(session_key=vouched.session.session_key).get()
    tries = (
        (SIGN_INS, {"act": "others"}),
        (SIGN_INS, {"act": "end", "sign_in": other.ref}),
        (PROVIDERS, {"act": "unlink", "provider": "two"}),
    )
    for page, words in tries:
        answer = vouched.post(page, words | {"once": new_token(as_in_the_session(office))})
        assert answer.url.startswith(reverse("mfa_reauthenticate")), words
    assert SignIn.objects.filter(pk=other.pk).exists()
    assert ProviderLink.objects.filter(user=office.amina, provider=two).exists()
    confirm(vouched)
    for page, words in tries[1:]:
        vouched.post(page, words | {"once": new_token(as_in_the_session(office))})
    assert not SignIn.objects.filter(pk=other.pk).exists()
    assert not ProviderLink.objects.filter(user=office.amina, provider=two).exists()
