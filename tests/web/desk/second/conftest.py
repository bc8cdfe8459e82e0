"""An agency in which a second person agrees, under small bounds, and how one asks and answers."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from cairn.access.models import Agreement
from cairn.accounts import rates
from cairn.accounts.models import Membership
from cairn.accounts.rates import Bound, Rates, Second
from cairn.web.desk.once import new_token
from tests.reporting.filings.doing import validated
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import niger, page_of, text_of  # noqa: F401

HOME, BOUNDS, ASK = "/en/desk/", "/en/desk/bounds/", "/en/desk/bounds/ask/"
MOST = {"opened": 4, "exported": 3, "taken": 5}
PASSED = date(2026, 1, 1)


def rule(**changed):
    said = {
        "opened": Bound(9, 99),
        "exported": Bound(9, 99),
        "taken": Bound(1, 2),
        "in_file": 1,
        "second": Second(waits=7, lasts=7, known=90, most=MOST),
    }
    return Rates(5, PASSED, **(said | changed))


@pytest.fixture
def bounded(monkeypatch):
    def put(**changed):
        monkeypatch.setattr(rates, "rules", lambda: [rule(**changed)])

    put()
    return put


@pytest.fixture
def post(niger, bounded):  # noqa: F811
    """An agency with two officers and an analyst, and two filings of its own."""
    agency = niger.people.agency
    mina = person("mina", "officer", agency)
    noor = person("noor", "analyst", agency)
    Membership.objects.filter(user__in=[mina, noor]).update(since=PASSED)
    return SimpleNamespace(
        niger=niger,
        agency=agency,
        mina=mina,
        noor=noor,
        seconds=Desk().enter(mina),
        desk=Desk().enter(noor),
        filings=[validated(niger.people, period) for period in ("2024-Q1", "2024-Q2")],
    )


def file_of(filing, kind="csv"):
    return page_of("filing_export", filing, kind)


def ask_for(desk, address, **changed):
    """From the page that refuses the file to the answer of the form."""
    refused = desk.get(address)
    assert refused.status_code == 403
    way = re.search(r'href="([^"]+/bounds/ask/[^"]+)"', refused.content.decode())
    assert way, text_of(refused)
    return ask_at(desk, way[1].replace("&amp;", "&"), **changed)


def ask_at(desk, url, **changed):
    page = desk.get(url)
    assert page.status_code == 200
    said = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(once|kind|of)" value="([^"]*)"', said))
    fields = {name: value.replace("&amp;", "&") for name, value in fields.items()}
    given = {"purpose": "analysis", "reason": "Three years for the meeting in Bangkok."}
    return desk.post(ASK, fields | given | changed)


def answer(desk, act="agree", words="We spoke about it; it is for the meeting."):
    one = Agreement.objects.latest("pk")
    return desk.send(reverse("desk:second_request", args=[one.ref]), act=act, words=words)


def press(post, act, one):
    fields = {"act": act, "request": one.ref, "once": new_token(post.noor)}
    assert post.desk.post(BOUNDS, fields).status_code == 302


def taken_all(post):
    """The first record of the day is free; from now on everything needs a second person."""
    assert post.desk.get(file_of(post.filings[0])).status_code == 200
