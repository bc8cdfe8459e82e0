"""Of what the number of a period was made, and whether a filing behind it was amended since.

A State files months, quarters or years; a page may show a year of which twelve months are parts.
Both are said where the number stands, in words that travel with it into tables, files and drawings.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cairn.figures.answers import SourceRows
from cairn.figures.questions import Question
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import Message
from cairn.web import numbers
from cairn.web.explore.contributors import elsewhere
from cairn.web.explore.filed import Entries, entries, is_filed
from cairn.web.explore.labels import listing
from cairn.web.explore.lacking import lacks
from cairn.web.explore.lives import (
    Changed,
    InNumber,
    Recalled,
    amended_words,
    fitting,
    merged_words,
    recalled_words,
)
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Composed:
    """What is true of one number; sentences, each of them empty where there is nothing to say."""

    made_of: str = ""
    missing: tuple[str, ...] = ()  # of which days of the number nobody said anything, and why
    amended: str = ""
    amended_on: tuple[date, ...] = ()  # when the versions that changed the number were validated
    each: str = ""  # as `made_of`, where it is true of several numbers in a row
    merged: tuple[str, ...] = ()  # that agencies were merged, and how
    recalled: tuple[str, ...] = ()  # which filings in it were called back

    @property
    def sentences(self) -> tuple[str, ...]:
        told = (self.made_of, *self.missing, *self.merged, self.amended, *self.recalled)
        return tuple(filter(None, told))


NOTHING = Composed()


def composed(subject: Subject, question: Question, key: object = None) -> Composed:
    """Of the number of a question; of one of its rows where `key` is the period of that row."""
    if not is_filed(subject):
        return NOTHING
    period = key if isinstance(key, Period) else question.period
    found = [one for one in entries(subject.door, question) if one[0].source == subject.source.key]
    return _of(found, question, period)


def sentences(subject: Subject, question: Question, one: SourceRows | None) -> list[str]:
    """What is to be said below a drawing or beside it: row by row where the rows are periods."""
    if question.level is None or one is None:
        whole = composed(subject, question)
        silent = one is not None and any(lacks(subject, row) for row in one.rows)
        if silent and question.dimensions and not whole.missing:
            whole = replace(whole, made_of="")  # of all rows together, and not of each
        return list(whole.sentences)
    position = question.by.index(question.level.value)
    periods = sorted({p for row in one.rows if isinstance(p := row.key[position], Period)})
    by_words: dict[tuple[str, str], list[Period]] = {}
    for period in periods:
        one_of = composed(subject, question, period)
        for words in one_of.sentences:
            of_several = one_of.each if words == one_of.made_of else words
            by_words.setdefault((words, of_several), []).append(period)
    told = [
        _("%(name)s: %(value)s")
        % {"name": listing(_runs(held)), "value": of_several if len(held) > 1 else words}
        for (words, of_several), held in by_words.items()
    ]
    if not periods:
        return told
    drawn = periods[0].first, max(one.last for one in periods)
    return [*(str(one) for one in elsewhere(subject) if one.meets(*drawn)), *told]


def _of(found: Entries, question: Question, period: Period | None) -> Composed:
    parts: set[Period] = set()
    silent: set[Period] = set()
    early: dict[Period, date] = {}
    changed: list[Changed] = []
    days: dict[tuple[str, int], date] = {}
    recalled: dict[str, Recalled] = {}
    merged, alone = [], False
    for one, filed in found:
        inside = frozenset(p for p in one.parts if period is None or _holds(period, p))
        without = {p for p in one.silent if period is None or _holds(period, p)}
        silent |= without
        if filed.sent and any(p.last > filed.sent for p in inside | without):
            early[filed.period] = filed.sent
        if not inside:
            continue
        parts |= {p for p in inside if not _holds_another(p, inside | without)}
        moved = [c for c in fitting(filed.changed, question, one.basis) if c.when in inside]
        changed += moved
        if moved:
            days[one.ref, one.number] = max(c.day for c in moved)
        if filed.recalled:
            recalled[one.ref] = Recalled(one.ref, filed.period, filed.recalled)
        if filed.merged:
            merged.append(InNumber(filed.merged, one.basis, inside))
        else:
            alone = True
    ordered = tuple(sorted(days.values()))
    return Composed(
        _made_of(parts, period),
        tuple(_missing(_alone(silent, parts), early)),
        amended_words(changed, ordered),
        ordered,
        _each_made_of(parts, period),
        tuple(merged_words(merged, all_merged=not alone)),
        recalled_words(recalled.values()),
    )


def _missing(silent: Collection[Period], early: Mapping[Period, date]) -> Iterator[str]:
    """The parts of which there is no number, and the filings that were sent before their time was
    over."""
    if silent:
        yield _("There is no number for %(periods)s.") % {
            "periods": listing(list(_runs(sorted(silent))))
        }
    for period, day in sorted(early.items()):
        yield _("The filing for %(period)s was sent on %(day)s, before its time was over.") % {
            "period": numbers.period(period, current()),
            "day": numbers.day(day, current()),
        }


def _alone(silent: Collection[Period], parts: Collection[Period]) -> set[Period]:
    """The times without a number, where there are numbers of other times."""
    return {one for one in silent if parts and not any(_holds(one, part) for part in parts)}


def _wanted(parts: Collection[Period], period: Period | None) -> int:
    """Of how many parts of this length the period is made; 0 where their lengths differ."""
    levels = {part.level for part in parts}
    level = next(iter(levels)) if len(levels) == 1 else None
    return len(list(period.split(level))) if period and level else 0


def _incomplete(parts: Collection[Period], period: Period | None) -> str:
    """That the number is made of some of its parts only; empty where none is known to be absent."""
    n = _wanted(parts, period)
    if n <= len(parts):
        return ""
    values = {"given": numbers.number(len(parts), current())}
    match next(iter(parts)).level:
        case Level.MONTH:
            return say(
                Message(
                    "Incomplete: made of %(given)s of %(n)s month.",
                    "Incomplete: made of %(given)s of %(n)s months.",
                    n,
                    values,
                )
            )
        case Level.QUARTER:
            return say(
                Message(
                    "Incomplete: made of %(given)s of %(n)s quarter.",
                    "Incomplete: made of %(given)s of %(n)s quarters.",
                    n,
                    values,
                )
            )
        case Level.HALF:
            return say(
                Message(
                    "Incomplete: made of %(given)s of %(n)s half-year.",
                    "Incomplete: made of %(given)s of %(n)s half-years.",
                    n,
                    values,
                )
            )
        case _:
            return say(
                Message(
                    "Incomplete: made of %(given)s of %(n)s year.",
                    "Incomplete: made of %(given)s of %(n)s years.",
                    n,
                    values,
                )
            )


def _holds_another(part: Period, parts: Collection[Period]) -> bool:
    """What is left of a number for a longer time is no part beside those that it was left by."""
    return any(part != one and _holds(part, one) for one in parts)


def _made_of(parts: Collection[Period], period: Period | None) -> str:
    if not parts or parts == {period} or (period is None and len(parts) == 1):
        return ""
    if incomplete := _incomplete(parts, period):
        return incomplete
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


def _each_made_of(parts: Collection[Period], period: Period | None) -> str:
    """The same, said of each of several periods."""
    if not (told := _made_of(parts, period)) or _incomplete(parts, period):
        return told
    levels = {part.level for part in parts}
    n = len(parts)
    match next(iter(levels)) if len(levels) == 1 else None:
        case Level.MONTH:
            return say(Message("each made of %(n)s month.", "each made of %(n)s months.", n))
        case Level.QUARTER:
            return say(Message("each made of %(n)s quarter.", "each made of %(n)s quarters.", n))
        case Level.HALF:
            return say(
                Message("each made of %(n)s half-year.", "each made of %(n)s half-years.", n)
            )
        case Level.YEAR:
            return say(Message("each made of %(n)s year.", "each made of %(n)s years.", n))
    return say(
        Message(
            "each made of %(n)s period of another length.",
            "each made of %(n)s periods of different lengths.",
            n,
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
