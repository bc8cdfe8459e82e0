"""Dates: spellings, styles of columns, and errors of their own for what cannot be."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from cairn.formats import errors as e
from cairn.formats.months import LOCALES, fold, months, weekdays
from cairn.formats.values import MAC_EPOCH, DateStyle, infer_date_style, read_date
from cairn.kernel.dates import DateSpan, Precision

TODAY = date(2026, 11, 21)
ISO, WRITTEN, SERIAL = DateStyle.ISO, DateStyle.WRITTEN, DateStyle.EXCEL_SERIAL
DAY_FIRST, MONTH_FIRST = DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST


def read(value, style=None):
    return read_date(value, today=TODAY, style=style)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01", "2026/03/01", "2026.3.1", "20260301", "2026-03-01T23:30:00+05:00",
        "2026-03-01 00:00:00", "20260301T100000Z", "1 March 2026", "March 1, 2026",
        "1st March 2026", "Sunday, 1 March 2026", "01-Mar-26", "2026 March 1", "1er mars 2026",
        "1 de marzo de 2026", "1 de março de 2026", "1º de março de 2026", "1 марта 2026 г.",
        "1 مارس 2026", "١ مارس ٢٠٢٦", "2026年3月1日", "Sun, 03/01/2026 - 12:00", "01/03/2026 00:00",
        20260301, "1-mar-26", date(2026, 3, 1),
        datetime(2026, 3, 1, 23, 59, tzinfo=UTC), 46082, "46082", 46082.75,
    ],
)  # fmt: skip
def test_the_first_of_march_is_read_in_every_spelling(text):
    span = read(text, DAY_FIRST if text == "01/03/2026 00:00" else None)
    assert (span.earliest, span.latest, span.precision) == (
        date(2026, 3, 1), date(2026, 3, 1), Precision.DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2015", "2015-01-01", "2015-12-31", "year"),
        (2015, "2015-01-01", "2015-12-31", "year"),
        ("2015-03", "2015-03-01", "2015-03-31", "month"),
        ("3/2015", "2015-03-01", "2015-03-31", "month"),
        ("201503", "2015-03-01", "2015-03-31", "month"),
        ("March 2026", "2026-03-01", "2026-03-31", "month"),
        ("Jan-2014", "2014-01-01", "2014-01-31", "month"),
        ("janv.-24", "2024-01-01", "2024-01-31", "month"),
        ("février 2024", "2024-02-01", "2024-02-29", "month"),
        ("كانون الثاني 2024", "2024-01-01", "2024-01-31", "month"),
        ("جانفي 2024", "2024-01-01", "2024-01-31", "month"),
        ("май 2024", "2024-05-01", "2024-05-31", "month"),
        ("2024年5月", "2024-05-01", "2024-05-31", "month"),
        ("2015-Q3", "2015-07-01", "2015-09-30", "quarter"),
        ("T3 2015", "2015-07-01", "2015-09-30", "quarter"),
        ("2015-H2", "2015-07-01", "2015-12-31", "half"),
        ("2015-03-01..2015-04-02", "2015-03-01", "2015-04-02", "span"),
        ("2015-01/2015-03", "2015-01-01", "2015-03-31", "quarter"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text, earliest, latest, precision):
    span = read(text)
    assert (str(span.earliest), str(span.latest), span.precision) == (earliest, latest, precision)
    assert span.as_written == str(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("2015-02-30", e.ImpossibleDate),
        ("30/02/2015", e.ImpossibleDate),
        ("2015-13", e.ImpossibleDate),
        ("31 April 2015", e.ImpossibleDate),
        ("0000-01-01", e.ImpossibleDate),
        ("2015-H3", e.ImpossibleDate),
        ("2015-05..2015-03", e.ImpossibleDate),
        ("2026-11-22", e.FutureDate),
        ("2206", e.FutureDate),
        (datetime(2027, 1, 1, tzinfo=UTC), e.FutureDate),
        ("1899-12-31", e.DateTooEarly),
        ("last spring", e.UnreadableDate),
        ("1 March", e.UnreadableDate),
        ("March", e.UnreadableDate),
        ("12:00", e.UnreadableDate),
        ("x" * 500, e.UnreadableDate),
        (True, e.UnreadableDate),
        (1.5, e.UnreadableDate),
        ("=TODAY()", e.FormulaAsText),
        ("03/04/2015", e.AmbiguousDate),
        ("Mon, 13/01/2026", e.WrongWeekday),
    ],
)
def test_what_is_no_date_is_refused_by_name(text, error):
    with pytest.raises(error):
        read(text)


def test_a_marker_of_absence_is_no_date():
    assert read("NA") is None
    assert read(None) is None


def test_a_month_that_began_is_not_in_the_future():
    assert read("2026-11").precision is Precision.MONTH
    assert read("2026").precision is Precision.YEAR


def test_the_style_of_the_column_decides():
    assert read("03/04/2015", DAY_FIRST).earliest == date(2015, 4, 3)
    assert read("03/04/2015", MONTH_FIRST).earliest == date(2015, 3, 4)
    assert read("2015-04-03", MONTH_FIRST).earliest == date(2015, 4, 3)
    with pytest.raises(e.OtherDateStyle, match="2015-12-25"):
        read("25/12/2015", MONTH_FIRST)


def test_serials_count_from_the_epoch_of_the_workbook():
    assert read("42005").earliest == date(2015, 1, 1)
    later = read_date("42005", today=TODAY, epoch=MAC_EPOCH)
    assert later.earliest == date(2019, 1, 2)


@pytest.mark.parametrize(
    ("column", "style", "certain"),
    [
        (["2015-01-01", "2015-02"], ISO, True),
        ([date(2015, 1, 1), None, "NA"], ISO, True),
        (["Jan 2015", "1 March 2015"], WRITTEN, True),
        (["42005", "42006"], SERIAL, True),
        (["2015", 2016], ISO, True),
        (["03/04/2015", "25/12/2015"], DAY_FIRST, True),
        (["03/04/2015", "12/25/2015"], MONTH_FIRST, True),
        (["Thu, 01/01/2026 - 12:00", "Fri, 01/02/2026 - 12:00"], MONTH_FIRST, True),
        (["25/12/2015", "12/25/2015"], None, False),
        (["03/04/2015", "05/06/2015"], None, False),
        (["2015-01-01", "03/04/2015"], None, False),
        (["03.04.2015"], DAY_FIRST, False),
        (["01/02/2015", "01/03/2015", "01/04/2015"], DAY_FIRST, False),
        (["02/01/2015", "03/01/2015", "04/01/2015"], MONTH_FIRST, False),
        (["here", "there"], None, False),
        ([], None, False),
    ],
)
def test_a_column_says_its_style_and_whether_it_is_proven(column, style, certain):
    guess = infer_date_style(column)
    assert (guess.style, guess.certain) == (style, certain)
    assert guess.because % guess.values


either = st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(1950, 2025))


@given(st.lists(either, min_size=1), st.sampled_from("/-. "))
def test_a_column_that_can_be_read_in_two_ways_is_never_certain(column, mark):
    guess = infer_date_style([f"{one:02}{mark}{two:02}{mark}{year}" for one, two, year in column])
    assert not guess.certain


PRINTED = {
    ISO: "{d:%Y-%m-%d}",
    DAY_FIRST: "{d:%d/%m/%Y}",
    MONTH_FIRST: "{d:%m/%d/%Y}",
    WRITTEN: "{d.day} {month} {d.year}",
    SERIAL: "{serial}",
}


@given(
    day=st.dates(date(1927, 6, 1), TODAY),
    style=st.sampled_from(sorted(PRINTED)),
    month=st.data(),
)
def test_a_printed_date_is_read_back(day, style, month):
    names = [name for name, number in months().items() if number == day.month]
    serial = (day - date(1899, 12, 30)).days
    text = PRINTED[style].format(d=day, serial=serial, month=month.draw(st.sampled_from(names)))
    assert read(text, style) == DateSpan.day(day, text)


@given(st.text(alphabet="0123456789/-. :TZQmarsмай,年月日", max_size=20))
def test_no_text_raises_anything_but_a_cell_error(text):
    span = None
    with suppress(e.CellError):
        span = read(text, DAY_FIRST)
    assert span is None or span.earliest <= TODAY


def test_a_name_means_one_month_in_all_languages():
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, "format", locale).items():
                known = months().get(fold(name).rstrip("."))
                assert known in (None, number), (locale, name)
    assert weekdays()["воскресенье"] == 6
