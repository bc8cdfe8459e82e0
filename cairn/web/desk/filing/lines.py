"""The lines of a measure as its form shows them: the total, and a table for each way of cutting it.

Shown are the numbers that stand, the lines that stood last time (their names, not their numbers),
all values of a short list, and empty lines to fill in. What a person wrote and could not be saved
is laid over them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Level, Period
from cairn.reporting.filings.counts import CountInput, key_of
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS, Measure
from cairn.reporting.filings.drafting import Was
from cairn.reporting.filings.merged_numbers import origins
from cairn.reporting.filings.merging import Origin
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.parts import PartsSum, sums_proposed
from cairn.web import numbers
from cairn.web.desk.filing.cells import Line, was_text
from cairn.web.desk.filing.ordering import ranked
from cairn.web.desk.filing.words import (
    REASONS,
    WHEN,
    count_words,
    cut_words,
    dimension_words,
    options,
    problem_words,
    span_value,
    value_words,
)
from cairn.web.say import current, say

Names = tuple[str, ...]
SHORT_LIST = 12  # values of a list that are all shown at once
EMPTY_LINES, MORE_LINES = 2, 10
PAGE = 100  # lines of one table that are shown at once
MOST_NAMES = 3  # ways of cutting at once


@dataclass(frozen=True, slots=True)
class Asked:
    """What an empty line is of: a field for each name of its table."""

    name: str
    words: str
    value: str
    options: Sequence[tuple[str, str]]
    countries: bool


@dataclass(frozen=True, slots=True)
class Merging:
    """Of how many agencies' numbers a number is made, and how: "120 + 80 − 30 = 170"."""

    agencies: int
    sum: str
    doubles: str  # people counted twice; "" where there are none


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the form."""

    index: int
    words: str  # what the number is of; "" for a line that asks
    fixed: Mapping[str, str]
    asked: Sequence[Asked]
    text: str
    reason: str
    was: str
    held: str = ""
    last: str = ""  # in words
    last_value: str = ""  # a number that one click takes over
    problem: str = ""
    mine: str = ""
    theirs: str = ""
    key: str = ""  # of the cell, where that is known
    merged: Merging | None = None
    parts: str = ""  # of an empty total, in words: what its parts add up to
    parts_value: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way of cutting a total into parts."""

    id: str
    title: str
    headings: Sequence[str]
    lines: Sequence[Shown]
    sum: int
    total: int | None
    rest: int  # of lines that stand on other pages of the table
    first: int  # 0, or where this page of the table begins
    next: int  # where the next page begins, or 0
    before: int | None  # where the page before begins, or None
    fresh: Shown | None = None  # the pattern of an added line


@dataclass(slots=True)
class Laid:
    """Everything that a measure's page draws lines from."""

    filing: Filing
    measure: Measure
    stored: Mapping[str, CountInput]
    last: Mapping[str, CountInput]
    typed: Sequence[Line] = ()
    open: Iterable[Names] = ()
    more: Names = ()
    only: Names = ()  # the table of which a later page is shown
    start: int = 0
    _index: int = field(default=0)

    def next_index(self) -> int:
        self._index += 1
        return self._index


def names_of(given: CountInput) -> Names:
    names = [name for name in DIMENSIONS if given.dims.get(name)]
    return (*names, *((WHEN,) if given.span else ()))


def names_of_key(key: str) -> Names:
    """The names of the table in which a cell with this key stands; none for the total."""
    _measure, when, *parts = key.split("|")
    return (*(one.partition("=")[0] for one in parts), *((WHEN,) if when else ()))


def names_in(text: str, measure: Measure, months: int) -> Names:
    """`origin+sex`, as an address carries it; only what this measure is cut by."""
    allowed = (*measure.by, *((WHEN,) if months > 1 else ()))
    given = set(text.split("+"))
    found = tuple(name for name in (*DIMENSIONS, WHEN) if name in given and name in allowed)
    return found[:MOST_NAMES]


def months_of(filing: Filing) -> list[tuple[str, str]]:
    months = [str(one) for one in filing.whole.split(Level.MONTH)]
    return [(one, value_words(WHEN, one)) for one in months]


