"""Days that a sheet writes in figures, such as "07/08/2023": as headings and labels. Pure.

Such a text is a day and never only its year. Whether its day or its month comes first is decided
for all labels of a column: by one that can be read in one way only; by points, between which no
country writes the month first; or by the language of the file, where it has one order. Else a
person says it, once for the file. A day that no calendar has is told.
"""

from collections.abc import Iterable
from functools import lru_cache

from cairn.formats.errors import ImpossibleDate
from cairn.formats.written_dates import DateStyle, readings

EITHER = "|"  # between the two days that a text may mean, the one with its day first before
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
ORDERS = (DAY_FIRST, MONTH_FIRST)
_STYLES = {DateStyle.DAY_FIRST: DAY_FIRST, DateStyle.MONTH_FIRST: MONTH_FIRST}
_ONE_ORDER = {"ar", "es", "fr", "pt", "ru", "zh"}  # languages whose readers write the day first


@lru_cache(maxsize=8192)
def orders_of(text: str) -> tuple[tuple[str, str], ...] | None:
    """In which orders it is a day, and which; empty where it is a day in none, None where it is no
    such text. A day that is the same in both is told once."""
    if sum(map(str.isdigit, text)) < 4:
        return None
    try:
        found = readings(text)
    except ImpossibleDate:
        return () if text.count("/") == 2 or text.count("-") == 2 or text.count(".") == 2 else None
    said = [(_STYLES[one.style], one.span.earliest) for one in found if one.style in _STYLES]
    if not said:
        return None
    if len({day for _, day in said}) == 1 and len(said) > 1:
        said = said[:1]
    return tuple((order, f"{day}..{day}") for order, day in said)


def is_impossible(text: str) -> bool:
    """Whether it is written as a day, and no calendar has it."""
    return orders_of(text) == ()


def day_in(text: str) -> str | None:
    """The day, or the two that it may be; empty where it is impossible, None where it is no day."""
    found = orders_of(text)
    return None if found is None else EITHER.join(value for _, value in found)


def order_in(texts: Iterable[str], language: str | None) -> str:
    """Which of day and month comes first in all these; empty where that has to be said."""
    known = [(text, found) for text in texts if (found := orders_of(text))]
    proven = {found[0][0] for _, found in known if len(found) == 1 and not _same(found[0][1])}
    if len(proven) == 1:
        return proven.pop()
    if proven:
        return ""
    dotted = any("." in text for text, _ in known)
    return DAY_FIRST if dotted or (language or "").partition("-")[0] in _ONE_ORDER else ""


def ordered(value: str, order: str) -> str:
    """Of two days the one that is meant; both while nobody said it."""
    first, either, second = value.partition(EITHER)
    if not either or not order:
        return value
    return first if order == DAY_FIRST else second


def _same(value: str) -> bool:
    """Whether day and month are the same number, which proves no order."""
    day = value.partition("..")[0]
    return day[5:7] == day[8:10]
