"""The map of whose cases are recorded.

cv01  it counts what the table counts, without what is invented, and says what a shade is not
cv02  as CSV, PNG and SVG, each with source and caveat; nothing else is a file
cv03  without a case there is no map
"""

import csv
import io

import pytest

from tests.knowledge.cases.cases import shipped, tern
from tests.web.library.shelf import shelved

NUMBERS = "/en/library/cases/numbers/"


@pytest.fixture
def cases(db):
    for one in shipped("cases.jsonl")[:8]:
        shelved("case", one["key"], one["record"])
    shelved("case", "tern", tern())


def lines(client):
    text = client.get(f"{NUMBERS}coverage.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_cv01_the_map_counts_what_the_table_counts(client, cases):
    page = client.get(NUMBERS).content.decode()
    drawing = page[
        page.index("<svg data-marks") : page.index("</svg>", page.index("<svg data-marks"))
    ]
    told = lines(client)
    assert sum(int(one["cases"]) for one in told) == 8
    assert "QMA" not in {one["state"] for one in told}
    for one in told:
        if one["state"] != "EUE":
            assert f"{one['name']}: {one['cases']}" in drawing
    assert "n = 8 cases" in page
    assert page.count("Coverage is not prevalence") == 2  # above and below
    assert "not imply official endorsement" in page


def test_cv02_files_carry_source_and_caveat(client, cases):
    assert all(one["caveat"].startswith("Coverage is not prevalence") for one in lines(client))
    svg = client.get(f"{NUMBERS}coverage.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    assert "Coverage is not prevalence" in svg.content.decode()
    assert "published records of this library" in svg.content.decode()
    assert client.get(f"{NUMBERS}coverage.png").content.startswith(b"\x89PNG")
    assert client.get(f"{NUMBERS}coverage.pdf").status_code == 404


def test_cv03_without_a_case_there_is_no_map(client, db):
    page = client.get(NUMBERS).content.decode()
    assert "<svg data-marks" not in page
    assert lines(client) == []
