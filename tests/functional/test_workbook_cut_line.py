"""A filing is taken along as a workbook, filled without a line and brought back over one that dies.

What had arrived stays and is not sent again; the workbook brings its number once.
"""

import openpyxl
import pytest
from playwright.sync_api import expect

from cairn.files.models import Upload
from cairn.reporting.uploads import path_of
from tests.functional.conftest import fits
from tests.functional.cut_line import CutLine
from tests.functional.filing_office import office
from tests.functional.slow_line import SlowLine
from tests.functional.test_own_sheet import PATIENCE, become, open_page, press, with_arms
from tests.reporting.filings.doing import drafted

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_returned_workbook_goes_on_where_the_line_died(desk_site, context, axe, tmp_path):
    people = office()
    filing = drafted(people, value=12)
    browser = context()
    with CutLine(int(desk_site.rsplit(":", 1)[1]), after=10**9) as cut, SlowLine(cut.port) as slow:
        site = f"http://localhost:{slow.port}"
        become(browser, people.officer, site)
        page = browser.new_page()
        open_page(page, f"{site}/fr/desk/filings/{filing.ref}/workbook/")
        page.wait_for_load_state("load", timeout=PATIENCE)
        with page.expect_download(timeout=PATIENCE) as download:
            page.locator("a[download]").click()
        path = tmp_path / "retour.xlsx"
        download.value.save_as(path)
        book = openpyxl.load_workbook(path)
        cells = [cell for row in book.worksheets[0].iter_rows(min_row=4) for cell in row]
        next(cell for cell in cells if cell.value == 12).value = 15
        book.save(path)
        with_arms(path)
        size = path.stat().st_size

        page.set_input_files('input[type="file"]', path)
        cut.after = cut.sent + int(0.6 * size)
        page.locator("[data-send]").click()
        expect(page.locator("[data-status]")).to_contain_text("a été coupée", timeout=PATIENCE)
        upload = Upload.objects.get()
        held, before = path_of(upload).stat().st_size, cut.sent
        assert 0 < held < size
        assert not upload.whole
        page.wait_for_url(f"**/workbook/{upload.ref}/", timeout=PATIENCE, wait_until="commit")
        assert cut.sent - before < size - held + 20_000  # what had arrived was not sent again

        page.wait_for_load_state("load", timeout=PATIENCE)
        assert fits(page)
        assert axe(page) == []
        assert filing.counts.get(key="smuggled_detected|").value == 12  # nobody confirmed it yet
        press(page, "main form button.button", rf"/filings/{filing.ref}/(write/)?$")
        page.wait_for_load_state("load", timeout=PATIENCE)
    assert filing.counts.get(key="smuggled_detected|").value == 15
    assert not Upload.objects.exists()
