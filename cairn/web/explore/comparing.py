"""Two selections beside each other, with their difference and never with their sum.

Both are drawn over time on one scale, by the length of period that suits the longer one. A
difference is given only where both sides are numbers of one source and one of its tables, and the
source covers both periods whole; otherwise the reason stands in its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cairn.figures.answers import Row
from cairn.figures.charts import beside
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.theme import DESKTOP, LIGHT, PHONE, Size, Theme
from cairn.kernel.cells import Cell
from cairn.kernel.dates import MONTHS, Period
from cairn.web.components import Column, Table, Value
from cairn.web.explore.changing import LACKING
from cairn.web.explore.composed import composed
from cairn.web.explore.counted import heading, how_many
from cairn.web.explore.filed import noted, stays
from cairn.web.explore.labels import (
    apart,
    level_name,
    of_filings,
    selected,
    side_by_side,
    title_of,
    value_name,
)
from cairn.web.explore.lacking import footnotes, lacking_words, lacks
from cairn.web.explore.numbers_of import (
    coverage_words,
    difference_words,
    part_heads,
    part_keys,
    part_values,
    sentence,
)
from cairn.web.explore.panels import Comparison, Side
from cairn.web.explore.pictures import attribution, inline, words_for
from cairn.web.explore.subject import Subject, find, only
from cairn.web.explore.trend import beside_the_periods, files, incomplete
from cairn.web.say import say

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
    by_period = over_time(subject, second)
    keys, flags = part_keys(shown), noted(subject, second)
    sides = (_side(subject, keys, flags[0].mark), _side(second, keys, flags[1].mark))
    return Comparison(
        sides=sides,
        heads=part_heads(keys),
        difference=difference(subject, second),
        same_source=subject.source == second.source,
        charts=charts(subject, by_period),
        partial=_partial(by_period, (subject, second)),
        note=_source_line(subject, second),
        table=_table(subject, by_period),
        files=[] if stays(second) else files(subject, KEY, pictures=bool(by_period)),
        remove=remove,
        counted=_heading(subject),
        footnotes=tuple(_footnotes(subject, second)),
    )


def other_side(subject: Subject) -> Subject | None:
    """The second selection as a subject: of the same source, where that one answers."""
    second = subject.asked.second
    if second is None:
        return None
    asked = replace(subject.asked, question=only(second, subject.source.key), second=None)
    found = find(subject.door, asked)
    return found or find(subject.door, replace(asked, question=second))


def over_time(first: Subject, second: Subject) -> tuple[beside.Side, ...]:
    """Both selections by the longer of the two lengths of period; nothing where one cannot be."""
    levels = [each.level() for each in (first, second)]
    known = [level for level in levels if level]
    if len(known) < len(levels):
        return ()
    level = max(known, key=MONTHS.__getitem__)
    sides = []
    for each, flags in zip((first, second), noted(first, second), strict=True):
        question = each.grouped(level.value)
        one = each.ask(question)
        if one is None or not any(isinstance(row.key[0], Period) for row in one.rows):
            return ()
        name = _name(each)
        if first.source != second.source:
            name = side_by_side([name, title_of(each.source)])
        marks = flags.marks([row.key[0] for row in one.rows])
        partial = incomplete(each, one, level)
        sides.append(beside.Side(name, question, one, partial, flags.mark, marks))
    return tuple(sides)


def charts(subject: Subject, sides: Sequence[beside.Side]) -> tuple[SafeString, ...]:
    """The drawing for a wide and for a narrow screen."""
    if not sides:
        return ()
    sizes = (("wide", DESKTOP), ("narrow", PHONE))
    return tuple(inline(_drawing(subject, sides, LIGHT, size), name) for name, size in sizes)


def spec(subject: Subject, theme: Theme = LIGHT) -> Spec | None:
    """The chart of the PNG and SVG files; None where there is none."""
    second = other_side(subject)
    sides = over_time(subject, second) if second else ()
    return _drawing(subject, sides, theme, DESKTOP) if sides else None


def _footnotes(first: Subject, second: Subject) -> Iterator[str]:
    """What the marks of both sides mean, with the selection where each has wordings of its own."""
    flags = noted(first, second)
    if flags[0] == flags[1]:
        yield from flags[0].footnotes
    else:
        for one in dict.fromkeys(wording for each in flags for wording in each.wordings):
            yield one.footnote()
    yield from footnotes(first, [first.row]) or footnotes(second, [second.row])
    for each in (first, second):
        for told in composed(each, each.grouped()).sentences:
            yield _("%(name)s: %(value)s") % {"name": _name(each), "value": told}


def _heading(subject: Subject) -> str:
    second = other_side(subject)
    return heading(subject, second) if second else heading(subject)


def _drawing(subject: Subject, sides: Sequence[beside.Side], theme: Theme, size: Size) -> Spec:
    first, second = sides
    second_subject = other_side(subject)
    words = words_for(
        subject, first.question, first.one, chart_title(subject, first), compared=second_subject
    )
    if second.one and second.one.source != subject.source.key:
        sources = [subject.source, subject.door.data.source(second.one.source)]
        words = replace(words, source=side_by_side(map(attribution, sources)))
    if second_subject:
        told = [*words.footnotes, *_footnotes(subject, second_subject)]
        words = replace(words, footnotes=told)
    return beside.beside(first, second, words, theme=theme, size=size)


def chart_title(subject: Subject, side: beside.Side) -> str:
    assert side.question.level
    return _("Two selections beside each other: %(measure)s, %(level)s") % {
        "measure": say(subject.question.defined.title),
        "level": level_name(side.question.level).lower(),
    }


def _partial(sides: Sequence[beside.Side], subjects: Sequence[Subject]) -> tuple[str, ...]:
    """What is incomplete or stands in no period, with the selection it belongs to."""
    return tuple(
        _("%(name)s: %(value)s") % {"name": side.name, "value": told}
        for side, subject in zip(sides, subjects, strict=False)  # no sides: nothing was drawn
        for told in beside_the_periods(subject, side.one, side.partial)
    )


def _source_line(first: Subject, second: Subject) -> str:
    sources = [first.source] if first.source == second.source else [first.source, second.source]
    named = side_by_side(apart(attribution(source)) for source in sources)
    return _("Source: %(source)s") % {"source": named}


def _table(subject: Subject, sides: Sequence[beside.Side]) -> Table | None:
    """The numbers of the chart, one selection after the other."""
    if not sides:
        return None
    measure, level = subject.question.defined, sides[0].question.level
    assert level
    columns = [
        Column(_("Selection")),
        Column(_("Period")),
        Column(say(measure.unit), "number"),
        Column(_heading(subject), "number"),
    ]
    lines: list[list[Value]] = [
        [
            side.name,
            value_name(measure, level.value, row.key[0], of_filings=of_filings(side.question)),
            row.value,
            row.records - (row.not_recorded if of_filings(side.question) else 0),
        ]
        for side in sides
        for row in side.rows
    ]
    return Table(chart_title(subject, sides[0]), columns, lines)


def _name(subject: Subject) -> str:
    return selected(subject.question) or _("Everything that is recorded")


def _side(subject: Subject, keys: Sequence[str], mark: str) -> Side:
    row = subject.row
    period = subject.question.period
    whole = subject.complete(period) if period else None
    reason = ""
    if whole is not None and not whole.complete:
        reason = sentence(whole.reason, whole.values)
    elif whole is None:
        reason = " ".join(list(coverage_words(subject))[:1])
    if whole is not None and not reason and lacks(subject, row):
        reason = lacking_words()
    return Side(
        name=_name(subject),
        value=row.value if row else Cell.NOT_RECORDED,
        records=how_many(subject, row) if row else 0,
        parts=part_values(row, keys) if row else (),
        incomplete=reason,
        mark=mark,
        lacks=lacks(subject, row),
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
    if any(lacks(each, each.row) for each in (first, second)):
        reason = say(LACKING)
        return _("No difference is shown. %(reason)s") % {"reason": reason}
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
