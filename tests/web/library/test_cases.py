"""Pages and files of cases, as anyone reads them."""

import csv
import io
import json
from hashlib import md5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.knowledge.cases.akn_reading import read_judgment
from cairn.knowledge.models import Item
from cairn.knowledge.shelving import shelve, unshelve
from tests.knowledge.cases.cases import full_of, shipped, tern

NAME = "Marlow Tarnwick"


def put(key: str, body: dict) -> Item:
    ref = f"lib-{md5(key.encode()).hexdigest()[:10].upper()}-0"
    return shelve(ref=ref, kind="case", key=key, number=1, body=body, at=timezone.now())


@pytest.fixture
def anamur(db) -> Item:
    (body,) = [one for one in shipped("cases.jsonl") if "anamur" in one["key"]]
    return put("ita-cap-anamur", body["record"])


@pytest.fixture
def big(db) -> Item:
    return put("the-tern", tern())


@pytest.fixture
def page(client):
    def get(name: str, *args: str, query: str = "", language: str = "en", status: int = 200):
        address = reverse(f"library:{name}", args=args).replace("/en/", f"/{language}/", 1)
        answer = client.get(f"{address}{query}")
        assert answer.status_code == status
        if answer.streaming:
            return b"".join(answer.streaming_content).decode("utf-8-sig")
        return answer.content.decode("utf-8-sig")

    return get


def test_a_case_whose_outcome_was_not_read_says_so_and_convicts_nobody(page, anamur):
    html = page("case", anamur.ref)
    assert "Outcome not read" in html
    assert "may have been acquitted" in html
    assert "tagged from a summary, not a finding" in html
    assert "found by the court" not in html
    assert ">convicted<" not in html
    assert "appeal status not known" in html


def test_a_case_shows_every_charge_with_what_became_of_it(page, big):
    html = page("case", big.ref)
    assert html.count('<tr id="charge-') == 63
    assert html.count("outcome not read") >= 3
    assert "conviction reversed on appeal" in html
    assert "life imprisonment" in html
    assert "This case was invented" in html
    assert "paragraph 214" in html
    assert 'lang="es" dir="ltr"' in html


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_every_page_is_there_in_six_languages(page, big, anamur, language):
    for name, *args in (
        ("cases",),
        ("case_numbers",),
        ("case", big.ref),
        ("case", anamur.ref),
        ("case_brief", big.ref),
    ):
        assert "%(" not in page(name, *args, language=language)


def test_a_case_with_63_charges_costs_as_many_queries_as_one_with_one(client, big):
    body = tern()
    small = {"state": "QMA", "people": body["people"][:1], "charges": body["charges"][:1]}
    small["proceedings"] = body["proceedings"]
    few = put("one-charge", small)

    def asked(item: Item) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("library:case", args=[item.ref])).status_code == 200
        return len(seen)

    assert asked(big) == asked(few) <= 6


def test_a_list_costs_the_same_however_long_it_is(client, anamur):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("library:cases")).status_code == 200
        return len(seen)

    few = asked()
    for one in shipped("cases.jsonl")[10:30]:
        put(one["key"], one["record"])
    assert asked() == few


def test_findings_and_tags_are_filtered_apart(page, big, anamur):
    tagged = page("cases", query="?mode=sea&element=benefit:tagged", language="fr")
    assert anamur.ref in tagged
    assert big.ref not in tagged
    shown = page("cases", query="?mode=sea&element=benefit:without_payment", language="fr")
    assert big.ref in shown
    assert anamur.ref not in shown
    assert big.ref in page("cases", query="?element=benefit:not_found")
    assert big.ref not in page("cases", query="?mode=air")


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?stage=appeal", True),
        ("?year=2024", True),
        ("?country=QMA", True),
        ("?origin=QME", True),
        ("?outcome=reversed_on_appeal", True),
        ("?evidence=phone_location_data", True),
        ("?role=skipper_captain", True),
        ("?technique=parallel_financial", True),
        ("?cooperation=joint_investigation", True),
        ("?complete=3", True),
        ("?outcome=pending", False),
        ("?element=nonsense", False),
        ("?element=benefit:%3Cscript%3E", False),
    ],
)
def test_lists_and_files_have_the_same_filters(page, big, query, there):
    assert (big.ref in page("cases", query=query)) is there
    assert (big.ref in page("cases_file", "csv", query=query)) is there
    lines = page("cases_file", "jsonl", query=query).splitlines()
    assert len(lines) == int(there)
    charges = list(csv.DictReader(io.StringIO(page("charges_file", query=query))))
    assert len(charges) == (63 if there else 0)


