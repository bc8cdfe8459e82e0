"""What is left aside because it was last time is said on the page, and one click takes it back."""

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets import test_of_others as books
from tests.reporting.sheets.books import staged
from tests.web.desk.sheets.test_sheet_page import address, text_of

TITLE = "Tableau 1 – Migrants objet d’un trafic interceptés, 2023"


def test_it_is_said_with_its_number_and_taken_back(officer, tmp_path, monkeypatch):
    people = officer.people
    file = staged(people, books.book(tmp_path / "1.xlsx", "Passeurs arrêtés, 2022"))
    key = "measure|2022|1"
    file, _wrong = answer_sheet(file=file, given={key: "leave_out"}, by=people.officer)
    take_over(file=file, by=people.officer)
    monkeypatch.setattr(books, "MONTHS", [f"2023-{month:02}" for month in range(1, 4)])
    staged(people, books.book(tmp_path / "2.xlsx", "Passeurs arrêtés, 2023", TITLE))
    at = address()
    text = text_of(officer.get(at))
    assert "Left aside as last time" in text
    assert "12 cells are left aside" in text
    officer.act(at, "back")
    assert SheetFile.objects.get().proposed.get("aside") is None
    text = text_of(officer.get(at))
    assert "Left aside as last time" not in text
    assert "leave this table aside: it is “Arrested”, of the section" in text
