"""Days written in figures, as labels and headings.

DY-1 a day is never reduced to its year
DY-2 one label that can be read in one way only settles its column; points and the language do too
DY-3 where nothing settles it, it is asked once for the file, and the answer holds for all
DY-4 a day that no calendar has is a bad cell at its own place, and its number does not count
DY-5 of any day of a calendar, both orders are found and one of them is that day
"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cairn.formats.grids import RawRow
from cairn.reporting.reading.crosstabs.days import (
    DAY_FIRST,
    MONTH_FIRST,
    day_in,
    is_impossible,
    order_in,
    ordered,
)
from cairn.reporting.reading.crosstabs.periods import find_period
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.questions import Answers
from cairn.reporting.reading.crosstabs.reading import read_cells
from cairn.reporting.reading.crosstabs.sheets import sheet_of

TODAY = date(2026, 12, 1)


def read(days, *, language, answers=None):
    rows = [["Entrées, 2023"], [], ["Date", "Nationalité", "Nombre"]]
    rows += [[day, "Mali", number] for number, day in enumerate(days, 1)]
    sheets = (sheet_of("Feuil1", [RawRow(n, tuple(one)) for n, one in enumerate(rows, 1)]),)
    layout, _ = propose_all(sheets, today=TODAY, language=language, words={"entries": ["entrées"]})
    return read_cells(sheets, layout, answers, today=TODAY, language=language)


def days_of(reading):
    return [one.span.earliest.isoformat() for one in reading.cells if one.value is not None]


def test_dy1_dy4_a_day_is_read_as_one_and_an_impossible_one_is_a_bad_cell():
    reading = read(["07/08/2023", "12-09-2023", "03.10.2023", "31/09/2023"], language="fr")
    assert days_of(reading) == ["2023-08-07", "2023-09-12", "2023-10-03"]
    [bad] = reading.findings
    assert (bad.code, bad.row, bad.column) == ("impossible_date", 7, 0)
    assert not reading.questions


def test_dy2_one_label_settles_the_column_whatever_the_language():
    assert days_of(read(["07/08/2023", "08/25/2023"], language="fr")) == [
        "2023-07-08",
        "2023-08-25",
    ]
    assert days_of(read(["07/08/2023", "25/08/2023"], language="en")) == [
        "2023-08-07",
        "2023-08-25",
    ]
    assert days_of(read(["07.08.2023", "03.04.2023"], language="en")) == [
        "2023-08-07",
        "2023-04-03",
    ]


def test_dy3_what_nothing_settles_is_asked_once():
    both = ["07/08/2023", "03/04/2023"]
    reading = read(both, language="en")
    [one] = reading.questions
    assert (one.kind, one.times, one.candidates) == ("dates", 2, (DAY_FIRST, MONTH_FIRST))
    assert days_of(reading) == []
    answered = read(both, language="en", answers=Answers(dates=MONTH_FIRST))
    assert days_of(answered) == ["2023-07-08", "2023-03-04"]
    assert [one.kind for one in answered.answered] == ["dates"]


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from("/-."))
def test_dy5_both_orders_of_any_day(day, sign):
    text = day.strftime(f"%d{sign}%m{sign}%Y")
    value = day_in(text)
    assert ordered(value, DAY_FIRST) == f"{day}..{day}"
    assert not is_impossible(text)
    if day.day > 12:
        assert order_in([text], None) == DAY_FIRST


def test_a_day_in_a_title_and_ordinals_of_quarters():
    assert find_period("Situation au 07/08/2023").value == "2023"
    assert find_period("07/08/2023") is None
    for text, value in (
        ("1.er trimestre", "--Q1"), ("3.er trimestre", "--Q3"), ("2.º trimestre", "--Q2"),
        ("4to. trimestre 2024", "2024-Q4"), ("1.er semestre", "--H1"), ("2do trimestre", "--Q2"),
    ):  # fmt: skip
        assert find_period(text).value == value
