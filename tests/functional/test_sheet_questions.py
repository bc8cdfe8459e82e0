"""On the page of a spreadsheet: each question shows its cells, leads to them and back; going back
after the sheet was taken over leads to what it became; a file of a wrong type is refused."""

import re
from urllib.parse import quote

import pytest
import xlsxwriter
from playwright.sync_api import expect

from cairn.reporting.filings.models import Filing
from tests.functional.conftest import corners, fits
from tests.functional.filing_office import office, signed_in_as
from tests.reporting.sheets.books import ministry

pytestmark = pytest.mark.django_db(transaction=True)
SEEN = """(one) => {
  const cell = document.querySelector(one).getBoundingClientRect();
  const region = document.querySelector(".sheet-region").getBoundingClientRect();
  return cell.top >= 0 && cell.bottom <= innerHeight && cell.left >= region.left - 1
    && cell.right <= region.right + 1;
}"""


# What the page says while the file is sent, kept beyond the page that follows.
KEEP_STATUS = """() => {
  const status = document.querySelector("[data-sending] [data-status]");
  new MutationObserver(() => { sessionStorage.said = status.textContent; })
    .observe(status, { childList: true });
}"""
# The parts of a line of text into which the words in a cell are broken.
LINES = """(one) => {
  const words = document.createRange();
  words.selectNodeContents(document.querySelector(one));
  return words.getClientRects().length;
}"""


def opened(desk_site, visit, path, width, language="en"):
    people = office()
    page = visit(
        f"{desk_site}/{language}/desk/filings/sheets/",
        width=width,
        **signed_in_as(people.officer, desk_site),
    )
    page.evaluate(KEEP_STATUS)
    page.set_input_files('input[type="file"]', path)
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile("/sheets/sht-"))
    return page


@corners
def test_a_question_shows_its_cells_and_leads_to_them_and_back(
    desk_site, visit, tmp_path, width, axe, language
):
    page = opened(desk_site, visit, ministry(tmp_path / "T1.xlsx"), width, language)
    first = page.locator("fieldset.question").first
    expect(first.locator(".excerpt .at")).to_have_text("RAS")
    assert "Mali" in first.locator(".excerpt").inner_text()
    other = page.locator("fieldset.question").nth(1).locator("[value=not_recorded]")
    other.check()
    first.locator(".excerpt + p a").click()
    page.wait_for_function(SEEN, arg="#at-C6")
    page.locator("#at-C6 small a").click()  # and from the cell to its question
    expect(page).to_have_url(re.compile(r"#q\d+-in$"))
    expect(first).to_be_in_viewport()
    assert other.is_checked()  # what was chosen is still there
    assert fits(page)
    assert axe(page) == []


def test_a_wide_sheet_takes_the_width_of_the_page(desk_site, visit, tmp_path, width):
    path = tmp_path / "2024.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2024")
        sheet.write(0, 0, "Migrants objet d'un trafic, détectés par poste")
        sheet.write_row(
            2, 0, ["Nationalité", *(f"{month:02}/2024" for month in range(1, 13)), "RAS"]
        )
        for row, name in enumerate(("Niger", "Mali", "Centrafrique"), 3):
            sheet.write_row(row, 0, [name, *range(12)])
    page = opened(desk_site, visit, path, width)
    told = re.fullmatch(r"(\d+) kB of (\d+) kB have arrived", page.evaluate("sessionStorage.said"))
    assert told
    assert told[1] == told[2] != "0"
    for cell in ("A3", "A6"):  # no word is broken, on a telephone either
        assert page.evaluate(LINES, f'[data-at="{cell}"] :is(a, span)') == 1
    region, asks = (page.locator(one).bounding_box() for one in (".sheet-region", "#asks"))
    assert region["width"] > 0.9 * page.viewport_size["width"]
    assert region["y"] + region["height"] <= asks["y"]
    assert fits(page)


def test_back_after_taking_over_leads_to_the_filing(desk_site, visit, tmp_path):
    page = opened(desk_site, visit, ministry(tmp_path / "T1.xlsx"), "wide")
    for at in (1, 2):
        page.locator("fieldset.question").nth(at).locator("[value=not_recorded]").check()
    page.locator("[value=answer]").click()
    page.locator("[value=take]").click()
    page.wait_for_url(re.compile(r"/filings/fil-[^/]+/$"))
    page.go_back()
    ref = re.escape(quote(Filing.objects.get().ref, safe="*$=~"))
    page.wait_for_url(re.compile(rf"/filings/{ref}/(#[\w-]+)?$"))
    assert page.locator("h1").count() == 1


def test_a_file_of_a_wrong_type_is_refused_as_soon_as_it_is_chosen(desk_site, visit, tmp_path):
    people = office()
    page = visit(f"{desk_site}/en/desk/filings/sheets/", **signed_in_as(people.officer, desk_site))
    wrong, right = tmp_path / "T1.pdf", ministry(tmp_path / "T1.xlsx")
    wrong.write_bytes(b"%PDF-1.7")
    page.set_input_files('input[type="file"]', wrong)
    expect(page.locator("[data-refused]")).to_contain_text("This file is not a spreadsheet")
    expect(page.locator("[data-send]")).to_be_disabled()
    page.set_input_files('input[type="file"]', right)
    expect(page.locator("[data-refused]")).to_be_hidden()
    expect(page.locator("[data-send]")).to_be_enabled()
