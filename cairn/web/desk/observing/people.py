"""People of an event as lines of a form: a number, or a reason why there is none.

Names of fields: `p-3-n` number, `p-3-r` reason, `p-3-q` quality, `p-3-sex` and the like of whom.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

from cairn.kernel.cells import Cell
from cairn.kernel.text import noop
from cairn.reporting.observations.persons import DIMS, QUALITIES, PersonCount
from cairn.web.desk.observing.fields import whole_of
from cairn.web.desk.observing.words import choices, of_whom
from cairn.web.say import paired, say

FIELD = re.compile(r"p-(\d{1,3})-q\Z")
FIXED = tuple(
    PersonCount("smuggled", sex=sex, age_group=age)
    for sex in ("female", "male", "unknown")
    for age in ("adult", "child")
)
OPEN = {"suspects": 2, "abused": 2}  # lines to choose in, beside those that are filled in
TITLES = {"role": noop("Role"), "abuse": noop("Kind of abuse"), "perpetrator": noop("Committed by")}
REASONS = {
    Cell.NOT_RECORDED: noop("not recorded"),
    Cell.NOT_APPLICABLE: noop("does not apply"),
    Cell.WITHHELD: noop("withheld by us"),
}


@dataclass(slots=True)
class PeopleLine:
    """One line; `asked` are the lists from which its people are chosen."""

    index: int
    count: PersonCount
    number: str = ""
    reason: str = ""
    problem: str = ""
    chosen: bool = False  # of whom is fixed: the line has no lists

    @property
    def id(self) -> str:
        return f"p-{self.index}-n"

    @property
    def label(self) -> str:
        title = say(QUALITIES[self.count.quality].title)
        of = of_whom(self.count)
        return paired(title, of) if of else title

    @property
    def of(self) -> str:
        """Of which part of the people, on a line below the total."""
        return of_whom(self.count) if self.chosen and self.count.dims else ""

    @property
    def asked(self) -> list[dict[str, object]]:
        if self.chosen:
            return []
        return [
            {
                "name": f"p-{self.index}-{name}",
                "title": say(TITLES[name]),
                "value": getattr(self.count, name),
                "options": choices(DIMS[name]),
            }
            for name in QUALITIES[self.count.quality].by
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        pairs = self.count.dims.items() if self.chosen else ()
        return [(f"p-{self.index}-{name}", value) for name, value in pairs]


@dataclass(slots=True)
class PeopleLines:
    """All lines of the form, by quality."""

    lines: list[PeopleLine] = field(default_factory=list)

    @classmethod
    def of(cls, counts: Sequence[PersonCount]) -> "PeopleLines":
        """The lines that always stand there, with what is known, and those that were added."""
        made = cls()
        known = {one.key: one for one in counts}
        for key, quality in QUALITIES.items():
            if quality.total:
                made._add(known.pop(key, PersonCount(key)), chosen=True)
            for one in FIXED if key == "smuggled" else ():
                made._add(known.pop(one.key, one), chosen=True)
            for one in [one for one in known.values() if one.quality == key]:
                made._add(known.pop(one.key), chosen=key not in OPEN)
            for _turn in range(OPEN.get(key, 0)):
                made._add(PersonCount(key), chosen=False)
        return made

    @classmethod
    def sent(cls, data: QueryDict) -> "PeopleLines":
        made = cls()
        for index in sorted({int(m[1]) for name in data if (m := FIELD.match(name))}):
            quality = data.get(f"p-{index}-q", "")
            if quality in QUALITIES:
                made.lines.append(_read(index, quality, data))
        return made

    def _add(self, count: PersonCount, *, chosen: bool) -> None:
        number = "" if count.value is None else str(count.value)
        reason = count.missing.value if count.missing else ""
        self.lines.append(PeopleLine(len(self.lines), count, number, reason, chosen=chosen))

    @property
    def wrong(self) -> bool:
        return any(line.problem for line in self.lines)

    @property
    def counts(self) -> list[PersonCount]:
        """What was filled in, in the order of the qualities."""
        return [line.count for line in self.lines if line.number.strip() or line.reason]

    def blame(self, key: str, sentence: str) -> bool:
        for line in self.lines:
            if line.count.key == key and (line.number.strip() or line.reason):
                line.problem = sentence
                return True
        return False

    @property
    def by_quality(self) -> list[dict[str, object]]:
        return [
            {
                "title": say(one.title),
                "definition": say(one.definition),
                "lines": [line for line in self.lines if line.count.quality == key],
            }
            for key, one in QUALITIES.items()
        ]


def reasons() -> Iterable[tuple[str, str]]:
    return [(cell.value, say(words)) for cell, words in REASONS.items()]


def _read(index: int, quality: str, data: QueryDict) -> PeopleLine:
    dims = {name: data.get(f"p-{index}-{name}", "")[:40] for name in DIMS}
    number = data.get(f"p-{index}-n", "")[:40]
    reason = data.get(f"p-{index}-r", "")
    missing = Cell(reason) if reason in {cell.value for cell in Cell} else None
    value, problem = None, ""
    if number.strip():
        try:
            value = whole_of(number)
        except forms.ValidationError as wrong:
            problem = str(wrong.message)
    count = PersonCount(quality, value, missing, **dims)
    chosen = quality not in OPEN or (quality == "suspects" and f"p-{index}-role" not in data)
    return PeopleLine(index, count, number, missing.value if missing else "", problem, chosen)