def test_a_file_of_a_case_is_what_the_library_takes_in(page, big):
    told = json.loads(page("case_file", big.ref, "json"))
    assert (told["kind"], told["key"], told["record"]) == ("case", "the-tern", tern())
    linked = json.loads(page("case_file", big.ref, "jsonld"))
    assert linked["@context"] == "https://schema.org"
    assert linked["creativeWorkStatus"] == "invented"
    rows = list(csv.DictReader(io.StringIO(page("case_file", big.ref, "csv"))))
    assert len(rows) == 63
    assert {one["invented"] for one in rows} == {"yes"}
    key, body = read_judgment(page("case_file", big.ref, "xml").encode())
    assert (key, body) == ("the-tern", tern())
    page("case_file", big.ref, "exe", status=404)


def test_a_marked_name_comes_out_of_no_door(page, db):
    item = put("marlow-tarnwick", full_of(NAME))
    doors = [("case", item.ref), ("case_brief", item.ref), ("cases",), ("case_numbers",)]
    doors += [("case_file", item.ref, kind) for kind in ("json", "jsonld", "csv", "xml")]
    doors += [("cases_file", "csv"), ("cases_file", "jsonl"), ("charges_file",)]
    for name, *args in doors:
        told = page(name, *args).casefold()
        assert "marlow" not in told
        assert "tarnwick" not in told
    item.refresh_from_db()
    kept = [item.key, item.source, str(item.titles), str(item.body), item.licence]
    kept += [str(one) for one in item.tags.values_list("key")]
    kept += [str(one) for one in item.links.values_list("target", "note", "target_place")]
    assert not any("marlow" in one.casefold() for one in kept)


def test_a_name_that_is_marked_later_goes_from_page_and_files_together(page, db):
    open_ = full_of(NAME)
    names = open_["people"][0].pop("names")
    item = put("ita-1", open_)
    assert NAME in page("case", item.ref)
    open_["people"][0]["names"] = names
    put("ita-1", open_)
    for name, *args in (
        ("case", item.ref),
        ("cases_file", "jsonl"),
        ("case_file", item.ref, "json"),
    ):
        assert NAME not in page(name, *args)


def test_a_withdrawn_case_is_a_stub_on_its_page_and_in_no_file(page, big):
    unshelve(ref=big.ref, because="rights", at=timezone.now())
    files = [("case_file", "json"), ("case_file", "xml")]
    for name, *args in (("case",), ("case_brief",), *files):
        told = page(name, big.ref, *args, status=410)
        assert "withdrawn" in told
        assert "Tern" not in told
    assert big.ref not in page("cases_file", "csv")
    assert page("cases_file", "jsonl") == ""


def test_numbers_say_that_coverage_is_not_prevalence_and_leave_invented_cases_out(
    page, big, anamur
):
    html = page("case_numbers")
    assert "Coverage is not prevalence" in html
    assert "1 invented case" in html
    assert "Verania" not in html
    assert "Italy" in html


def test_text_of_a_record_is_text_and_nothing_runs(page, db):
    evil = "<script>alert(1)</script>"
    item = put("ita-evil", full_of(f"Zz {evil}") | {"people": [], "charges": []})
    address = {"address": "javascript:alert(1)", "publisher": "p"}
    again = put("ita-evil2", {"state": "ITA", "number": evil, "sources": [address]})
    for one in (item, again):
        html = page("case", one.ref)
        assert "<script>alert" not in html
        assert 'href="javascript' not in html
    assert "<script>alert" not in page("cases")


def test_an_article_charged_leads_to_the_library_where_it_has_it(page, big):
    links = big.links.filter(place="charges")
    assert links.filter(target="law:qma-migration-offences-act-2008").exists()
    assert "Migration Offences Act 2008 (invented), art. 7" in page("case", big.ref)


def test_a_case_that_never_was_and_a_brief_that_is_not_there_are_not_found(page, anamur):
    page("case", "lib-0000000000-0", status=404)
    page("case_brief", anamur.ref, status=404)
