"""What a survey proposes and what of it a person has changed."""

import pytest

from cairn.reporting.columns import NO_LAYOUT, Plan, SameField, source_of, survey, tables_of
from cairn.reporting.reading.layouts import layouts

EUROPE = next(t for t in layouts()["missing-migrants"].tables if t.name == "europe")


def table(tmp_path, header, *rows):
    path = tmp_path / "table"
    path.write_text("\n".join(",".join(line) for line in (header, *rows)) + "\n")
    return path


@pytest.fixture
def europe(tmp_path):
    row = ["1" for _ in EUROPE.headers]
    return table(tmp_path, EUROPE.headers, row)


def test_answers_of_a_layout_stay_beside_those_of_the_person(europe):
    declared = EUROPE.mapping.answers
    assert declared
    column, given = next(iter(declared.items()))
    plan = Plan("incidents", layout="missing-migrants/europe", answers={column: {"x": "ITA"}})
    found = survey(europe, plan, name="europe.csv")
    assert found.mapping.answers[column] == {**given, "x": "ITA"}


def test_a_layout_keeps_its_own_way_of_reading_unless_a_column_is_changed(europe):
    kept = survey(europe, Plan("incidents", layout="missing-migrants/europe"), name="e")
    assert kept.mapping.rules == EUROPE.mapping.rules
    dead = kept.mapping.column_of("dead")
    changed = survey(
        europe, Plan("incidents", layout="missing-migrants/europe", fields={dead: ""}), name="e"
    )
    assert changed.mapping.column_of("dead") is None
    assert len(changed.mapping.rules) == len(kept.mapping.rules) - 1


def test_without_its_layout_the_file_is_read_by_its_headings(europe):
    found = survey(europe, Plan("incidents", layout=NO_LAYOUT, source="mine"), name="europe.csv")
    assert found.table is None
    plan = Plan("incidents", layout=NO_LAYOUT, source="mine", facts={"title": "T"})
    assert source_of(found, plan, "europe.csv").key == "mine"


def test_one_thing_comes_from_one_column(tmp_path):
    path = table(tmp_path, ["Date", "Dead", "Killed"], ["2024-01-01", "1", "2"])
    found = survey(path, Plan("incidents", fields={"Killed": "dead"}), name="a.csv")
    assert isinstance(found.lacking, SameField)
    assert found.mapping is None


def test_a_series_says_how_fine_its_dates_are(tmp_path):
    path = table(tmp_path, ["Year", "Route", "Number"], ["2023", "x", "1"], ["2024", "x", "2"])
    found = survey(path, Plan("counts", basis="arrivals"), name="a.csv")
    [told] = tables_of(found)
    assert (told["basis"], told["level"], told["dimensions"]) == ("arrivals", "year", ["route"])


def test_a_plan_is_kept_as_json():
    plan = Plan("counts", source="s", fields={"A": "year"}, answers={"B": {"x": None}})
    assert Plan.from_json(plan.as_json()) == plan
