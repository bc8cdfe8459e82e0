"""A sheet whose rows do not all say the same: "Others" without a sex beside men and women.

- the row goes in as of a sex that its source did not say, so that one table holds all, and the
  total that the sheet writes is the headline; nothing differs from anything
- a total that counts what stands as "n.d." is more than its parts, and is still the headline
- a row that holds the sum of its men and women is their whole, and stays without a sex
- a draft with such a table, however it was filled, offers no half of it as its total
"""

from datetime import date

import pytest
import xlsxwriter

from cairn.kernel.cells import Cell
from cairn.reporting.filings.actions import asked_of
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.parts import sums_of_parts
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import settle_sheet
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.filings.doing import drafted
from tests.reporting.sheets.books import staged
from tests.reporting.sheets.test_summing import put

MAY = "smuggled_detected|2024-05-01..2024-05-31"
TOTAL = "smuggled_detected|"
PARTS = {"parts_differ", "tables_differ", "total_required", "number_required"}
ROWS = [
    ["Niger", "Masculin", 12, 0, 1200, 1212],
    ["Niger", "Féminin", 5, 4, 600, 609],
    ["Mali", "Masculin", 4, 3, 400, 407],
    ["Mali", "Féminin", 3, 2, 159, 164],
    ["Autres", "", 10, 11, 12, 33],
]
SUMS = ["Total", "", 34, 20, 2371, 2425]


def by_sex(path, *rows):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("T2 2024")
        page.write(0, 0, "Migrants objet d'un trafic, détectés")
        months = ("avril 2024", "mai 2024", "juin 2024")
        page.write_row(2, 0, ["Nationalité", "Sexe", *months, "Total"])
        for at, row in enumerate(rows, 3):
            page.write_row(at, 0, row)
    return path


def taken(world, file):
    [filing] = take_over(file=file, by=world.officer).filings
    return filing, {one.key: one for one in filing.counts.all()}


def test_a_row_without_a_sex_is_of_the_same_table(niger, tmp_path):
    file = staged(niger, by_sex(tmp_path / "a.xlsx", *ROWS, SUMS))
    assert (opened(file).plan.unsaid, dict(opened(file).open)) == (3, {})
    filing, counts = taken(niger, file)
    assert counts[f"{MAY}|origin=OTH|sex=unknown"].value == 11
    assert counts[TOTAL].value == 2425
    assert (counts[MAY].value, f"{MAY}|origin=OTH" in counts) == (20, False)
    assert not PARTS & {one.code for one in asked_of(filing)}


def test_a_total_that_counts_what_is_not_told_is_the_headline(niger, tmp_path):
    rows = [[*ROWS[0][:3], "n.d.", *ROWS[0][4:]], *ROWS[1:]]
    more = ["Total", "", 34, 60, 2371, 2465]
    file = staged(niger, by_sex(tmp_path / "a.xlsx", *rows, more))
    said = {one.key: "not_recorded" for one in opened(file).questions}
    file, wrong = answer_sheet(file=file, given=said, by=niger.officer)
    assert not wrong
    reasons = {one.key: "le poste d'Agadez est compté" for one in opened(file).totals}
    assert len(reasons) == 1
    file = settle_sheet(file=file, reasons=reasons, by=niger.officer)
    filing, counts = taken(niger, file)
    assert (counts[TOTAL].value, counts[MAY].value) == (2465, 60)
    assert counts[f"{MAY}|origin=NER|sex=male"].no_value == Cell.NOT_RECORDED
    assert not PARTS & {one.code for one in asked_of(filing)}


def test_a_total_below_its_parts_is_not_taken_because_one_is_missing(niger, tmp_path):
    rows = [[*ROWS[0][:3], "n.d.", *ROWS[0][4:]], *ROWS[1:]]
    file = staged(niger, by_sex(tmp_path / "a.xlsx", *rows, ["Total", "", 34, 19, 2371, 2424]))
    said = {one.key: "not_recorded" for one in opened(file).questions}
    file, _wrong = answer_sheet(file=file, given=said, by=niger.officer)
    [part] = opened(file).plan.parts
    assert {one.key for one in part.totals}.isdisjoint({TOTAL, MAY})


def test_the_whole_of_men_and_women_stays_without_a_sex(niger, tmp_path):
    whole = ["Niger", "", 17, 4, 1800, 1821]
    file = staged(niger, by_sex(tmp_path / "a.xlsx", whole, *ROWS))
    now = opened(file)
    keys = {one.key for part in now.plan.parts for one in part.inputs}
    assert (f"{MAY}|origin=NER" in keys, f"{MAY}|origin=NER|sex=unknown" in keys) == (True, False)
    assert now.plan.unsaid == 3


@pytest.fixture
def halves():
    """One table of nationality and sex of which a row says no sex, as a form may hold it."""
    of = "smuggled_detected"
    return [
        CountInput(of, 20, dims={"origin": "NER", "sex": "male"}),
        CountInput(of, 9, dims={"origin": "NER", "sex": "female"}),
        CountInput(of, 5, dims={"origin": "OTH"}),
    ]


@pytest.mark.parametrize(("total", "differ"), [(34, False), (35, True)])
def test_halves_of_one_table_are_compared_together(niger, halves, total, differ):
    filing = put(drafted(niger, "2024-Q1", total), niger, *halves)
    assert ("parts_differ" in {one.code for one in asked_of(filing)}) == differ


def test_half_of_a_table_is_never_offered_as_the_total(halves):
    days = {"first": date(2024, 1, 1), "last": date(2024, 3, 31)}
    assert sums_of_parts(halves, **days) == {}
    assert sums_of_parts(halves[:2], **days)["smuggled_detected"].sum == 29
