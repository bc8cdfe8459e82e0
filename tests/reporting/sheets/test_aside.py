"""Rows, columns and cells that do not count, and the totals of the sheet that hold them.

AS-1 leaving a row aside keeps every total as the sheet states it, and asks for one reason
AS-2 that reason settles what is asked of the filing for it, so that it is said once
AS-3 a reason holds for what it was given for: with another row left aside it is asked again
AS-4 leaving a column aside asks for no reason, and says which totals stay behind
AS-5 a cell that cannot be read, let go, keeps the total of its month; one reason does for all
AS-6 a total that cannot be read is told, and does not make its months contradict anything
"""

import pytest
import xlsxwriter

from cairn.reporting.filings.actions import asked_of
from cairn.reporting.reading.crosstabs.layout import Role
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.correcting import correct_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import FOR_ALL, settle_sheet
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged

ROWS = [["Atlantes", 16, 12, 9], ["Nigérians", 26, 19, 31], ["Libyens", 10, 13, 9]]


def book(path, rows=ROWS, sums=(52, 44, 49, 145)):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Feuil1")
        page.write(0, 0, "Migrants objet d'un trafic, détectés")
        page.write_row(2, 0, ["Nationalité", *("janv. 2024", "févr. 2024", "mars 2024"), "Total"])
        for at, row in enumerate(rows, 3):
            whole = [one for one in row[1:] if isinstance(one, int)]
            page.write_row(at, 0, [*row, sum(whole)])
        page.write_row(3 + len(rows), 0, ["Total", *sums])
    return path


def totals(filing):
    found = filing.counts.filter(origin=None).order_by("when_earliest").values_list("value")
    return sorted(value for (value,) in found)


def said(file, world, **given):
    file, wrong = answer_sheet(file=file, given=given, by=world.officer)
    assert not wrong
    return file


def parts_asked(filing):
    return [one.key for one in asked_of(filing) if one.code == "parts_differ"]


@pytest.mark.parametrize("way", ["its label is no country", "the row is left out"])
def test_as1_as2_totals_stay_as_stated_and_one_reason_is_enough(niger, tmp_path, way):
    file = staged(niger, book(tmp_path / "a.xlsx"))
    if way == "the row is left out":
        file = correct_sheet(
            file=file, sheet="Feuil1", row=4, column=None, scope="row", what="ignored",
            by=niger.officer,
        )  # fmt: skip
    else:
        file = said(file, niger, **{"country|Atlantes": "leave_out"})
    now = opened(file)
    assert dict(now.open) == {"aside": 1}
    assert now.aside.totals == ("Feuil1!B7", "Feuil1!C7", "Feuil1!D7", "Feuil1!E7")
    assert now.aside.cells == ("Feuil1!B4", "Feuil1!C4", "Feuil1!D4")
    reasons = {now.aside.key: "No State that we know."}
    file = settle_sheet(file=file, reasons=reasons, by=niger.officer)
    [filing] = take_over(file=file, by=niger.officer).filings
    assert totals(filing) == [44, 49, 52, 145]
    assert sum(row.value for row in filing.counts.exclude(origin=None)) == 108
    assert set(filing.differences.values()) == {"No State that we know."}
    assert not parts_asked(filing)


def test_as3_a_reason_is_asked_again_where_something_else_is_left_aside(niger, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx"))
    file = said(file, niger, **{"country|Atlantes": "leave_out"})
    reasons = {opened(file).aside.key: "No State that we know."}
    file = settle_sheet(file=file, reasons=reasons, by=niger.officer)
    assert not opened(file).open
    file = correct_sheet(
        file=file, sheet="Feuil1", row=6, column=None, scope="row", what="ignored", by=niger.officer
    )
    assert opened(file).open == {"aside": 1}


def test_as4_a_column_needs_no_reason_and_its_totals_are_named(niger, tmp_path):
    rows = [["Tchad", 16, 12, 9], *ROWS[1:]]
    file = staged(niger, book(tmp_path / "a.xlsx", rows))
    file = correct_sheet(
        file=file, sheet="Feuil1", row=3, column=3, scope="column", what=Role.IGNORED.value,
        by=niger.officer,
    )  # fmt: skip
    now = opened(file)
    assert not now.open
    assert [(one.row, one.column) for one in now.plan.not_taken] == [(7, 4)]
    [filing] = take_over(file=file, by=niger.officer).filings
    assert totals(filing) == [44, 52]
    assert not parts_asked(filing)


def test_as5_a_cell_that_cannot_be_read_keeps_the_total_of_its_month(niger, tmp_path):
    rows = [["Tchad", "douze", 12, 9], *ROWS[1:]]
    file = staged(niger, book(tmp_path / "a.xlsx", rows))
    file = settle_sheet(
        file=file, reasons={FOR_ALL: "One post did not report."}, leave_out=True, by=niger.officer
    )
    now = opened(file)
    assert not now.open
    assert {one.reason for one in now.totals} == {"One post did not report."}
    [filing] = take_over(file=file, by=niger.officer).filings
    assert totals(filing) == [44, 49, 52, 145]
    assert not parts_asked(filing)


def test_as6_a_total_that_cannot_be_read_is_told_and_contradicts_nothing(niger, tmp_path):
    file = staged(niger, book(tmp_path / "a.xlsx", [["Tchad", 16, 12, 9], *ROWS[1:]],
                              (52.5, 44, 49, 145)))  # fmt: skip
    now = opened(file)
    assert [one.code for one in now.warnings] == ["total_unread"]
    assert not now.open
    [filing] = take_over(file=file, by=niger.officer).filings
    assert totals(filing) == [44, 49, 145]
    assert not parts_asked(filing)
