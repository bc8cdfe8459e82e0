"""Words about numbers: their parts, differences, coverage and gaps."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cairn.figures.answers import Number, Row, corrections
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import direction
from cairn.kernel.text import Message
from cairn.web import numbers
from cairn.web.components import Head
from cairn.web.explore.lacking import lacks
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

DEATHS = frozenset({"total", "dead", "missing"})
BACK = "corrections"  # what a source takes back of what it had counted before


def about_deaths(subject: Subject) -> bool:
    return subject.question.defined.value in DEATHS


def parts_of(row: Row) -> Iterator[Head]:
    """Dead and missing, always both; what only the total states; and the source's corrections."""
    yield Head(_("dead"), row.parts["dead"])
    yield Head(_("missing, presumed dead"), row.parts["missing"])
    n = row.parts["neither"]
    assert isinstance(n, int)
    told = say(Message("%(n)s record", "%(n)s records", n))
    yield Head(_("recorded only together"), row.parts["together"] if n else 0, note=told)
    if corrected := corrections(row):
        note = _("the source takes back what it had counted before")
        yield Head(_("corrections by the source"), corrected, note=note)


def part_keys(rows: Collection[Row]) -> tuple[str, ...]:
    """The parts that a table shows: dead and missing always; what was recorded only together, and
    what a source takes back, where there is any, for a column of nothing only makes a table too
    wide to read on a phone."""
    with_parts = [row for row in rows if row.parts]
    if not with_parts:
        return ()
    together = any(isinstance(n := row.parts["together"], int) and n for row in with_parts)
    taken_back = any(corrections(row) for row in with_parts)
    return (
        "dead",
        "missing",
        *(("together",) if together else ()),
        *((BACK,) if taken_back else ()),
    )


def part_heads(keys: Collection[str]) -> tuple[str, ...]:
    words = {
        "dead": _("dead"),
        "missing": _("missing"),
        "together": _("recorded only together"),
        BACK: _("corrections by the source"),
    }
    return tuple(words[key] for key in keys)


def part_values(row: Row, keys: Collection[str]) -> tuple[Number, ...]:
    """The parts of one row; those of a table of measures without parts are none."""
    if not row.parts:
        return ()
    return tuple(corrections(row) if key == BACK else row.parts[key] for key in keys)


def difference_words(difference: int, ratio: float | None) -> str:
    """The difference with its sign, and its share where there was something to change from."""
    shown = with_sign(difference)
    if ratio is None:
        return shown
    return f"{shown} ({numbers.change(1 + ratio, 1, current())})"


def with_sign(value: int) -> str:
    """The number with its sign, which stays at its side of the digits from right to left."""
    shown = numbers.number(value, current())
    if value <= 0:
        return shown
    mark = numbers.LEFT_TO_RIGHT if direction(current()) == "rtl" else ""
    return f"{mark}+{shown}{mark}"


class Reason(CairnError):
    """A sentence that `figures` gives as a template with values."""

    def __init__(self, template: str, values: Mapping[str, Any]) -> None:
        self.text = template
        super().__init__(**values)


def sentence(template: str, values: Mapping[str, Any]) -> str:
    """A reason of `figures`, with its values in the language of the reader."""
    return say(Reason(template, values)) if template else ""


def coverage_words(subject: Subject) -> Iterator[str]:
    """What the source covers, and its gaps in the time asked for."""
    covered, language = subject.coverage, current()
    if covered.first is None or covered.last is None:
        yield _("It is not known which time the source covers.")
        return
    yield _("The source covers %(first)s to %(last)s.") % {
        "first": numbers.day(covered.first, language),
        "last": numbers.day(covered.last, language),
    }
    period = subject.question.period
    for gap in covered.gaps:
        if period is None or (gap.first <= period.last and period.first <= gap.last):
            yield gap_words(gap.first, gap.last, gap.reason)
    if period is None:
        return
    found = subject.complete(period)
    if found.complete and lacks(subject, subject.row):
        return  # the source does, and not the number of this selection, which is told
    if found.complete:
        yield _("It covers the whole of %(period)s.") % {"period": numbers.period(period, language)}
    elif found.gap is None:
        yield sentence(found.reason, found.values)


def gap_words(first: date, last: date, reason: str) -> str:
    shown = {"first": numbers.day(first, current()), "last": numbers.day(last, current())}
    # Outside an f-string, in which the tool that collects sentences does not look.
    told = _("There are no data from %(first)s to %(last)s.") % shown
    return f"{told} {say(reason)}".strip()
