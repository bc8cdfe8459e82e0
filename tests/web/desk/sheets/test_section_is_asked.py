"""While it is asked on what a sheet reports, only what passed the screening is there."""

from pathlib import Path

import xlsxwriter
from django.conf import settings

from cairn.files.models import Upload
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.opening import opened
from tests.reporting.sheets.test_screening import everything_stored
from tests.web.desk.sheets.test_sheet_page import address, text_of


def test_the_file_is_gone_before_the_question_and_no_number_of_a_person_is_kept(officer, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["Nationalité", "janvier 2024", "février 2024", "Passeport n°"])
        page.write_row(1, 0, ["Mali", 12, 13, "AB1234567"])
        page.write_row(2, 0, ["Niger", 14, 15, "AB1234568"])
    asked = officer.send_sheet(path, section="")
    assert "On what does the sheet report?" in text_of(asked)
    assert not Upload.objects.exists()
    folder = Path(settings.CAIRN_DATA) / "uploads"
    content = path.read_bytes()
    assert not folder.exists() or content not in [one.read_bytes() for one in folder.iterdir()]
    file = SheetFile.objects.get()
    assert b"AB12345" not in repr(opened_cells(file)).encode()
    officer.follow(address(), section="smuggled_migrants")
    file.refresh_from_db()
    assert file.section == "smuggled_migrants"
    assert len(file.refused) == 2
    assert opened(file).reading.cells
    assert "AB12345" not in everything_stored()


def opened_cells(file):
    from cairn.reporting.sheets.keeping import unpacked

    return unpacked(bytes(file.cells))
