"""Tables of cases: the long one holds all, and what the short ones cannot say is not taken away.

ct01 every fact comes back     ct02 one corrected cell changes one field
ct03 what means nothing is told with its line and place
"""

import pytest

from cairn.formats.writers import csv_lines
from cairn.knowledge.cases.facts import FACTS, fact_lines
from cairn.knowledge.cases.reading import meet, read_file
from cairn.knowledge.cases.tables import CASES, CHARGES, case_line, charge_lines
from cairn.knowledge.shapes import write
from tests.knowledge.cases.cases import full_of, made, shipped, tern


def file_of(path, columns, rows):
    path.write_text("".join(csv_lines([columns, *rows])), "utf-8")
    return path


def test_ct01_every_fact_of_every_case_comes_back(tmp_path):
    bodies = {one["key"]: one["record"] for one in shipped("cases.jsonl")}
    bodies |= {"the-tern": tern(), "full": write(made(full_of("=A. B.")))}
    rows = (line for key, body in bodies.items() for line in fact_lines(key, body))
    found = list(read_file(file_of(tmp_path / "case-facts.csv", FACTS, rows)))
    assert {row.key: row.body for row in found} == bodies
    assert all(row.whole for row in found)


def test_ct02_one_corrected_cell_changes_one_field(tmp_path):
    record = made(tern())
    cells = case_line("k", record)
    cells[CASES.index("deaths")] = 5
    file_of(tmp_path / "charges.csv", CHARGES, charge_lines("k", record))
    (row,) = read_file(file_of(tmp_path / "cases.csv", CASES, [cells]))
    assert meet(tern(), row.body) == tern() | {"deaths": 5}
    (tmp_path / "charges.csv").unlink()
    (row,) = read_file(tmp_path / "cases.csv")
    assert len(meet(tern(), row.body)["charges"]) == 63


def test_ct02_a_masked_table_does_not_take_the_name_away_that_the_desk_holds(tmp_path):
    from cairn.knowledge.cases.face import outward

    inside = write(made(full_of("Marlow Tarnwick")))
    _, masked = outward("k", made(inside))
    file_of(tmp_path / "charges.csv", CHARGES, charge_lines("k", masked))
    (row,) = read_file(file_of(tmp_path / "cases.csv", CASES, [case_line("k", masked)]))
    assert meet(inside, row.body) == inside


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([("state", "text", "ITA"), ("people[1].label", "text", "A")], "no_such_place"),
        ([("state", "text", "ITA"), ("state", "text", "FRA")], "no_such_place"),
        ([("state", "text", "ITA"), ("state.x", "text", "FRA")], "no_such_place"),
        ([("__class__[", "text", "x")], "no_such_place"),
        ([("", "text", "x")], "no_such_place"),
        ([("deaths", "number", "many")], "no_such_fact"),
        ([("deaths", "colour", "1")], "no_such_fact"),
        ([("invented", "yes_no", "perhaps")], "no_such_fact"),
        ([("state", "text", "ITA"), ("colour", "text", "red")], "key_is_unknown"),
        ([("state", "text", "")], "key_is_missing"),
    ],
)
def test_ct03_what_means_nothing_is_told(tmp_path, lines, code):
    path = file_of(tmp_path / "case-facts.csv", FACTS, [("k", *line) for line in lines])
    (row,) = read_file(path)
    assert (row.key, [one.error.code for one in row.problems]) == ("k", [code])


def test_ct03_a_bad_case_takes_no_other_with_it(tmp_path):
    rows = [("a", "state", "text", "ITA"), ("b", "state[", "text", "ITA")]
    rows.append(("c", "state", "text", "FRA"))
    found = list(read_file(file_of(tmp_path / "case-facts.csv", FACTS, rows)))
    assert [bool(row.body) for row in found] == [True, False, True]
