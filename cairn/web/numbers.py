"""How numbers, shares, changes, dates and periods are written in the six languages.

Pure functions over CLDR through Babel; the language is always given. Digits are those that CLDR
names as the default of the language: since its version 42 these are European for `ar` too, whose
readers are in many countries; a later CLDR that decides otherwise is followed. English dates are
written day first, as the United Nations do. A minus is a real minus (U+2212). Nothing here decides
whether a change may be shown: its caller does.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import (
    format_interval,
    format_skeleton,
    format_time,
    get_datetime_format,
    get_month_names,
)
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from cairn.kernel.dates import DateSpan, Level, Period, Precision
from cairn.kernel.languages import direction

MINUS = "\u2212"
LEFT_TO_RIGHT = "\u200e"  # an invisible mark that carries a direction
EN_DASH = "\u2013"
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
ANY_YEAR = 2001  # in the pattern of a quarter, where any year may come to stand
BABEL_NAMES = {
    "en": "en_GB",
    "zh": "zh_Hans",
}  # our `zh` is written in simplified characters


@lru_cache(maxsize=16)
def locale(language: str) -> Locale:
    """The CLDR locale of one of our languages; English where there is none."""
    base = language.split("-")[0].lower()
    return Locale.parse(BABEL_NAMES.get(base, base or "en"))


def digits(text: str | int, language: str) -> str:
    """Write the digits of `text` as the language does, changing nothing else."""
    shown = str(text)
    if locale(language).default_numbering_system == "arab":
        return shown.translate(ARABIC_INDIC)
    return shown


def in_drawings(language: str) -> dict[str, Any]:
    """How a drawing writes numbers and months: what `figures.charts.words.Words` wants of it."""
    where = locale(language)
    symbols = (
        where.number_symbols.get(where.default_numbering_system) or where.number_symbols["latn"]
    )
    numerals = digits("0123456789", language)
    return {
        "comma": {"ar": "، ", "zh": "、"}.get(language.split("-")[0], ", "),
        "months": list(get_month_names("abbreviated", locale=where).values()),
        "parts": {
            Level.QUARTER: [_of_any_year(f"Q{n}", language) for n in (1, 2, 3, 4)],
            Level.HALF: [_of_any_year(f"H{n}", language) for n in (1, 2)],
        },
        "decimal": str(symbols["decimal"]),
        "thousands": str(symbols["group"]),
        "numerals": "" if numerals.isascii() else numerals,
    }


def _of_any_year(part: str, language: str) -> str:
    """How a part of a year is called, with `%(year)s` where its year stands."""
    shown = period(Period.parse(f"{ANY_YEAR}-{part}"), language).replace("%", "%%")
    return shown.replace(digits(ANY_YEAR, language), "%(year)s")


def number(value: int | float, language: str, places: int | None = None) -> str:
    """Write a number with separators; `places` fixes the number of decimals."""
    if places is None:
        places = 0 if isinstance(value, int) or float(value).is_integer() else 1
    pattern = "#,##0" + ("." + "0" * places if places else "")
    shown = format_decimal(value, pattern, locale(language), numbering_system="default")
    return _signed(shown, language)


def compact(value: int | float, language: str) -> str:
    """Write a number short, as on an axis: 12K, 1.8M."""
    shown = format_compact_decimal(
        value, locale=locale(language), fraction_digits=1, numbering_system="default"
    )
    return _signed(shown, language)


def percent(share: float, language: str, places: int = 0) -> str:
    """Write a share (0.25) as a percentage, in the pattern of the language."""
    where = locale(language)
    pattern = where.percent_formats[None].pattern
    if places:
        pattern = pattern.replace("#,##0", "#,##0." + "0" * places)
    shown = format_percent(share, pattern, where, numbering_system="default")
    return _signed(shown, language)


def change(now: int | float, before: int | float, language: str) -> str | None:
    """Write a relative change with its sign; None where there was nothing to change from."""
    if before == 0:
        return None
    share = (now - before) / before
    shown = percent(abs(share), language)
    sign = "" if round(share, 2) == 0 else "+" if share > 0 else MINUS
    return _signed(sign + shown.strip(LEFT_TO_RIGHT), language)


def comma(language: str) -> str:
    """What stands between two members of a list, with the space behind it."""
    return {"ar": "، ", "zh": "，"}.get(language, ", ")


def colon(language: str) -> str:
    """What stands between a thing and what is said of it, with the space behind it."""
    return {"fr": "\u202f: ", "zh": "："}.get(language, ": ")


def day(value: date, language: str) -> str:
    """Write one civil day."""
    return digits(format_skeleton("yMMMd", value, locale=locale(language)), language)


def moment(value: datetime, language: str, *, pattern: str = "HH:mm:ss") -> str:
    """Write a moment to the second, in Coordinated Universal Time, and name that zone."""
    return digits(f"{_clock(value.astimezone(UTC), language, pattern)} UTC", language)


def local_moment(value: datetime, language: str, offset: timedelta) -> str:
    """The same as clocks show it that are so far from UTC: "30 Nov 2026, 03:15:02 (UTC+1)"."""
    there = value.astimezone(timezone(offset))
    minutes = abs(int(offset.total_seconds())) // 60
    sign = "\N{MINUS SIGN}" if offset < timedelta(0) else "+"
    far = f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else f"{minutes // 60}"
    zone = f"\u2066UTC{sign}{far}\u2069" if minutes else "UTC"  # not turned in Arabic
    return digits(f"{_clock(there, language, 'HH:mm:ss')} ({zone})", language)


def _clock(there: datetime, language: str, pattern: str) -> str:
    where = locale(language)
    clock = format_time(there.time(), pattern, locale=where)
    whole = str(get_datetime_format("medium", locale=where)).replace("'", "")
    return whole.replace("{0}", clock).replace("{1}", day(there.date(), language))


def period(value: Period, language: str) -> str:
    """Write a period: "Q3 2015", "July 2015", "2015", "2015–2018", "Oct 2017 – Sept 2018"."""
    where = locale(language)
    match value.level:
        case Level.YEAR:
            return digits(value.first.year, language)
        case Level.QUARTER:
            return digits(format_skeleton("yQQQ", value.first, locale=where), language)
        case Level.MONTH:
            return digits(format_skeleton("yMMMM", value.first, locale=where), language)
    if (value.first.month, value.last.month) == (1, 12):
        return digits(f"{value.first.year}{EN_DASH}{value.last.year}", language)
    return _between(value.first, value.last, "yMMM", language)


def period_short(month: Period, language: str) -> str:
    """Write a month as the heading of a narrow column: "Mar 2024"."""
    where = locale(language)
    return digits(format_skeleton("yMMM", month.first, locale=where), language)


def month_short(month: Period, language: str) -> str:
    """The same where the year stands elsewhere: "Mar"."""
    return digits(format_skeleton("MMM", month.first, locale=locale(language)), language)


def date_span(value: DateSpan, language: str) -> str:
    """Write a date no more exactly than it is known."""
    match value.precision:
        case Precision.DAY:
            return day(value.earliest, language)
        case Precision.SPAN:
            return _between(value.earliest, value.latest, "yMMMd", language)
    return period(Period(value.earliest, value.latest), language)


def _between(first: date, last: date, skeleton: str, language: str) -> str:
    return digits(format_interval(first, last, skeleton, locale=locale(language)), language)


def _signed(text: str, language: str) -> str:
    """With a real minus, and with its signs kept at their side of the digits from right to left."""
    bare = text.replace(LEFT_TO_RIGHT, "").replace("\u200f", "").replace("\u061c", "")
    shown = bare.replace("-", MINUS)
    signed = shown[:1] in {"+", MINUS} or shown[-1:] == "%"
    if signed and direction(language) == "rtl":
        return f"{LEFT_TO_RIGHT}{shown}{LEFT_TO_RIGHT}"
    return shown
