"""OAI-PMH 2.0.

oa01 every answer is one that the protocol knows     oa02 tokens joined are the whole list
oa03 withdrawn records are told as deleted     oa04 every slip is an error of the protocol
oa05 names that pages mask stay masked     oa06 queries do not grow with the list
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from cairn.api.public.oai import door
from cairn.knowledge.shelving import shelve, unshelve
from tests.knowledge.cases.cases import full_of, shipped, tern
from tests.knowledge.laws.shipped import bodies

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
NS = {"o": door.OAI_DC[:-7], "dc": "http://purl.org/dc/elements/1.1/"}
PREFIX = "metadataPrefix=oai_dc"


@pytest.fixture(scope="module")
def grammar():
    return etree.RelaxNG(etree.parse(str(Path(__file__).parent / "oai_pmh.rng")))


@pytest.fixture
def ask(client, grammar):
    def get(query, **also):
        answer = client.post("/oai/", also) if also else client.get(f"/oai/?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
        root = etree.fromstring(answer.content)
        assert grammar.validate(root), grammar.error_log
        return root

    return get


def put(number, kind="case", *, body=None, minutes=0):
    body = body or {"state": "ITA", "number": f"No. {number}"}
    at = START + timedelta(minutes=minutes)
    ref = f"lib-{number:0>10}-0"
    return shelve(ref=ref, kind=kind, key=f"k{number}", number=1, body=body, at=at)


def refs(root):
    return [one.rpartition("lib-")[2] for one in root.xpath("//o:identifier/text()", namespaces=NS)]


def code(root):
    return root.xpath("string(//o:error/@code)", namespaces=NS)


def said(root, name):
    return root.xpath(f"//dc:{name}/text()", namespaces=NS)


def test_oa01_what_the_repository_says_of_itself(ask):
    assert ask("verb=Identify").xpath("string(//o:deletedRecord)", namespaces=NS) == "persistent"
    ask("verb=ListMetadataFormats")
    sets = ask("verb=ListSets").xpath("//o:setSpec/text()", namespaces=NS)
    assert {"case", "law", "publication", "document"} <= set(sets)
    assert code(ask(f"verb=ListRecords&{PREFIX}")) == "noRecordsMatch"


def test_oa01_records_of_each_kind_are_described(ask):
    put(1, body=tern())
    put(2, "law", body=next(iter(bodies().values())))
    csl = {"type": "book", "title": "تهريب المهاجرين", "language": "ar", "DOI": "10.5555/1"}
    csl |= {"author": [{"family": "Berg", "given": "Jan"}], "publisher": "Invented House"}
    put(3, "publication", body={"csl": csl, "licence": "CC0-1.0"})
    put(4, "document", body={"title": "Activities\x0c", "symbol": "CTOC/X/1", "dated": "2020-07"})
    root = ask(f"verb=ListRecords&{PREFIX}")
    assert len(refs(root)) == 4
    assert {"Legislation", "Book", "Report", "CreativeWork"} == set(said(root, "type"))
    assert "Jan Berg" in said(root, "creator")
    assert {"doi:10.5555/1", "CTOC/X/1"} <= set(said(root, "identifier"))
    assert "CC0-1.0" in said(root, "rights")
    one = ask("", verb="GetRecord", identifier="oai:localhost:lib-0000000003-0", **_prefix())
    assert said(one, "title") == ["تهريب المهاجرين"]
    assert one.xpath("string(//dc:title/@xml:lang)", namespaces=NS) == "ar"


def test_oa01_what_only_a_source_tags_is_no_subject(ask):
    (anamur,) = [one for one in shipped("cases.jsonl") if "anamur" in one["key"]]
    put(1, body=anamur["record"])
    found = said(ask(f"verb=ListRecords&{PREFIX}"), "subject")
    assert {"Sea", "Italy"} <= set(found)
    assert not [one for one in found if "illegal" in one.lower()]


def _prefix():
    return {"metadataPrefix": "oai_dc"}


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_oa02_tokens_joined_are_the_whole_list_also_while_it_grows(ask, monkeypatch, verb):
    monkeypatch.setattr(door, "RECORDS", 2)
    monkeypatch.setattr(door, "HEADERS", 2)
    for number in (5, 3, 9, 1, 7):
        put(number, minutes=number // 6)
    root = ask(f"verb={verb}&{PREFIX}&set=case")
    found = refs(root)
    put(8, minutes=9)
    while token := root.xpath("string(//o:resumptionToken)", namespaces=NS):
        root = ask(f"verb={verb}&resumptionToken={token}")
        found += refs(root)
    assert [one[9] for one in found] == ["1", "3", "5", "7", "9", "8"]
    assert root.xpath("string(//o:resumptionToken/@completeListSize)", namespaces=NS) == "6"


def test_oa02_days_and_seconds_bound_what_is_told(ask):
    put(1)
    put(2, minutes=10)
    for query, found in (
        ("from=2026-03-01T12:05:00Z", "2"),
        ("until=2026-03-01T12:00:00Z", "1"),
        ("from=2026-03-01&until=2026-03-01", "12"),
    ):
        assert "".join(one[9] for one in refs(ask(f"verb=ListRecords&{PREFIX}&{query}"))) == found
    assert code(ask(f"verb=ListRecords&{PREFIX}&from=2026-03-02")) == "noRecordsMatch"


def test_oa03_a_withdrawn_record_is_told_as_deleted_when_it_was(ask):
    gone = put(1, body=tern())
    unshelve(ref=gone.ref, because="rights", at=START + timedelta(days=1))
    for query in (f"verb=ListRecords&{PREFIX}&from=2026-03-02", f"verb=ListRecords&{PREFIX}"):
        root = ask(query)
        assert root.xpath("string(//o:header/@status)", namespaces=NS) == "deleted"
        assert root.xpath("//o:metadata", namespaces=NS) == []
        assert "Tern" not in etree.tostring(root, encoding="unicode")
    one = ask(f"verb=GetRecord&{PREFIX}&identifier=oai:localhost:{gone.ref}")
    assert one.xpath("string(//o:datestamp)", namespaces=NS) == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "badVerb"),
        ("verb=Explain", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=case", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&{PREFIX}", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&colour%00=red", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026-02-30", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&until=9999-12-31", "noRecordsMatch"),
        (f"verb=ListRecords&{PREFIX}&from=2026-01-02&until=2026-01-01", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026-01-02&until=2026-01-03T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        (f"verb=ListRecords&{PREFIX}&set=ships", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=nonsense", "badResumptionToken"),
        (f"verb=ListRecords&resumptionToken=x&{PREFIX}", "badArgument"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&identifier=oai:localhost:lib-1", "badArgument"),
        (f"verb=GetRecord&{PREFIX}&identifier=lib-0000000001-0%00", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:elsewhere:x", "idDoesNotExist"),
    ],
)
def test_oa04_every_slip_is_an_error_of_the_protocol(ask, query, expected):
    assert code(ask(query)) == expected


def test_oa04_a_token_belongs_to_its_list(ask, monkeypatch):
    monkeypatch.setattr(door, "RECORDS", 1)
    put(1)
    put(2)
    root = ask(f"verb=ListRecords&{PREFIX}")
    token = root.xpath("string(//o:resumptionToken)", namespaces=NS)
    assert code(ask(f"verb=ListIdentifiers&resumptionToken={token}")) == "badResumptionToken"


def test_oa05_a_marked_name_is_not_told(ask):
    found = put(1, body=full_of("Marlow Tarnwick"))
    type(found).objects.filter(pk=found.pk).update(body=full_of("Marlow Tarnwick"), licence="")
    told = etree.tostring(ask(f"verb=ListRecords&{PREFIX}"), encoding="unicode").casefold()
    assert "tarnwick" not in told
    assert "accused 1" in told


def test_oa06_queries_do_not_grow_with_the_list(client):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/oai/?verb=ListRecords&{PREFIX}")
        return len(seen)

    put(1, body=full_of("A. B."))
    few = asked()
    for number in range(2, 12):
        put(number, body=full_of("A. B."))
    assert asked() == few
