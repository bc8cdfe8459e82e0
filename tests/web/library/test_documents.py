"""Documents and the figures that they assert, before the public."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.knowledge.documents.reading import shipped
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db


@pytest.fixture
def five():
    return {key: shelved("document", key, body) for key, body in shipped().items()}


def test_empty_pages_teach(client):
    assert "cairn import documents FILE" in client.get("/en/library/documents/").text
    assert "281 million international migrants" in client.get("/en/library/claims/").text


def test_a_document_without_its_text_says_so_and_shows_what_was_recognized(client, five):
    page = client.get(f"/en/library/documents/{five['CTOC/COP/2020/3'].ref}/").text
    assert 'id="p35"' in page
    assert 'href="#p35"' in page
    assert "801 cases" in page
    assert "44 jurisdictions" in page
    assert "Text not held" in page
    assert "recognized by a program" in page
    assert "The Smuggling of Migrants Knowledge Portal, powered by" not in page  # the text itself


def test_documents_cite_each_other_both_ways(client, five):
    report, statement = five["CTOC/COP/2020/3"], five["2020-10-13_introductory-statement"]
    there = client.get(f"/en/library/documents/{statement.ref}/").text
    assert f"/en/library/documents/{report.ref}/" in there
    back = client.get(f"/en/library/documents/{report.ref}/").text
    assert f"/en/library/documents/{statement.ref}/" in back


def test_a_text_that_was_brought_in_is_shown_and_nothing_in_it_runs(client):
    piece = {
        "kind": "paragraph",
        "anchor": "p1",
        "number": "1",
        "text": "<script>x</script>\n(a) b",
    }
    found = shelved("document", "k", {"title": "T", "text_held": True, "pieces": [piece]})
    page = client.get(f"/en/library/documents/{found.ref}/").text
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page
    assert "Text not held" not in page


def test_figures_stand_side_by_side_and_say_where_they_differ(client, five):
    page = client.get("/en/library/claims/?subject=trained").text
    assert "over a thousand" in page
    assert "over 700" in page
    assert page.count("Documents differ</") == 2
    assert f"/en/library/documents/{five['CTOC/COP/2020/3'].ref}/#p4" in page
    only = client.get("/en/library/claims/?differ=yes").text
    assert "281 million" not in only
    assert "Six countries" in only
    assert client.get("/en/library/claims/?subject=nothing").status_code == 200


def test_figures_and_documents_as_files(client, five):
    answer = client.get("/en/library/claims/all.csv?subject=cases")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(one["value"], one["paragraph"]) for one in rows] == [
        ("801", "p35"), ("more than 800", "p42")
    ]  # fmt: skip
    lines = b"".join(client.get("/en/library/documents/all.jsonl?year=2020").streaming_content)
    keys = {json.loads(line)["key"] for line in lines.splitlines()}
    assert keys == {"CTOC/COP/2020/3", "2020-10-13_introductory-statement"}


def test_the_number_of_queries_does_not_grow(client, five):
    addresses = (
        "/en/library/documents/",
        "/en/library/claims/",
        f"/en/library/documents/{five['CTOC/COP/2020/3'].ref}/",
    )
    before = [_queries(client, one) for one in addresses]
    body = shipped()["CTOC/COP/2020/3"]
    for n in range(8):
        shelved("document", f"d{n}", {**body, "symbol": f"A/{n}"})
    assert [_queries(client, one) for one in addresses] == before


def _queries(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
