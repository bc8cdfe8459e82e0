"""The headline: the number with its parts, its change on the year before, and how sure it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cairn.figures.answers import Number, Row
from cairn.figures.compare import Change, compare
from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import direction
from cairn.kernel.text import Message
from cairn.web import numbers
from cairn.web.components import Head
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

DEATHS = frozenset({"total", "dead", "missing"})


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """The year before: its number and the difference, or why there is none."""

    title: str
    now: Number | None
    before: Number | None
    period: str
    year_before: str
    words: str
    complete: bool
    address: str  # both periods beside each other


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands at the top of the page."""

    value: Number
    unit: str
    parts: tuple[Head, ...]
    records: int
    change: ChangeInWords | None
    sure: tuple[str, ...]  # sentences on how far the number can be trusted


def headline(subject: Subject) -> Headline:
    row = subject.row
    measure = subject.question.defined
    return Headline(
        value=row.value if row else Cell.NOT_RECORDED,
        unit=say(measure.unit),
        parts=tuple(parts_of(row)) if row and measure.has_parts else (),
        records=row.records if row else 0,
        change=_change(subject),
        sure=tuple(_how_sure(subject)),
    )


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


def corrections(row: Row) -> int:
    """What is left of the number without its parts: below zero where a source corrects itself."""
    parts = (row.value, row.parts["dead"], row.parts["missing"], row.parts["together"])
    value, *others = (0 if isinstance(part, Cell) else part for part in parts)
    return value - sum(others)


def _change(subject: Subject) -> ChangeInWords | None:
    found = compare(subject.door.data, subject.question, **subject.door.answering())
    change = next((one for one in found if one.source == subject.source.key), None)
    if change is None:
        return None
    before = numbers.period(change.year_before, current())
    now = numbers.period(change.period, current())
    return ChangeInWords(
        title=_recorded(change, now, before),
        now=change.now.value if change.now else None,
        before=change.before.value if change.before else None,
        period=now,
        year_before=before,
        words=difference_words(change.difference, change.ratio)
        if change.difference is not None
        else reason_words(change),
        complete=change.difference is not None,
        address=subject.door.page(
            subject.question.measure,
            subject.asked.pairs(
                with_period=str(change.year_before), source=subject.source.key, map=None
            ),
            "comparison",
        ),
    )


def _recorded(change: Change, now: str, before: str) -> str:
    """Says that a recorded number rose or fell only where both periods are complete."""
    if change.difference is None:
        return _("The year before, %(before)s") % {"before": before}
    values = {"now": now, "before": before}
    if change.difference > 0:
        return _("The recorded number rose from %(before)s to %(now)s") % values
    if change.difference < 0:
        return _("The recorded number fell from %(before)s to %(now)s") % values
    return _("The recorded number is the same in %(before)s and %(now)s") % values


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


def reason_words(change: Change) -> str:
    """Why no change is shown."""
    return _("No change is shown. %(reason)s") % {"reason": sentence(change.reason, change.values)}


class Reason(CairnError):
    """A sentence that `figures` gives as a template with values."""

    def __init__(self, template: str, values: Mapping[str, Any]) -> None:
        self.text = template
        super().__init__(**values)


def sentence(template: str, values: Mapping[str, Any]) -> str:
    """A reason of `figures`, with its values in the language of the reader."""
    return say(Reason(template, values)) if template else ""


def _how_sure(subject: Subject) -> Iterator[str]:
    if row := subject.row:
        yield from _about_records(row, subject)
    if beside := subject.imprecise:
        yield say(
            Message(
                "%(n)s more record touches this period, but its date is not precise enough to say "
                "that it lies inside; it is not counted here.",
                "%(n)s more records touch this period, but their dates are not precise enough to "
                "say that they lie inside; they are not counted here.",
                beside.records,
            )
        )
    yield from coverage_words(subject)


def _about_records(row: Row, subject: Subject) -> Iterator[str]:
    if subject.question.defined.has_parts and (n := row.parts["neither"]):
        assert isinstance(n, int)
        yield say(
            Message(
                "%(n)s record states only the total, so its dead and missing cannot be told apart.",
                "%(n)s records state only the total, so their dead and missing cannot be told "
                "apart.",
                n,
            )
        )
    if row.not_recorded:
        yield say(
            Message(
                "%(n)s record has no number and adds nothing; that is not a zero.",
                "%(n)s records have no number and add nothing; that is not a zero.",
                row.not_recorded,
            )
        )
    if row.withheld:
        yield say(
            Message(
                "%(n)s record has a number that may not be shown.",
                "%(n)s records have a number that may not be shown.",
                row.withheld,
            )
        )


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
    if found.complete:
        yield _("It covers the whole of %(period)s.") % {"period": numbers.period(period, language)}
    elif found.gap is None:
        yield sentence(found.reason, found.values)


def gap_words(first: date, last: date, reason: str) -> str:
    shown = {"first": numbers.day(first, current()), "last": numbers.day(last, current())}
    return f"{_('Nothing from %(first)s to %(last)s.') % shown} {say(reason)}".strip()
