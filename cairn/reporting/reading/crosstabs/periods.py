"""Months, quarters, halves, years and stretches of days as headings of tables write them.

A period is kept as text: `2024-01`, `2024-Q1`, `2024`, a range `2024-01..2024-03`, or days
`2024-01-15..2024-02-14`. Where a heading leaves the year to another place it begins with two
hyphens, as in ISO 8601: `--01`, `--Q1`, `--01..--03`. No clock is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from cairn.formats.errors import ImpossibleDate
from cairn.formats.months import fold, month_pattern, months
from cairn.formats.written_dates import DateStyle, readings
from cairn.kernel.dates import DateSpan, Level, Period
from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs.days import day_in

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ORDINALS = {
    1: "first premier premiere primer primeiro primera первый 1st 1er 1ere الاول اول 一",
    2: "second deuxieme second segundo segunda второй 2nd 2e 2eme الثاني ثاني 二",
    3: "third troisieme tercer tercero terceiro третий 3rd 3e 3eme الثالث ثالث 三",
    4: "fourth quatrieme cuarto quarto четвертый 4th 4e 4eme الرابع رابع 四",
}
_ORDINAL = {word: n for n, words in _ORDINALS.items() for word in words.split()} | _ROMAN
_NTH = "|".join(sorted(map(re.escape, _ORDINAL), key=len, reverse=True))
_SIGN = r"\.?\s?(?:er|era|ro|ra|do|da|to|ta|o|a|°|-?и|-?я)?\.?\s?-?"
_QUARTERS = r"(?:trimestre|trim|quarter|qtr|квартал|кв|季度)"
_HALVES = r"(?:semestre|sem|half(?:[- ]year)?|полугодие|полуг)"
_EDGE = r"(?<![^\W_])"
_END = r"(?![^\W_])"


def _parts(letters: str, words: str, arabic: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"{_EDGE}[{letters}]\s?-?([1-4]){_END}"),
        re.compile(rf"{_EDGE}({_NTH}){_SIGN}\s*{words}{_END}\.?"),
        re.compile(rf"{_EDGE}{words}\.?\s*({_NTH}){_END}"),
        re.compile(rf"{_EDGE}(?:ال)?(?:{arabic})\s+({_NTH}){_END}"),
    )


_QUARTER = (*_parts("qt", _QUARTERS, "ربع|فصل|ثلاثي"), re.compile(r"第?([一二三四1-4])季度"))
_HALF = _parts("sh", _HALVES, "نصف|سداسي")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_CHINESE_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月")
_SLASHED = re.compile(r"(?<![\d/.-])(0?[1-9]|1[0-2])\s?[/.-]\s?((?:19|20)\d\d)(?![\d/.-])")
_ISO = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)\s?[/.-]\s?(0[1-9]|1[0-2])(?![\d/.-])")
_SHORT_YEAR = re.compile(r"^\s?[-'’/. ]?\s?(\d\d)(?![\d/.-])")
_SPANNED = re.compile(r"^\s*(?:-|–|—|/|a|to|until|al|ate|до|по|الي|حتي|至|到)\s*$")
_NUMBERED = re.compile(r"(?:شهر|mois|mes|month|месяц)\s*(1[0-2]|0?[1-9])")
_YEAR_SPAN = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-/–]\s?(?:(?:19|20)\d\d|\d\d)(?!\s?[\d/.-])")
_TO = r"\s*(?:-|–|—|\.\.|to|au|a|al|ate|до|по|الي|至|到)\s*"
_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_TWO_DAYS = re.compile(rf"(?:du |de |from |с |من )?({_DAY}){_TO}({_DAY})")
_DAYS_OF_MONTH = re.compile(rf"(?:du |de |from |с |من )?(\d{{1,2}})(?:er)?{_TO}(\d{{1,2}})")


@dataclass(frozen=True, slots=True)
class Found:
    """A period, and the text around it; `several` where years are named that may not be one."""

    value: str
    rest: str = ""
    several: bool = False


@lru_cache(maxsize=8192)
def find_period(text: str) -> Found | None:
    """The period that is written in a text, wherever it stands."""
    words = " ".join(fold(text).split())
    if len(words) > 200 or not words:
        return None
    if found := _days(text):
        return Found(found)
    if day_in(text) is not None:
        return None  # a day of which the order is not known, or one that no calendar has
    if ends := _TWO_DAYS.fullmatch(words):
        first, last = _days(ends[1]), _days(ends[2])
        if len(first) == len(last) == 22 and first <= last:
            return Found(f"{first[:10]}..{last[:10]}")
    for pattern, order in ((_ISO, (1, 2)), (_SLASHED, (2, 1))):
        if found_month := list(pattern.finditer(words)):
            if len(found_month) > 1:
                return None
            one = found_month[0]
            value = f"{one[order[0]]}-{int(one[order[1]]):02}"
            return Found(value, _without(words, one.span()))
    if _YEAR_SPAN.search(words) and not month_pattern().search(words):
        return Found("", words, several=True)
    years = list(_YEAR.finditer(words))
    if len({year[1] for year in years}) > 1:
        return Found("", words, several=True)
    year, rest = (
        (years[0][1], _without(words, *(y.span() for y in years))) if years else ("", words)
    )
    for letter, patterns in (("Q", _QUARTER), ("H", _HALF)):
        for pattern in patterns:
            if (part := pattern.search(rest)) and (n := _ORDINAL[part[1]]) <= (2, 4)[letter == "Q"]:
                return Found(f"{year or '-'}-{letter}{n}", _without(rest, part.span()))
    if numbered := _NUMBERED.fullmatch(rest.strip()):
        return Found(f"{year or '-'}-{int(numbered[1]):02}")
    if found_months := _months(words, year):
        return found_months
    return Found(year, rest) if year else None


def _without(text: str, *spans: tuple[int, int]) -> str:
    for first, last in sorted(spans, reverse=True):
        text = f"{text[:first]} {text[last:]}"
    return " ".join(text.replace("年", " ").split()).strip("-–/,.:;() ")


def _days(text: str) -> str:
    """Whole dates and ranges of them, as other readers of files know them."""
    if sum(map(str.isdigit, text)) < 5:
        return ""
    try:
        found = [one for one in readings(text) if one.style is not DateStyle.EXCEL_SERIAL]
    except ImpossibleDate:
        return ""
    if len({(one.span.earliest, one.span.latest) for one in found}) != 1:
        return ""
    return value_of(found[0].span)


def value_of(span: DateSpan) -> str:
    period = Period(span.earliest, span.latest)
    if period.level:
        return str(period)
    whole = span.earliest.day == 1 and Period.of(span.latest, Level.MONTH).last == span.latest
    return str(period) if whole else f"{span.earliest}..{span.latest}"


def _months(words: str, year: str) -> Found | None:
    """One month, two names of one month, or the first and the last of several."""
    found = [(m.span(), months()[m[0].rstrip(".")]) for m in month_pattern().finditer(words)]
    found += [(m.span(), int(m[1])) for m in _CHINESE_MONTH.finditer(words)]
    if not found:
        return None
    rest = _without(words, *(span for span, _ in found))
    if not year and (short := _SHORT_YEAR.match(words[found[-1][0][1] :])):
        year = f"20{short[1]}" if int(short[1]) < 50 else f"19{short[1]}"
        at = found[-1][0][1]
        rest = _without(words[:at] + words[at + short.end() :], *(span for span, _ in found))
    rest = _YEAR.sub(" ", rest).strip("-–/,.:; ")
    numbers = list(dict.fromkeys(n for _, n in found))
    prefix = year or "-"
    if len(numbers) == 1:
        if year and (ends := _DAYS_OF_MONTH.fullmatch(rest)):
            days = [f"{year}-{numbers[0]:02}-{int(end):02}" for end in ends.groups()]
            return Found("..".join(days)) if span_of("..".join(days)) else None
        return Found(f"{prefix}-{numbers[0]:02}", rest)
    between = words[found[0][0][1] : found[1][0][0]]
    if len(numbers) == 2 and numbers[0] < numbers[1] and _SPANNED.match(between):
        return Found(f"{prefix}-{numbers[0]:02}..{prefix}-{numbers[1]:02}", _dashless(rest))
    return None


def _dashless(rest: str) -> str:
    return "" if _SPANNED.match(rest) else rest


def of_dates(days: Iterable[date]) -> list[str]:
    """What dates in a row of headings stand for: months where each is the first of one."""
    plain = [day.date() if isinstance(day, datetime) else day for day in days]
    if all(day.day == 1 for day in plain) or all(
        day == Period.of(day, Level.MONTH).last for day in plain
    ):
        return [f"{day:%Y-%m}" for day in plain]
    return [f"{day}..{day}" for day in plain]


def is_partial(value: str) -> bool:
    """True where the year has to come from another place."""
    return value.startswith("--")


def is_whole_year(value: str) -> bool:
    return len(value) == 4 and value.isdecimal()


def with_year(value: str, year: str) -> str:
    return value.replace("--", f"{year}-")


@lru_cache(maxsize=8192)
def span_of(value: str, as_written: str = "") -> DateSpan | None:
    """The days of a period with its year; None where the year is missing, or it is no period."""
    if is_partial(value):
        return None
    first, dots, last = value.partition("..")
    try:
        if dots and len(first) == len(last) == 10:
            ends = date.fromisoformat(first), date.fromisoformat(last)
            return DateSpan.between(*ends, as_written)
        period = Period.parse(value)
    except (ValueError, CairnError):
        return None
    return DateSpan.between(period.first, period.last, as_written)


def combine(values: Iterable[str]) -> tuple[str, bool]:
    """One period out of those that stand over a cell; False where they contradict each other.

    A month without its year takes the year that stands elsewhere; of a year and a month of it, the
    month counts.
    """
    distinct = list(dict.fromkeys(values))
    years = [value for value in distinct if is_whole_year(value)]
    partial = [value for value in distinct if is_partial(value)]
    if partial and not years:  # "1er trimestre 2025" over "janv."
        whole = [value for value in distinct if value and not is_partial(value)]
        ends = {end[:4] for value in whole for end in value.split("..")}
        years = list(ends) if len(ends) == 1 else []
    if partial and len(years) == 1:
        distinct = [
            with_year(value, years[0]) if is_partial(value) else value for value in distinct
        ]
    elif partial:
        finest = min(partial, key=_length)
        return finest, len(years) == 0 and all(_inside(finest, other) for other in distinct)
    spans = {value: span for value in distinct if (span := span_of(value))}
    if not spans:
        return "", True
    finest = min(spans, key=lambda value: spans[value].days)
    least = spans[finest]
    fits = all(
        span.earliest <= least.earliest and least.latest <= span.latest for span in spans.values()
    )
    return finest, fits


def _length(value: str) -> int:
    span = span_of(with_year(value, "2023"))
    return span.days if span else 400


def _inside(part: str, whole: str) -> bool:
    first, second = (span_of(with_year(value, "2023")) for value in (part, whole))
    if not first or not second:
        return False
    return second.earliest <= first.earliest and first.latest <= second.latest


def lies_within(part: str, whole: str) -> bool:
    """True where a period is a proper part of another; both with their years, or both without."""
    if part == whole or (is_partial(part) != is_partial(whole) and not is_whole_year(whole)):
        return False
    if is_partial(part) and is_whole_year(whole):
        return True
    return _inside(part, whole) and not _inside(whole, part)
