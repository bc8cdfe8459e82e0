"""Who may open which page, and what one organisation learns of another."""

import pytest
from django.urls import reverse

from cairn.accounts.actions import create_organisation
from cairn.reporting.models import Account, DataSet, ImportBatch
from tests.web.desk.conftest import EVENTS, Desk, person

pytestmark = pytest.mark.django_db
READING = (
    "list",
    "import",
    "problems",
    "progress",
    "data sets",
    "data set",
    "accounts",
    "account",
    "cells",
)
WRITING = ("new", "annotated")


@pytest.fixture
def pages(desk, new_source) -> dict[str, str]:
    bad = EVENTS + "a4,2024-03-06,Italy,twelve,1,\n"
    address = desk.check(desk.bring(bad).url, **new_source).url
    desk.send(address, act="commit", reason="unclear")
    account = Account.objects.current().first()
    return {
        "list": reverse("desk:imports"),
        "new": reverse("desk:import_new"),
        "import": address,
        "problems": address + "problems/?code=unreadable_count&column=Dead",
        "progress": address + "progress/",
        "annotated": address + "annotated.xlsx",
        "data sets": reverse("desk:data_sets"),
        "data set": reverse("desk:data_set", args=["coast-guard"]),
        "accounts": reverse("desk:accounts", args=["coast-guard"]),
        "cells": reverse("desk:cells", args=["coast-guard"]),
        "account": reverse("desk:account", args=[account.ref]),
    }


def status(someone: Desk, address: str) -> int:
    answer = someone.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.mark.parametrize(
    ("role", "reading", "writing"),
    [
        ("steward", 200, 200),
        ("analyst", 200, 403),
        ("publisher", 200, 403),
        ("administrator", 200, 403),
        (None, 403, 403),
    ],
)
def test_each_page_asks_for_its_permission(pages, role, reading, writing):
    someone = Desk().enter(person("someone", role))
    assert {status(someone, pages[name]) for name in READING} == {reading}
    assert {status(someone, pages[name]) for name in WRITING} == {writing}


def test_nobody_who_is_signed_out_sees_a_page(pages):
    stranger = Desk()
    for address in pages.values():
        answer = stranger.get(address)
        assert answer.status_code == 302
        assert reverse("account_login") in answer.url


def test_what_belongs_to_another_organisation_only_is_absent(desk, pages):
    other = create_organisation(key="other-place", name="Other", kind="project", by=None)
    hidden = {"audience_class": "organisation", "owner": other.ref}
    for model in (DataSet, ImportBatch, Account):
        model.objects.update(**hidden)
    for name in ("import", "problems", "data set", "accounts", "account", "cells", "annotated"):
        assert desk.get(pages[name]).status_code == 404, name
    for name in ("list", "data sets"):
        text = desk.get(pages[name]).content.decode()
        assert "coast-guard" not in text
        assert "Coast guard" not in text


def test_another_organisation_reads_the_name_of_the_organisation_not_the_person(pages):
    other = create_organisation(key="other-place", name="Other", kind="project", by=None)
    text = Desk().enter(person("else", "analyst", other)).get(pages["import"]).content.decode()
    assert "The Observatory" in text
    assert "Steward" not in text


def test_a_colleague_reads_the_name(pages):
    text = Desk().enter(person("near", "analyst")).get(pages["import"]).content.decode()
    assert "Begun by" in text
    assert "Steward" in text
