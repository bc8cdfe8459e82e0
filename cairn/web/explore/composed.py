"""Of what the number of a period was made, and whether a filing behind it was amended since.

A State files months, quarters or years; a page may show a year of which twelve months are parts.
Both are said where the number stands, in words that travel with it into tables, files and drawings.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cairn.figures.answers import SourceRows
from cairn.figures.questions import Question
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import Message
from cairn.web import numbers
from cairn.web.explore.filed import Entries, entries, is_filed
from cairn.web.explore.labels import listing
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Composed:
    """What is true of one number; sentences, each of them empty where there is nothing to say."""

    made_of: str = ""
    amended: str = ""
    amended_on: tuple[date, ...] = ()  # when each later version was validated

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.made_of, self.amended)))


NOTHING = Composed()


def composed(subject: Subject, question: Question, key: object = None) -> Composed:
    """Of the number of a question; of one of its rows where `key` is the period of that row."""
    if not is_filed(subject):
        return NOTHING
    period = key if isinstance(key, Period) else question.period
    found = [one for one in entries(subject.door, question) if one[0].source == subject.source.key]
    return _of(found, period)


def sentences(subject: Subject, question: Question, one: SourceRows | None) -> list[str]:
    """What is to be said below a drawing or beside it: row by row where the rows are periods."""
    if question.level is None or one is None:
        return list(composed(subject, question).sentences)
    position = question.by.index(question.level.value)
    periods = sorted({p for row in one.rows if isinstance(p := row.key[position], Period)})
    by_words: dict[str, list[Period]] = {}
    for period in periods:
        for words in composed(subject, question, period).sentences:
            by_words.setdefault(words, []).append(period)
    return [
        _("%(name)s: %(value)s") % {"name": listing(_runs(held)), "value": words}
        for words, held in by_words.items()
    ]


def _of(found: Entries, period: Period | None) -> Composed:
    parts: set[Period] = set()
    amended: dict[tuple[str, int], date | None] = {}
    for one, filed in found:
        inside = [part for part in one.parts if period is None or _holds(period, part)]
        parts.update(inside)
        if inside and one.number > 1:
            amended[one.ref, one.number] = filed.validated
    days = tuple(sorted(day for day in amended.values() if day))
    return Composed(_made_of(parts, period), _amended(days), days)


def _made_of(parts: Collection[Period], period: Period | None) -> str:
    if not parts or parts == {period} or (period is None and len(parts) == 1):
        return ""
    levels = {part.level for part in parts}
    n = len(parts)
    match next(iter(levels)) if len(levels) == 1 else None:
        case Level.MONTH:
            return say(Message("Made of %(n)s month.", "Made of %(n)s months.", n))
        case Level.QUARTER:
            return say(Message("Made of %(n)s quarter.", "Made of %(n)s quarters.", n))
        case Level.HALF:
            return say(Message("Made of %(n)s half-year.", "Made of %(n)s half-years.", n))
        case Level.YEAR:
            return say(Message("Made of %(n)s year.", "Made of %(n)s years.", n))
    return say(
        Message(
            "Made of %(n)s period of another length.",
            "Made of %(n)s periods of different lengths.",
            n,
        )
    )


def _amended(days: Sequence[date]) -> str:
    if not days:
        return ""
    return say(
        Message(
            "%(n)s of these filings was amended, on %(day)s.",
            "%(n)s of these filings were amended, the last on %(day)s.",
            len(days),
            {"day": numbers.day(days[-1], current())},
        )
    )


def _holds(period: Period, part: Period) -> bool:
    return period.first <= part.first and part.last <= period.last


def _runs(periods: Sequence[Period]) -> Iterator[str]:
    """The periods in words, those that follow each other as one stretch."""
    begin = 0
    for at, period in enumerate(periods):
        after = periods[at + 1] if at + 1 < len(periods) else None
        if after is not None and after.first == period.last + timedelta(days=1):
            continue
        first, last = (numbers.period(one, current()) for one in (periods[begin], period))
        alone = begin == at
        yield first if alone else _("%(first)s to %(last)s") % {"first": first, "last": last}
        begin = at + 1
