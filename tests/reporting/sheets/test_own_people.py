"""The people of a demonstration's own State on its sheets.

OP-1 their names and the State's are known, asked of nobody, and counted
OP-2 of another State's organisation they are no country
"""

import pytest

from cairn.reference.countries import invented_by_nationals
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import read_afresh
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.filings.doing import world
from tests.reporting.sheets.books import staged
from tests.reporting.sheets.test_aside import ROWS, book

OURS = [["Véraniens", 16, 12, 9], *ROWS[1:]]


def test_op1_they_are_known_and_counted(db, tmp_path):
    verania = world("QMA")
    file = staged(verania, book(tmp_path / "a.xlsx", OURS))
    assert not opened(file).questions
    assert not opened(read_afresh(file=file, by=verania.officer)).questions
    [filing] = take_over(file=file, by=verania.officer).filings
    assert filing.counts.filter(origin="QMA").count() == 3
    assert filing.counts.get(key="smuggled_detected|").value == 145


def test_op1_an_unknown_label_may_be_said_to_be_the_own_state(db, tmp_path):
    verania = world("QMA")
    file = staged(verania, book(tmp_path / "a.xlsx", [["Atlantes", 16, 12, 9], *ROWS[1:]]))
    given = {"country|Atlantes": "Vérania"}
    file, wrong = answer_sheet(file=file, given=given, by=verania.officer)
    assert not wrong
    assert not opened(file).open


def test_op2_of_another_state_they_are_no_country(niger, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx", OURS))
    [asked] = opened(file).questions
    _, wrong = answer_sheet(file=file, given={asked.key: "Vérania"}, by=niger.officer)
    assert asked.key in wrong


@pytest.mark.parametrize(
    ("text", "code"),
    [("Vérania", "QMA"), ("VERANIENNES", "QMA"), ("Calmerian", "QMB"), ("Albanais", None)],
)
def test_invented_people_are_found_by_whole_words(text, code):
    assert invented_by_nationals(text) == code
