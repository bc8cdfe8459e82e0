"""Two selections beside each other, with their difference and never with their sum.

A difference is given only where both sides are numbers of one source and one of its tables, and the
source covers both periods whole; otherwise the reason stands in its place.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from cairn.figures.answers import Row
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period
from cairn.web.explore.labels import selected
from cairn.web.explore.numbers_of import (
    coverage_words,
    difference_words,
    sentence,
)
from cairn.web.explore.panels import Comparison, Side
from cairn.web.explore.subject import Subject, find, only
from cairn.web.explore.trend import files, heads_of

KEY = "comparison"


def panel(subject: Subject) -> Comparison | None:
    """The panel; None where no second selection is asked for."""
    second = other_side(subject)
    if subject.asked.second is None:
        return None
    remove = subject.door.page(
        subject.question.measure,
        [pair for pair in subject.asked.pairs() if not pair[0].startswith("with_")],
        KEY,
    )
    if second is None:
        told = _("Nothing is recorded for the second selection.")
        return Comparison(None, (), told, same_source=False, remove=remove)
    shown = [each.row for each in (subject, second) if each.row]
    sides = (_side(subject, len(heads_of(shown))), _side(second, len(heads_of(shown))))
    return Comparison(
        sides=sides,
        heads=heads_of(shown),
        difference=difference(subject, second),
        same_source=subject.source == second.source,
        files=files(subject, KEY, pictures=False),
        remove=remove,
    )


def other_side(subject: Subject) -> Subject | None:
    """The second selection as a subject: of the same source, where that one answers."""
    second = subject.asked.second
    if second is None:
        return None
    asked = replace(subject.asked, question=only(second, subject.source.key), second=None)
    found = find(subject.door, asked)
    return found or find(subject.door, replace(asked, question=second))


def _side(subject: Subject, parts: int) -> Side:
    row = subject.row
    period = subject.question.period
    whole = subject.complete(period) if period else None
    reason = ""
    if whole is not None and not whole.complete:
        reason = sentence(whole.reason, whole.values)
    elif whole is None:
        reason = " ".join(list(coverage_words(subject))[:1])
    return Side(
        name=selected(subject.question) or _("Everything that is recorded"),
        value=row.value if row else Cell.NOT_RECORDED,
        records=row.records if row else 0,
        parts=tuple(row.parts[name] for name in ("dead", "missing", "together")[:parts])
        if row and row.parts
        else (),
        incomplete=reason,
    )


def difference(first: Subject, second: Subject) -> str:
    """The difference of the two numbers, or why there is none."""
    if first.source != second.source:
        return _("No difference is shown: the two numbers come from different sources.")
    if first.tab != second.tab:
        return _("No difference is shown: the two numbers stand in different tables of the source.")
    periods = (first.question.period, second.question.period)
    if _overlap(*periods):
        return _("No difference is shown: the two periods overlap.")
    for subject in (first, second):
        period = subject.question.period
        if period is None:
            return _("No difference is shown: choose a period for both selections.")
        whole = subject.complete(period)
        if not whole.complete:
            return _("No difference is shown. %(reason)s") % {
                "reason": sentence(whole.reason, whole.values)
            }
    values = [_value(subject.row) for subject in (first, second)]
    if values[0] is None or values[1] is None:
        return _("No difference is shown: a number is not recorded.")
    ratio = (values[0] - values[1]) / values[1] if values[1] else None
    return difference_words(values[0] - values[1], ratio)


def _overlap(one: Period | None, other: Period | None) -> bool:
    """Two periods that share some months; the same one twice is no overlap but a comparison."""
    if one is None or other is None or one == other:
        return False
    return one.first <= other.last and other.first <= one.last


def _value(row: Row | None) -> int | None:
    return row.value if row and not isinstance(row.value, Cell) else None
