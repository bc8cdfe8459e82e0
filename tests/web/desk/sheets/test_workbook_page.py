"""A filing goes out as a workbook and comes back: problems by row, both numbers, deleted rows."""

import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.files.models import Upload
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts
from tests.factories import MembershipFactory, UserFactory
from tests.reporting.filings.doing import drafted


@pytest.fixture
def filing(officer):
    filing = drafted(officer.people, value=12)
    change = Change(CountInput("smuggled_detected", 7, None, {"origin": "NER"}))
    save_counts(filing=filing, changes=[change], by=officer.people.officer)
    filing.refresh_from_db()
    return filing


def page_of(filing):
    return reverse("desk:workbook", args=[filing.ref])


def downloaded(officer, filing, path, language="en"):
    address = reverse("desk:workbook_down", args=[filing.ref]).replace("/en/", f"/{language}/")
    answer = officer.get(address)
    assert answer.status_code == 200
    path.write_bytes(answer.content)
    return openpyxl.load_workbook(path)


def line_of(sheet, text):
    return next(row for row in sheet.iter_rows(min_row=4) if text in [cell.value for cell in row])


def column(sheet, heading):
    return next(cell.column for cell in sheet[3] if cell.value == heading) - 1


def sent_back(officer, filing, book, path):
    book.save(path)
    file = SimpleUploadedFile("back.xlsx", path.read_bytes())
    return officer.follow(page_of(filing), file=file)


def taken_in(officer, page, **choices):
    here = page.redirect_chain[-1][0]
    return officer.follow(here, **choices)


def values(filing):
    return {row.key: row.value for row in filing.counts.all()}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_number_that_was_changed_in_it_is_taken_in(officer, filing, tmp_path, language):
    book = downloaded(officer, filing, tmp_path / "a.xlsx", language)
    sheet = book.worksheets[0]
    cell = next(cell for row in sheet.iter_rows(min_row=4) for cell in row if cell.value == 7)
    cell.value = 9
    page = sent_back(officer, filing, book, tmp_path / "a.xlsx")
    assert page.status_code == 200
    assert values(filing)["smuggled_detected||origin=NER"] == 7  # nothing before it was confirmed
    taken_in(officer, page)
    assert values(filing)["smuggled_detected||origin=NER"] == 9
    assert not Upload.objects.exists()


def test_both_numbers_are_shown_where_the_filing_moved_on(officer, filing, tmp_path):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    line_of(sheet, 7)[column(sheet, "Number")].value = 9
    key = "smuggled_detected||origin=NER"
    change = Change(CountInput("smuggled_detected", 8, None, {"origin": "NER"}), Was(7))
    save_counts(filing=filing, changes=[change], by=officer.people.officer)
    page = sent_back(officer, filing, book, tmp_path / "a.xlsx")
    text = page.content.decode()
    assert "The filing moved on meanwhile" in text
    assert "You changed these numbers yourself" in text
    assert "omebody else" not in text
    assert re.search(r"9, as the workbook says", text)
    assert re.search(r"8, as the filing says now", text)
    assert taken_in(officer, page).status_code == 400  # which one stays was not said
    assert values(filing)[key] == 8
    taken_in(officer, page, **{f"c-{key}": "mine"})
    assert values(filing)[key] == 9


def test_whoever_else_changed_a_number_meanwhile_is_named(officer, filing, tmp_path):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    line_of(book.worksheets[0], 7)[column(book.worksheets[0], "Number")].value = 9
    colleague = UserFactory()
    MembershipFactory(user=colleague, organisation=officer.people.agency, role="officer")
    change = Change(CountInput("smuggled_detected", 8, None, {"origin": "NER"}), Was(7))
    save_counts(filing=filing, changes=[change], by=colleague)
    text = sent_back(officer, filing, book, tmp_path / "a.xlsx").content.decode()
    assert f"after the workbook was downloaded, by: {colleague.called}." in text
    assert "yourself" not in text


def test_what_was_left_as_it_was_changes_nothing(officer, filing, tmp_path):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    change = Change(CountInput("smuggled_detected", 8, None, {"origin": "NER"}), Was(7))
    save_counts(filing=filing, changes=[change], by=officer.people.officer)
    page = sent_back(officer, filing, book, tmp_path / "a.xlsx")
    assert "Nothing in it differs" in page.content.decode()


@pytest.mark.parametrize(("choice", "left"), [("keep", 7), ("empty", None)])
def test_a_deleted_row_is_named_and_a_person_decides(officer, filing, tmp_path, choice, left):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    sheet.delete_rows(line_of(sheet, 7)[0].row)
    page = sent_back(officer, filing, book, tmp_path / "a.xlsx")
    assert "Rows that were deleted" in page.content.decode()
    taken_in(officer, page, **{"c-smuggled_detected||origin=NER": choice})
    assert values(filing).get("smuggled_detected||origin=NER") == left


def test_a_number_that_was_taken_away_is_taken_out(officer, filing, tmp_path):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    line_of(sheet, 7)[column(sheet, "Number")].value = None
    taken_in(officer, sent_back(officer, filing, book, tmp_path / "a.xlsx"))
    assert "smuggled_detected||origin=NER" not in values(filing)


