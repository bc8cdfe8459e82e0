"""The public API answers what the pages answer, says why not, and changes only by addition."""

import json
from pathlib import Path

import pytest

from cairn.figures.questions import Question

STORED = Path(__file__).parents[2] / "docs" / "openapi.json"
BASE = "/api/v1"


def test_measures_are_defined_with_caveat_and_dimensions(client):
    found = client.get(f"{BASE}/measures").json()["measures"]
    by_key = {one["key"]: one for one in found}
    assert by_key["dead_and_missing"]["caveat"]
    assert {"period", "source", "route"} <= set(by_key["dead_and_missing"]["dimensions"])
    assert by_key["detections"]["addable_with"] == []


def test_an_unknown_measure_is_a_sentence_that_lists_the_known_ones(client):
    answer = client.get(f"{BASE}/measures/victims")
    assert answer.status_code == 404
    assert answer.json()["code"] == "unknown_measure"
    assert "dead_and_missing" in answer.json()["message"]


def test_nothing_published_is_said_and_is_no_server_error(client, db, settings, tmp_path):
    settings.CAIRN_DATA = tmp_path
    answer = client.get(f"{BASE}/datasets")
    assert (answer.status_code, answer.json()["code"]) == (404, "nothing_published")


def test_numbers_of_two_sources_come_as_two_rows(client, published_world):
    rows = client.get(f"{BASE}/measures/arrivals/answer?period=2020").json()["rows"]
    assert {row["source"]: row["value"] for row in rows} == {"first": 30, "second": 7}
    assert all(row["licence"] for row in rows)


def test_not_recorded_is_null_with_a_status_and_zero_is_zero(client, published_world):
    url = f"{BASE}/measures/arrivals/answer?source=second&by=month"
    rows = {row["key"]["month"]: row for row in client.get(url).json()["rows"]}
    assert (rows["2020-01"]["value"], rows["2020-01"]["status"]) == (7, "value")
    assert (rows["2020-02"]["value"], rows["2020-02"]["status"]) == (None, "not_recorded")
    assert (rows["2020-03"]["value"], rows["2020-03"]["status"]) == (0, "value")


def test_pages_joined_by_cursors_are_the_whole_answer(client, published_world):
    url = f"{BASE}/measures/arrivals/answer?by=month"
    whole = client.get(url).json()["rows"]
    joined, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{url}&limit=2&cursor={cursor}").json()
        joined += page["rows"]
        cursor = page["next"]
    assert joined == whole
    assert len(whole) > 2


def test_a_cursor_of_another_question_is_refused(client, published_world):
    page = client.get(f"{BASE}/measures/arrivals/answer?by=month&limit=1").json()
    other = client.get(f"{BASE}/measures/arrivals/answer?by=year&cursor={page['next']}")
    assert (other.status_code, other.json()["code"]) == (400, "spoilt_cursor")


@pytest.mark.parametrize("query", ["period=20155", "colour=red", "by=colour", "route=atlantis"])
def test_bad_questions_are_answered_with_a_sentence(client, published_world, query):
    answer = client.get(f"{BASE}/measures/dead_and_missing/answer?{query}")
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_data_sets_carry_licence_coverage_and_gaps(client, published_world):
    one = client.get(f"{BASE}/datasets/first").json()
    assert one["licence"] == "Public domain"
    assert one["gaps"][0]["reason"]
    assert client.get(f"{BASE}/datasets/none").status_code == 404


def test_sentences_come_in_the_language_asked_for(client, published_world):
    english = client.get(f"{BASE}/measures/detections").json()["caveat"]
    french = client.get(f"{BASE}/measures/detections", HTTP_ACCEPT_LANGUAGE="fr").json()["caveat"]
    assert french != english


def test_the_interface_only_ever_grows():
    from cairn.api.public.interface import api

    now = json.loads(json.dumps(api.get_openapi_schema()))
    stored = json.loads(STORED.read_text())
    for path, operations in stored["paths"].items():
        for method, operation in operations.items():
            kept = now["paths"][path][method]
            names = {parameter["name"] for parameter in kept.get("parameters", [])}
            assert {p["name"] for p in operation.get("parameters", [])} <= names
            assert not {p["name"] for p in kept.get("parameters", []) if p.get("required")} - {
                p["name"] for p in operation.get("parameters", []) if p.get("required")
            }
    for name, schema in stored["components"]["schemas"].items():
        kept = now["components"]["schemas"][name]["properties"]
        for field, kind in schema["properties"].items():
            assert kept.get(field) == kind, f"{name}.{field} changed"


def test_questions_of_the_pages_are_questions_of_the_interface(client, published_world):
    pairs = Question.parse("arrivals", [("period", "2020"), ("source", "first")]).pairs()
    answer = client.get(f"{BASE}/measures/arrivals/answer", dict(pairs)).json()
    assert answer["filters"] == {"period": "2020", "source": "first"}
