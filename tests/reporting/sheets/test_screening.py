"""What may identify a person never gets as far as the database.

SC-1 numbers and addresses are taken out of their cell, headings and names of sheets included; SC-2
likely names wait for a person; SC-3 what was said to be a place holds for its sheet, and is asked
no more in this organisation once the sheet was taken over; SC-4 a list of persons is refused as a
whole, be it short; SC-5 properties of the document are not kept.

Promise 1 of the design.
"""

import pytest
import xlsxwriter
from django.db import connection

from cairn.reporting.filings.models import Filing, NotAPerson
from cairn.reporting.sheets.errors import (
    HeadedAsNames,
    ListOfPersons,
    NameOfFile,
    OnlyPersons,
    OurOwnWorkbook,
)
from cairn.reporting.sheets.models import RefusedSheet, SheetFile
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import drop_sheet, read_afresh, say_places, take_out
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import ministry, staged

PASSPORT, PHONE, PERSON = "AB1234567", "+227 96 12 34 56", "Mme Aïcha Abdoulaye"


def book(path, *, title="Migrants objet d'un trafic, 2024", label="Niger", note="", sheet="2024"):
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet(sheet)
        page.write(0, 0, title)
        page.write_row(1, 0, ["Nationalité", "janvier", "février", "mars"])
        for row, name in enumerate((label, "Mali", "Tchad", "Soudan"), 2):
            page.write_row(row, 0, [name, row, row + 1, row + 2])
        page.write(7, 0, note)
    return path


def everything_stored() -> str:
    """All that the database holds, as text; the cells of sheets unpacked."""
    found = []
    for file in SheetFile.objects.all():
        found += [repr(opened(file).sheets), repr(file.__dict__ | {"cells": ""})]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "\n".join(found)


@pytest.mark.parametrize("where", ["title", "label", "note"])
@pytest.mark.parametrize("value", [f"Passeport n° {PASSPORT}", f"tél. {PHONE}"])
def test_sc1_an_identifier_is_never_stored_wherever_it_stands(niger, tmp_path, where, value):
    file = staged(niger, book(tmp_path / "a.xlsx", **{where: value}))
    stored = everything_stored()
    assert PASSPORT not in stored
    assert "96 12 34 56" not in stored
    [(_sheet, _row, _column, kind)] = file.refused
    assert kind in ("passport", "phone")


