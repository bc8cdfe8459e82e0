"""Pages of strategies, tools and mandates.

sp01  each list teaches when empty, and is narrowed by its filters
sp02  a record says what is recorded, what is not, and where it was read
sp03  files, folder, State page, obligation page and document have it; withdrawn is a stub
sp04  as many queries for many as for one; nothing that was brought in runs
"""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cairn.knowledge.documents.reading import shipped as documents
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.shelving import unshelve
from cairn.web.desk.library.forming import form_of, sent_of
from tests.knowledge.test_short_kinds import KINDS, TEXT, WHOLE
from tests.knowledge.test_short_kinds import shipped as rows
from tests.web.desk.library.test_forming import as_sent
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db
REPORT = "CTOC-COP-2016_activities-report"


def put(kind):
    return {one.key: shelved(kind, one.key, one.body) for one in rows(kind)}


def page_of(item):
    return f"/en/library/{KINDS[item.kind]}/{item.ref}/"


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.text if not answer.streaming else b"".join(answer).decode()


@pytest.mark.parametrize(
    ("kind", "asked", "told"),
    [
        ("strategy", "?reach=regional&against=smuggling_of_migrants", "2 strategies"),
        ("strategy", "?country=PAK", "1 strategy"),
        ("tool", "?sort=course&serves=prosecutors&exists_in=sr", "3 tools"),
        ("tool", "?sort=nonsense", "No record has all of this"),
        ("mandate", "?organ=Security+Council", "3 mandates"),
        ("mandate", "?theme=review-mechanism&checked=secondary", "1 mandate<"),
    ],
)
def test_sp01_lists(client, kind, asked, told):
    address = f"/en/library/{KINDS[kind]}/"
    assert f"cairn import {KINDS[kind]} FILE.jsonl" in text(client, address)
    put(kind)
    assert told in text(client, address + asked)
    lines = text(client, f"{address}all.jsonl{asked}").splitlines()
    assert all(json.loads(one)["kind"] == kind for one in lines)


def test_sp02_a_strategy_shows_its_actions_and_what_is_not_recorded(client):
    there = put("strategy")
    page = text(client, page_of(there["unodc-mediterranean-2015"]))
    assert page.count('<tr id="action-') == 5
    assert page.count(">not recorded</span>") == 5 * 4
    assert "UNODC_Mediterranean_Strategy_SOM_Summary.pdf" in page
    assert "read on 30 Nov 2026" in page
    action = {
        "number": "1",
        "what": TEXT,
        "owner": "The Ministry",
        "due": "2027",
        "progress": "late",
        "progress_on": "2026-05-01",
        "obligations": ["som-16-1"],
    }
    full = shelved("strategy", "full", {**WHOLE["strategy"], "actions": [action]})
    page = text(client, page_of(full))
    assert "late</span></span> 1 May 2026" in page
    assert "The Ministry" in page
    assert page_of(full) + "#action-1" in text(client, "/en/library/obligations/som-16-1/")
    assert "1 strategy" in text(client, "/en/library/strategies/?progress=late")


def test_sp02_a_tool_and_a_mandate(client):
    tool = text(client, page_of(put("tool")["basic-manual-2010"]))
    assert "investigators, prosecutors" in tool
    assert "English, Spanish" in tool
    assert "The tool at its publisher" in tool
    there = put("mandate")
    mandate = text(client, page_of(there["ga-69-197"]))
    assert "General Assembly 69/197</h1>" in mandate
    assert "reported in a document of the United Nations" in mandate
    unnumbered = text(client, page_of(there["wg-001"]))
    assert "Working Group on the Smuggling of Migrants: recommendation</h1>" in unnumbered
    assert "without meeting or paragraph" in unnumbered


def test_sp03_other_pages_have_them(client):
    report = shelved("document", REPORT, documents()[REPORT])
    item = put("strategy")["pak-framework-2015"]
    assert f"/en/library/documents/{report.ref}/#p37" in text(client, page_of(item))
    assert page_of(item) in text(client, f"/en/library/documents/{report.ref}/")
    assert page_of(item) in text(client, "/en/library/states/PAK/")
    manual, mandate = put("tool")["in-depth-manual-2011"], put("mandate")["gcm-9"]
    folder = f"/en/library/folder/?i={item.ref}&i={manual.ref}&i={mandate.ref}"
    page = text(client, folder)
    assert "Drawn up by the United Nations Office" in page
    assert "Goes on where the basic manual ends" in page
    assert "Strengthen the transnational response" in page
    home = text(client, "/en/library/")
    assert all(f'href="/en/library/{name}/"' in home for name in KINDS.values())


@pytest.mark.parametrize("kind", KINDS)
def test_sp03_withdrawn_is_a_stub_and_the_form_of_the_desk_holds_all(client, kind):
    item = shelved(kind, "k", WHOLE[kind])
    alone = text(client, page_of(item).rstrip("/") + ".jsonl")
    assert json.loads(alone)["record"] == WHOLE[kind]
    unshelve(ref=item.ref, because="wrong", at=timezone.now())
    assert "it was wrong" in text(client, page_of(item), 410)
    assert client.get(page_of(item).rstrip("/") + ".jsonl").status_code == 410
    schema = kind_of(kind).schema
    for one in rows(kind):
        assert sent_of(schema, as_sent(form_of(schema, one.body, {}))) == one.body


@pytest.mark.parametrize("kind", KINDS)
def test_sp04_queries_do_not_grow_and_nothing_runs(client, kind):
    evil = "<script>x</script>"
    told = [{"text": evil, "language": "en"}]
    body = {**WHOLE[kind], "address": "javascript:alert(1)"}
    body |= {"says": told} if kind == "mandate" else {"summary": told}
    item = shelved(kind, "evil", body)
    page = text(client, page_of(item))
    assert "&lt;script&gt;x" in page
    assert evil not in page
    assert "javascript:alert" not in page
    addresses = (page_of(item), f"/en/library/{KINDS[kind]}/")

    def queries(address):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    before = [queries(one) for one in addresses]
    for n in range(8):
        shelved(kind, f"n{n}", WHOLE[kind])
    assert [queries(one) for one in addresses] == before
