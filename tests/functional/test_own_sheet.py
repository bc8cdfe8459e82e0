"""A ministry's own spreadsheet in French over 64 kbit/s: from the file to a receipt that prints.

The line is cut at 60 % of the upload, which goes on from there. Totals are recognized and
reconciled; "RAS" is proposed as a true zero; a blank and "-" are asked once; the account closes in
cells; the officer takes the numbers over and submits, the contact point clears, the secretariat
validates.
"""

import random
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import BrowserContext, Page, expect

from cairn.files.models import Upload
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.uploads import path_of
from tests.functional.conftest import fits
from tests.functional.cut_line import CutLine
from tests.functional.filing_office import office, signed_in_as
from tests.functional.slow_line import SlowLine
from tests.reporting.sheets.books import ministry

pytestmark = pytest.mark.django_db(transaction=True)
LOGO = 56_000  # bytes: the arms of the ministry stand on its sheets
PATIENCE = 120_000  # milliseconds
# The label and its number lie in the window onto the sheet, beside and not over each other.
IN_SIGHT = """([label, number]) => {
  const at = (one) => document.querySelector(one).getBoundingClientRect();
  const [window_, left, right] = [".sheet-region", label, number].map(at);
  const inside = (one) => one.left >= window_.left - 1 && one.right <= window_.right + 1
    && one.top >= window_.top - 1 && one.bottom <= window_.bottom + 1;
  const apart = left.right <= right.left + 1 || right.right <= left.left + 1;
  return inside(left) && inside(right) && apart;
}"""


def with_arms(path: Path) -> Path:
    """The workbook with a picture in it, as ministries' workbooks are: it makes the file long."""
    noise = random.Random(7).randbytes(LOGO)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", noise) + chunk(b"IEND", b"")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", picture)
    return path


def become(context: BrowserContext, user: Any, site: str) -> None:
    """Another person at the same machine."""
    context.clear_cookies()
    context.add_cookies(signed_in_as(user, site)["storage_state"]["cookies"])


def open_page(page: Page, address: str) -> None:
    page.goto(address, timeout=PATIENCE, wait_until="domcontentloaded")


def press(page: Page, selector: str, then: str) -> None:
    page.locator(selector).first.click(timeout=PATIENCE, no_wait_after=True)
    page.wait_for_url(re.compile(then), timeout=PATIENCE, wait_until="domcontentloaded")


def decide(page: Page, button: str) -> None:
    """Press it and wait until it is done: the button is there no more."""
    page.locator(button).first.click(timeout=PATIENCE, no_wait_after=True)
    page.locator(button).wait_for(state="detached", timeout=PATIENCE)


def send_over_a_cut_line(page: Page, cut: CutLine, path: Path) -> None:
    size = path.stat().st_size
    page.set_input_files('input[type="file"]', path)
    cut.after = cut.sent + int(0.6 * size)
    page.locator("[data-send]").click()
    expect(page.locator("[data-status]")).to_contain_text("a été coupée", timeout=PATIENCE)
    upload = Upload.objects.get()
    assert not upload.whole
    held = path_of(upload).stat().st_size
    assert 0 < held < size
    before = cut.sent
    page.wait_for_url(re.compile(r"/sheets/sht-"), timeout=PATIENCE, wait_until="domcontentloaded")
    assert cut.cut_at
    assert cut.sent - before < size - held + 20_000  # what had arrived was not sent again


def read_the_sheet(page: Page) -> None:
    cells = [int(text) for text in re.findall(r"\d+", page.locator(".account").inner_text())]
    assert cells[0] == sum(cells[1:]) == 70  # every cell is in one class
    asked = [one.inner_text() for one in page.locator("fieldset.question legend").all()]
    named = ["«\u202fRAS\u202f»", "Cellules", "«\u202f-\u202f»"]
    assert [text.startswith(one) for text, one in zip(asked, named, strict=True)] == [True] * 3
    zero = page.locator("fieldset.question").first.locator("[value=zero]")
    assert zero.is_checked()  # "RAS" is proposed as a true zero; the other two are asked
    assert not page.locator("fieldset.question").nth(1).locator(":checked").count()
    expect(page.locator("#totals + p")).to_contain_text("17 totaux")
    assert not page.locator("button[value=take]").count()  # nothing is taken over while it is open


