"""What one heading or label may say: a period, a country, a sex, a total, a measure, a place.

`Reader` gives all that a text says, each with how sure that is and why. The axis of a whole column
of labels is decided together, in `proposing.py`: "Guinea" among posts is a post.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.formats.grids import CellValue
from cairn.kernel.text import noop
from cairn.reference.demonyms import match_nationality
from cairn.reference.names import CountryMatch
from cairn.reporting.reading.crosstabs.days import day_in, order_in, ordered
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis
from cairn.reporting.reading.crosstabs.marks import unmarked_label
from cairn.reporting.reading.crosstabs.periods import find_period, of_dates
from cairn.reporting.reading.crosstabs.words import (
    UNKNOWN,
    Words,
    origins_in,
    plain,
    region_names,
)

PERIOD_READ = noop("It is a period.")
DATES_AS_MONTHS = noop("The dates are shown as months, and each is the first or last day of one.")
KNOWN_WORD = noop("It is a known word.")
PART_OF_TEXT = noop("A known word stands in it.")
NOT_KNOWN = noop("What it means is not known; say what it stands for.")
FREE_LABEL = noop("The heading says that these are places; the label is kept as it is written.")
SEVERAL_ORIGINS = noop(
    "It says two things at once; the filing will say what you choose here, in these words."
)
FROM_HEADING = noop("The heading of its column says so.")
FROM_OTHERS = noop("Most labels beside it are of that kind.")

# Dimensions of which a heading may say that they are not stated; where a filing has no value for
# it, a person is asked.
NOT_STATED = {Axis.SEX: "unknown", Axis.AGE_GROUP: "", Axis.MODE: ""}


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a text says."""

    axis: Axis
    value: str
    score: float
    because: str
    values: Mapping[str, Any] = field(default_factory=dict)


def period_axis(value: str) -> Axis:
    first, dots, _ = value.partition("..")
    if dots:
        return Axis.SPAN
    if len(value) == 4 and value.isdecimal():
        return Axis.YEAR
    if "Q" in first:
        return Axis.QUARTER
    return Axis.SPAN if "H" in first else Axis.MONTH


class Reader:
    """Reads headings and labels, each spelling once."""

    def __init__(
        self,
        words: Mapping[str, Sequence[str]] | None = None,
        language: str | None = None,
        others: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`others`: words of other sections, by "section/measure"; by "section/" those for the
        people whom it counts."""
        self.words, self.language = Words(words), language
        self._senses: dict[str, tuple[tuple[Sense, ...], str]] = {}
        self._others = Words(others) if others else None
        self._people = {key for key in others or () if key.endswith("/")}

    def senses(self, value: CellValue) -> tuple[tuple[Sense, ...], str]:
        """Everything that a text says, but for countries and places; and what is left of it."""
        if isinstance(value, date):
            [period] = of_dates([value])
            return (Sense(period_axis(period), period, 0.9, DATES_AS_MONTHS),), ""
        text = _text(value)
        if text not in self._senses:
            self._senses[text] = self._read(text)
        return self._senses[text]

    def _read(self, text: str) -> tuple[tuple[Sense, ...], str]:
        bare, _ = unmarked_label(text)
        found: list[Sense] = []
        rest = bare
        if (day := day_in(bare)) is not None:
            known = ordered(day, order_in([bare], self.language))
            return (Sense(Axis.SPAN, known, 0.9, PERIOD_READ),), ""
        if not self.words.whole(bare) and (period := find_period(bare)) and period.value:
            score = 0.98 if not plain(period.rest) else 0.9
            found.append(Sense(period_axis(period.value), period.value, score, PERIOD_READ))
            rest = period.rest
        phrases, left = self.words.parts(rest)
        for said in phrases:
            for one in said:
                score, because = (0.97, KNOWN_WORD) if not left else (0.8, PART_OF_TEXT)
                axis = {"role": Axis.TOTAL, "heading": Axis.HEADING}.get(one.kind)
                if axis is Axis.TOTAL:
                    found.append(Sense(axis, one.value, score, because))
                elif axis is Axis.HEADING:
                    found.append(Sense(axis, one.axis, score, because))
                else:
                    found.append(Sense(Axis(one.axis), one.value, score, because))
        return _named(found), left

    def of_others(self, text: str) -> list[str]:
        """What of other sections a text says, as "section/measure"."""
        if self._others is None:
            return []
        phrases, _left = self._others.parts(unmarked_label(_text(text))[0])
        return [one.value for said in phrases for one in said if one.kind == "measure"]

    def is_of_people(self, value: str) -> bool:
        """Whether a section counts people who are no part of ours."""
        return f"{value.partition('/')[0]}/" in self._people

    def role(self, value: CellValue) -> str:
        """ "total", "subtotal", "average", "percent", "number" or "note"; else empty."""
        if isinstance(value, date) or value is None:
            return ""
        text, _ = unmarked_label(_text(value))
        whole = [said.value for said in self.words.whole(text) if said.kind == "role"]
        if whole:
            return whole[0]
        senses, left = self.senses(text)
        roles = [sense.value for sense in senses if sense.axis is Axis.TOTAL]
        if not roles:
            return ""
        if "average" in roles or "percent" in roles or "%" in text:
            return "average" if "average" in roles else "percent"
        if roles[0] in ("total", "subtotal"):
            return roles[0] if not left else "subtotal"
        return ""

    def heading(self, value: CellValue) -> tuple[str, ...]:
        """The axes that a heading of labels names: country, place, month …"""
        senses, _ = self.senses(value) if value is not None else ((), "")
        return tuple(dict.fromkeys(s.value for s in senses if s.axis is Axis.HEADING))

    def origins(self, value: CellValue) -> tuple[str, ...]:
        """The codes of "others", "unknown" and "stateless" among nationalities: one where a label
        says it, several where it says more than one at once."""
        text, _ = unmarked_label(_text(value))
        if found := origins_in(text):
            return found
        for part in text.split("/"):  # beside the same in another language, or a remark
            if found := origins_in(part):
                return found
        return ()

    def country(self, value: CellValue) -> CountryMatch:
        text, _ = unmarked_label(_text(value))
        return match_nationality(text, language=self.language)

    def is_region(self, value: CellValue) -> bool:
        return plain(unmarked_label(_text(value))[0]) in region_names()


def _named(found: Sequence[Sense]) -> tuple[Sense, ...]:
    """ "Sex not stated" names what is not known: it is no nationality."""
    named = [s for s in found if s.axis is Axis.HEADING and s.value in NOT_STATED]
    unknown = [s for s in found if s.axis is Axis.COUNTRY and s.value == UNKNOWN]
    if not named or not unknown:
        return tuple(found)
    axis = Axis(named[0].value)
    said = Sense(axis, NOT_STATED[axis], unknown[0].score, unknown[0].because)
    return (said, *(s for s in found if s not in named and s not in unknown))


def _text(value: CellValue) -> str:
    return "" if value is None else " ".join(str(value).replace("\u200f", "").split())


def periods_of(senses: Sequence[Sense]) -> list[str]:
    return [sense.value for sense in senses if sense.axis in PERIODS]
