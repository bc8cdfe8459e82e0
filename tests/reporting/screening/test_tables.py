"""A table is screened cell by cell; the heading says what the cells are."""

import time
from datetime import date

import pytest

from cairn.kernel.errors import CairnError
from cairn.reporting.screening.findings import Act, CellHit, Kind, Where, problem_of
from cairn.reporting.screening.headings import Heading, heading
from cairn.reporting.screening.screen import screen, screen_cells


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
        ("Date de naissance", Heading.BIRTH),
        ("تاريخ الميلاد", Heading.BIRTH),
        ("Year of birth", Heading.NONE),
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


def test_a_list_of_persons_is_one_whatever_its_columns_are_called():
    header = ["Nom", "Prénom", "Date de naissance", "Nationalité", "Nombre"]
    rows = [["DIALLO", "Mamadou", "12/03/1998", "Sénégal", 1], ["Zork", "Quux", date(2001, 1, 1)]]
    assert kinds(rows, header) == {
        (2, 0): {Kind.NAME},
        (2, 1): {Kind.NAME},
        (2, 2): {Kind.BIRTH_DATE},
        (3, 0): {Kind.NAME},
        (3, 1): {Kind.NAME},
        (3, 2): {Kind.BIRTH_DATE},
    }
    assert not kinds([["Zork", 3]], ["Nom", "Total"]), "a column of names of anything"


@pytest.mark.parametrize(
    "text",
    [
        "dont une femme née le 01/01/2001",
        "a man born on 3 March 1998",
        "nacida el 4 de mayo de 1990",
        "мужчина, дата рождения: 02.03.1990",
        "المولود في 12/05/1999",
        "男子出生于1999年3月2日",
    ],
)
def test_a_day_of_birth_in_a_text_is_taken_out(text):
    found = [one for one in screen(text, where=Where.TEXT) if one.kind is Kind.BIRTH_DATE]
    assert [one.act for one in found] == [Act.MASK]


@pytest.mark.parametrize("text", ["Born in 1998: 12", "détectés le 01/01/2001", "newborn 3"])
def test_other_days_and_years_stay(text):
    assert not [one for one in screen(text, where=Where.TEXT) if one.kind is Kind.BIRTH_DATE]


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
