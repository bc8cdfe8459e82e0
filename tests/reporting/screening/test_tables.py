"""A table is screened cell by cell; the heading says what the cells are."""

import time

import pytest

from cairn.kernel.errors import CairnError
from cairn.reporting.screening.findings import Act, CellHit, Kind, problem_of
from cairn.reporting.screening.headings import Heading, heading
from cairn.reporting.screening.screen import screen_cells


def kinds(rows, header=(), **more):
    found = screen_cells(enumerate(rows, start=2), header, **more)
    return {(one.row, one.column): {hit.kind for hit in one.hits} for one in found}


@pytest.mark.parametrize(
    ("title", "over"),
    [
        ("Passport No.", Heading.PASSPORT),
        ("Numéro de téléphone", Heading.PHONE),
        ("Nombre y apellidos", Heading.NAME),
        ("رقم جواز السفر", Heading.PASSPORT),
        ("身份证号", Heading.IDENTITY),
        ("ФИО", Heading.NAME),
        ("Case no.", Heading.OTHER),
        ("ID", Heading.NONE),
        ("Number of persons", Heading.NONE),
        ("Vessel name", Heading.OTHER),
        ("Country", Heading.NONE),
        ("Latitude", Heading.OTHER),
    ],
)
def test_a_heading_says_what_its_column_holds(title, over):
    assert heading(title) is over


def test_numbers_under_a_telling_heading_are_hits_and_others_are_not():
    rows = [[612345678, 12345678, "12345678"], [None, 3, "x"]]
    assert kinds(rows, ["Phone", "Case no.", "Passport"]) == {
        (2, 0): {Kind.PHONE},
        (2, 2): {Kind.PASSPORT},
    }


def test_every_word_under_a_heading_for_names_is_asked_about_but_places():
    rows = [["Zork Quux"], ["Libya"], ["unknown"], [""], ["N/A"]]
    assert kinds(rows, ["Full name"]) == {(2, 0): {Kind.NAME}}


def test_long_whole_numbers_are_looked_at_without_a_heading():
    assert kinds([[110105194912310021, 29001011234567.0, float("nan"), True]]) == {
        (2, 1): {Kind.IDENTITY_NUMBER}
    }


def test_one_word_of_a_person_clears_every_such_cell():
    rows = [["Juan Perez"], ["Juan Perez"]]
    assert len(kinds(rows)) == 2
    assert kinds(rows, not_persons={"juan perez"}) == {}


def test_a_problem_says_where_and_what_and_never_the_value():
    (found,) = screen_cells([(7, ["passport AB1234567"])], ["note"])
    assert isinstance(found, CellHit)
    (hit,) = found.hits
    problem = problem_of(hit, row=found.row, column=found.column)
    assert isinstance(problem, CairnError)
    assert "AB1234567" not in str(problem) + repr(hit) + repr(problem.values)
    assert (problem.values["row"], hit.act) == (7, Act.REFUSE)


def test_a_hundred_thousand_ordinary_cells_take_well_under_a_second_of_work():
    words = ("Libya", "sea", "Central Mediterranean", "boat", "not recorded", "2023-05-01")
    rows = [(row, [row, row % 7, 35.5, words[row % 6], None]) for row in range(20_000)]
    list(screen_cells(rows[:10]))
    began = time.process_time()
    assert list(screen_cells(rows, ["id", "dead", "lat", "place", "note"])) == []
    assert time.process_time() - began < 1
