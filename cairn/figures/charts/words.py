"""Everything a chart says, already in the reader's language.

`figures` knows no gettext: the sentences below are marked for translation, and whoever asks for a
chart passes a function that translates them, the names of the values, and how numbers and months
are written. What stands in a chart is then plain text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from cairn.figures.answers import UNDATED, KeyPart, Number
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period
from cairn.kernel.languages import direction
from cairn.kernel.text import noop

TEXTS = {
    "quarter": noop("%(year)s Q%(n)s"),
    "half": noop("%(year)s H%(n)s"),
    "month": noop("%(month)s %(year)s"),
    "range": noop("%(first)s to %(last)s"),
    "not_recorded": noop("not recorded"),
    "not_applicable": noop("not applicable"),
    "withheld": noop("withheld"),
    "imprecise": noop("date not precise enough"),
    "undated": noop("no date"),
    "own_definition": noop("own definition differs"),
    "others": noop("others"),
    "up_to": noop("up to %(n)s"),
    "gathered": noop("Names gathered in “others”: %(n)s"),
    "not_drawn": noop("Rows that stand in the table only: %(n)s"),
    "pair": noop("%(name)s: %(value)s"),
    "link": noop("%(origin)s to %(end)s: %(value)s"),
    "partial": noop("Incomplete: %(periods)s"),
    "is_partial": noop("%(name)s (incomplete)"),
    "no_record": noop("no record"),
    "records": noop("Number of records: %(n)s"),
    "without_number": noop("Records without a number: %(n)s"),
    "beside_imprecise": noop("Date not precise enough: %(value)s"),
    "beside_undated": noop("No date: %(value)s"),
    "source": noop("Source: %(source)s"),
    "uncertain_place": noop("A larger circle is a larger number, not a more exact place."),
    "alt_trend": noop(
        "Chart over time, %(n)s periods from %(first)s to %(last)s; highest %(best)s with "
        "%(most)s, lowest %(worst)s with %(least)s."
    ),
    "alt_bars": noop("Bar chart, %(n)s rows; largest %(best)s with %(most)s."),
    "alt_flow": noop("Flow chart, %(n)s links; largest %(best)s."),
    "alt_areas": noop("Map with %(n)s shaded areas; highest %(best)s with %(most)s."),
    "alt_points": noop("Map with %(n)s points."),
    "alt_hexagons": noop("Map with %(n)s hexagons; highest value %(most)s."),
    "alt_comparison": noop("Bar chart of two selections, %(first)s and %(second)s, %(n)s rows."),
    "alt_beside": noop("Two selections over time, one beside the other on one scale."),
    "alt_side": noop(
        "%(side)s: %(n)s periods from %(first)s to %(last)s; highest %(best)s with %(most)s, "
        "lowest %(worst)s with %(least)s."
    ),
    "alt_side_empty": noop("%(side)s: nothing is recorded."),
    "alt_empty": noop("Nothing is recorded for this selection."),
}

MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one chart in one language."""

    language: str
    texts: Mapping[str, str]
    title: str
    source: str  # the attribution of the data, as one line
    caveat: str
    unit: str
    definition: str = ""  # what is counted; stands under the title of a picture that leaves
    subtitle: str = ""
    total: str = ""  # the number of the whole selection, with its unit
    months: Sequence[str] = ()  # twelve short names
    # Patterns of quarters and half-years with `%(year)s`, as pages write them: "Q1 2024".
    parts: Mapping[Level, Sequence[str]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # dimension → value → name
    comma: str = ", "  # between names in a row
    decimal: str = "."
    thousands: str = "\u202f"
    numerals: str = ""  # ten digits, where they are not 0–9
    mark: str = ""  # behind the unit, where a definition differs from the one that is shown
    marks: Mapping[Period, str] = field(default_factory=dict)  # … behind the numbers of a period
    footnotes: Sequence[str] = ()  # what the marks mean, and what else stands below every drawing
    numbers_alone: bool = False  # what has no number is counted apart from the records
    behind: Sequence[str] = ()  # the last lines: how it is marked, and of which day it is

    def __post_init__(self) -> None:
        if absent := set(TEXTS) - set(self.texts):
            raise ValueError(f"texts are absent: {sorted(absent)}")

    @classmethod
    def of(cls, language: str, translate: Callable[[str], str], **values: Any) -> Self:
        """The words with every sentence of this module translated."""
        texts = {key: translate(text) for key, text in TEXTS.items()}
        return cls(language=language, texts=texts, **values)

    @property
    def rtl(self) -> bool:
        return direction(self.language) == "rtl"

    @property
    def unit_marked(self) -> str:
        return marked(self.unit, self.mark)

    def say(self, key: str, /, **values: Any) -> str:
        return self.texts[key] % values

    def number(self, value: float) -> str:
        """A number as this language writes it, with a real minus."""
        whole = f"{abs(value):,}" if isinstance(value, int) else f"{abs(value):,.1f}"
        text = whole.replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)
        return (MINUS if value < 0 else "") + self.digits(text)

    def digits(self, text: str) -> str:
        """The text with the digits of this language."""
        return text.translate(str.maketrans("0123456789", self.numerals)) if self.numerals else text

    def value(self, value: Number) -> str:
        """A number, or the words for why there is none."""
        return self.texts[value.value] if isinstance(value, Cell) else self.number(value)

    def name(self, dimension: str, part: KeyPart) -> str:
        """What a row is called."""
        if isinstance(part, Period):
            return self.period(part)
        if part == UNDATED:
            return self.texts["undated"]
        if part is None and (named := self.names.get(dimension, {}).get("")):
            return named
        if part is None:
            return self.texts["imprecise" if dimension in set(Level) else "not_recorded"]
        return self.names.get(dimension, {}).get(str(part), str(part))

    def period(self, period: Period) -> str:
        year = self.digits(str(period.first.year))
        match period.level:
            case Level.YEAR:
                return year
            case Level.HALF | Level.QUARTER as level:
                length = 6 if level is Level.HALF else 3
                at = (period.first.month - 1) // length
                if known := self.parts.get(level):
                    return known[at] % {"year": year}
                n = self.digits(str(at + 1))
                return self.say(level.value, year=year, n=n)
            case Level.MONTH:
                return self.say("month", year=year, month=self.month(period.first.month))
        first, last = (Period.of(day, Level.MONTH) for day in (period.first, period.last))
        return self.say("range", first=self.period(first), last=self.period(last))

    def month(self, number: int) -> str:
        return self.months[number - 1] if self.months else self.digits(f"{number:02}")

    def locale(self) -> dict[str, Any]:
        """How Vega writes the numbers of an axis."""
        number: dict[str, Any] = {
            "decimal": self.decimal,
            "thousands": self.thousands,
            "grouping": [3],
            "currency": ["", ""],
            "minus": MINUS,
        }
        if self.numerals:
            number["numerals"] = list(self.numerals)
        return {"number": number}


def marked(text: str, mark: str) -> str:
    """The text with its reference mark, which no line break takes away from it."""
    return f"{text}\u202f{mark}" if mark else text


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in pixels; East Asian characters are twice as wide."""
    units = sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1.04
        for c in text
    )
    return units * size * 0.5


def wrap(text: str, room: float, size: float) -> list[str]:
    """The text in lines that fit; text without spaces breaks anywhere."""
    lines, line = [], ""
    spaced = " " in text
    for word in text.split(" ") if spaced else text:
        longer = f"{line} {word}" if line and spaced else line + word
        if line and width_of(longer, size) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def shorten(text: str, room: float, size: float) -> str:
    """The text, cut with an ellipsis where it does not fit."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
