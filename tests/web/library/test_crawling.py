"""What programs that read the site find: robots.txt, the sitemap, the description in each page.

cr01 only what is published is told, in each language     cr02 parts together are all records
cr03 a page says what it is, and no name that it masks     cr04 the page of files and interfaces
"""

import json
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from lxml import etree

from cairn.knowledge.forms import files
from cairn.knowledge.shelving import shelve, unshelve
from cairn.web.public import crawling
from tests.knowledge.cases.cases import full_of, tern
from tests.knowledge.laws.shipped import bodies
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
AT = datetime(2026, 3, 1, tzinfo=UTC)


def put(number, kind="case"):
    ref = f"lib-{number:0>10}-0"
    body = {"state": "ITA"} if kind == "case" else {"csl": {"type": "book", "title": "One"}}
    return shelve(ref=ref, kind=kind, key=ref, number=1, body=body, at=AT)


@pytest.fixture
def read(client):
    def get(address):
        answer = client.get(address.removeprefix("http://localhost:8000"))
        assert answer.status_code == 200, address
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return etree.fromstring(content)

    return get


def locations(root):
    return root.xpath("//s:loc/text()", namespaces=NS)


def test_cr01_only_published_pages_are_told_with_their_alternates(read):
    put(1)
    gone = put(2)
    unshelve(ref=gone.ref, because="wrong", at=AT)
    _, part = locations(read("/sitemap.xml"))
    root = read(part)
    found = locations(root)
    assert len(found) == 6
    assert all("/library/cases/lib-0000000001-0/" in one for one in found)
    links = root.xpath("//s:url[1]/x:link/@hreflang", namespaces=NS)
    assert set(links) == {"ar", "en", "es", "fr", "ru", "zh", "x-default"}
    assert root.xpath("string(//s:lastmod)", namespaces=NS) == "2026-03-01"


def test_cr02_parts_together_are_all_records(read, client, monkeypatch):
    monkeypatch.setattr(crawling, "EACH", 3)
    for number in range(1, 8):
        put(number, "case" if number % 2 else "publication")
    parts = locations(read("/sitemap.xml"))[1:]
    assert len(parts) == 3
    found = [one for part in parts for one in locations(read(part)) if "/en/" in one]
    assert sorted(re.findall(r"lib-\d+", " ".join(found))) == [f"lib-{n:0>10}" for n in range(1, 8)]
    for nowhere in ("lib-0000000009-0", "lib-0000000000-0", "x%00", "%22"):
        assert client.get(f"/sitemap/records-{nowhere}.xml").status_code == 404


def test_cr02_pages_that_are_told_are_there(read, client):
    found = [one for one in locations(read("/sitemap/pages.xml")) if "/en/" in one]
    assert len(found) == len(set(found)) > 200
    kinds = {re.sub(r"(states|routes|obligations)/.+", r"\1", one): one for one in found}
    for one in kinds.values():
        path = one.removeprefix("http://localhost:8000")
        assert client.get(path).status_code == 200, path


def test_cr01_robots_are_told_where_the_sitemap_is_and_what_is_not_for_them(client):
    told = client.get("/robots.txt").text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in told
    assert "Disallow: /*/desk/" in told


def data(client, item, kind):
    page = client.get(reverse(f"library:{kind}", args=[item.ref])).text
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return page, json.loads(found)


def test_cr03_each_kind_says_what_it_is(client):
    law = shelved("law", "a", next(iter(bodies().values())))
    told = data(client, law, "law")[1]
    assert told["@type"] == "Legislation"
    assert told["legislationJurisdiction"]["identifier"] == law.country
    csl = {"type": "report", "title": "A </script><b>", "author": [{"literal": "A body"}]}
    told = data(client, shelved("publication", "b", {"csl": csl}), "publication")[1]
    assert (told["@type"], told["author"]) == (
        "Report",
        [{"@type": "Organization", "name": "A body"}],
    )
    told = data(client, shelved("case", "c", tern()), "case")[1]
    assert told["creativeWorkStatus"] == "invented"
    told = data(client, shelved("document", "d", {"title": "T", "symbol": "CTOC/X/1"}), "document")
    assert told[1]["reportNumber"] == "CTOC/X/1"


def test_cr01_a_withdrawn_record_is_a_stub_at_each_of_its_addresses(client):
    csl = {"type": "book", "title": "One"}
    for kind, body, endings in (
        ("publication", {"csl": csl}, ("bib", "ris", "csl.json", "csv", "jsonl")),
        ("document", {"title": "One"}, ("jsonl",)),
    ):
        found = shelved(kind, "a", body)
        page = reverse(f"library:{kind}", args=[found.ref])
        unshelve(ref=found.ref, because="rights", at=AT)
        for address in (page, *(f"{page.rstrip('/')}.{ending}" for ending in endings)):
            answer = client.get(address)
            assert (answer.status_code, "withdrawn" in answer.text) == (410, True), address


def test_cr03_a_masked_name_is_not_in_it(client):
    page, told = data(client, shelved("case", "x", full_of("Marlow Tarnwick")), "case")
    assert "tarnwick" not in page.casefold()
    assert "Person" not in json.dumps(told)


def test_cr04_all_files_stand_on_one_page(client):
    shelved("case", "c", tern())
    page = client.get("/en/library/exchange/").text
    for name in files():
        assert reverse("api-public:one_file", args=[name]) in page
    assert "/oai/?verb=Identify" in page
    for of in ("cases", "laws", "publications", "documents"):
        assert client.get(f"/en/library/{of}/").status_code == 200
    assert "/en/library/exchange/" in client.get("/en/library/cases/").text
