"""The change against the time before: both numbers, and the difference or why there is none.

A period of up to a year is put beside the same months of the year before. A longer one would
overlap itself there, so it is put beside the equally long time that ends where it begins.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext as _

from cairn.figures.answers import Number
from cairn.figures.compare import NO_NUMBER, OTHER_TABLE, Change, compare
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period
from cairn.kernel.text import noop
from cairn.web import numbers
from cairn.web.explore.counted import none_of_it
from cairn.web.explore.lacking import lacks
from cairn.web.explore.numbers_of import difference_words, sentence
from cairn.web.explore.subject import Subject
from cairn.web.say import current

A_YEAR = 12  # months
LACKING = noop("A number that belongs to one of the two is not recorded.")


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """The time before: its number and the difference, or why there is none."""

    title: str
    now: Number | None
    before: Number | None
    nothing: str  # what is said where there is no number before
    period: str
    year_before: str
    words: str
    complete: bool
    address: str  # both periods beside each other


def change_of(subject: Subject) -> ChangeInWords | None:
    """The card beside the headline; None where the question names no period."""
    change = _found(subject)
    if change is None:
        return None
    if change.difference is not None and any(
        lacks(subject, row) for row in (change.now, change.before)
    ):
        change = replace(change, difference=None, reason=LACKING)
    before = numbers.period(change.year_before, current())
    now = numbers.period(change.period, current())
    return ChangeInWords(
        title=_recorded(change, now, before),
        now=change.now.value if change.now else None,
        before=change.before.value if change.before else None,
        nothing=none_of_it(subject),
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


def before(period: Period) -> Period:
    """The equally long time just before."""
    first = period.first
    months = first.year * 12 + first.month - 1 - _months(period)
    return Period(
        first.replace(year=months // 12, month=months % 12 + 1), first - timedelta(days=1)
    )


def _months(period: Period) -> int:
    first, last = period.first, period.last
    return 12 * (last.year - first.year) + last.month - first.month + 1


def _found(subject: Subject) -> Change | None:
    period = subject.question.period
    if period is None:
        return None
    if _months(period) > A_YEAR:
        return _longer(subject, period)
    found = compare(subject.door.data, subject.question, **subject.door.answering())
    return next((one for one in found if one.source == subject.source.key), None)


def _longer(subject: Subject, period: Period) -> Change | None:
    """The same as `compare`, against the equally long time before."""
    if period.first.year * A_YEAR - _months(period) < A_YEAR:
        return None  # before the calendar begins
    earlier = before(period)
    then = subject.ask(subject.question.but(period=earlier))
    rows = (subject.row, then.rows[0] if then and then.rows else None)
    if then and then.tab != subject.tab:
        return Change(subject.source.key, period, earlier, *rows, None, OTHER_TABLE)
    for each, row in zip((period, earlier), rows, strict=True):
        whole = subject.complete(each)
        if not whole.complete:
            return Change(
                subject.source.key, period, earlier, *rows, None, whole.reason, whole.values
            )
        if row is None or isinstance(row.value, Cell):
            told = {"period": str(each)}
            return Change(subject.source.key, period, earlier, *rows, None, NO_NUMBER, told)
    values = [row.value for row in rows if row and not isinstance(row.value, Cell)]
    return Change(subject.source.key, period, earlier, *rows, values[0] - values[1])


def _recorded(change: Change, now: str, before: str) -> str:
    """Says that a recorded number rose or fell only where both periods are complete."""
    values = {"now": now, "before": before}
    if change.difference is None:
        if _months(change.period) > A_YEAR:
            return _("The equally long time before, %(before)s") % values
        return _("The year before, %(before)s") % values
    if change.difference > 0:
        return _("The recorded number rose from %(before)s to %(now)s") % values
    if change.difference < 0:
        return _("The recorded number fell from %(before)s to %(now)s") % values
    return _("The recorded number is the same in %(before)s and %(now)s") % values


def reason_words(change: Change) -> str:
    """Why no change is shown."""
    return _("No change is shown. %(reason)s") % {"reason": sentence(change.reason, change.values)}
