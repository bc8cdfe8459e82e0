"""Records of the library by the public API, and their files.

re01 filters are those of the pages     re02 pages joined by cursors are all, in stable order
re03 one record, its stub, and what never was     re04 names that pages mask stay masked
re05 what is wrong is told by name     re06 what did not change is not sent again
re07 a file is what its sidecar says     re08 queries do not grow with the list
"""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.knowledge.forms import files
from cairn.knowledge.kinds import kind_of, kinds
from cairn.knowledge.rows import native
from cairn.knowledge.shelving import shelve, unshelve
from tests.knowledge.cases.cases import full_of, tern
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db
BASE = "/api/v1"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAME = "Marlow Tarnwick"


def put(number, kind="case", *, body=None, minutes=0):
    body = body or {"state": "ITA", "number": f"No. {number}"}
    ref = f"lib-{number:0>10}-0"
    at = START + timedelta(minutes=minutes)
    return shelve(ref=ref, kind=kind, key=f"k{number}", number=1, body=body, at=at)


def whole(answer):
    return b"".join(answer.streaming_content)


def pages_of(client, query):
    """All records of a list, two at a time."""
    found, cursor = [], ""
    while cursor is not None:
        told = client.get(f"{BASE}/records/case?{query}&limit=2&cursor={cursor}").json()
        found += told["records"]
        cursor = told["next"]
    return found


@pytest.mark.parametrize("kind", list(kinds()))
def test_re01_filters_are_those_of_the_list_of_the_page(kind):
    from cairn.web.library.naming import LISTS

    package = kind_of(kind).package.rpartition(".")[2]
    (module,) = [one for one in LISTS if f".{package}." in one]
    pages = [one.name for one in __import__(module, fromlist=["FILTERS"]).FILTERS]
    assert list(kind_of(kind).filters) == pages


def test_re01_what_is_chosen_is_what_comes(client):
    put(1, body=tern())
    put(2)
    for query, n in (("element=benefit:not_found", 1), ("country=ITA", 1), ("country=FRA", 0)):
        told = client.get(f"{BASE}/records/case?{query}").json()
        assert (told["total"], len(told["records"]), told["next"]) == (n, n, None)


def test_re02_pages_joined_are_the_whole_also_where_many_changed_at_once(client):
    for number in (5, 3, 9, 1, 7):
        put(number, minutes=number // 6)
    found = [one["ref"] for one in pages_of(client, "country=ITA")]
    assert found == [f"lib-{number:0>10}-0" for number in (1, 3, 5, 7, 9)]


def test_re02_whoever_has_read_to_the_end_goes_on_with_what_is_new(client):
    put(1)
    put(2, minutes=5)
    put(3, minutes=10)
    unshelve(ref="lib-0000000001-0", because="wrong", at=START + timedelta(minutes=20))
    told = client.get(f"{BASE}/records/case?since=2026-03-01T12:06:00Z&withdrawn=true").json()
    assert [(one["ref"][-3], one["because"]) for one in told["records"]] == [
        ("3", ""),
        ("1", "wrong"),
    ]
    day = client.get(f"{BASE}/records/case?until=2026-03-01").json()
    assert day["total"] == 2
    assert client.get(f"{BASE}/records/case?until=2026-02-28").json()["total"] == 0


def test_re03_one_record_says_its_licence_and_who_else_knows_it(client):
    body = {"state": "ITA", "licence": "CC BY 4.0", "number": "1/2020"}
    body["proceedings"] = [{"id": "1", "ecli": "ECLI:IT:TST:2020:1"}]
    found = put(1, body=body)
    told = client.get(f"{BASE}/records/case/{found.ref}").json()
    assert told["licence"] == "CC BY 4.0"
    assert {"scheme": "ecli", "value": "ECLI:IT:TST:2020:1"} in told["identifiers"]
    assert told["record"] == found.body
    assert client.get(told["page"].partition("8000")[2]).status_code == 200
    listed = client.get(f"{BASE}/records/case").json()["records"][0]
    assert listed["record"] is None
    full = client.get(f"{BASE}/records/case?full=true").json()["records"][0]
    assert full["record"] == found.body


def test_re03_a_withdrawn_record_is_a_stub_and_another_never_was(client):
    found = put(1, body=tern())
    unshelve(ref=found.ref, because="rights", at=START)
    answer = client.get(f"{BASE}/records/case/{found.ref}")
    assert answer.status_code == 410
    told = answer.json()
    assert (told["because"], told["record"], told["titles"], told["key"]) == (
        "rights",
        None,
        {},
        "",
    )
    assert client.get(f"{BASE}/records/case").json()["total"] == 0
    assert client.get(f"{BASE}/records/case/lib-0000000002-0").status_code == 404
    assert client.get(f"{BASE}/records/law/{found.ref}").status_code == 404


def test_re04_a_marked_name_comes_out_of_no_answer_and_no_file(client):
    found = put(1, body=full_of(NAME))
    again = full_of(NAME)  # as if an older version of Cairn had left the name on the shelf
    type(found).objects.filter(pk=found.pk).update(body=again, licence="")
    doors = [f"/records/case/{found.ref}", "/records/case?full=true", "/sidecars/cases.jsonl"]
    doors += [f"/files/{name}" for name in files()]
    for door in doors:
        answer = client.get(BASE + door)
        assert answer.status_code == 200
        told = (whole(answer) if answer.streaming else answer.content).decode().casefold()
        assert "tarnwick" not in told, door


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("colour=red", "unknown_filter"),
        ("mode=sea&mode=air", "filter_twice"),
        ("cursor=nonsense", "spoilt_cursor"),
        ("limit=0", "wrong_parameter"),
        ("limit=100000", "wrong_parameter"),
        ("since=yesterday", "not_a_time"),
        ("until=0001-01-01T00:00:00%2B10:00", "not_a_time"),
        ("full=perhaps", "wrong_parameter"),
    ],
)
def test_re05_what_is_wrong_is_told_by_name(client, query, code):
    answer = client.get(f"{BASE}/records/case?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "path", ["records/nothing", "records/case/lib%00", "files/all.zip", "files/x%00", "sidecars/no"]
)
def test_re05_what_is_not_there_is_a_sentence(client, path):
    answer = client.get(f"{BASE}/{path}")
    assert answer.status_code == 404
    assert answer.json()["message"]


