"""Formulas without stored results: said once, with every cell, and the totals are not denied."""

import openpyxl

from tests.web.desk.sheets.test_meeting_page import text_of


def without_results(path):
    """A program wrote it that calculates nothing: 33 totals, more than were once listed."""
    book = openpyxl.Workbook()
    page = book.active
    page["A1"] = "Migrants objet d’un trafic, détectés par mois, 2024"
    page.append([])
    months = ["janv. 2024", "févr. 2024", "mars 2024"]
    page.append(["Nationalité", *months, "Total"])
    names = ["Niger", "Mali", "Tchad", "Nigéria", "Bénin", "Togo", "Ghana", "Guinée", "Libye"]
    names += ["Soudan", "Syrie", "Iraq", "Iran", "Maroc", "Tunisie", "Algérie", "Égypte", "Kenya"]
    names += ["Ouganda", "Rwanda", "Burundi", "Érythrée", "Éthiopie", "Somalie", "Djibouti"]
    names += ["Angola", "Zambie", "Malawi", "Inde"]
    for row, name in enumerate(names, 4):
        page.append([name, 4, 5, 6, f"=SUM(B{row}:D{row})"])
    last = 3 + len(names)
    page.append(["Total", *(f"=SUM({at}4:{at}{last})" for at in "BCDE")])
    book.save(path)
    return path, len(names) + 4


def test_formulas_without_results_are_said_once_with_every_cell(officer, tmp_path):
    path, formulas = without_results(tmp_path / "f.xlsx")
    text = text_of(officer.send_sheet(path))
    assert f"{formulas} places cannot be read" in text
    beside = text[text.index('id="totals"') :]  # the sheet itself marks each of its cells
    assert beside.count("holds a formula") == 0
    assert beside.count("These cells hold formulas whose results were never saved") == 1
    held = text[text.index("These cells hold formulas") :]
    assert all(f"!E{row}</bdi>" in held for row in range(4, formulas))
    assert "There is no total in the sheet" not in text
    assert "no number in them can be read" in text
