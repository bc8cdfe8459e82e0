"""A layout corrected by clicking, stored, and found again in the file of the next quarter."""

import pytest

from cairn.reporting.reading.crosstabs.layout import (
    Axis,
    Layout,
    NoSuchPlace,
    Role,
    with_axis,
    with_constant,
    with_header_rows,
    with_ignored,
    with_meaning,
    with_role,
)
from cairn.reporting.reading.crosstabs.questions import Answers
from cairn.reporting.reading.crosstabs.remembering import adapt, fits, remembered, signature
from tests.reporting.crosstabs.making import TODAY, WORDS, counted, read, sheet

POSTS = sheet("""
    Bilan 2024
    Nationalité | Rosso | Diama | Divers motifs
    Maliens | 1 | 2 | 30
    Togolais | 4 | 5 | 60
""")


def test_headings_that_nobody_knew_are_places_after_one_click():
    reading, layout, _ = read(POSTS)
    assert not counted(reading)
    layout = with_axis(layout, "Feuil1", (2, 1), Axis.PLACE)
    layout = with_role(layout, "Feuil1", column=3, role=Role.IGNORED, block=0)
    reading, _, _ = read(POSTS, layout=layout)
    places = {(cell.dims["origin"], cell.dims["place"]): cell.value for cell in reading.cells}
    assert places == {("MLI", "Rosso"): 1, ("MLI", "Diama"): 2, ("TGO", "Rosso"): 4,
                      ("TGO", "Diama"): 5}  # fmt: skip


def test_one_cell_a_row_or_the_whole_sheet_can_be_said_to_be_something_else():
    _, layout, _ = read(POSTS)
    layout = with_meaning(layout, "Feuil1", (2, 1), Axis.MEASURE, "apprehended")
    reading, _, _ = read(POSTS, layout=layout)
    assert {cell.measure for cell in reading.cells if cell.value is not None} == {"apprehended"}
    fewer = with_role(layout, "Feuil1", row=3, role=Role.NOTE)
    reading, _, _ = read(POSTS, layout=fewer)
    assert sum(counted(reading).values()) == 4
    reading, _, _ = read(POSTS, layout=with_ignored(layout, "Feuil1"))
    assert not reading.cells


def test_a_row_can_be_made_a_total_of_others():
    page = sheet("Pays | 2023 | 2024\nMali | 1 | 2\nTogo | 3 | 4\nBénin | 4 | 6")
    _, layout, _ = read(page)
    layout = with_role(layout, "Feuil1", row=4, role=Role.TOTAL, sums=(2, 3))
    reading, _, _ = read(page, layout=layout)
    assert sum(counted(reading).values()) == 10
    assert [one.closes for one in reading.reconciled] == [True, True]


def test_rows_of_headings_and_what_holds_for_all_numbers_can_be_said():
    page = sheet("Pays | janv | févr\nMali | 1 | 2\nTogo | 3 | 4")
    _, layout, _ = read(page)
    layout = with_constant(layout, "Feuil1", 0, Axis.YEAR, "2024")
    reading, _, _ = read(page, layout=layout)
    assert sum(counted(reading).values()) == 10
    layout = with_header_rows(layout, "Feuil1", 0, [1, 2])
    reading, _, _ = read(page, layout=layout)
    assert {cell.row for cell in reading.cells} == {3}


@pytest.mark.parametrize(
    "correct",
    [
        lambda layout: with_meaning(layout, "Feuil1", (40, 1), Axis.SEX, "male"),
        lambda layout: with_constant(layout, "Feuil1", 7, Axis.YEAR, "2024"),
        lambda layout: with_header_rows(layout, "other", 0, [1]),
        lambda layout: with_role(layout, "Feuil1", column=40, role=Role.NOTE),
    ],
)
def test_a_place_outside_the_tables_is_refused(correct):
    _, layout, _ = read(POSTS)
    with pytest.raises(NoSuchPlace):
        correct(layout)


def test_layouts_and_answers_come_back_as_they_were_stored():
    _, layout, _ = read(POSTS)
    layout = with_role(layout, "Feuil1", row=3, role=Role.TOTAL, sums=(4,))
    layout = with_meaning(layout, "Feuil1", (2, 1), Axis.PLACE, "Rosso")
    assert Layout.from_json(layout.as_json()) == layout
    answers = Answers({"Congolais": "COD"}, {"nd": "withheld"}, {"a!3": "count"}, ",")
    assert Answers.from_json(answers.as_json()) == answers


def test_the_next_quarter_is_known_by_its_headings_and_keeps_what_was_decided():
    first = sheet("""
        Bilan du T1 2024
        Nationalité | Rosso | Diama | Autres motifs
        Maliens | 1 | 2 | 30
        Congolais | 4 | 5 | 60
    """)
    following = sheet("""
        Bilan du T2 2024
        Nationalité | Rosso | Diama | Autres motifs
        Béninois | 1 | 2 | 30
        Congolais | 3 | 4 | 30
        Maliens | 5 | 6 | 60
    """)
    _, layout, _ = read(first)
    layout = with_axis(layout, "Feuil1", (2, 1), Axis.PLACE)
    layout = with_role(layout, "Feuil1", column=3, role=Role.IGNORED, block=0)
    layout = with_meaning(layout, "Feuil1", (4, 0), Axis.COUNTRY, "COD")
    layout = with_constant(layout, "Feuil1", 0, Axis.MEASURE, "apprehended")
    kept = Layout.from_json(remembered(layout, [first]).as_json())
    assert fits(kept, following)
    adapted = adapt(kept, following, today=TODAY, words=WORDS)
    reading, _, _ = read(following, layout=Layout((adapted,)))
    assert not reading.questions
    assert sum(counted(reading).values()) == 21
    assert {cell.span.earliest.month for cell in reading.cells} == {4}
    assert {cell.dims["origin"] for cell in reading.cells} == {"BEN", "COD", "MLI"}
    assert {cell.measure for cell in reading.cells} == {"apprehended"}


def test_the_signature_knows_headings_and_neither_numbers_nor_months():
    one = sheet("Année 2023\nPays | janv | févr | Total\nMali | 1 | 2 | 3\nTogo | 1 | 1 | 2")
    two = sheet("Année 2024\nPays | avr | mai | Total\nGabon | 5 | 2 | 7\nMali | 1 | 1 | 2")
    other = sheet("Année 2024\nPoste | avr | mai | Total\nRosso | 5 | 2 | 7\nDiama | 1 | 1 | 2")
    assert signature(one) == signature(two) != signature(other)
    _, layout, _ = read(one)
    assert not fits(remembered(layout, [one]), other)
