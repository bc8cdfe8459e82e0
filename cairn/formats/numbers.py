"""Numbers as people write them: which mark is the decimal one, and what is no number at all.

"1,234" is one thousand two hundred and thirty-four in one country and a little more than one in
another. A `NumberStyle` is inferred from a whole column and passed in; a number that stays
ambiguous is refused, except where a count is read: a count has no decimals, so the mark separates
thousands. An empty cell or a marker of absence is None, which is never zero.
"""

import enum
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cairn.formats import errors
from cairn.formats.errors import CellError, refuse
from cairn.formats.missing import read_missing

LONGEST = 400  # characters of anything that may still be a number
LARGEST = 10**15  # beyond this a float no longer holds every whole number


class NumberStyle(enum.StrEnum):
    """Which mark separates the decimals in a column."""

    POINT = "."
    COMMA = ","
    UNDECIDED = ""


@dataclass(frozen=True, slots=True)
class _Number:
    """What was written, taken apart."""

    negative: bool
    whole: str
    fraction: str = ""
    exponent: int = 0
    shows: NumberStyle = NumberStyle.UNDECIDED  # the decimal mark that this spelling proves
    mark: str = ""  # the one mark of an ambiguous number: "1,234"


_MARKS = str.maketrans(
    {
        "\u066b": "D",  # Arabic decimal separator
        "\u066c": "'",  # Arabic thousands separator
        "\u2019": "'",
        "\u02bc": "'",
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u2212": "-",
        "\ufe63": "-",
        "\uff0d": "-",
        "\u200e": None,  # marks of direction that spreadsheets leave around numbers
        "\u200f": None,
        "\u061c": None,
        "\ufeff": None,
    }
)
_GROUPED = r"[1-9]\d{0,2}(?:%s\d{3})+"
_SPACED = re.compile(rf"({_GROUPED % '[ ]'}|{_GROUPED % chr(39)})(?:([.,D])(\d+))?")
_POINTED = re.compile(rf"({_GROUPED % '[.]'})(?:,(\d+))?")
# Also 12,34,567, as written in South Asia.
_COMMAED = re.compile(rf"({_GROUPED % ','}|[1-9]\d?(?:,\d{{2}})+,\d{{3}})(?:[.](\d+))?")
_PLAIN = re.compile(r"(\d*)([.,D])(\d+)")
_SCIENTIFIC = re.compile(r"(\d+)(?:[.,](\d+))?[eE]([+-]?\d{1,6})")


def infer_number_style(samples: Iterable[object]) -> NumberStyle:
    """The decimal mark that the column proves; UNDECIDED where nothing does, or values disagree."""
    proofs = set()
    for sample in samples:
        number = _take_apart(sample) if isinstance(sample, str) else None
        if number and number.shows:
            proofs.add(number.shows)
    return proofs.pop() if len(proofs) == 1 else NumberStyle.UNDECIDED


def read_number(text: object, *, decimal: NumberStyle | str | None = None) -> int | float | None:
    """The number in a cell, or None where nothing was recorded."""
    if isinstance(text, int | float) and not isinstance(text, bool):
        return _checked(text, LARGEST, text)
    if read_missing(text):
        return None
    number = _parse(text, decimal, errors.UnreadableNumber)
    if number.mark:
        raise errors.AmbiguousNumber(value=text)
    if len(number.whole.lstrip("0")) > 16:
        raise errors.NumberTooLarge(value=text, allowed=LARGEST)
    if not number.fraction and not number.exponent:
        return _checked(-int(number.whole) if number.negative else int(number.whole), LARGEST, text)
    value = float(f"{number.whole}.{number.fraction}e{number.exponent}")
    return _checked(-value if number.negative else value, LARGEST, text)


def read_count(
    text: object, *, maximum: int = 100_000_000, decimal: NumberStyle | str | None = None
) -> int | None:
    """The whole number of people or events in a cell, or None where nothing was recorded."""
    if isinstance(text, str) and len(text) < 10 and text.isascii() and text.isdigit():
        return int(_checked(int(text), maximum, text))  # by far the most frequent cell
    if isinstance(text, int | float) and not isinstance(text, bool):
        value = _checked(text, maximum, text)
        if value < 0:
            raise errors.NegativeCount(value=text)
        if value != int(value):
            raise errors.FractionalCount(value=text)
        return int(value)
    if read_missing(text):
        return None
    number = _parse(text, decimal, errors.UnreadableCount)
    if number.exponent > 300:
        raise errors.NumberTooLarge(value=text, allowed=maximum)
    if number.exponent:
        raise errors.RoundedNumber(value=text)
    if number.fraction.strip("0"):
        raise errors.FractionalCount(value=text)
    digits = number.whole.lstrip("0")
    if number.negative and digits:
        raise errors.NegativeCount(value=text)
    if len(digits) > 15:
        raise errors.NumberTooLarge(value=text, allowed=maximum)
    return int(_checked(int(digits or "0"), maximum, text))


def _checked(value: int | float, allowed: int, written: object) -> int | float:
    if isinstance(value, float) and math.isnan(value):
        raise errors.UnreadableNumber(value=written)
    if abs(value) > allowed:
        raise errors.NumberTooLarge(value=written, allowed=allowed)
    return value


def _parse(value: object, decimal: NumberStyle | str | None, error: type[CellError]) -> _Number:
    """What is written, in the light of what is known of the column."""
    number = _take_apart(value) if isinstance(value, str) else None
    if number is None:
        refuse(value, error)
    if not decimal:
        return number
    if number.mark == decimal:
        return replace(number, whole=number.whole[:-3], fraction=number.whole[-3:], mark="")
    if number.shows not in (NumberStyle.UNDECIDED, decimal):
        raise errors.OtherNumberStyle(value=value)
    return replace(number, mark="")


def _take_apart(text: str) -> _Number | None:
    """Return the parts of what is written, or None if it is no number."""
    if len(text) > LONGEST:
        return _Number(False, text.strip()) if text.strip().isdecimal() else None
    body = text.translate(_MARKS).strip()
    if not body.isascii():
        body = "".join(str(unicodedata.decimal(c, c)) for c in body)
    negative = body.startswith("-")
    if body[:1] in ("-", "+"):
        body = body[1:].lstrip()
    if not body.isascii():
        return None
    if body.isdigit():
        return _Number(negative, body)
    if found := _SCIENTIFIC.fullmatch(body):
        return _Number(negative, found[1], found[2] or "", int(found[3]))
    if found := _PLAIN.fullmatch(body):
        return _one_mark(negative, found[1], found[2], found[3])
    if found := _SPACED.fullmatch(body):
        whole = found[1].replace(" ", "").replace("'", "")
        return _Number(negative, whole, found[3] or "", shows=_style(found[2]))
    if found := _COMMAED.fullmatch(body):
        return _Number(negative, found[1].replace(",", ""), found[2] or "", shows=NumberStyle.POINT)
    if found := _POINTED.fullmatch(body):
        return _Number(negative, found[1].replace(".", ""), found[2] or "", shows=NumberStyle.COMMA)
    return None


def _one_mark(negative: bool, whole: str, mark: str, fraction: str) -> _Number:
    """`a,b` or `a.b`: ambiguous only where three digits follow one to three that begin no zero."""
    if mark != "D" and len(fraction) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        return _Number(negative, whole + fraction, mark=mark)
    return _Number(negative, whole or "0", fraction, shows=_style(mark))


def _style(mark: str | None) -> NumberStyle:
    return NumberStyle(mark) if mark in (".", ",") else NumberStyle.UNDECIDED
