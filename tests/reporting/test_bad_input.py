"""Bad files given to `cairn import` as a user would: a clear sentence each, and nothing is left.

rb01  exit status 1, valid JSON with exactly the promised keys, never a traceback
rb02  every problem is a clear sentence with row, column and code
rb03  no problem holds a value from the file
rb04  nothing of the file is left in the database
rb05  a file that only looks bad is read
"""

import json
import re

import pytest

from cairn.formats.limits import DEFAULT
from cairn.reporting.models import Account, ImportBatch
from tests.formats.corpus import BAD_FILES
from tests.reporting.doing import clear, nothing_is_left, run_import, table, write_csv

pytestmark = pytest.mark.django_db
CORPUS = [bad for bad in BAD_FILES if bad.limits is DEFAULT]
SMALL = 60_000  # bytes of a file whose words are all looked for in the sentences


def words_of(path) -> set[str]:
    """Words of the file that could be a person's: not its headings, not plain small words."""
    content = path.read_bytes()
    if len(content) > SMALL or content.startswith(b"PK"):
        return set()
    first, _, rest = content.decode("utf-8", "replace").partition("\n")
    return set(re.findall(r"[^\s,;|\"{}:\[\]]{5,}", rest)) - set(re.findall(r"\w+", first))


def assert_told_well(report, path) -> None:
    words = words_of(path)
    assert report.problems
    for problem in report.problems + report.warnings:
        assert set(problem) == {"row", "column", "code", "message"}
        assert re.fullmatch(r"[a-z_]+", problem["code"])
        assert clear(problem["message"]), problem["message"]
        held = [word for word in words if word in problem["message"]]
        assert not held, (problem, held)


@pytest.mark.parametrize("bad", CORPUS, ids=lambda bad: bad.name)
def test_rb01_a_bad_file_of_the_corpus(bad, tmp_path):
    path = tmp_path / bad.name
    bad.make(path)
    report = run_import("incidents", path, source="somebody")
    if isinstance(bad.expect, type):
        assert report.status == 1
        assert (report.read, report.committed) == (0, False)
        assert_told_well(report, path)
        nothing_is_left()
        return
    assert report.committed == (report.status == 0)
    if report.status:
        assert_told_well(report, path)
        nothing_is_left()
    else:
        assert not bad.expect or report.warnings
        assert Account.objects.current().count() == report.new == report.read


@pytest.mark.parametrize(
    "bad", [bad for bad in CORPUS if isinstance(bad.expect, type)], ids=lambda bad: bad.name
)
def test_rb01_the_same_file_given_as_a_series(bad, tmp_path):
    path = tmp_path / bad.name
    bad.make(path)
    report = run_import("counts", path, layout="frontex-ibc")
    assert (report.status, report.committed) == (1, False)
    assert report.codes == {bad.expect.__new__(bad.expect).code}
    nothing_is_left()


def test_rb01_there_are_at_least_forty_of_them():
    assert len(CORPUS) >= 40


# One row of a table of events that is wrong by itself: column → cell, and what is said of it.
GOOD = {"Date": "2024-03-01", "Country": "Italy", "Dead": "3", "Missing": "1", "Total": "4",
        "Latitude": "35.5", "Longitude": "12.6", "Cause of death": "Drowning"}  # fmt: skip
ROWS = {
    "negative": ({"Dead": "-3"}, "negative_count"),
    "a number with a million of millions": ({"Dead": "1000000000000"}, "number_too_large"),
    "a fraction": ({"Dead": "2.5"}, "fractional_count"),
    "a word": ({"Missing": "several"}, "unreadable_count"),
    "a formula": ({"Dead": "=1+1"}, "formula_as_text"),
    "an error of a spreadsheet": ({"Dead": "#REF!"}, "error_in_cell"),
    "total is not the sum": ({"Total": "9"}, "total_differs"),
    "a part above the total": ({"Missing": "", "Total": "2"}, "parts_exceed_total"),
    "a country nobody knows": ({"Country": "Atlantis-Ostrava"}, "unknown_country"),
    "a country that may be two": ({"Country": "Guinee Congo"}, "un"),
    "a day to come": ({"Date": "2199-01-01"}, "future_date"),
    "a day that is not": ({"Date": "2023-02-30"}, "impossible_date"),
    "no day at all": ({"Date": "one morning"}, "unreadable_date"),
    "latitude off the map": ({"Latitude": "91"}, "latitude_out_of_range"),
    "longitude off the map": ({"Longitude": "200.5"}, "longitude_out_of_range"),
    "latitude and longitude exchanged": (
        {"Country": "Australia", "Latitude": "151.2", "Longitude": "-33.8"},
        "latitude_out_of_range",
    ),
    "exchanged, and both on the map": (
        {"Country": "Mali", "Latitude": "-8.0", "Longitude": "12.6"},
        "swapped_coordinates",
    ),
    "a hidden character": ({"Country": "It\x00aly"}, "hidden_characters"),
}


