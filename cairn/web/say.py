"""Turns the sentences of pure code into the language of the person.

`kernel` and the subjects raise templates with values; pages, API and console call `say`. What it
does with values: a number is written with the digits of the language (`n` also with separators),
a date as the language writes dates, and foreign text is isolated in languages written from right to
left, so that a file name or a misspelt value cannot turn the sentence around.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from cairn.formats.errors import Decimal
from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import direction
from cairn.kernel.text import Message, Named
from cairn.web import numbers

FIRST_STRONG, POP = "\u2068", "\u2069"  # Unicode's isolating controls


# Values of sentences that are numbers of people or cases; rows and years are written as they are.
COUNTS = frozenset(
    {
        "stated",
        "computed",
        "difference",
        "sum",
        "total",
        "now",
        "usual",
        "part",
        "of",
        "before",
        "dead",
        "missing",
        "replaced",
    }
)
# Around foreign text inside a sentence, as the sentences of each language have them.
QUOTES = {
    "ar": ("«", "»"),
    "es": ("«", "»"),
    "fr": ("«\u202f", "\u202f»"),
    "ru": ("«", "»"),
    "zh": ("“", "”"),
}
MOST_DECIMALS = 6


class _Counted(int):
    """An integer that `%s` writes with the separators of the language and `%d` plainly."""

    def __str__(self) -> str:
        return numbers.number(int(self), current())


class _Isolated(str):
    """Foreign text inside a sentence from right to left; `%r` keeps its quotation marks."""

    def __new__(cls, text: str) -> "_Isolated":
        made = super().__new__(cls, f"{FIRST_STRONG}{text}{POP}")
        made.bare = text
        return made

    bare: str

    def __repr__(self) -> str:
        return f"{FIRST_STRONG}{_quoted(self.bare)}{POP}"


class _Quoted(str):
    """Foreign text that `%r` writes between the quotation marks of the language."""

    __slots__ = ()

    def __repr__(self) -> str:
        return _quoted(str(self))


def _quoted(text: str) -> str:
    marks = QUOTES.get(current().split("-")[0])
    return f"{marks[0]}{text}{marks[1]}" if marks else repr(str(text))


def decimals(value: float) -> int:
    """How many decimals a number has, as far as they are shown."""
    return len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])


def current() -> str:
    """The language of the person who is being spoken to."""
    return get_language() or "en"


def paired(name: object, value: object) -> str:
    """A thing and what is said of it: "Sex: women", with the colon of the language."""
    return f"{name}{numbers.colon(current())}{value}"


def isolated(text: str) -> str:
    """Foreign text, such as a reference, for a sentence that is put together outside of `say`."""
    return str(_Isolated(text)) if direction(current()) == "rtl" else text


def say(sentence: CairnError | Message | str) -> str:
    """Return the sentence in the language that is active, with its values in place."""
    if isinstance(sentence, Message):
        template = ngettext(sentence.one, sentence.many, sentence.n)
        return template % {**_shown(sentence.values), "n": _Counted(sentence.n)}
    if isinstance(sentence, CairnError):
        template, values = gettext(sentence.text), _shown(sentence.values)
        if isinstance(values.get("n"), int):
            values["n"] = _Counted(values["n"])
        return template % values
    return gettext(sentence) if sentence else ""


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _Counted(value) if name in COUNTS and type(value) is int else _value(value)
        for name, value in values.items()
    }


def _value(value: Any) -> Any:
    language = current()
    match value:
        case Message() | CairnError():
            return say(value)
        case Named():
            return value.in_language(language)
        case DateSpan():
            return numbers.date_span(value, language)
        case Period():
            return numbers.period(value, language)
        case date():
            return numbers.day(value, language)
        case Decimal():
            number = float(value)
            return _Quoted(numbers.number(number, language, decimals(number)))
        case str() if direction(language) == "rtl":
            return _Isolated(value)
        case str():
            return _Quoted(value)
    return value
