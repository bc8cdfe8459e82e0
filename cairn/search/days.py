"""Finds the day in what somebody typed, so that a law can be shown as on it.

A whole date only: a year alone may be anything. With names of months in the six languages, or in
figures, day before month; 03/14/2017, which can only be read the other way, is.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from babel import Locale

from cairn.search.analysis import flattened, prepared

WRITTEN_IN = ("en", "fr", "es", "ru", "ar", "ar_LB", "ar_DZ", "ar_MA")
_FIGURES = (
    (re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), (0, 1, 2)),
    (re.compile(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"), (0, 1, 2)),
    (re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)"), (3, 2, 0)),
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|º)?\s+(?:(?:de|of)\s+)?([^\W\d_]+)\.?,?\s+"
    r"(?:(?:de|del)\s+)?(\d{4})(?!\d)(?:\s*г(?:ода|\.)?(?!\w))?"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]+)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")


def day_in(text: str) -> tuple[date | None, str]:
    """The first whole date in a text, and the text without it."""
    plain = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign
        for sign in text
    )
    for found, year, month, day in _candidates(plain):
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        return on, f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    return None, text


def _candidates(text: str) -> Iterator[tuple[re.Match[str], int, int, int]]:
    for pattern, order in _FIGURES:
        for found in pattern.finditer(text):
            year, month, day = (int(found.group(at + 1)) for at in order)
            yield found, year, month, day
            yield found, year, day, month
    for found in _DAY_FIRST.finditer(text):
        if named := _months().get(_folded(found[2])):
            yield found, int(found[3]), named, int(found[1])
    for found in _MONTH_FIRST.finditer(text):
        if named := _months().get(_folded(found[1])):
            yield found, int(found[3]), named, int(found[2])


@functools.cache
def _months() -> dict[str, int]:
    """Every name of a month, folded, to its number."""
    return {
        _folded(name): number
        for language in WRITTEN_IN
        for names in Locale.parse(language).months.values()
        for width in ("wide", "abbreviated")
        for number, name in names[width].items()
        if len(name) > 2 and not name[0].isdigit()
    }


def _folded(text: str) -> str:
    return flattened(prepared(text)).strip(". ")