@pytest.mark.parametrize(("wrong", "code"), ROWS.values(), ids=ROWS)
def test_rb02_one_wrong_row_is_refused_by_place_and_code_and_keeps_the_others_out(
    wrong, code, tmp_path
):
    path = write_csv(tmp_path / "rows.csv", [GOOD, GOOD, GOOD, GOOD | wrong, GOOD])
    report = run_import("incidents", path, source="somebody")
    assert (report.status, report.account) == (1, (4, 0, 0, 1))
    found = [(one["row"], one["column"]) for one in report.problems]
    assert {row for row, _ in found} == {5}
    assert any(one["code"].startswith(code) for one in report.problems), report.problems
    assert_told_well(report, path)
    nothing_is_left()
    left_out = run_import("incidents", path, source="somebody", leave_out_rejected=True)
    assert (left_out.status, left_out.committed) == (1, True)
    assert Account.objects.current().count() == 4


def test_rb02_all_problems_of_a_row_and_of_a_file_are_told_at_once(tmp_path):
    broken = {"Date": "soon", "Country": "Nowhere Land", "Dead": "-1", "Latitude": "99"}
    good = [GOOD] * 9
    path = write_csv(tmp_path / "rows.csv", [*good, GOOD | broken, GOOD | {"Missing": "x"}, *good])
    report = run_import("incidents", path, source="somebody")
    assert report.rejected == 2
    assert {(one["row"], one["column"]) for one in report.problems} >= {
        *((11, name) for name in broken),
        (12, "Missing"),
    }


def test_rb03_half_a_character_does_not_stop_the_import(tmp_path):
    """JSON may hold half of a pair of surrogates, which no database can store."""
    path = tmp_path / "half.jsonl"
    rows = [GOOD | {"ID": str(n)} for n in range(4)]
    rows[2] |= {"ID": "a\ud83d"}
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = run_import("incidents", path, source="somebody")
    assert report.read == 4
    assert report.status in (0, 1)
    if report.status:
        assert_told_well(report, path)


def test_rb04_a_refused_file_leaves_the_source_as_it_was(tmp_path):
    good = write_csv(tmp_path / "good.csv", [GOOD, GOOD | {"Dead": "1", "Total": "2"}])
    assert run_import("incidents", good, source="somebody").committed
    before = list(Account.objects.order_by("pk").values())
    bad = write_csv(
        tmp_path / "bad.csv", [GOOD, GOOD | {"Dead": "5", "Total": "6"}, GOOD | {"Dead": "-1"}]
    )
    assert run_import("incidents", bad, source="somebody").status == 1
    assert list(Account.objects.order_by("pk").values()) == before
    assert list(ImportBatch.objects.order_by("pk").values_list("status", flat=True)) == [
        "committed",
        "discarded",
    ]


NO_FILES = {
    "no such layout": ({"layout": "no-such-thing"}, "unknown_layout"),
    "a layout of other columns": ({"layout": "missing-migrants"}, "other_columns"),
    "no name for a source": ({"source": "Some Where!"}, "unreadable_source"),
    "no such sheet": ({"source": "somebody", "sheet": "Third"}, "no_such_sheet"),
}


@pytest.mark.parametrize(("options", "code"), NO_FILES.values(), ids=NO_FILES)
def test_rb01_what_is_asked_wrongly_is_told(options, code, tmp_path):
    path = write_csv(tmp_path / "good.csv", [GOOD])
    report = run_import("incidents", path, **options)
    assert (report.status, report.codes, report.read) == (1, {code}, 0)
    assert clear(report.problems[0]["message"])
    nothing_is_left()


def test_rb01_a_file_that_is_not_there_is_told(tmp_path):
    report = run_import("incidents", tmp_path / "absent.csv")
    assert (report.status, report.codes) == (1, {"no_such_file"})


def test_rb01_a_series_that_nobody_declared_is_not_guessed(tmp_path):
    rows = table("month | arrivals\n2024-01 | 5")
    report = run_import("counts", write_csv(tmp_path / "s.csv", rows))
    assert (report.status, report.codes) == (1, {"undeclared_series"})
    nothing_is_left()
