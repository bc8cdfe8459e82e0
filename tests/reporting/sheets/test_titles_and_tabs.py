"""What a title says, what only the name of a sheet says, and what of either holds for a later file.

TT-1 a number that only the name of the sheet says is asked, with that number as the likely answer
TT-2 a title goes before the name of the sheet; where they differ it is asked
TT-3 what each table counts is told before it is taken, with who says so, and can be said anew
TT-4 "by sea" of a title is not carried to a sheet whose title does not say it
TT-5 under the same title it is carried, told as an earlier answer, and can be taken back
TT-6 a number said under one tab is asked again under a tab that names another
"""

import xlsxwriter

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged

BY_SEA = "Entrées irrégulières détectées par mer à la frontière, {}"


def book(path, *, tab, title="", year=2022):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet(tab)
        page.write(0, 0, title.format(year))
        page.write_row(2, 0, ["Nationalité", *(f"{month}/{year}" for month in ("01", "02", "03"))])
        page.write_row(3, 0, ["Sénégal", 12, 8, 20])
        page.write_row(4, 0, ["Gambie", 3, 1, 4])
    return path


def sent(world, path, **more):
    return staged(world, book(path, **more), section="irregular_migration")


def answered(world, file, **given):
    file, wrong = answer_sheet(
        file=file,
        given={one.key: given[one.kind] for one in opened(file).questions},
        by=world.officer,
    )
    assert not wrong
    return file


def asked(file):
    return [(one.kind, one.proposed) for one in opened(file).questions]


def test_tt1_the_name_of_the_sheet_alone_is_asked_about(niger, tmp_path):
    file = sent(niger, tmp_path / "a.xlsx", tab="Interceptions 2022", title="Police, {}")
    assert asked(file) == [("measure", "irregular_entries")]
    [one] = opened(file).questions
    assert "name of the sheet" in one.because
    file = answered(niger, file, measure="exits_intercepted")
    [filing] = take_over(file=file, by=niger.officer).filings
    assert {one.measure for one in filing.counts.all()} == {"exits_intercepted"}


def test_tt2_a_title_that_the_tab_contradicts_is_asked_about_and_goes_first(niger, tmp_path):
    title = "Personnes interceptées en mer au départ des côtes, année {}"
    file = sent(niger, tmp_path / "a.xlsx", tab="Interceptions 2022", title=title)
    assert ("measure", "exits_intercepted") in asked(file)
    file = sent(niger, tmp_path / "b.xlsx", tab="Feuil1", title=title)
    assert [kind for kind, _ in asked(file)] == ["constant"]


def test_tt3_what_is_counted_is_told_with_who_says_it_and_said_anew(niger, tmp_path):
    file = sent(niger, tmp_path / "a.xlsx", tab="Feuil1", title="Refus d'entrée, {}")
    [one] = opened(file).measured
    assert (one.measures, one.source, one.cells) == (("entry_refused",), "title", 6)
    file, wrong = answer_sheet(file=file, given={one.key: "irregular_stay"}, by=niger.officer)
    assert not wrong
    [one] = opened(file).measured
    assert (one.measures, one.source) == (("irregular_stay",), "person")


def first(world, path, **more):
    file = sent(world, path, **{"tab": "Feuil1", "title": BY_SEA} | more)
    file = answered(world, file, constant="yes", measure="exits_intercepted")
    take_over(file=file, by=world.officer)


def test_tt4_what_one_title_said_is_not_said_of_a_sheet_with_another(niger, tmp_path):
    first(niger, tmp_path / "a.xlsx")
    title = "Entrées irrégulières détectées à la frontière, {}"
    file = sent(niger, tmp_path / "b.xlsx", tab="Feuil1", title=title, year=2023)
    assert file.known_since
    assert not opened(file).open
    assert not any("mode" in cell.dims for cell in opened(file).reading.cells)


def test_tt5_under_the_same_title_it_holds_is_told_and_can_be_taken_back(niger, tmp_path):
    first(niger, tmp_path / "a.xlsx")
    file = sent(niger, tmp_path / "b.xlsx", tab="Feuil1", title=BY_SEA, year=2023)
    now = opened(file)
    assert {cell.dims["mode"] for cell in now.reading.cells} == {"sea"}
    [told] = [one for one in now.answered if one.asked.kind == "constant"]
    assert (told.asked.meaning, told.said) == ("mode|sea", "yes")
    assert file.proposed["known"][told.asked.key] == "yes"
    file, wrong = answer_sheet(file=file, given={told.asked.key: "no"}, by=niger.officer)
    assert not wrong
    assert not any("mode" in cell.dims for cell in opened(file).reading.cells)


def test_tt6_a_number_of_one_tab_is_asked_again_under_another(niger, tmp_path):
    first(niger, tmp_path / "a.xlsx", tab="Interceptions 2022", title="")
    same = sent(niger, tmp_path / "b.xlsx", tab="Interceptions 2023", year=2023)
    assert asked(same) == []
    other = sent(niger, tmp_path / "c.xlsx", tab="Refoulements 2023", year=2023)
    assert asked(other) == [("measure", "entry_refused")]
