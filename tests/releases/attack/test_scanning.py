"""Every side number is a cell: whatever the format does not know is named with its place."""

import csv
import json
import os

import pytest
import xlsxwriter

from cairn.kernel.errors import CairnError
from cairn.releases import folder as folders_of
from cairn.releases.attack.attacking import Verdict
from cairn.releases.attack.auditing import SameRelease, audit
from cairn.releases.attack.model import MOST
from cairn.releases.attack.scanning import scan
from tests.releases.attack.tables import folder, key

SAFE = """
      x    y    all
a     ?    ?    20
b     ?    ?    25
c     80   95   175
all   105  115  220
"""


@pytest.fixture
def path(tmp_path):
    folders_of.write(folder(SAFE), tmp_path / "one")
    return tmp_path / "one"


def found(path):
    return scan(path, folders_of.read(path))


def facts(path):
    return {(f.key, f.low, f.high) for one in found(path) for f in one.facts}


def edit(path, change):
    table = path / "data" / "t.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)]
    change(rows)
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def structure(path, change):
    stored = json.loads((path / "structure.json").read_text("utf-8"))
    change(stored)
    (path / "structure.json").write_text(json.dumps(stored), "utf-8")


def test_what_the_format_says_and_nothing_else_is_clean(path):
    assert found(path) == []
    assert audit([path]).passed


@pytest.mark.parametrize(
    "name",
    ["utility.json", "CHANGES.md", ".hidden", "data/t.csv.bak", "charts/a.svg", "data/u.csv"],
)
def test_a_file_that_the_format_does_not_know_is_named(path, name):
    (path / name).parent.mkdir(exist_ok=True)
    (path / name).write_text("1237", "utf-8")
    assert name in [one.place for one in found(path)]
    assert not audit([path]).passed


def test_a_link_out_of_the_folder_is_named_and_not_followed(path, tmp_path):
    (tmp_path / "secret.csv").write_text("row,column,value\na,x,4\n", "utf-8")
    os.symlink(tmp_path / "secret.csv", path / "data" / "more.csv")
    assert [(one.place, one.facts) for one in found(path)] == [("data/more.csv", ())]


@pytest.mark.parametrize(
    ("heading", "value", "low", "high"),
    [
        ("records", "6", 6, MOST),
        ("exact", "6", 6, 6),
        ("min", "4", 4, MOST),
        ("high", "7", 0, 7),
        ("reason", "too small", 1, 9),
    ],
)
def test_a_column_that_speaks_of_a_cell_bounds_it(path, heading, value, low, high):
    def add(rows):
        rows[0].append(heading)
        for row in rows[1:]:
            row.append(value if row[:2] == ["a", "x"] else "")

    edit(path, add)
    assert [one.place for one in found(path)] == [f"data/t.csv, column {heading}"]
    assert facts(path) == {(key("a", "x"), low, high)}


def test_a_percentage_is_refused_by_its_place(path):
    edit(path, lambda rows: [row.append("3.1") for row in rows])
    assert [one.place for one in found(path)] == ["data/t.csv, column 3.1"]


def test_more_fields_than_headings_are_found(path):
    edit(path, lambda rows: rows[3].append("17"))
    assert [one.place for one in found(path)] == ["data/t.csv, beyond the last column"]


def test_a_number_in_a_withheld_row_is_found_and_used(path):
    def fill(rows):
        row = next(row for row in rows if row[:2] == ["a", "x"])
        row[2] = "4"

    edit(path, fill)
    assert facts(path) == {(key("a", "x"), 4, 4)}
    assert {o.target.key for o in audit([path]).reports[0].of(Verdict.RECOVERED)} >= {key("a", "x")}


@pytest.mark.parametrize(("printed", "code"), [("83", "not_rounded"), ("5", "too_small")])
def test_a_number_that_the_rule_would_not_print_is_found(path, printed, code):
    def fill(rows):
        row = next(row for row in rows if row[:2] == ["c", "x"])
        row[2] = printed

    edit(path, fill)
    assert [one.problem.code for one in found(path)] == [code]