def total_line(laid: Laid) -> Shown:
    """Of an empty total its parts say more than what was filed last time."""
    given = CountInput(laid.measure.key)
    line = _known(laid, given.key, given, _typed(laid).get(given.key))
    mine = [one for one in laid.stored.values() if one.measure == given.measure]
    found = _sum_of_parts(laid.filing, given.measure, mine)
    if found is None or line.text or line.reason:
        return line
    words = parts_words(laid.filing, given.measure, mine)
    return replace(line, parts=words, parts_value=str(found.sum), last="", last_value="")


def parts_words(filing: Filing, measure: str, given: Iterable[CountInput]) -> str:
    """What the parts of a number without a total add up to; "" where nobody can say."""
    found = _sum_of_parts(filing, measure, given)
    if found is None:
        return ""
    total = numbers.number(found.sum, current())
    if found.misses == "months":
        return _("What is given of a part of the period adds up to %(sum)s.") % {"sum": total}
    if found.misses:
        return _("What is given of it adds up to %(sum)s; some numbers are missing.") % {
            "sum": total
        }
    if found.by == (WHEN,):
        return _("Its months add up to %(sum)s.") % {"sum": total}
    return _("Its parts (%(by)s) add up to %(sum)s.") % {"by": cut_words(found.by), "sum": total}


def _sum_of_parts(filing: Filing, measure: str, given: Iterable[CountInput]) -> PartsSum | None:
    found = sums_proposed(given, first=filing.first, last=filing.period_last)
    return found.get(measure)


def cuts_of(laid: Laid) -> list[Cut]:
    """The tables of a measure, in the order of the dimensions."""
    found: dict[Names, dict[str, CountInput]] = {}
    for key, given in (*laid.last.items(), *laid.stored.items()):
        if names := names_of(given):
            found.setdefault(names, {})[key] = given
    for names in laid.open:
        if names:
            found.setdefault(names, {})
    for line in laid.typed:
        if names := _names_of_line(line):
            found.setdefault(names, {})
    order = [*DIMENSIONS, WHEN]
    ranked = sorted(found, key=lambda names: (len(names), [order.index(name) for name in names]))
    if laid.only:
        ranked = [names for names in ranked if names == laid.only]
    return [_cut(laid, names, found[names]) for names in ranked]


def _names_of_line(line: Line) -> Names:
    return tuple(name for name in (*DIMENSIONS, WHEN) if name in line.dims)


def _typed(laid: Laid) -> dict[str, Line]:
    return {line.key: line for line in laid.typed if line.key}


def _cut(laid: Laid, names: Names, given: dict[str, CountInput]) -> Cut:
    rank = ranked()
    lines = dict(sorted(given.items(), key=lambda pair: rank(pair[1])))
    if len(names) == 1 and len(listed := options(names[0])) <= SHORT_LIST:
        every = {}
        for value, _label in listed:
            one = CountInput(laid.measure.key, dims={names[0]: value})
            every[one.key] = lines.get(one.key, one)
        lines = every | lines
    if names == (WHEN,):
        lines = _by_month(laid, lines)
    start = min(laid.start, max(len(lines) - 1, 0)) if laid.only else 0
    page = dict(list(lines.items())[start : start + PAGE])
    typed = _typed(laid)
    shown = [_known(laid, key, one, typed.get(key)) for key, one in page.items()]
    shown += [
        _unread(laid, names, line)
        for line in laid.typed
        if line.dims and _names_of_line(line) == names and line.key not in lines
    ]
    stored = {key: one.value or 0 for key, one in laid.stored.items() if key in lines}
    total = sum(stored.values())
    whole = laid.stored.get(key_of(laid.measure.key, {}))
    wanted = MORE_LINES if laid.more == names else (0 if lines else EMPTY_LINES)
    shown += [_empty(laid, names) for _ in range(wanted)]
    return Cut(
        id="+".join(names),
        title=cut_words(names),
        headings=[dimension_words(name) for name in names],
        lines=shown,
        sum=total,
        total=whole.value if whole else None,
        rest=total - sum(stored.get(key, 0) for key in page),
        first=start,
        next=start + PAGE if start + PAGE < len(lines) else 0,
        before=max(start - PAGE, 0) if start else None,
        fresh=None if _is_closed(laid, names, lines) else _pattern(laid, names),
    )


