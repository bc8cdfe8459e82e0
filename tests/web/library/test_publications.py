"""Publications before the public: the list, its files, the page."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.knowledge.publications.reading import read_file
from cairn.knowledge.shelving import unshelve
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db
BODY = {
    "csl": {
        "type": "article-journal",
        "title": "Smuggling <b>x</b> & <script>alert(1)</script>",
        "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
        "issued": {"date-parts": [[2018]]},
        "container-title": "The Annals",
    },
    "annotation": {"countries": ["NER"], "themes": ["fees"], "verified": "CTOC/COP/2020/3"},
}
ARABIC = {"csl": {"type": "book", "title": "تهريب المهاجرين", "language": "ar"}}


def queries(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_an_empty_list_teaches_how_to_fill_it(client):
    assert "cairn import publications FILE" in client.get("/en/library/publications/").text


def test_the_page_says_what_is_known_and_what_is_not(client):
    found = shelved("publication", "one", BODY)
    page = client.get(f"/en/library/publications/{found.ref}/").text
    assert "van der Berg, J. (2018)" in page
    assert "<script>alert" not in page
    assert "fees and finance" in page
    assert "Niger" in page
    assert page.count("not recorded") >= 8
    assert client.get("/en/library/publications/lib-0000000000-0/").status_code == 404


def test_a_document_and_the_publication_that_was_checked_in_it_lead_to_each_other(client):
    publication = shelved("publication", "one", BODY)
    document = shelved("document", "CTOC/COP/2020/3", {"title": "Activities"})
    page = client.get(f"/en/library/publications/{publication.ref}/").text
    assert f"/en/library/documents/{document.ref}/" in page
    page = client.get(f"/en/library/documents/{document.ref}/").text
    assert f"/en/library/publications/{publication.ref}/" in page


@pytest.mark.parametrize("ending", ["bib", "ris", "csl.json", "jsonl"])
def test_what_is_chosen_goes_out_and_comes_in_again(client, tmp_path, ending):
    shelved("publication", "one", BODY)
    shelved("publication", "two", ARABIC)
    answer = client.get(f"/en/library/publications/all.{ending}?about=NER")
    assert answer.streaming
    assert f".{ending}" in answer["Content-Disposition"]
    path = tmp_path / f"out.{ending}"
    path.write_bytes(b"".join(answer.streaming_content))
    [row] = read_file(path)
    assert (row.key, row.problems) == ("one", ())
    assert row.body["annotation"]["verified"] == "CTOC/COP/2020/3"
    if ending != "ris":  # which knows no particles
        assert row.body["csl"] == BODY["csl"]


def test_csv_and_one_publication_alone(client):
    found = shelved("publication", "two", ARABIC)
    table = b"".join(client.get("/en/library/publications/all.csv").streaming_content).decode()
    assert "تهريب المهاجرين" in table
    alone = client.get(f"/ar/library/publications/{found.ref}.csl.json")
    [entry] = json.loads(b"".join(alone.streaming_content))
    assert (entry["id"], entry["title"]) == ("two", "تهريب المهاجرين")
    assert client.get("/en/library/publications/all.exe", follow=True).status_code == 404


def test_a_withdrawn_publication_leaves_its_stub_and_goes_out_in_no_file(client):
    found = shelved("publication", "one", BODY)
    unshelve(ref=found.ref, because="double", at=found.published_at)
    answer = client.get(f"/en/library/publications/{found.ref}/")
    assert (answer.status_code, "recorded elsewhere" in answer.text) == (410, True)
    out = client.get("/en/library/publications/all.jsonl")
    assert b"".join(out.streaming_content) == b""
    assert client.get(f"/en/library/publications/{found.ref}.bib").status_code == 410


def test_the_number_of_queries_does_not_grow_with_the_list_nor_with_who_cites(client):
    found = shelved("publication", "one", BODY)
    page, listed = f"/en/library/publications/{found.ref}/", "/en/library/publications/"
    before = queries(client, page), queries(client, listed)
    for n in range(12):
        shelved("publication", f"k{n}", BODY)
        link = {"kind": "symbol", "said": "x", "value": "one"}
        piece = {"kind": "paragraph", "anchor": "p1", "found": [link]}
        shelved("document", f"d{n}", {"title": "D", "pieces": [piece]})
    assert (queries(client, page), queries(client, listed)) == before
    assert before[0] <= 4
