"""Numbers and dates as each language writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.dates import DateSpan, Level, Period
from cairn.kernel.languages import LANGUAGES
from cairn.web import numbers

LRM = "\u200e"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ar", "1,234,567"),
        ("en", "1,234,567"),
        ("es", "1.234.567"),
        ("fr", "1\u202f234\u202f567"),
        ("ru", "1\u00a0234\u00a0567"),
        ("zh", "1,234,567"),
    ],
)
def test_numbers_have_the_separators_of_their_language(language, shown):
    assert numbers.number(1_234_567, language) == shown


def test_a_minus_is_a_real_one():
    assert numbers.number(-5, "en") == "\u22125"


def test_from_right_to_left_a_sign_stays_before_its_digits():
    assert numbers.number(-5, "ar") == f"{LRM}\u22125{LRM}"
    assert numbers.change(106, 100, "ar") == f"{LRM}+6%{LRM}"


@given(st.integers(-(10**12), 10**12), st.sampled_from(list(LANGUAGES)))
def test_no_digit_is_lost(value, language):
    kept = "".join(letter for letter in numbers.number(value, language) if letter.isdecimal())
    assert int(kept) == abs(value)


def test_a_change_from_nothing_is_not_shown():
    assert numbers.change(5, 0, "en") is None


def test_a_change_says_its_direction():
    assert numbers.change(8606, 8086, "en") == "+6%"
    assert numbers.change(50, 100, "fr") == "\u221250\u00a0%"
    assert numbers.change(1001, 1000, "en") == "0%"


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("2015", "en", "2015"),
        ("2015-Q3", "en", "Q3 2015"),
        ("2015-Q3", "fr", "T3 2015"),
        ("2015-Q3", "zh", "2015年第3季度"),
        ("2015-Q3", "ar", "الربع الثالث 2015"),
        ("2015-07", "es", "julio de 2015"),
        ("2015-07", "ru", "июль 2015\u202fг."),
        ("2015..2018", "en", "2015–2018"),
    ],
)
def test_periods_are_written_as_the_language_does(text, language, shown):
    written = numbers.period(Period.parse(text), language)
    assert written.replace("\u00a0", "\u202f") == shown


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(list(LANGUAGES)))
def test_every_level_of_every_language_names_its_year(day, language):
    for level in Level:
        assert str(day.year) in numbers.period(Period.of(day, level), language)


def test_a_date_is_written_no_more_exactly_than_it_is_known():
    assert numbers.date_span(DateSpan.day(date(2023, 9, 9)), "en") == "9 Sept 2023"
    assert numbers.date_span(DateSpan.month(2023, 9), "en") == "September 2023"
    assert numbers.date_span(DateSpan.year(2023), "en") == "2023"
    span = DateSpan.between(date(2025, 9, 9), date(2025, 12, 31))
    assert "9" in numbers.date_span(span, "en")
    assert "31" in numbers.date_span(span, "en")