def test_re05_a_cursor_belongs_to_its_question(client):
    for number in (1, 2):
        put(number)
    cursor = client.get(f"{BASE}/records/case?limit=1").json()["next"]
    other = client.get(f"{BASE}/records/case?limit=1&country=ITA&cursor={cursor}")
    assert (other.status_code, other.json()["code"]) == (400, "spoilt_cursor")


def test_re06_what_did_not_change_is_not_sent_again(client):
    found = put(1)
    for path in ("records", f"records/case/{found.ref}", "records/case", "files/cases.jsonl"):
        first = client.get(f"{BASE}/{path}")
        again = client.get(f"{BASE}/{path}", HTTP_IF_NONE_MATCH=first["ETag"])
        assert (again.status_code, again.content) == (304, b""), path
    put(2, minutes=1)
    assert (
        client.get(f"{BASE}/files/cases.jsonl", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    )


def test_re06_a_file_tells_its_state_without_being_sent(client):
    put(1)
    head, whole_ = (ask(f"{BASE}/files/cases.csv") for ask in (client.head, client.get))
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Type"]) == (whole_["ETag"], whole_["Content-Type"])
    assert client.head(f"{BASE}/files/no.csv").status_code == 404


@pytest.mark.parametrize("name", list(files()))
def test_re07_a_file_is_what_its_sidecar_says(client, name):
    put(1, body=tern())
    gone = put(2)
    unshelve(ref=gone.ref, because="wrong", at=START)
    csl = {"csl": {"type": "book", "title": "One"}, "licence": "CC0"}
    put(3, "publication", body=csl)
    put(4, "publication", body=csl)
    put(5, "document", body={"title": "Activities", "symbol": "CTOC/X/1"})
    put(
        6,
        "law",
        body={"country": "FRA", "type": "act", "titles": [{"text": "Loi", "language": "fr"}]},
    )
    answer = client.get(f"{BASE}/files/{name}")
    content = whole(answer)
    told = client.get(f"{BASE}/sidecars/{name}").json()
    assert (told["bytes"], told["sha256"]) == (len(content), sha256(content).hexdigest())
    assert f'"{told["state"]}"' == answer["ETag"]
    assert told["rows"] == _rows(name, content)
    if name != "withdrawn.csv":
        assert sum(one["records"] for one in told["licences"]) == told["records"]
    assert (gone.ref in content.decode()) is (name == "withdrawn.csv")


def _rows(name, content):
    text = content.decode("utf-8-sig")
    if name.endswith(".csv"):
        return len(list(csv.DictReader(io.StringIO(text))))
    if name.endswith(".csl.json"):
        return len(json.loads(text))
    starts = {"jsonl": "{", "bib": "@", "ris": "TY  - "}[name.rpartition(".")[2]]
    return sum(line.startswith(starts) for line in text.splitlines())


def test_re07_a_line_of_a_file_is_what_the_library_takes_in_and_says_more(client):
    found = shelved("case", "the-tern", tern())
    line = json.loads(whole(client.get(f"{BASE}/files/cases.jsonl")))
    assert (line["ref"], line["version"], line["licence"]) == (found.ref, 1, found.licence)
    (row,) = native(kind_of("case"), [(1, line)])
    assert (row.key, row.body, row.problems) == ("the-tern", tern(), ())


def test_re08_queries_do_not_grow_with_the_list(client):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{BASE}/records/case?full=true&element=benefit:found")
            whole(client.get(f"{BASE}/files/cases.csv"))
        return len(seen)

    put(1, body=full_of("A. B."))
    few = asked()
    for number in range(2, 12):
        put(number, body=full_of("A. B."))
    assert asked() == few
