"""Numbers: what is read, what is refused, and that no mark is guessed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.formats import errors as e
from cairn.formats.values import (
    NumberStyle,
    infer_number_style,
    read_count,
    read_missing,
    read_number,
)

POINT, COMMA, UNDECIDED = NumberStyle.POINT, NumberStyle.COMMA, NumberStyle.UNDECIDED


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("+7", 7),
        ("007", 7),
        ("1 234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1’234", 1234),
        ("1'234'567.25", 1234567.25),
        ("1\u202f234", 1234),
        ("1\xa0234\xa0567", 1234567),
        ("12,34,567", 1234567),
        ("١٬٢٣٤", 1234),
        ("١٢٣٤٫٥", 1234.5),
        ("۱۲۳", 123),
        ("１２", 12),
        ("-5", -5),
        ("−5,25", -5.25),
        (".5", 0.5),
        ("0.125", 0.125),
        ("1.5e3", 1500.0),
        (12.0, 12),
        (3.5, 3.5),
    ],
)
def test_a_number_is_read_however_it_is_written(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "count"),
    [("3.0", 3), ("687.00", 687), ("1,234", 1234), ("1.234", 1234), ("1.234.567", 1234567)]
    + [("1 234", 1234), ("-0", 0), ("0", 0), (0, 0), (7.0, 7), ("٣", 3)],
)
def test_a_count_has_no_decimals_so_the_mark_separates_thousands(text, count):
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("-3", e.NegativeCount),
        ("−3", e.NegativeCount),
        (-3, e.NegativeCount),
        ("1.5", e.FractionalCount),
        ("1,234.5", e.FractionalCount),
        (2.5, e.FractionalCount),
        ("100000001", e.NumberTooLarge),
        ("1e400", e.NumberTooLarge),
        ("9" * 5000, e.NumberTooLarge),
        (float("inf"), e.NumberTooLarge),
        (float("nan"), e.UnreadableNumber),
        ("1.82E+06", e.RoundedNumber),
        ("12-15", e.UnreadableCount),
        ("about 5", e.UnreadableCount),
        ("5+", e.UnreadableCount),
        ("²", e.UnreadableCount),
        ("1,23,4", e.UnreadableCount),
        ("1 23", e.UnreadableCount),
        ("inf", e.UnreadableCount),
        (True, e.UnreadableCount),
        ("=SUM(A1:A9)", e.FormulaAsText),
        ("#REF!", e.ErrorInCell),
    ],
)
def test_what_is_no_count_is_refused_by_name(text, error):
    with pytest.raises(error) as caught:
        read_count(text)
    assert str(caught.value).startswith(f"'{str(text)[:20]}")


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.000"])
def test_a_number_that_can_be_read_in_two_ways_is_not_guessed(text):
    with pytest.raises(e.AmbiguousNumber):
        read_number(text)
    assert read_number(text, decimal=text.strip("0123456789")) == float(text.replace(",", "."))


def test_the_column_decides_what_a_mark_means():
    assert read_number("1.234", decimal=POINT) == 1.234
    assert read_number("1.234", decimal=COMMA) == 1234
    assert read_count("1.000", decimal=POINT) == 1
    with pytest.raises(e.OtherNumberStyle):
        read_number("1,5", decimal=POINT)


@pytest.mark.parametrize(
    ("column", "style"),
    [
        (["1,234", "1.5"], POINT),
        (["1.234", "1,5"], COMMA),
        (["1.234.567"], COMMA),
        (["0.500"], POINT),
        (["687.0", "NA", ""], POINT),
        (["1,234", "2,345"], UNDECIDED),
        (["1.5", "1,5"], UNDECIDED),
        (["1 234", 7, None, "many"], UNDECIDED),
    ],
)
def test_the_style_of_a_column_is_what_its_values_prove(column, style):
    assert infer_number_style(column) is style


@pytest.mark.parametrize(
    "text", ["", " ", "NA", "N/A", "n/a", "NULL", "None", "nan", "-", "..", "—", None, " " * 40]
)
def test_a_marker_of_absence_is_not_recorded_and_never_zero(text):
    assert read_missing(text)
    assert read_count(text) is None
    assert read_number(text) is None


@pytest.mark.parametrize("value", ["0", 0, 0.0, False, "no", "unknown", "x-"])
def test_other_values_are_recorded(value):
    assert not read_missing(value)


@given(st.lists(st.integers(1, 999).map(lambda n: f"{n},{n:03}"), min_size=1))
def test_a_column_that_can_be_read_in_two_ways_decides_nothing(column):
    assert infer_number_style(column) is UNDECIDED


GROUPS = {"point": (",", "."), "comma": (".", ","), "space": ("\u202f", ","), "swiss": ("’", ".")}


@given(
    number=st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
    style=st.sampled_from(sorted(GROUPS)),
    arabic=st.booleans(),
)
def test_a_printed_number_is_read_back(number, style, arabic):
    group, mark = GROUPS[style]
    text = f"{number:,.2f}".replace(",", "G").replace(".", mark).replace("G", group)
    if arabic:
        text = text.translate({ord("0") + n: ord("٠") + n for n in range(10)})
    assert read_number(text) == float(number)


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_a_number_as_programs_print_it_is_read_back_where_the_style_is_known(number):
    assert read_number(repr(number), decimal=POINT) == number


@given(st.integers(0, 100_000_000))
def test_a_count_is_read_back_with_any_separator(count):
    for separator in ("", ",", ".", " ", "\xa0", "’"):
        assert read_count(f"{count:,}".replace(",", separator)) == count


@given(st.text(max_size=12))
def test_no_text_raises_anything_but_a_cell_error(text):
    for reader in (read_number, read_count):
        value = None
        with suppress(e.CellError):
            value = reader(text)
        assert value is None or isinstance(value, int | float)