def test_a_status_that_says_why_is_no_status(path):
    edit(
        path,
        lambda rows: [row.__setitem__(3, "withheld_small") for row in rows if row[3][0] == "w"],
    )
    with pytest.raises(CairnError, match=r"data/t\.csv"):
        audit([path])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda s: s.update(lost=4), "/lost"),
        (lambda s: s["tables"][0].update(records=99), "/tables/0/records"),
        (lambda s: s["rule"].update(records=17), "/rule/records"),
        (
            lambda s: s["rule"].update(persons={"base": 5, "cells_lost": 3}),
            "/rule/persons/cells_lost",
        ),
        (lambda s: s["measures"][0].update(small=4), "persons"),
    ],
)
def test_what_the_structure_says_beside_structure_is_named(path, change, place):
    structure(path, change)
    assert f"structure.json {place}" in [one.place for one in found(path)]


def test_what_the_reader_of_folders_does_not_know_is_refused_before(path):
    structure(path, lambda s: s["measures"][0].update(exact=True))
    with pytest.raises(CairnError, match=r"structure\.json"):
        audit([path])


def test_parameters_of_a_rule_are_no_side_numbers(path):
    structure(path, lambda s: s["rule"].update(base=5, persons={"base": 5, "threshold": 9}))
    assert found(path) == []


def test_a_very_hidden_sheet_is_read(path):
    with xlsxwriter.Workbook(str(path / "t.xlsx")) as book:
        book.add_worksheet("shown").write(0, 0, "notes")
        sheet = book.add_worksheet("source")
        sheet.write_row(0, 0, ["row", "column", "count"])
        sheet.write_row(1, 0, ["a", "x", 4])
        sheet.very_hidden()
    assert facts(path) == {(key("a", "x"), 4, 4)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><g data-row="a" data-column="x" '
                  'data-value="4"/></svg>'),
        ("a.svg", '<svg><metadata>{"d": [{"row": "a", "column": "x", "n": 4}]}</metadata></svg>'),
        ("a.svg", '<svg><path aria-label="row: a; column: x; count: 4"/></svg>'),
        ("a.vl.json", '{"data": {"values": [{"row": "a", "column": "x", "persons": 4}]}}'),
        ("a.html", '<script>{"data": [{"row": "a", "column": "x", "total": 4}]}</script>'),
        ("a.tsv", "row\tcolumn\tvalue\na\tx\t4\n"),
    ],
)  # fmt: skip
def test_data_inside_pictures_and_specifications_is_read(path, name, text):
    (path / name).write_text(text, "utf-8")
    assert facts(path) == {(key("a", "x"), 4, 4)}
    assert audit([path]).reports[0].of(Verdict.RECOVERED)


@pytest.mark.parametrize("name", ["a.xlsx", "a.svg", "a.json", "a.csv", "a.png", "a.html"])
def test_a_file_that_cannot_be_read_is_refused_all_the_same(path, name):
    (path / name).write_bytes(b"\xff\xfe{[<\x00" * 99)
    assert [one.place for one in found(path)] == [name]


def test_a_hostile_picture_is_not_expanded(path):
    bomb = '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>'
    (path / "a.svg").write_text(bomb, "utf-8")
    assert facts(path) == set()


def test_two_folders_of_one_name_are_not_two_releases(path, tmp_path):
    folders_of.write(folder(SAFE), tmp_path / "again")
    with pytest.raises(SameRelease, match="one and again"):
        audit([path, tmp_path / "again"])


def test_a_number_that_lies_is_refused_and_does_not_stop_the_attack(path):
    (path / "a.csv").write_text("row,column,value\nc,x,9000\n", "utf-8")
    tried = audit([path])
    assert not tried.passed
    assert tried.reports[0].possible


def test_a_band_that_begins_below_what_is_withheld_is_named(tmp_path):
    for name, band, said in (
        ("fine", "10-19", []),
        ("small", "5-19", ["data/t.csv, row 10, value"]),
    ):
        folders_of.write(folder(SAFE.replace("?    25", f"{band} 25")), tmp_path / name)
        assert [one.problem.values["place"] for one in found(tmp_path / name)] == said
