"""One year of months, chosen in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from cairn.kernel.dates import DateSpan, Level, Period
from cairn.sharing.reciprocity import FIRST_MONTH
from cairn.web import numbers


@dataclass(frozen=True, slots=True)
class Year:
    """`number` is shown; `earlier` and `later` are the years one may go to, or None."""

    number: int
    earlier: int | None
    later: int | None

    @property
    def months(self) -> Sequence[date]:
        return [date(self.number, month, 1) for month in range(1, 13)]

    def heads(self, language: str) -> Sequence[str]:
        """The months as short headings."""
        found = [Period.of(one, Level.MONTH) for one in self.months]
        return [numbers.month_short(one, language) for one in found]

    def touches(self, period: Period) -> bool:
        return period.touches(DateSpan.year(self.number))


def year_of(request: HttpRequest, today: date) -> Year:
    """The year that the address names; what is no year, or lies outside, is this year."""
    text = request.GET.get("year", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today.year
    first, last = FIRST_MONTH.year, today.year
    number = asked if first <= asked <= last else today.year
    return Year(
        number,
        number - 1 if number > first else None,
        number + 1 if number < last else None,
    )
