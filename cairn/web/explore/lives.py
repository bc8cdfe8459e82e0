"""What became of a filing before and after its number was counted: of whose filings it was merged,
and which of its numbers a later version changed.

Only what bears on the number that is shown is told: a filing may have been amended for another
number, and then nothing of this one differs.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cairn.figures.questions import Question
from cairn.kernel.dates import Period
from cairn.kernel.text import Message
from cairn.web import numbers
from cairn.web.explore.labels import apart, listing
from cairn.web.say import current, say

FEW = 3  # changed numbers that are told one by one
CELLS = 4  # numbers written by hand that are named
SAME_IN_ALL = frozenset({"country", "kind"})  # no cell of a filing is cut by these
IN_CELLS = {"age": "age_group", "destination": "partner"}  # as the cells of filings call them


@dataclass(frozen=True, slots=True)
class Written:
    """A number that a person wrote over what the merge gave."""

    basis: str
    words: str  # of whom it is; empty: of all


@dataclass(frozen=True, slots=True)
class Merged:
    """A national filing; without agencies where who looks may not know more."""

    agencies: tuple[str, ...] = ()
    doubles: Mapping[tuple[str, Period], int] | None = None  # counted once, of a basis and a time
    by_hand: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A number that a later version changed; both are None where only its parts are stated."""

    basis: str
    when: Period
    dims: Mapping[str, str]
    before: int | None
    now: int | None
    day: date

    def __str__(self) -> str:
        if self.before == self.now:
            return _("Amended on %(day)s.") % {"day": numbers.day(self.day, current())}
        return _("Amended on %(day)s: for %(period)s it was %(before)s and is %(now)s.") % {
            "day": numbers.day(self.day, current()),
            "period": numbers.period(self.when, current()),
            "before": _number(self.before),
            "now": _number(self.now),
        }


def fitting(changed: Iterable[Changed], question: Question, basis: str) -> list[Changed]:
    """Those of the numbers that a question asks for, as it is filtered and broken down."""
    names = {IN_CELLS.get(name, name) for name in question.asked - SAME_IN_ALL}
    wanted = {IN_CELLS.get(name, name): values for name, values in question.where}
    return [
        one
        for one in changed
        if one.basis == basis
        and set(one.dims) == names
        and all(one.dims[name] in wanted[name] for name in names & wanted.keys())
    ]


def amended_words(changed: Sequence[Changed], days: Sequence[date]) -> str:
    """What was changed, with the old number where the number is one; else how often."""
    if not changed:
        return ""
    if len(changed) <= FEW and not any(one.dims for one in changed):
        return " ".join(map(str, changed))
    return say(
        Message(
            "%(n)s of these filings was amended, on %(day)s.",
            "%(n)s of these filings were amended, the last on %(day)s.",
            len(days),
            {"day": numbers.day(days[-1], current())},
        )
    )


@dataclass(frozen=True, slots=True)
class Recalled:
    """A filing that its State called back from everybody else, and that stands for itself still."""

    ref: str
    period: Period
    day: date

    def __str__(self) -> str:
        return _(
            "Filing %(ref)s of %(period)s was recalled on %(day)s: nobody but its State and the "
            "secretariat reads it."
        ) % {
            "ref": apart(self.ref),
            "period": numbers.period(self.period, current()),
            "day": numbers.day(self.day, current()),
        }


def recalled_words(found: Collection[Recalled]) -> tuple[str, ...]:
    """Each of them by its reference; of many, how many and since when."""
    if len(found) <= FEW:
        return tuple(map(str, found))
    message = Message(
        "%(n)s of these filings was recalled, on %(day)s.",
        "%(n)s of these filings were recalled, the last on %(day)s.",
        len(found),
        {"day": numbers.day(max(one.day for one in found), current())},
    )
    return (say(message),)


@dataclass(frozen=True, slots=True)
class InNumber:
    """A merged filing, with the basis and the times of it that are in the number."""

    merged: Merged
    basis: str
    parts: frozenset[Period]


def merged_words(found: Collection[InNumber], *, all_merged: bool) -> Iterator[str]:
    """That agencies were merged, who was counted once, and what was written by hand."""
    agencies = list(dict.fromkeys(apart(name) for one in found for name in one.merged.agencies))
    if found and not agencies:
        yield _("Merged from the filings of several agencies.")
        return
    if not found:
        return
    values = {"agencies": listing(agencies)}
    if all_merged:
        yield _("Merged from the filings of %(agencies)s.") % values
    else:
        yield _("In part merged from the filings of %(agencies)s.") % values
    told = [
        (one.merged.doubles or {}).get((one.basis, part)) for one in found for part in one.parts
    ]
    if doubles := sum(n for n in told if n):
        yield _("Given by more than one agency and counted once in the total: %(n)s.") % {
            "n": numbers.number(doubles, current())
        }
    hand = [one for each in found for one in each.merged.by_hand if one.basis == each.basis]
    if hand:
        names = list(dict.fromkeys(one.words or _("the total") for one in hand))
        shown = names if len(names) <= CELLS else [*names[:CELLS], "…"]
        yield _("Written by hand, not by the merge: %(cells)s.") % {"cells": listing(shown)}


def _number(value: int | None) -> str:
    return _("not recorded") if value is None else numbers.number(value, current())
