"""The page of search, its feed and its interface, over a small library in four languages.

SP-1 results with marks and reasons   SP-2 filters and pages   SP-3 nothing found
SP-4 hostile questions                SP-5 feed and JSON       SP-6 languages   SP-7 queries
"""

import json
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.utils.html import escape

from cairn.search import reading
from cairn.search.opened import reader
from cairn.search.outbox import indexing
from tests.search import shelf
from tests.search.conftest import library  # noqa: F401

PAGE, API = "/en/library/search/", "/api/v1/search"


@pytest.fixture
def filled(library, db):  # noqa: F811
    refs = shelf.fill()
    indexing.rebuild()
    return refs


def ask(client, words="", page=PAGE, **values):
    answer = client.get(page, {"q": words} | values)
    assert answer.status_code == 200, answer.content[:400]
    return answer.content.decode()


def test_sp1_what_was_asked_for_is_marked_in_its_own_language_and_direction(client, filled):
    body = ask(client, "smuggling migrants")
    assert "<mark>smuggles</mark> <mark>migrants</mark>" in body
    body = ask(client, "المهاجرين")
    assert 'lang="ar" dir="rtl">' in body
    assert "<mark>المهاجرين</mark>" in body


def test_sp1_a_french_question_finds_the_arabic_record_and_says_through_which_name(client, filled):
    found = client.get(API, {"q": "embarcation pneumatique"}, headers={"accept-language": "fr"})
    by_ref = {one["ref"]: one for one in found.json()["results"]}
    (why,) = by_ref[filled["arabic"]]["why"]
    assert "“Embarcation pneumatique”" in why
    assert "français" in why
    assert "Inflatable boat" in " ".join(by_ref[filled["boat"]]["why"])  # as its text has it


def test_sp2_filters_narrow_are_shown_and_can_be_taken_back(client, filled):
    body = ask(client, "", country="AUS", kind="law")
    assert "1 result" in body
    assert "State:" in body
    assert 'aria-current="true"' in body
    body = ask(client, "act", **{"from": "2016", "to": "2018-06"})
    assert "Boats <mark>Act</mark>" in body
    assert "2018-06-30" in body
    assert "Boats" not in ask(client, "loi", **{"from": "2015", "to": "2015"})


def test_sp2_pages_lead_on_by_a_signed_cursor_of_their_own_question(client, filled, monkeypatch):
    monkeypatch.setattr("cairn.search.addresses.PAGE", 2)
    monkeypatch.setattr("cairn.search.addresses.question_of.__kwdefaults__", {"limit": 2})
    seen, address = [], f"{PAGE}?q="
    while address:
        answer = client.get(address)
        seen += [one.document.order for one in answer.context["answer"].results]
        address = f"{PAGE}{answer.context['next']}" if answer.context["next"] else ""
    assert len(seen) == len(set(seen)) == 5
    cursor = parse_qs(urlsplit(client.get(f"{PAGE}?q=").context["next"]).query)["after"][0]
    other = client.get(PAGE, {"q": "boats", "after": cursor})
    assert (other.status_code, "begin again" in other.content.decode()) == (400, True)
    assert client.get(PAGE, {"after": cursor + "x"}).status_code == 400


def test_sp3_an_empty_answer_says_what_would_find_something(client, filled):
    body = ask(client, "boats elephants", country="FRA")
    assert "Nothing was found" in body
    assert "“elephants”" in body
    assert "only boats: 2" in body.replace("\u2068", "").replace("\u2069", "")
    body = ask(client, "boats", country="FRA")
    assert "without the filter State: 2" in body
    assert 'href="?q=boats"' in body


def test_sp3_a_typing_error_is_read_as_the_nearest_word_and_told(client, filled):
    body = ask(client, "smugling aggravted")
    assert "smugling</bdi>”, so it was read as:" in body
    assert "<mark>smuggling</mark>" in body