def test_sc2_a_likely_name_keeps_everything_waiting_until_it_is_taken_out(niger, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx", note=f"Source : {PERSON}"))
    [(likely, words)] = opened(file).names
    assert likely.row == 8
    assert "Aïcha" in words
    assert opened(file).open["names"] == 1
    file = take_out(file=file, places=[0], by=niger.officer)
    assert not opened(file).names
    assert "Aïcha" not in everything_stored()


def test_sc2_the_row_of_a_person_goes_with_the_name(niger, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx", label=PERSON))
    file = take_out(file=file, places=[0], by=niger.officer)
    assert "Aïcha" not in everything_stored()
    now = opened(file)
    assert {cell.row for cell in now.reading.cells if cell.value is not None} == {4, 5, 6}


def test_sc2_the_name_of_a_sheet_is_looked_at(niger, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx", sheet="Mohamed Diallo"))
    [(likely, words)] = opened(file).names
    assert (likely.row, words) == (0, "Mohamed Diallo")


def test_sc3_a_place_is_asked_once_in_an_organisation_that_took_the_sheet_over(
    niger, mali, tmp_path
):
    path = book(tmp_path / "a.xlsx", note=f"Source : {PERSON}")
    file = staged(niger, path)
    file = say_places(file=file, places=[0], by=niger.officer)
    assert not opened(file).names
    assert opened(staged(niger, path)).names  # not taken over yet
    take_over(file=file, by=niger.officer)
    assert not opened(staged(niger, path)).names
    assert opened(staged(mali, path)).names


@pytest.mark.parametrize("then", [drop_sheet, read_afresh])
def test_sc3_what_was_said_of_names_goes_with_a_sheet_that_is_given_up(niger, tmp_path, then):
    path = book(tmp_path / "a.xlsx", note=f"Source : {PERSON}")
    file = say_places(file=staged(niger, path), places=[0], by=niger.officer)
    then(file=file, by=niger.officer)
    assert not NotAPerson.objects.exists()
    assert opened(staged(niger, path)).names
    for kept in SheetFile.objects.filter(pk=file.pk):  # read afresh, it knows what was said of it
        take_over(file=kept, by=niger.officer)
        assert NotAPerson.objects.count() == 1


def test_sc3_what_is_headed_as_names_is_looked_at_twice(niger, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["Nom et prénoms", "Nationalité", "Nombre"])
        page.write_row(1, 0, ["ZORBLAX Fatoumaki", "Mali", 1])
        page.write_row(2, 0, ["QUIBBLE Moussadji", "Niger", 1])
    file = staged(niger, path)
    with pytest.raises(HeadedAsNames) as asked:
        say_places(file=file, places=range(2), by=niger.officer)
    assert asked.value.values == {"heading": "Nom et prénoms"}
    file = say_places(file=file, places=range(2), looked_twice=True, by=niger.officer)
    assert not opened(file).names


def test_sc4_a_list_of_persons_is_refused_and_leaves_a_digest(niger, tmp_path):
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["N°", "Passeport n°", "Nationalité", "Âge"])
        for row in range(1, 30):
            page.write_row(row, 0, [row, f"AB{1234500 + row}", "Niger", 20 + row])
    with pytest.raises(ListOfPersons):
        staged(niger, path)
    assert RefusedSheet.objects.get().codes == ["list_of_persons"]
    assert "AB12345" not in everything_stored()


def test_sc1_sc2_columns_of_persons_below_a_title_are_taken_out_or_wait(niger, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet()
        page.write(0, 0, "Migrants objet d'un trafic, détectés 2026")
        page.write_row(1, 0, ["Nom", "Prénom", "Date de naissance", "Nationalité", "Nombre"])
        page.write_row(2, 0, ["DIALLO", "Mamadou", "12/03/1998", "Sénégal", 1])
        page.write_row(3, 0, ["Zork", "Quux", "01/01/2001", "Mali", 1])
    file = staged(niger, path)
    assert "12/03/1998" not in everything_stored()
    assert {words for _place, words in opened(file).names} >= {"DIALLO", "Mamadou", "Zork", "Quux"}


BORN = ["01/02/1999", "14/06/2003", "30/11/2011", "30/11", None, "né vers 2000", "inconnue", 2001]


@pytest.mark.parametrize("cut", [None, 3])
@pytest.mark.parametrize("head", ["Date de naissance", "Né(e) le", "N° passeport / date de naiss."])
def test_sc1_a_column_of_births_is_taken_out_whole_also_where_a_table_was_cut(
    niger, tmp_path, head, cut
):
    path = tmp_path / "a.xlsx"
    people = ["Fatoumaki", "Moussadji", "Aminatou", "Ousmanek", "Quux", "Zork", "Plintho", "Blorp"]
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("Nominatif")
        heads = ["Nom et prénoms", head, "Téléphone", "Nationalité", "Nombre", "Interception"]
        page.write_row(0, 0, heads)
        row = 1
        for n, (name, born) in enumerate(zip(people, BORN, strict=True)):
            row += n == cut  # an empty row
            page.write_row(row, 0, [f"ZORBLAX {name}", born, "", "Mali", 1, "05/07/2026"])
            row += 1
    file = staged(niger, path)
    [sheet] = opened(file).sheets
    assert [cells[1] for cells in sheet.rows[1:] if cells[1] is not None] == []
    assert "05/07/2026" in repr(sheet.rows)  # a date of something else
    assert sum(kind == "birth_date" for *_place, kind in file.refused) == len(BORN) - 1
    assert "30/11" not in everything_stored()


def test_sc1_a_table_of_numbers_below_a_list_of_persons_is_no_part_of_it(niger, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["Nom et prénoms", "Date de naissance", "Nationalité"])
        page.write_row(1, 0, ["ZORBLAX Fatoumaki", "01/02/1999", "Mali"])
        page.write_row(2, 0, ["QUIBBLE Moussadji", "14/06/2003", "Niger"])
        page.write_row(5, 0, ["Nationalité", "janvier 2024", "février 2024"])
        page.write_row(6, 0, ["Mali", 12, 13])
        page.write_row(7, 0, ["Niger", 14, 15])
    [sheet] = opened(staged(niger, path)).sheets
    assert sheet.rows[6:8] == (("Mali", 12, 13), ("Niger", 14, 15))
    assert (sheet.rows[1][1], sheet.rows[2][1]) == (None, None)


def test_sc5_the_author_of_the_document_is_not_kept(niger, tmp_path):
    file = staged(niger, ministry(tmp_path / "a.xlsx", author="Ibrahim Souley", company="DST"))
    assert sum(file.removed.values())
    assert "Souley" not in everything_stored()


def test_the_name_of_the_file_is_looked_at_first(niger, tmp_path):
    path = ministry(tmp_path / "Mohamed Diallo.xlsx")
    with pytest.raises(NameOfFile):
        staged(niger, path)
    assert not SheetFile.objects.exists()
    assert "Diallo" not in everything_stored()


def test_a_workbook_of_a_filing_goes_back_to_its_filing(niger, tmp_path):
    from cairn.reporting.filings.definitions import section
    from cairn.reporting.filings.offline_writing import write_workbook

    body = write_workbook(
        section("smuggled_migrants"), [], ref="fil-0000000000-0", number=1, revision=1,
        title="T", language="en", words=str, name_of=lambda d, k: k, values_of=lambda d: ["x"],
    )  # fmt: skip
    path = tmp_path / "ours.xlsx"
    path.write_bytes(body)
    with pytest.raises(OurOwnWorkbook):
        staged(niger, path)
    assert not Filing.objects.exists()


@pytest.mark.parametrize("section", ["", "smuggled_migrants"])
def test_sc4_a_short_list_of_persons_without_a_table_of_numbers_is_refused_too(
    niger, tmp_path, section
):
    """Where what identifies them is taken out nothing is left to be counted, nor to be asked."""
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("Liste")
        heads = ["Nom et prénoms", "Date de naissance", "N° passeport", "Nationalité", "Lieu"]
        page.write_row(0, 0, heads)
        for row in range(1, 5):
            page.write_row(row, 0, [PERSON, f"0{row}/02/1999", f"ZZ009988{row}", "Mali", "Rosso"])
    with pytest.raises(OnlyPersons):
        staged(niger, path, section=section)
    assert not SheetFile.objects.exists()
    assert "ZZ0099881" not in everything_stored()
    assert RefusedSheet.objects.exists()
