"""A table whose last month is not over: what is asked, and what settles it.

WA-1 the question names the month, and stands at its heading
WA-2 one answer leaves it aside; the rest goes in, and the next file counts that month again
WA-3 a time that holds all but that month leaves it aside too
WA-4 an answer that settles nothing is not kept, and says why; the question stays
WA-5 a year that a title has wrong is put right by the right one
"""

from datetime import timedelta

import pytest
import xlsxwriter
from django.utils import timezone

from cairn.kernel.dates import Level, Period
from cairn.reporting.reading.crosstabs.layout import Role
from cairn.reporting.reading.crosstabs.questions import LEAVE_OUT
from cairn.reporting.reading.crosstabs.remembering import adapt, remembered
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged

TITLE = "Migrants objet d'un trafic, détectés"


def month(after: int) -> Period:
    """The month that is so many after this one."""
    day = timezone.localdate().replace(day=15)
    for _ in range(abs(after)):
        day = (day.replace(day=15) + timedelta(days=31 if after > 0 else -31)).replace(day=15)
    return Period.of(day, Level.MONTH)


LAST, NOW, NEXT = month(-1), month(0), month(1)


def book(path, heads, title=TITLE):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Feuil1")
        page.write(0, 0, title)
        page.write_row(2, 0, ["Nationalité", *heads, "Total"])
        page.write_row(3, 0, ["Niger", 12, 9, 3, 24])
        page.write_row(4, 0, ["Mali", 6, 4, 2, 12])
        page.write_row(5, 0, ["Total", 18, 13, 5, 36])
    return path


@pytest.fixture
def file(niger, tmp_path):
    return staged(niger, book(tmp_path / "a.xlsx", map(str, (LAST, NOW, NEXT))))


def test_wa1_the_question_names_the_month_at_its_heading(file):
    [asked] = opened(file).questions
    assert (asked.values["period"], asked.place) == (NEXT, "Feuil1!D3")
    assert LEAVE_OUT in asked.choices


@pytest.mark.parametrize("said", [LEAVE_OUT, f"{LAST}..{NOW}"])  # WA-2, WA-3
def test_wa2_wa3_what_is_not_over_is_left_aside_and_the_rest_goes_in(niger, file, said):
    [asked] = opened(file).questions
    if said != LEAVE_OUT:
        said = f"{LAST.first:%Y-%m-%d} – {NOW.last:%Y-%m-%d}"
    file, wrong = answer_sheet(file=file, given={asked.key: said}, by=niger.officer)
    assert not wrong
    now = opened(file)
    assert not now.open  # totals that hold what was left aside are right with it
    assert [one.at for one in now.layout.sheets[0].blocks[0].columns
            if one.role is Role.IGNORED] == [3]  # fmt: skip
    filings = take_over(file=file, by=niger.officer).filings
    rows = [row for filing in filings for row in filing.counts.all()]
    assert sorted(row.value for row in rows if row.origin) == [4, 6, 9, 12]
    assert sorted(row.value for row in rows if not row.origin and row.when_earliest) in (
        [13, 18],  # both months in one filing
        [],  # one filing each: the totals of the months are those of their filings
    )
    assert not any(row.value == 36 for row in rows)  # it holds the month that is not over


def test_wa2_the_next_file_counts_that_month_again(niger, file):
    [asked] = opened(file).questions
    file, _ = answer_sheet(file=file, given={asked.key: LEAVE_OUT}, by=niger.officer)
    now = opened(file)
    held = remembered(now.layout, now.sheets)
    later = adapt(held, now.sheets[0], today=NEXT.last + timedelta(days=40))
    assert {one.role for one in later.blocks[0].columns} == {Role.HEADER, Role.DATA, Role.TOTAL}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (str(NEXT), "NotOver"),
        (str(LAST), "NotOver"),  # this month would go without a word
        (str(NEXT.last.year), "NotOver"),
        ("soon", "NotUnderstood"),
    ],
)
def test_wa4_what_settles_nothing_is_told_and_not_kept(niger, file, said, why):
    [asked] = opened(file).questions
    before = file.layout
    file, wrong = answer_sheet(file=file, given={asked.key: said}, by=niger.officer)
    assert {key: type(one).__name__ for key, one in wrong.items()} == {asked.key: why}
    assert file.layout == before
    assert [one.key for one in opened(file).questions] == [asked.key]


def test_wa5_a_wrong_year_of_a_title_is_put_right(niger, tmp_path):
    year = timezone.localdate().year
    title = f"{TITLE}, {year + 1}"
    file = staged(niger, book(tmp_path / "b.xlsx", ["janvier", "février", "mars"], title))
    [asked] = opened(file).questions
    assert LEAVE_OUT not in asked.choices  # nothing would be left
    given = {asked.key: str(year - 1)}
    file, wrong = answer_sheet(file=file, given=given, by=niger.officer)
    assert not wrong
    assert not opened(file).open