def test_from_a_ministrys_sheet_to_a_receipt(desk_site, context, axe, shots, tmp_path):
    people = office()
    path = with_arms(ministry(tmp_path / "T1-2024.xlsx"))
    browser = context()
    with (
        CutLine(int(desk_site.rsplit(":", 1)[1]), after=10**9) as cut,
        SlowLine(cut.port) as slow,
    ):
        site = f"http://localhost:{slow.port}"
        desk = f"{site}/fr/desk/filings"
        become(browser, people.officer, site)
        page = browser.new_page()
        open_page(page, f"{desk}/sheets/")
        page.wait_for_load_state("load", timeout=PATIENCE)
        send_over_a_cut_line(page, cut, path)
        assert not Upload.objects.exists()  # the file itself is not kept
        read_the_sheet(page)
        page.screenshot(path=shots / "sheet-fr.png", full_page=True)
        assert fits(page)
        assert axe(page) == []
        page.locator("fieldset.question").nth(1).locator("[value=not_recorded]").check()
        page.locator("fieldset.question").nth(2).locator("[value=not_recorded]").check()
        press(page, "button[value=answer]", r"/sheets/sht-")
        page.locator("button[value=take]").wait_for(timeout=PATIENCE)
        press(page, "button[value=take]", r"/filings/fil-[^/]+/$")
        filing = Filing.objects.get()
        assert not SheetFile.objects.exists()
        assert filing.counts.get(key="smuggled_detected|").value == 403
        open_page(page, f"{desk}/{filing.ref}/write/about/")
        page.locator("[name=conduct][value=smuggling]").check()
        page.locator("[name=coverage_note]").fill("Tous les postes, sauf Assamaka en mars.")
        press(page, ".actions button", r"/check/$")
        press(page, "[value=submit]", r"/receipt/$")
        become(browser, people.contact, site)
        open_page(page, f"{desk}/{filing.ref}/")
        page.locator("#zeros").check(timeout=PATIENCE)
        decide(page, "[value=clear]")
        become(browser, people.secretary, site)
        open_page(page, f"{desk}/{filing.ref}/")
        decide(page, "[value=validate]")
        become(browser, people.officer, site)
        open_page(page, f"{desk}/{filing.ref}/receipt/")
        page.emulate_media(media="print")
        assert not page.locator("header.site").is_visible()
        assert page.locator(".digest").is_visible()
        assert len(page.pdf()) > 1000
    filing.refresh_from_db()
    assert filing.status == FilingStatus.VALIDATED
    assert filing.zeros_attested


def test_a_cell_is_chosen_on_the_sheet_with_the_keys(desk_site, visit, tmp_path, width):
    people = office()
    page = visit(
        f"{desk_site}/en/desk/filings/sheets/",
        width=width,
        **signed_in_as(people.officer, desk_site),
    )
    page.set_input_files('input[type="file"]', ministry(tmp_path / "T1.xlsx"))
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile("/sheets/sht-"))
    assert page.evaluate(IN_SIGHT, ["[data-at=A5]", "td[data-at=B5]"])
    page.locator("td[data-at=B5]").click()
    expect(page.locator("#at")).to_have_value("B5")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#at")).to_have_value("B6")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#at")).to_have_value("A6")
    expect(page.locator("[data-why-of]")).to_contain_text("Mali")
    page.locator("#what").select_option("country")
    page.locator("#text").fill("Tchad")
    page.locator("[value=correct]").click()
    expect(page.locator("[data-at=A6] small")).to_have_text("Chad")
    assert fits(page)


WIDE_RTL = [
    "الجنسية",
    "المركز",
    *(f"{month} 2024" for month in ("يناير", "فبراير", "مارس", "أبريل")),
]


def test_a_sheet_from_right_to_left_opens_at_its_first_numbers(desk_site, visit, tmp_path, width):
    people = office()
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2024")
        sheet.right_to_left()
        sheet.write(0, 0, "المهاجرون المهربون الذين تم كشفهم في جميع مراكز الحدود خلال عام 2024")
        sheet.write_row(2, 0, WIDE_RTL)
        for row, country in enumerate(("النيجر", "مالي", "تشاد"), 3):
            sheet.write_row(row, 0, [country, "أغاديز", 11, 12, 13, 14])
    page = visit(
        f"{desk_site}/en/desk/filings/sheets/",
        width=width,
        **signed_in_as(people.officer, desk_site),
    )
    page.set_input_files('input[type="file"]', path)
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile("/sheets/sht-"))
    assert page.locator("table.sheet").get_attribute("dir") == "rtl"
    assert page.evaluate(IN_SIGHT, ["[data-at=B4]", "[data-at=C4]"])
    assert page.evaluate(IN_SIGHT, ["[data-at=A4]", "[data-at=C4]"])
    page.evaluate("document.querySelector('.sheet-region').scrollBy(-2000, 0)")
    assert page.evaluate(IN_SIGHT, ["[data-at=A4]", "[data-at=F4]"])  # labels stay beside the last
    assert fits(page)