HOSTILE = [
    '"unbalanced',
    "(((((a+)+)+)+)+$" * 20,
    "[" * 500,
    "\u202eevil\u202c \u0000 \u0007 boats",
    "<script>alert(1)</script>",
    "colour:red boats",
    "title:* OR 1=1; DROP TABLE",
    "a:" * 300,
    '"' * 999,
    "😀 " * 200,
    " ".join(f"w{n}" for n in range(200)),
    "year:nonsense year:9999..0001",
    "country:" + "X" * 900,
    "\\ ^ ~ * ? { } / - + && || !",
    "走" * 900,
]


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:12]))
def test_sp4_a_hostile_question_is_answered_and_nothing_of_it_runs(client, filled, words):
    body = ask(client, words)
    assert "<script>alert" not in body
    assert "\u202e" not in body.replace(escape(words), "")
    assert client.get(API, {"q": words}).status_code == 200


def test_sp4_what_is_no_question_is_one_sentence(client, filled):
    for values in (
        {"q": "boats " * 17_000},
        {"from": "yesterday"},
        {"sort": "colour"},
        {"after": "x"},
    ):
        answer = client.get(PAGE, values)
        assert answer.status_code == 400
        interface = client.get(API, values)
        assert interface.status_code == 400
        assert interface.json()["message"]
    assert client.get(PAGE, {"like": "lib-0000000000-0"}).status_code == 404


def test_sp4_unknown_fields_and_values_are_told_with_those_that_there_are(client, filled):
    notes = client.get(API, {"q": "colour:red boats country:XYZ"}).json()["notes"]
    assert "colour" in notes[0]
    assert "conveyance" in notes[0]
    assert "XYZ" in notes[1]


def test_sp4_no_question_becomes_more_terms_than_the_bound(client, filled):
    words = " ".join(f"smug{n}" for n in range(60))
    answer = client.get(PAGE, {"q": words})
    assert len(answer.context["answer"].thought.units) <= reading.MOST_WORDS
    assert "Only the first 24 words" in answer.content.decode()


def test_sp5_the_interface_gives_licence_facets_and_cursor(client, filled):
    first = client.get(API, {"q": "", "limit": 3}).json()
    assert (first["total"], len(first["results"])) == (5, 3)
    assert first["facets"]["country"] == {"AUS": 2, "TUN": 1, "FRA": 1, "ESP": 1}
    assert {one["licence"] for one in first["results"]} <= {"", "CC BY 4.0"}
    rest = client.get(API, {"q": "", "limit": 3, "cursor": first["next"]}).json()
    refs = [(one["ref"], one["anchor"]) for one in first["results"] + rest["results"]]
    assert len(set(refs)) == 5
    assert rest["next"] is None
    tagged = client.get(API, {"tag": "element:endangerment"}).json()
    assert {one["anchor"] for one in tagged["results"]} == {"", "art-2"}


def test_sp5_the_feed_is_atom_and_the_newest_come_first(client, filled):
    answer = client.get("/fr/library/search/feed/", {"q": "country:AUS"})
    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)
    entries = tree.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 2
    assert "Boats Act" in json.dumps([one[0].text for one in entries])


def test_sp5_suggestions_are_names_that_some_record_bears_and_titles(client, filled):
    def suggested(words, language="en"):
        values = {"q": words, "language": language}
        found = client.get(f"{API}/suggestions", values).json()["suggestions"]
        return [one["text"] for one in found]

    assert "Inflatable boat" in suggested("infla")
    assert "Embarcation pneumatique" in suggested("pneum", "fr")
    assert "Boats Act" in suggested("boats a")
    assert suggested("jet sk") == []  # nothing bears it
    assert suggested("x") == suggested("") == []


def test_sp6_the_page_speaks_six_languages(client, filled):
    for language in ("ar", "es", "fr", "ru", "zh"):
        body = ask(client, "boats", page=f"/{language}/library/search/")
        assert "Search the library" not in body
        assert "Found by" not in body


def test_sp7_a_page_asks_one_query_whatever_it_shows(client, filled, django_assert_num_queries):
    ask(client, "boats")
    with django_assert_num_queries(1):
        ask(client)
    with django_assert_num_queries(1):
        ask(client, "boats", kind="law", country="AUS", tag="element:endangerment")


def test_more_like_this_leads_to_others(client, filled):
    body = ask(client, "boats")
    assert f"?like={filled['boat']}" in body
    answer = client.get(PAGE, {"like": filled["boat"]})
    assert answer.status_code == 200
    assert filled["boat"] not in {one.document.ref for one in answer.context["answer"].results}
    assert reader().get(filled["boat"])
