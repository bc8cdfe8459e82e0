"""What may be wrong with a value for us, beyond what its format says."""

from cairn.formats.errors import CellError, RowError
from cairn.kernel.text import noop


class UnknownCountry(CellError):
    text = noop("%(value)r is not a country or area that we know; say which one is meant.")


class UncertainCountry(CellError):
    text = noop("%(value)r may mean %(candidates)s; say which one is meant.")


class UnknownRoute(CellError):
    text = noop("%(value)r is not a route that we know; the row came in without a route.")


class UnknownTerm(CellError):
    text = noop(
        "%(value)r is not among the values of this column that we know; use one of them, or answer "
        "what it stands for."
    )


class NotAYear(CellError):
    text = noop("%(value)r is not a year; write four digits, such as 2024.")


class NotAMonth(CellError):
    text = noop("%(value)r is not a month; write a number from 1 to 12.")


class NotAWeek(CellError):
    text = noop("%(value)r is not a week of a year; write a number from 1 to 53.")


class BelowZero(CellError):
    text = noop(
        "%(value)r is below zero, by which this source corrects an earlier record; it counts in "
        "the total only."
    )


class TotalDiffers(RowError):
    text = noop(
        "Dead (%(dead)s) and missing (%(missing)s) do not add up to the total (%(total)s); "
        "correct one of them."
    )


class PartsExceedTotal(RowError):
    text = noop(
        "Dead (%(dead)s) or missing (%(missing)s) is more than the total (%(total)s); "
        "correct one of them."
    )


class YearDiffers(RowError):
    text = noop("The date (%(date)s) does not lie in the year given (%(year)s).")


class NoDate(RowError):
    text = noop("The row has neither a date nor a year; it counts in no period.")


class NothingRecorded(RowError):
    text = noop("The row records no number at all; it came in as not recorded.")


class HalfAPlace(RowError):
    text = noop("Only one of latitude and longitude is given; the row came in without a point.")


class SpanReversed(RowError):
    text = noop("The date ends (%(latest)s) before it begins (%(earliest)s).")


class SameIdentifier(RowError):
    text = noop(
        "Row %(other)s carries the same identifier; keep one of them, or give each its own."
    )


class SameCell(RowError):
    text = noop("Row %(other)s gives a number for the same cell; keep one of them.")
