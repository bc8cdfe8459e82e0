"""Corrections of a sheet with regions, cells that say the same twice, and footnotes."""

from dataclasses import replace

import pytest
import xlsxwriter

from cairn.reporting.filings.drafting import save_details
from cairn.reporting.reading.crosstabs.layout import NoSuchPlace
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.correcting import correct_sheet
from cairn.reporting.sheets.errors import NotOfThese
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import settle_sheet
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.filings.doing import drafted
from tests.reporting.sheets.books import staged

NOT_FOUND = "Relevé des postes frontières, voir la note de service du directeur régional du nord"


def regional(path, *, region="Afrique de l'Ouest", twice=False):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("2024")
        page.write(0, 0, "Migrants objet d'un trafic, détectés, 2024")
        page.merge_range(2, 0, 3, 0, "Nationalité")
        page.merge_range(2, 1, 2, 3, "1er trimestre 2024")
        page.write_row(3, 1, ["janv.", "févr.", "mars"])
        page.write(4, 0, region)
        page.write_row(5, 0, ["Niger (1)", 1, 2, 3])
        page.write_row(6, 0, ["Autres nationalités" if twice else "Mali", 4, 5, "6*"])
        page.write(7, 0, "Afrique centrale")
        page.write_row(8, 0, ["Tchad", 1, 1, 1])
        page.write_row(9, 0, ["Autres" if twice else "Cameroun", 2, 2, "-" if twice else 2])
        page.write_row(10, 0, ["TOTAL", 8, 10, 10 if twice else 12])
        page.write(12, 0, "(1) Y compris les personnes en transit.")
        page.write(13, 0, "* Chiffre provisoire, en attente du poste.")
        page.write(14, 0, "2 Note qu'aucune cellule ne porte.")
        page.write(15, 0, "Fait à Niamey, le 12 janvier 2025")
        page.write(16, 0, "Vu, le chef de service")
    return path


def correct(file, world, **given):
    given = {"row": None, "column": None, "text": ""} | given
    return correct_sheet(file=file, sheet="2024", by=world.officer, **given)


def lines(file):
    [block] = opened(file).layout.sheets[0].blocks
    return {line.at: line.role.value for line in block.rows}


def test_a_sheet_with_regions_is_read_without_a_word(niger, tmp_path):
    file = staged(niger, regional(tmp_path / "a.xlsx"))
    assert not opened(file).open
    [filing] = take_over(file=file, by=niger.officer).filings
    assert filing.counts.filter(origin__isnull=False).count() == 12
    assert filing.counts.get(key="smuggled_detected|").value == 30


@pytest.fixture
def unread(niger, tmp_path):
    """A heading between that is too long to be taken for one by itself."""
    file = staged(niger, regional(tmp_path / "a.xlsx", region=NOT_FOUND))
    [block] = opened(file).layout.sheets[0].blocks
    assert block.area.top == 6  # as it stands: its headings are not found
    return file


@pytest.mark.parametrize(
    "given",
    [
        {"row": 4, "column": 0, "scope": "heads", "what": "header"},
        {"row": 4, "scope": "heads", "what": "header"},
        {"row": 5, "scope": "row", "what": "group"},
        {"row": 5, "column": 0, "scope": "row", "what": "group"},
    ],
)
def test_headings_that_were_not_found_are_said_on_the_sheet(niger, unread, given):
    file = correct(unread, niger, **given)
    assert [lines(file)[at] for at in (3, 4, 5, 6)] == ["header", "header", "header", "data"]
    assert not opened(file).open
    [target] = opened(file).targets
    assert len(target.part.inputs) == 12


def test_where_no_table_is_below_nothing_can_end(niger, unread):
    with pytest.raises(NoSuchPlace):
        correct(unread, niger, row=14, column=0, scope="heads", what="header")


def test_a_row_or_a_column_is_said_by_its_label_or_heading(niger, tmp_path):
    file = staged(niger, regional(tmp_path / "a.xlsx"))
    file = correct(file, niger, row=7, scope="row", what="country", text="Togo")
    assert "TGO" in {one.dims["origin"] for one in opened(file).targets[0].part.inputs}
    file = correct(file, niger, column=1, scope="column", what="period", text="2024-02")
    now = opened(file)  # two columns are of February
    assert [(one.kind, one.times) for one in now.questions] == [("same", 4)]
    assert not now.left
    with pytest.raises(NotOfThese):
        correct(file, niger, row=7, column=0, scope="like", what="measure:dead")
    with pytest.raises(NotOfThese):
        correct(file, niger, row=4, scope="row", what="place")


def test_cells_that_say_the_same_are_left_aside_with_words_for_numbers_too(niger, tmp_path):
    file = staged(niger, regional(tmp_path / "a.xlsx", twice=True))
    kinds = {"same": "keep_first", "word": "not_recorded"}
    said = {one.key: kinds[one.kind] for one in opened(file).questions}
    file, wrong = answer_sheet(file=file, given=said, by=niger.officer)
    assert not wrong
    assert dict(opened(file).open) == {"aside": 1}  # the totals hold what was left aside
    file = settle_sheet(file=file, reasons={opened(file).aside.key: "Doublon."}, by=niger.officer)
    assert not opened(file).open
    [filing] = take_over(file=file, by=niger.officer).filings
    assert filing.counts.filter(origin="OTH").count() == 3


def test_whatever_stands_twice_names_its_cells(niger, tmp_path):
    now = opened(staged(niger, regional(tmp_path / "a.xlsx")))
    first, *_ = now.targets[0].part.inputs
    twice = [first, replace(first, source_cell="2024!Z9")]
    [problem] = now.twice(twice)
    assert problem.values["cells"] == "2024!B6, 2024!Z9"


def test_footnotes_of_cells_come_along_behind_what_stands_and_once(niger, tmp_path):
    draft = drafted(niger, "2024-Q1", 30)
    said = "All posts.\n* Chiffre provisoire, en attente du poste."
    save_details(filing=draft, values={"coverage_note": said}, by=niger.officer)
    file = staged(niger, regional(tmp_path / "a.xlsx"))
    [filing] = take_over(file=file, by=niger.officer).filings
    assert filing.coverage_note == f"{said}\n(1) Y compris les personnes en transit."
