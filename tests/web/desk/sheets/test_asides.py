"""Sheets of another section are left aside, likely names wait, and a link leads to its sheet."""

import re
from html import unescape

import pytest
import xlsxwriter

from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.opening import opened
from tests.web.desk.sheets.test_sheet_page import address, text_of

SECOND = "Personnes interpellées"
PERSON = "Moussa Ibrahim Adamou"


def two_sheets(path, note=""):
    """Migrants on the first sheet; on the second, people arrested."""
    with xlsxwriter.Workbook(path) as made:
        first = made.add_worksheet("Migrants")
        first.write(0, 0, "Migrants objet de trafic illicite, par nationalité, 2024")
        first.write_row(2, 0, ["Nationalité", "janvier 2024", "février 2024", "Observations"])
        for row, name in enumerate(("Niger", "Mali", "Tchad", "Soudan"), 3):
            first.write_row(row, 0, [name, row, row + 1])
        first.write(3, 3, note)
        second = made.add_worksheet(SECOND)
        second.write(0, 0, "Personnes interpellées pour trafic illicite de migrants, par poste")
        second.write_row(2, 0, ["Poste", "janvier 2024", "février 2024"])
        for row, name in enumerate(("Agadez", "Assamaka", "Dirkou", "Gaya"), 3):
            second.write_row(row, 0, [name, row, row + 1])
    return path


@pytest.fixture
def book(tmp_path):
    return two_sheets(tmp_path / "S1.xlsx")


def key_of_second() -> str:
    return f"q-measure|{SECOND}|0"


def test_a_table_of_another_section_is_left_aside_and_the_choice_is_changed(officer, book):
    page = officer.send_sheet(book)
    text = unescape(text_of(page))
    assert "Its words speak of another section: “People suspected" in text
    assert 'href="/en/desk/filings/sheets/?section=smugglers"' in text
    assert re.search(r'value="other" selected', text)
    page = officer.act(address(), "answer", **{key_of_second(): "other"})
    now = opened(SheetFile.objects.get())
    assert not now.questions
    assert {cell.sheet for cell in now.reading.cells if cell.value is not None} == {"Migrants"}
    said = re.search(r'<section aria-labelledby="said">.*?</section>', text_of(page))[0]
    assert "leave this sheet aside" in said
    [change] = re.findall(r'href="(\?[^"]*change=measure[^"]*)#asks"', said)
    page = officer.get(address() + unescape(change))
    assert 'value="again"' in text_of(page)
    again = address() + unescape(change)
    given = officer.form(again, "answer") | {key_of_second(): "smuggled_detected"}
    assert officer.post(again, given, follow=True).status_code == 200
    now = opened(SheetFile.objects.get())
    assert SECOND in {cell.sheet for cell in now.reading.cells}
    assert not now.layout.sheet(SECOND).ignored


def test_a_sheet_left_aside_on_the_sheet_itself_stands_under_what_was_said(officer, book):
    officer.send_sheet(book)
    form = officer.form(address() + "?sheet=1", "correct")
    given = {"at": "A3", "scope": "sheet", "what": "ignored"}
    page = officer.post(address() + "?sheet=1", form | given, follow=True)
    said = re.search(r'<section aria-labelledby="said">.*?</section>', text_of(page))[0]
    assert "leave this sheet aside" in said


def test_sheets_of_two_sections_are_asked_about_with_what_can_be_done(officer, book):
    text = text_of(officer.send_sheet(book, section=""))
    assert "report on several sections" in text


def test_the_link_beside_a_question_leads_to_the_sheet_that_it_is_about(officer, book):
    text = unescape(text_of(officer.send_sheet(book)))
    [link] = re.findall(r'href="(\?sheet=1&[^"]*at=A3#sheet)"', text)
    assert "Dirkou" in text_of(officer.get(address() + link.partition("#")[0]))


def test_a_likely_name_in_a_note_is_shown_in_its_question_alone(officer, tmp_path):
    path = two_sheets(tmp_path / "S1.xlsx", f"{PERSON}, battu par le passeur, à rappeler")
    text = text_of(officer.send_sheet(path))
    grid = re.search(r'<div class="sheet-region".*?</table>', text)[0]
    assert "battu par le passeur" in grid
    assert PERSON not in grid
    assert 'href="#names"' in grid
    assert PERSON in re.search(r'aria-labelledby="names".*?</section>', text)[0]


def test_notes_of_the_sheet_go_into_the_coverage_note_by_one_tick_each(officer, tmp_path):
    path = two_sheets(tmp_path / "S1.xlsx", "* y compris les mineurs accompagnés")
    officer.send_sheet(path)
    officer.act(address(), "answer", **{key_of_second(): "other"})
    form = officer.form(address(), "take")
    assert "note" not in form
    assert "y compris les mineurs" in text_of(officer.get(address()))
    page = officer.post(address(), form | {"note": "0"}, follow=True)
    assert "cells were taken over." in text_of(page)
    assert Filing.objects.get().coverage_note == "* y compris les mineurs accompagnés"


def test_one_line_closes_and_is_the_same_before_and_after_taking_over(officer, path):
    """Cells read = numbers + zeros + reasons (for filings) + left out + in totals."""
    officer.send_sheet(path)
    officer.act(address(), "answer", **{"q-word|": "not_recorded", "q-word|-": "zero"})
    text = text_of(officer.get(address()))
    line = re.search(r'<p id="tally">(.*?)</p>', text)[1].strip()
    read, taken, *parts = map(int, re.findall(r"\d+", line))
    rest = [int(n) for n in re.findall(r"\d+", line.partition(")")[2])]
    inside = parts[: len(parts) - len(rest)]
    assert taken == sum(inside)
    assert read == taken + sum(rest)
    assert "not recorded" in line
    assert "in totals, not counted again" in line
    after = text_of(officer.post(address(), officer.form(address(), "take"), follow=True))
    assert line in after
    assert f"{taken} cells were taken over." in after
