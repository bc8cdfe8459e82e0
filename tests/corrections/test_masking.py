"""Taking a name out: page, search index, API, feeds and files change with one decision.

cm01  after it the name stands in no public table and in no file of the index, and pages lack it
cm02  a draft beside the published version stays a draft, and lacks the name as well
cm03  a name that had been let stand is taken out; the version is kept with its reason
cm04  what cannot be taken out is told at its field, and nothing is changed
"""

import json

import pytest
from django.apps import apps
from django.urls import reverse

from cairn.console.roles import PUBLIC_TABLES
from cairn.corrections import actions
from cairn.corrections.models import Decision
from cairn.history.models import Version
from cairn.jobs.runner import run_until_empty
from cairn.knowledge.asking.queries import state_of
from cairn.knowledge.cases.naming import masked_text
from cairn.knowledge.editing import asked as doing
from cairn.knowledge.editing.actions import put_entry
from cairn.knowledge.models import Item
from cairn.search import opened
from cairn.search.outbox import indexing
from tests.corrections.doing import NAME, asked, library, open_case
from tests.knowledge.cases.cases import full_of
from tests.web.library.shelf import shelved


@pytest.fixture
def index(settings, tmp_path):
    """Where the index of this test lies."""
    settings.CAIRN_DATA = tmp_path
    yield tmp_path
    opened._opened.clear()


PARTS = ("zebulon", "quarterstone")


def accepted(request, by, **changed):
    given = {"person": "Accused 1", "names": [NAME], "reasons": "The person was a child."}
    return actions.decide(
        request=request, outcome="accepted", remedy="mask", by=by, **(given | changed)
    )


def holds(text: str) -> bool:
    return any(part in text.lower() for part in PARTS)


def public_rows() -> str:
    """All that the public process can read."""
    found = []
    for model in apps.get_models():
        if model._meta.db_table in PUBLIC_TABLES:
            found += [json.dumps(row, default=str) for row in model.objects.values()]
    return "\n".join(found)


def answers(client, ref: str) -> str:
    """Page, brief, files, list, feed, search and API."""
    names = [("library:case", ref), ("library:case_brief", ref)]
    paths = [reverse(name, args=[one]) for name, one in names]
    paths += [reverse("library:case_file", args=[ref, kind]) for kind in ("json", "jsonld")]
    paths += [reverse("library:cases_file", args=["jsonl"]), reverse("library:charges_file")]
    paths += ["/api/v1/search?q=court"]
    paths += [reverse("library:cases"), reverse("library:search") + "?q=court"]
    paths += [reverse("library:search_feed") + "?q=court"]
    found = []
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        found.append(
            (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")
        )
    return "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_cm01_the_name_is_nowhere_that_anyone_reads(index, client):
    there = library()
    for n in range(3):  # beside it in the same files of the index
        shelved("case", f"other-{n}", full_of(f"Other{n} Ownword{n}"))
    indexing.rebuild()
    ref = there.entry.ref
    assert holds(public_rows())
    assert holds(answers(client, ref))
    files = [one for one in index.rglob("*") if one.is_file()]
    assert any(PARTS[0].encode() in one.read_bytes().lower() for one in files)
    request, receipt = asked(ref, passage=f"It was {NAME} who did.")
    accepted(request, there.first)
    run_until_empty()
    indexing.catch_up()
    assert not holds(public_rows())
    assert not holds(answers(client, ref))
    files = [one for one in index.rglob("*") if one.is_file()]
    assert files
    assert not [one for one in files if any(p.encode() in one.read_bytes().lower() for p in PARTS)]
    assert state_of(receipt).carried_out_on


@pytest.mark.django_db
def test_cm02_a_draft_beside_it_stays_a_draft():
    there = library()
    draft = open_case() | {"licence": f"Draft of {NAME}"}
    put_entry(kind="case", key=there.entry.key, body=draft, by=there.librarian, ready=False)
    request, _ = asked(there.entry.ref)
    accepted(request, there.first)
    entry, item = there.entry, Item.objects.get(ref=there.entry.ref)
    entry.refresh_from_db()
    assert (entry.status, entry.number, entry.published_number) == ("draft", 4, 3)
    assert entry.changed_by == there.librarian  # so that she still does not publish it herself
    assert entry.body["licence"].startswith("Draft of")
    assert item.number == 3
    assert item.body["licence"] == "CC BY Accused 1"
    assert entry.body["people"][0]["names"] == [NAME]
    again, _ = asked(there.entry.ref, reasons="The court, too.")
    accepted(again, there.second, names=["Extradition Office", "crime of"])
    assert Item.objects.get(ref=entry.ref).number == 5


@pytest.mark.django_db
def test_cm03_a_name_that_had_been_let_stand_is_taken_out():
    reveal = {"reviewer": "A. Reviewer", "reason": "He says it himself.", "on": "2020-01-01"}
    body = open_case()
    body["people"][0] |= {"names": [NAME], "reveal": reveal}
    there = library(body)
    assert holds(public_rows())
    request, _ = asked(there.entry.ref)
    accepted(request, there.first)
    assert not holds(public_rows())
    version = Version.objects.filter(key=there.entry.ref).order_by("-number").first()
    assert (version.reason, version.by) == ("masked", there.first.username)
    assert "reveal" not in json.loads(version.body)["body"]["people"][0]


@pytest.mark.django_db
def test_cm04_what_cannot_be_taken_out_changes_nothing():
    there = library()
    request, _ = asked(there.entry.ref)
    before = public_rows()
    for changed, wrong in (
        ({"person": "Somebody"}, doing.NoSuchPerson),
        ({"names": [" "]}, doing.NoNames),
        ({"names": ["Nowhere Man"]}, doing.NowhereInIt),
        ({"names": ["Accused"]}, doing.NotWhole),
    ):
        with pytest.raises(wrong):
            accepted(request, there.first, **changed)
    assert public_rows() == before
    assert not Decision.objects.exists()
    assert masked_text(NAME, [(NAME, "x")]) == "x"
