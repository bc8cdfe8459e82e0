"""A number that a person writes in the place of what a cell of the sheet says.

BH-1 it counts, closes its totals and goes in; the coverage note says what the sheet says there
BH-2 it can be said anew and taken back
BH-3 only a cell of numbers takes one, and only a whole number
BH-4 the next file of that structure knows nothing of it
"""

import pytest

from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs.questions import Answers
from cairn.reporting.sheets.correcting import NUMBER, correct_sheet
from cairn.reporting.sheets.models import SheetMemory
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged
from tests.reporting.sheets.test_aside import ROWS, book


@pytest.fixture
def file(niger, tmp_path):
    return staged(niger, book(tmp_path / "a.xlsx", [["Tchad", "16,5", 12, 9], *ROWS[1:]]))


def write(file, world, text, row=4, column=1):
    return correct_sheet(
        file=file, sheet="Feuil1", row=row, column=column, scope="cell", what=NUMBER, text=text,
        by=world.officer,
    )  # fmt: skip


def test_bh1_it_counts_and_the_filing_says_what_the_sheet_says(niger, file):
    assert [one.place for one in opened(file).left] == ["Feuil1!B4"]
    file = write(file, niger, "16")
    now = opened(file)
    assert not now.left
    assert {one.place for one in now.totals} == {"Feuil1!E4"}  # it was added up without the cell
    file = write(file, niger, "37", row=4, column=4)
    assert not opened(file).open
    [filing] = take_over(file=file, by=niger.officer).filings
    assert filing.counts.get(source_cell="Feuil1!B4").value == 16
    assert filing.counts.get(key="smuggled_detected|").value == 145
    assert "Feuil1!B4: 16,5 → 16" in filing.coverage_note
    [memory] = SheetMemory.objects.all()
    assert not Answers.from_json(memory.answers).numbers  # BH-4


def test_bh2_it_is_said_anew_and_taken_back(niger, file):
    file = write(write(file, niger, "16"), niger, "17")
    [told] = [one for one in opened(file).answered if one.asked.kind == NUMBER]
    assert (told.said, told.asked.place) == ("17", "Feuil1!B4")
    file = write(file, niger, "")
    assert [one.place for one in opened(file).left] == ["Feuil1!B4"]


@pytest.mark.parametrize(
    ("text", "row", "column", "why"),
    [
        ("16,5", 4, 1, "FractionalCount"),
        ("many", 4, 1, "UnreadableCount"),
        ("", 4, 1, "NumberWanted"),
        ("16", 4, 0, "NoCellOfNumbers"),  # a label
        ("16", 3, 1, "NoCellOfNumbers"),  # a heading
        ("16", 1, 0, "NoCellOfNumbers"),  # a title
    ],
)
def test_bh3_only_a_cell_of_numbers_takes_a_whole_number(niger, file, text, row, column, why):
    with pytest.raises(CairnError) as problem:
        write(file, niger, text, row, column)
    assert type(problem.value).__name__ == why
    assert not opened(file).answers.numbers