def test_problems_are_told_by_row_and_nothing_is_kept(officer, filing, tmp_path):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    cells = line_of(sheet, 7)
    cells[column(sheet, "Number")].value = "seven"
    page = sent_back(officer, filing, book, tmp_path / "a.xlsx")
    assert page.status_code == 400
    assert f"Row {cells[0].row}" in page.content.decode()
    assert not Upload.objects.exists()


def test_a_renamed_column_is_refused_with_both_names(officer, filing, tmp_path):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    book.worksheets[0].cell(3, 2).value = "Country"
    page = sent_back(officer, filing, book, tmp_path / "a.xlsx")
    assert page.status_code == 400
    assert "Country" in page.content.decode()
    assert "Nationality" in page.content.decode()


def test_the_workbook_of_another_filing_is_refused(officer, filing, tmp_path):
    other = drafted(officer.people, "2024-Q2")
    book = downloaded(officer, other, tmp_path / "a.xlsx")
    page = sent_back(officer, filing, book, tmp_path / "a.xlsx")
    assert page.status_code == 400
    assert other.ref in page.content.decode()


def test_any_other_file_is_refused(officer, filing):
    file = SimpleUploadedFile("x.xlsx", b"no workbook")
    page = officer.follow(page_of(filing), file=file)
    assert page.status_code == 400
    assert not Upload.objects.exists()


def test_a_post_that_is_a_phone_number_is_refused_by_its_row(officer, filing, tmp_path):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    cells = line_of(sheet, 7)
    cells[column(sheet, "Post or district")].value = "tel. +227 96 12 34 56"
    page = sent_back(officer, filing, book, tmp_path / "a.xlsx")
    text = page.content.decode()
    assert page.status_code == 400
    assert f"<bdi>{cells[0].row}</bdi>" in text
    assert "96 12" not in text
    assert not Upload.objects.exists()


def test_nobody_of_another_state_reaches_it(officer, other, filing):
    assert other.get(page_of(filing)).status_code == 404
    assert other.get(reverse("desk:workbook_down", args=[filing.ref])).status_code == 404


# --- over a bad line ------------------------------------------------------------------------------

JSON = {"Accept": "application/json"}


def announced(officer, filing, content, mark="m"):
    address = reverse("desk:workbook_uploads", args=[filing.ref])
    given = {"name": "anything at all.xlsx", "size": len(content), "mark": mark}
    return officer.post(address, given, headers=JSON)


def slice_of(officer, told, content, offset, end):
    span = f"bytes {offset}-{end}/{len(content)}"
    return officer.put(
        told["url"],
        content[offset:end],
        content_type="application/octet-stream",
        headers=JSON | {"Content-Range": span},
    ).json()


def test_a_workbook_goes_on_where_the_line_was_cut(officer, filing, tmp_path):
    book = downloaded(officer, filing, tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    line_of(sheet, 7)[column(sheet, "Number")].value = 9
    book.save(tmp_path / "a.xlsx")
    content = (tmp_path / "a.xlsx").read_bytes()
    told = announced(officer, filing, content).json()
    slice_of(officer, told, content, 0, len(content) // 2)
    page = officer.get(page_of(filing)).content.decode()
    assert "choose the same file again" in page
    again = announced(officer, filing, content).json()  # on another day
    assert again["url"] == told["url"]
    assert again["received"] == len(content) // 2
    told = slice_of(officer, again, content, again["received"], len(content))
    assert told["whole"]
    assert "A workbook has arrived" in officer.get(page_of(filing)).content.decode()
    officer.follow(told["next"])
    assert values(filing)["smuggled_detected||origin=NER"] == 9
    assert not Upload.objects.exists()


def test_the_name_of_a_returned_workbook_is_not_kept(officer, filing):
    announced(officer, filing, b"x" * 100)
    assert Upload.objects.get().name == "workbook.xlsx"


def test_a_half_sent_workbook_is_found_on_the_first_page(officer, filing):
    announced(officer, filing, b"x" * 100)
    text = officer.get(reverse("desk:home")).content.decode()
    assert f"Workbook of filing {filing.ref}" in text
    assert page_of(filing) in text


def test_a_workbook_is_not_read_as_a_ministrys_sheet(officer, filing):
    told = announced(officer, filing, b"x" * 10).json()
    slice_of(officer, told, b"x" * 10, 0, 10)
    answer = officer.get(reverse("desk:sheet_arrived", args=[Upload.objects.get().ref]))
    assert answer.status_code == 302
    assert answer.url == told["next"]


@pytest.mark.parametrize(
    "given", [{"name": "a.xlsx", "size": 0}, {"name": "", "size": 5}, {"size": 10**12, "name": "a"}]
)
def test_what_would_not_be_taken_is_refused_before_it_is_sent(officer, filing, given):
    address = reverse("desk:workbook_uploads", args=[filing.ref])
    answer = officer.post(address, given | {"mark": "m"}, headers=JSON)
    assert 400 <= answer.status_code < 500
    assert answer.json()["message"]
    assert not Upload.objects.exists()


def test_nobody_of_another_state_announces_a_workbook(officer, other, filing):
    assert announced(other, filing, b"x").status_code == 404
    assert not Upload.objects.exists()
