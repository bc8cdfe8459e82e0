"""Workbooks as files: merged over rows and columns, hidden, with errors; and CSV."""

import pytest
import xlsxwriter

from cairn.formats.errors import EmptyFile, NotATable
from cairn.formats.grids import Area
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.reading import read_cells
from cairn.reporting.reading.crosstabs.sheets import CrosstabTooLarge, read_sheets
from tests.reporting.crosstabs.making import TODAY


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "bilan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("2024")
        page.merge_range("A1:A2", "Pays")
        page.merge_range("B1:C1", "Janvier")
        page.write_row("B2", ["H", "F", "Ancien"])
        page.write_row("A3", ["Mali", 1, 2, 9])
        page.write_row("A4", ["Togo", 3, 4, 9])
        page.write_row("A5", ["Gabon", 5, 6, 9])
        page.write_formula("B6", "=SUM(B3:B5)", value="#REF!")
        page.set_row(3, None, None, {"hidden": True})
        page.set_row(4, 0)
        page.set_column("D:D", None, None, {"hidden": True})
        book.add_worksheet("base").hide()
        book.get_worksheet_by_name("base").write("A1", "x")
        book.add_worksheet("vide")
    return path


@pytest.mark.parametrize("isolated", [True, False])
def test_merges_and_what_is_hidden_are_found(workbook, isolated):
    page, base, empty = read_sheets(workbook, isolated=isolated)
    assert page.merges == (Area(1, 0, 2, 0), Area(1, 1, 1, 2))
    assert page.hidden_rows == {4, 5}  # a row without height cannot be seen either
    assert page.hidden_columns == {3}
    assert (page.hidden, base.hidden, empty.height) == (False, True, 0)
    assert page.shown(2, 0) == "Pays"
    assert page.at(2, 0) is None
    assert [type(flaw).__name__ for flaw in page.flaws.values()] == ["ErrorInCell"]


def test_errors_of_the_spreadsheet_are_problems_and_never_blanks(workbook):
    sheets = read_sheets(workbook)
    layout, _ = propose_all(sheets, today=TODAY)
    reading = read_cells(sheets, layout, today=TODAY)
    assert "error_in_cell" in {finding.code for finding in reading.findings}


def test_a_text_file_is_one_sheet(tmp_path):
    path = tmp_path / "janvier.csv"
    path.write_text("Pays;2023;2024\nMali;1 234;2\nTogo;3;ND\n", "utf-8")
    [page] = read_sheets(path)
    assert (page.name, page.height, page.width) == ("janvier", 3, 3)
    layout, _ = propose_all([page], today=TODAY)
    assert read_cells([page], layout, today=TODAY).counted == 3


def test_what_is_no_table_or_empty_or_far_too_large_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"a": 1}', "utf-8")
    with pytest.raises(NotATable):
        read_sheets(path)
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    with pytest.raises(EmptyFile):
        read_sheets(path)
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 1999, 1)
        page.write(1001, 0, 1)
    with pytest.raises(CrosstabTooLarge):
        read_sheets(path)
