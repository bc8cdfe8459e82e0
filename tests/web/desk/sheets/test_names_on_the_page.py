"""What looks like a name: taken out first, and what goes with it is said before."""

import pytest
import xlsxwriter
from django.urls import reverse

from cairn.reporting.filings.models import NotAPerson
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.opening import opened
from tests.web.desk.sheets.test_sheet_page import address, text_of


@pytest.fixture
def listed(officer, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["Nom et prénoms", "Nationalité", "Nombre"])
        page.write_row(1, 0, ["ZORBLAX Fatoumaki", "Mali", 7])
        page.write_row(2, 0, ["QUIBBLE Moussadji", "Niger", 9])
    return officer.send_sheet(path)


def test_all_of_them_are_taken_out_by_the_first_button_and_it_says_what_goes(officer, listed):
    text = text_of(listed)
    assert text.index('value="outs"') < text.index('value="out:0"') < text.index('value="places"')
    assert "In the same row: <bdi>Mali · 7</bdi>" in text
    assert "Take its whole row out" in text
    officer.act(address(), "outs")
    now = opened(SheetFile.objects.get())
    assert now.names == []
    assert [any(cells) for sheet in now.sheets for cells in sheet.rows[1:]] == [False, False]


def test_none_is_a_person_is_asked_twice_under_a_heading_for_names(officer, listed):
    first = officer.act(address(), "places")
    assert first.status_code == 400
    assert "over this the sheet says “Nom et prénoms”" in text_of(first)
    assert len(opened(SheetFile.objects.get()).names) == 2
    fields = officer.form(address(), "places") | {"act": "surely:all"}
    officer.post(address(), fields, follow=True)
    assert opened(SheetFile.objects.get()).names == []


def test_a_sheet_given_up_leaves_nothing_of_what_was_said_of_names(officer, listed, tmp_path):
    officer.post(address(), officer.form(address(), "places") | {"act": "surely:all"})
    officer.act(address(), "drop")
    assert not SheetFile.objects.exists()
    assert not NotAPerson.objects.exists()
    again = officer.send_sheet(tmp_path / "a.xlsx")
    assert "A person, or a place?" in text_of(again)
    assert reverse("desk:sheets") in text_of(again)
