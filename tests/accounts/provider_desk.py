"""What tests of identity providers share: the provider process, and going the way through it."""

import html
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import add_membership, create_user, set_code_generator
from cairn.accounts.demonstration import current_code
from cairn.accounts.models import Organisation, Provider, User
from cairn.accounts.providers.actions import add_provider, link
from tests.factories import StateBodyFactory
from tests.identity_provider import CLIENT, SECRET
from tests.instances import ROOT

PASSWORD = "seven-grey-stones-up"
TOTP = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AHEAD = re.compile(r'http-equiv="refresh" content="0;url=([^"]+)"')
NOBODY = "/en/account/login/"


@pytest.fixture(scope="session")
def ministry() -> Iterator[str]:
    """The address of the provider process, one for all tests of a run."""
    command = [sys.executable, "-m", "tests.identity_provider"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.communicate(timeout=10)


def behave(ministry: str, issuer: str, **how: str) -> None:
    """Make an issuer silent, forget us, or sign with another key, until told otherwise."""
    with urllib.request.urlopen(f"{ministry}/{issuer}/behave?{urlencode(how)}", timeout=10) as done:
        done.read()


def provider(ministry: str, key: str, *places: Organisation, **fields: Any) -> Provider:
    given = {"name": "The ministry", "client_id": CLIENT, "secret": SECRET} | fields
    issuer = f"{ministry}/{key}"
    return add_provider(key=key, issuer=issuer, organisations=places, by=None, **given)


@pytest.fixture
def office(db: None, ministry: str) -> SimpleNamespace:
    """An agency with a provider, Amina who is linked to it, and Carim who is not."""
    cache.clear()
    agency = StateBodyFactory(state="NER", name="Border agency")
    police = StateBodyFactory(state="MLI", name="Police elsewhere")
    one = provider(ministry, "one", agency)
    amina, carim = officer("amina", agency), officer("carim", agency)
    link(user=amina, provider=one, subject="one-amina", by=amina)
    yield SimpleNamespace(agency=agency, police=police, one=one, amina=amina, carim=carim)
    cache.clear()


def officer(name: str, *places: Organisation) -> User:
    user = create_user(username=name, display_name=name.title(), password=PASSWORD, by=None)
    set_code_generator(user=user, secret=TOTP, by=None)
    for place in places:
        add_membership(user=user, organisation=place, role="officer", by=None)
    return user


class Browser(Client):
    """Goes from our pages to the provider and back, as a browser does."""

    def leave(self, address: str, **words: str) -> str:
        """Send a form of ours; the address at the provider to which its answer leads."""
        page = self.post(address, words)
        assert page.status_code == 200, (page.status_code, getattr(page, "url", ""))
        found = AHEAD.search(page.content.decode())
        assert found, page.content.decode()
        return html.unescape(found[1])

    def come_back(self, there: str, who: str, fault: str = "", amr: str = "") -> Any:
        """Sign in at the provider; our answer to what it sends back."""
        return self.arrive(returned(there, who, fault, amr))

    def arrive(self, address: str) -> Any:
        parts = urlsplit(address)
        return self.get(f"{parts.path}?{parts.query}")

    def through(self, key: str = "one", who: str = "amina", fault: str = "", amr: str = "") -> Any:
        there = self.leave(reverse("through", args=[key]))
        return self.come_back(there, who, fault, amr)

    def give_code(self) -> Any:
        return self.post(reverse("mfa_authenticate"), {"code": current_code(TOTP)})

    def enter(self, key: str = "one", who: str = "amina") -> "Browser":
        """The whole way: the provider, then Cairn's own second factor."""
        answer = self.through(key, who)
        assert answer.url == reverse("mfa_authenticate"), self.told(answer)
        self.give_code()
        assert self.inside, "the second step was refused"
        return self

    @property
    def inside(self) -> bool:
        """Whether somebody is signed in whom the desk lets in."""
        return self.get("/en/desk/").status_code == 200

    def told(self, answer: Any) -> str:
        """The sentence of the page to which an answer leads when something is wrong."""
        if answer.url != reverse("through_problem"):
            return str(answer.url)
        page = self.get(answer.url)
        assert page.status_code in (200, 400)
        text = re.search(r"</h1>\s*<p>(.*?)</p>", page.content.decode(), re.DOTALL)
        assert text
        return html.unescape(text[1])


def returned(there: str, who: str, fault: str = "", amr: str = "") -> str:
    """Where the provider sends the browser after somebody signed in there."""
    parts = urlsplit(there)
    given = dict(parse_qsl(parts.query)) | {"who": who, "fault": fault, "amr": amr}
    request = urllib.request.Request(
        f"{parts.scheme}://{parts.netloc}{parts.path}", urlencode(given).encode()
    )
    opener = urllib.request.build_opener(_Stay)
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(request, timeout=10)
    with refused.value as answer:
        assert answer.code == 303, answer.read()
        return str(answer.headers["Location"])


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None
