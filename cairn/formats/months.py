"""Names of months and weekdays in the languages that sheets are written in.

The names come from the Unicode locale data that Babel carries; only spellings that are missing
there are ours. A name means the same month in all languages, which a test insists on.
"""

import re
import unicodedata
from functools import cache

from babel.dates import get_day_names, get_month_names

LOCALES = ("en", "fr", "es", "pt", "ru", "ar", "ar_SY", "ar_DZ", "ar_MA", "uk", "it", "de", "tr")
EXTRA = {
    "sept": 9,
    "setiembre": 9,
    "set": 9,
    "фев": 2,
    "сен": 9,
    "ноя": 11,
    "يوليوز": 7,
    "غشت": 8,
    "شتنبر": 9,
    "نونبر": 11,
}
# Words that stand between the parts of a date: "1 de marzo de 2026", "1 марта 2026 г."
FILLERS = frozenset({"de", "del", "of", "the", "le", "du", "di", "г", "года", "год", "في", "م"})


def fold(text: str) -> str:
    """Lower case, without accents, digits as 0 to 9."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (c for c in letters if not unicodedata.combining(c) and c not in "\u200e\u200f\u061c")
    return "".join(str(unicodedata.decimal(c, c)) for c in kept)


@cache
def months() -> dict[str, int]:
    """Folded name → number of the month."""
    names = {fold(name): number for name, number in EXTRA.items()}
    for locale in LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, locale).items():
                    if not name[0].isdigit():
                        names.setdefault(fold(name).rstrip("."), number)
    return names


@cache
def weekdays() -> dict[str, int]:
    """Folded name → number of the weekday, Monday being 0."""
    names: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_day_names(width, "format", locale).items():
                names.setdefault(fold(name).rstrip("."), number)
    return names


@cache
def month_pattern() -> re.Pattern[str]:
    """Finds the name of a month in a folded text."""
    names = sorted(months(), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, names))})\.?(?![^\W\d_])")
