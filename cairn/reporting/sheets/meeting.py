"""Filings that a sheet meets: what it would change in each, and what a person decided about them.

Of a filing that is there one of these is said: everything of the sheet goes in, nothing does, or,
in a draft, each number that differs is chosen. Into a validated filing nothing goes; a new version
of it takes the numbers. What was submitted or cleared can only be left as it is. Before anything is
said, the numbers that differ, are new, are equal and would go are counted. A total of the filing is
compared with what the sheet adds up to. What the sheet does not speak of is kept, in a draft of
which nothing is said too, unless a person says that everything comes from the sheet.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.reporting.filings.counts import CountInput, dims_of
from cairn.reporting.filings.drafting import Was
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.states import WRITABLE, FilingStatus
from cairn.reporting.sheets.errors import CrossesFiling
from cairn.reporting.sheets.summing import Sums
from cairn.reporting.sheets.taking import Part

SHEET, DRAFT = "sheet", "draft"  # whose number stays where the two differ
# What is said of a whole filing; `KEEP` takes the sheet's numbers and leaves the others there,
# `TAKE` takes those others out.
TAKE, KEEP, LEAVE, CELLS = "take", "keep", "leave", "cells"


@dataclass(frozen=True, slots=True)
class Stored:
    """A number of a filing, as far as the sheet is compared with it."""

    key: str
    measure: str
    was: Was
    earliest: date | None
    latest: date | None

    @property
    def dims(self) -> Mapping[str, str]:
        return dims_of(self.key.partition("|")[2].partition("|")[2])

    @property
    def span(self) -> DateSpan | None:
        if self.earliest is None or self.latest is None:
            return None
        return DateSpan.between(self.earliest, self.latest)


@dataclass(frozen=True, slots=True)
class Differing:
    """A number of the sheet and another one that the filing holds already."""

    key: str
    input: CountInput
    sheet: Was
    draft: Was
    chosen: str
    partly: bool = False  # the sum of totals of the sheet, of which some cells have no number


@dataclass(frozen=True, slots=True)
class Target:
    """One filing that the sheet goes into, there already or still to be begun."""

    part: Part
    filing: Filing | None
    differing: tuple[Differing, ...] = ()
    fresh: int = 0  # numbers of the sheet that the filing has not
    equal: int = 0
    going: tuple[Stored, ...] = ()  # numbers of it that the sheet does not speak of
    said: str = ""  # `TAKE`, `KEEP` or `LEAVE`, if a person said so
    problem: CairnError | None = None
    sums: tuple[CountInput, ...] = ()  # totals that it has not, and gets
    open_ended: tuple[CountInput, ...] = ()  # of `going`, with why: the sheet misses a part of it
    staying_on: tuple[Stored, ...] = ()  # numbers of measures or months that it does not touch

    @property
    def inputs(self) -> tuple[CountInput, ...]:
        """All that the sheet says of this filing: its cells, and sums in the place of cells."""
        keys = {one.key for one in self.part.all}
        summed = (one.input for one in self.differing if one.input.key not in keys)
        marks = self.open_ended if self.said == TAKE else ()
        return (*self.part.all, *summed, *self.sums, *marks)

    @property
    def key(self) -> str:
        """Under what the decision is kept; it is asked anew where the filing moved on, and where
        other numbers differ or would go: who said "take everything" while nothing differed did not
        say which of two numbers stays."""
        if self.filing is None:
            return ""
        met = [one.key for one in self.differing]  # with both of their numbers
        gone = [one.key for one in self.going]
        mark = hashlib.sha256(json.dumps([met, gone]).encode()).hexdigest()[:16]
        return f"filing|{self.filing.ref}|{self.filing.number}|{self.filing.revision}|{mark}"

    @property
    def locked(self) -> bool:
        """Whether it has left the organisation."""
        return self.filing is not None and self.filing.status not in WRITABLE

    @property
    def amends(self) -> bool:
        """Whether the sheet would become a new version of it."""
        return self.filing is not None and self.filing.status == FilingStatus.VALIDATED

    @property
    def changes(self) -> bool:
        return bool(self.differing or self.fresh or self.going)

    @property
    def keeps(self) -> bool:
        """Whether what the sheet does not speak of stays: nothing is lost without a word."""
        return self.said == KEEP or not self.said and not self.locked

    @property
    def gone(self) -> tuple[str, ...]:
        """Keys of its numbers that are taken out; of others it then says why there is none."""
        marked = {one.key for one in self.open_ended}
        left = (one.key for one in self.going if one.key not in marked)
        return tuple(left) if self.said == TAKE else ()

    @property
    def options(self) -> tuple[str, ...]:
        """What may be said of it as a whole."""
        if self.filing is None or self.problem or not self.changes:
            return ()
        if self.locked and not self.amends:
            return (LEAVE,)
        take = (TAKE, KEEP) if self.going else (TAKE,)
        if self.locked:
            return (*take, LEAVE)
        return (*take, LEAVE, CELLS) if self.differing else (*take, LEAVE)

    @property
    def asks(self) -> bool:
        """Whether a person should look at it before anything goes in."""
        return self.filing is not None and bool(self.locked or self.differing or self.going)

    @property
    def to_decide(self) -> bool:
        return self.locked and self.changes and not self.said

    @property
    def to_choose(self) -> int:
        """How many numbers of a draft nobody has chosen between yet."""
        if self.said or self.locked:
            return 0
        return sum(not one.chosen for one in self.differing)

    @property
    def left(self) -> bool:
        """Nothing of the sheet goes into it: so it was said, or it says the same already."""
        return self.said == LEAVE or self.locked and not self.changes

    @property
    def staying(self) -> set[str]:
        """What keeps the number of the draft where the sheet says another one."""
        if self.said in (TAKE, KEEP):
            return set()
        return {one.input.key for one in self.differing if one.chosen == DRAFT}


def met(parts: Sequence[Part], there: Sequence[Filing], said: Mapping[str, Any]) -> list[Target]:
    """What each part of the sheet meets; one query, however many filings there are."""
    found = [(part, next((one for one in there if one.whole == part.period), None))
             for part in parts]  # fmt: skip
    held = _stored([filing for _, filing in found if filing])
    return [
        _weighed(part, filing, held[filing.pk], said) if filing else Target(
                part, None, problem=_crossing(part, there), sums=part.sums)
        for part, filing in found
    ]  # fmt: skip


def _crossing(part: Part, there: Sequence[Filing]) -> CairnError | None:
    for one in there:
        if one.first <= part.period.last and part.period.first <= one.period_last:
            return CrossesFiling(ref=one.ref, period=one.whole, wanted=part.period)
    return None


def _stored(filings: Iterable[Filing]) -> Mapping[int, list[Stored]]:
    held: dict[int, list[Stored]] = defaultdict(list)
    rows = FilingCount.objects.filter(filing__in=[one.pk for one in filings]).values_list(
        *("filing", "key", "measure", "value", "no_value", "when_earliest", "when_latest")
    )
    for filing, key, measure, value, missing, earliest, latest in rows.iterator():
        was = Was(value, Cell(missing) if missing else None)
        held[filing].append(Stored(key, measure, was, earliest, latest))
    return held


def _weighed(part: Part, filing: Filing, rows: Sequence[Stored], said: Mapping[str, Any]) -> Target:
    held = {row.key: row.was for row in rows}
    whole = DateSpan.between(filing.first, filing.period_last)
    summed = Sums(part.inputs, whole)
    stated = Sums(part.totals, whole)
    met_here, going, open_ended = _speaking(part, whole, rows, summed, stated)
    untouched = {row.key for row in rows}
    untouched -= {one.key for one in (*part.all, *met_here)} | {one.key for one in going}
    differing, fresh, equal = [], 0, 0
    for one in (*part.all, *met_here):
        now, mine = held.get(one.key), Was(one.value, one.missing)
        if now is None:
            fresh += 1
        elif now == mine:
            equal += 1
        else:
            key = f"differs|{filing.ref}|{one.key}|{_said(mine)}|{_said(now)}"
            partly = one in met_here and not summed.of_same(one.measure, one.dims, one.span)
            differing.append(Differing(key, one, mine, now, said.get(key, ""), partly))
    sums = tuple(one for one in part.sums if one.key not in held)
    sums += _beside(part, rows, summed, held)
    if filing.status not in WRITABLE and not (differing or fresh or going):
        sums = ()  # for a sum alone, nothing is amended
    target = Target(
        part, filing, tuple(differing), fresh + len(sums), equal, tuple(going),
        sums=sums, open_ended=tuple(open_ended),
        staying_on=tuple(row for row in rows if row.key in untouched),
    )  # fmt: skip
    return replace(target, said=said.get(target.key, ""))


def _said(was: Was) -> str:
    """A number as the key of a choice between two names it."""
    return str(was.value if was.missing is None else was.missing.value)


def _beside(
    part: Part, rows: Iterable[Stored], sums: Sums, held: Iterable[str]
) -> tuple[CountInput, ...]:
    """Where the filing tells a breakdown of its whole time and the sheet the same by months, what
    the sheet adds to the one goes into the other too: else the two would contradict each other."""
    told = {
        (row.measure, frozenset(row.dims)): None
        for row in rows
        if row.dims and row.span is None and row.measure in sums.of
    }
    there = {*held, *(one.key for one in part.all)}
    found = (sums.not_there(measure, names, there) for measure, names in told)
    return tuple(one for several in found for one in several)


def _speaking(
    part: Part, whole: DateSpan, rows: Iterable[Stored], sums: Sums, stated: Sums
) -> tuple[list[CountInput], list[Stored], list[CountInput]]:
    """Of the filing's numbers that stand in no cell of the sheet: the sums that the sheet says of
    the same, such as a total; and those of its measures and its time of which it says nothing. Of
    months that the sheet does not speak of, nothing is touched. Last, why the sheet has no number
    for some of these: it misses a part of them. A total is never among those: where the sheet
    states totals of all its months, it is their sum, whatever cells they miss; else it is left
    empty and asked for before the filing is submitted."""
    keys = {one.key for one in part.all}
    spans = {one.span or whole for one in part.inputs}
    first = min((one.earliest for one in spans), default=date.max)
    last = max((one.latest for one in spans), default=date.min)
    said, going, open_ended = [], [], []
    for row in rows:
        if row.measure not in sums.of or row.key in keys:
            continue
        begins, ends = row.earliest or whole.earliest, row.latest or whole.latest
        if not (first <= begins and ends <= last):
            continue
        same = None if row.dims else stated.of_same(row.measure, {}, row.span)
        same = same or sums.of_same(row.measure, row.dims, row.span, marked=True)
        if same and (same.value is not None or Was(same.value, same.missing) == row.was):
            said.append(same)
            continue
        going.append(row)
        if same and (row.dims or row.span):
            open_ended.append(same)
    return said, going, open_ended
