"""Two tables one below the other, each with a heading of what it counts.

TT-1 each heading says the number of its own table
TT-2 a heading that nobody knows leaves its table open, and never counts as the other one
TT-3 a table that repeats another is asked once, not cell by cell; the other's number is no answer
TT-4 a heading outside the tables is explained on the sheet, and is no note any more
TT-5 the table can be left out
TT-6 places of a question are named once, though a label is of several rows
"""

import pytest
import xlsxwriter

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.correcting import correct_sheet
from cairn.reporting.sheets.footnotes import notes
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged

ROWS = [["Niger", 14, 11], ["Mali", 22, 19], ["Tchad", 7, 9]]


def book(path, first, second, rows=ROWS):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Feuil1")
        page.write(0, 0, "Trafic illicite de migrants")
        for top, heading, of in ((2, first, ROWS), (9, second, rows)):
            page.write(top, 0, heading)
            page.write_row(top + 1, 0, ["Nationalité", "janv. 2024", "févr. 2024"])
            for at, row in enumerate(of, top + 2):
                page.write_row(at, 0, row)
    return path


def sheet(world, path, *headings, rows=ROWS):
    return staged(world, book(path, *headings, rows), section="smugglers")


def taken(file, world):
    [filing] = take_over(file=file, by=world.officer).filings
    rows = filing.counts.exclude(origin=None)
    return {key: rows.filter(measure=key).count() for key in rows.values_list("measure", flat=True)}


def test_tt1_each_heading_says_the_number_of_its_table(niger, tmp_path):
    file = sheet(niger, tmp_path / "a.xlsx", "PERSONNES ARRÊTÉES", "PERSONNES POURSUIVIES")
    assert not opened(file).open
    assert taken(file, niger) == {"arrested": 6, "prosecuted": 6}


def test_tt2_an_unknown_heading_never_counts_as_the_other(niger, tmp_path):
    rows = [["Ghana", 1, 2], ["Togo", 3, 4], ["Soudan", 5, 6]]  # nothing stands in both
    file = sheet(niger, tmp_path / "a.xlsx", "PERSONNES ARRÊTÉES", "XYLOPHONES", rows=rows)
    assert [one.key for one in opened(file).questions] == ["measure|Feuil1|1"]


def test_tt3_tt5_a_table_that_repeats_another_is_asked_once(niger, tmp_path):
    file = sheet(niger, tmp_path / "a.xlsx", "PERSONNES ARRÊTÉES", "Arrestations, seconde liste")
    now = opened(file)
    [asked] = now.questions
    assert (asked.key, asked.values["other"]) == ("measure|Feuil1|1", "B5")
    assert not now.left
    file, wrong = answer_sheet(file=file, given={asked.key: "arrested"}, by=niger.officer)
    assert [type(one).__name__ for one in wrong.values()] == ["StillAsked"]
    out, wrong = answer_sheet(file=file, given={asked.key: "leave_out"}, by=niger.officer)
    assert not wrong
    assert not opened(out).open
    assert taken(out, niger) == {"arrested": 6}


def test_tt4_a_heading_is_explained_on_the_sheet(niger, tmp_path):
    file = sheet(niger, tmp_path / "a.xlsx", "PERSONNES ARRÊTÉES", "XYLOPHONES DU SUD")
    assert notes(opened(file)) == ["XYLOPHONES DU SUD"]
    file = correct_sheet(
        file=file, sheet="Feuil1", row=10, column=0, scope="cell", what="measure:prosecuted",
        by=niger.officer,
    )  # fmt: skip
    now = opened(file)
    assert not now.open
    assert not notes(now)
    assert taken(file, niger) == {"arrested": 6, "prosecuted": 6}


@pytest.mark.parametrize("rows", [[["Atlantide", "Hommes", 1, 2], [None, "Femmes", 3, 4]]])
def test_tt6_places_are_named_once(niger, tmp_path, rows):
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Feuil1")
        page.write(0, 0, "Personnes arrêtées")
        page.write_row(2, 0, ["Nationalité", "Sexe", "janv. 2024", "févr. 2024"])
        for at, row in enumerate([*rows, ["Niger", "Hommes", 5, 6], ["Mali", "Hommes", 7, 8]], 3):
            page.write_row(at, 0, row)
        page.merge_range(3, 0, 4, 0, "Atlantide")
    [asked] = opened(staged(niger, path, section="smugglers")).questions
    assert (asked.times, [row for _, row, _ in asked.places]) == (1, [4])