def _is_closed(laid: Laid, names: Names, lines: dict[str, CountInput]) -> bool:
    """Every line that there can be is shown: a short list, or the months of the period."""
    listed = months_of(laid.filing) if names == (WHEN,) else options(names[0])
    return len(names) == 1 and 0 < len(listed) <= len(lines)


def _by_month(laid: Laid, lines: dict[str, CountInput]) -> dict[str, CountInput]:
    every = {}
    for value, _label in months_of(laid.filing):
        month = Period.parse(value)
        span = DateSpan.between(month.first, month.last)
        key = key_of(laid.measure.key, {}, span)
        every[key] = lines.get(key, CountInput(laid.measure.key, span=span))
    return every | lines


def _values(given: CountInput) -> dict[str, str]:
    found = {name: given.dims[name] for name in DIMENSIONS if given.dims.get(name)}
    return found | ({WHEN: span_value(given.span)} if given.span else {})


def _words(given: CountInput) -> str:
    return " · ".join(value_words(name, value) for name, value in _values(given).items())


def _known(laid: Laid, key: str, given: CountInput, line: Line | None) -> Shown:
    """A line whose cell is known; what was typed into it stands before what is stored."""
    now = laid.stored.get(key)
    was = Was(now.value, now.missing) if now else None
    text = str(now.value) if now and now.value is not None else ""
    reason = now.missing.value if now and now.missing else ""
    told: dict[str, Any] = {}
    if line:
        text, reason, was = line.text, line.reason, line.was
        told = told_of(line)
    last = laid.last.get(key)
    return Shown(
        laid.next_index(),
        _words(given),
        _values(given),
        (),
        text,
        reason,
        was_text(was),
        key=key,
        last=count_words(last.value, last.missing) if last else "",
        last_value=str(last.value) if last and last.value is not None else "",
        **told,
    )


def with_origins(filing: Filing, lines: Sequence[Shown]) -> list[Shown]:
    """The same lines; those whose number came from a merge of agencies say how."""
    found = origins(filing, [line.key for line in lines if line.key])
    return [
        replace(line, merged=_merging(found[line.key])) if line.key in found else line
        for line in lines
    ]


def _merging(one: Origin) -> Merging:
    written = [numbers.number(value, current()) for value in one.given.values()]
    doubles = numbers.number(one.doubles, current()) if one.doubles else ""
    whole = " + ".join(written) + (f" {numbers.MINUS} {doubles}" if doubles else "")
    if len(written) > 1:
        whole += f" = {numbers.number(one.merged, current())}"
    return Merging(len(written), whole, doubles)


def told_of(line: Line) -> dict[str, Any]:
    """What is wrong with a line, or which two numbers it has."""
    told: dict[str, Any] = {"problem": problem_words(line.problem) if line.problem else ""}
    if line.theirs is not None:
        mine = (
            say(REASONS[Cell(line.reason)]) if line.reason else line.text or count_words(None, "")
        )
        told |= {"mine": mine, "theirs": count_words(line.theirs.value, line.theirs.missing)}
    return told


def _unread(laid: Laid, names: Names, line: Line) -> Shown:
    return Shown(
        laid.next_index(),
        "",
        {},
        list(_asked(laid, names, line.dims)),
        line.text,
        line.reason,
        was_text(line.was),
        line.held,
        **told_of(line),
    )


def _empty(laid: Laid, names: Names) -> Shown:
    return Shown(laid.next_index(), "", {}, list(_asked(laid, names, {})), "", "", "")


def _pattern(laid: Laid, names: Names) -> Shown:
    """An added line of a script has the number 0 until it is put in."""
    return Shown(0, "", {}, list(_asked(laid, names, {})), "", "", "")


def _asked(laid: Laid, names: Names, dims: Mapping[str, str]) -> Iterator[Asked]:
    for name in names:
        listed = months_of(laid.filing) if name == WHEN else options(name)
        value = dims.get(name, "")
        if name in COUNTRIES and len(value) == 3:
            value = value_words(name, value)
        yield Asked(name, dimension_words(name), value, listed, name in COUNTRIES)
