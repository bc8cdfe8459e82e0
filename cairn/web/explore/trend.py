"""The panel over time: bars or a line, incomplete periods named, gaps left open."""

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cairn.figures.answers import Row, SourceRows
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.theme import DESKTOP, LIGHT, PHONE, Size, Theme
from cairn.figures.charts.trend import trend
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import Message
from cairn.web import numbers
from cairn.web.components import Column, Link, Table, Value
from cairn.web.explore.composed import composed, sentences
from cairn.web.explore.contributors import elsewhere
from cairn.web.explore.counted import heading, how_many, n_equals
from cairn.web.explore.filed import Noted, is_filed, noted, stays
from cairn.web.explore.labels import apart, level_name, listing, value_name
from cairn.web.explore.lacking import lacking_words, lacks
from cairn.web.explore.numbers_of import gap_words, part_heads, part_keys, part_values, sentence
from cairn.web.explore.panels import FORMATS, Panel
from cairn.web.explore.pictures import attribution, inline, words_for
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

KEY = "trend"


def panel(subject: Subject) -> Panel | None:
    """The panel; None where the source has no dates to speak of."""
    level = subject.level()
    if level is None:
        return None
    question = subject.grouped(level.value)
    one = subject.ask(question)
    partial = incomplete(subject, one, level)
    charts: tuple[SafeString, ...] = ()
    if one and any(isinstance(row.key[0], Period) for row in one.rows):
        sizes = (("wide", DESKTOP), ("narrow", PHONE))
        charts = tuple(
            inline(spec(subject, question, one, size=size), name) for name, size in sizes
        )
    return Panel(
        key=KEY,
        title=title(subject, level),
        note=note(subject, one),
        charts=charts,
        partial=(
            *beside_the_periods(subject, one, partial),
            *sentences(subject, question, one),
        ),
        table=table(subject, one, partial, level),
        files=files(subject, KEY),
        tabs=[
            Link(level_name(each), _address(subject, each), each == level)
            for each in subject.levels()
        ],
        noted=noted(subject)[0],
    )


def title(subject: Subject, level: Level) -> str:
    """Says what is measured; whether it changed is said where both periods are complete."""
    values = {
        "measure": say(subject.question.defined.title),
        "level": level_name(level).lower(),
    }
    return _("%(measure)s, %(level)s") % values


def spec(
    subject: Subject,
    question: Question,
    one: SourceRows | None,
    theme: Theme = LIGHT,
    size: Size = DESKTOP,
) -> Spec:
    """The chart; also what the PNG and SVG files show."""
    assert question.level
    words = words_for(subject, question, one, title(subject, question.level))
    partial = incomplete(subject, one, question.level)
    return trend(one, question, words, partial=partial, size=size, theme=theme)


def incomplete(subject: Subject, one: SourceRows | None, level: Level) -> dict[Period, str]:
    """The periods of the rows that the source does not cover whole, with the reason in words."""
    found = {}
    for row in one.rows if one else ():
        period = row.key[0]
        if isinstance(period, Period):
            whole = subject.complete(period)
            if whole.gap is not None:
                gap = whole.gap
                found[period] = gap_words(gap.first, gap.last, gap.reason)
            elif not whole.complete:
                found[period] = sentence(whole.reason, whole.values)
            elif lacks(subject, row):
                found[period] = lacking_words()
    return found


def table(
    subject: Subject, one: SourceRows | None, partial: Mapping[Period, str], level: Level
) -> Table:
    """The same numbers as a table, with what stands in no period at its end."""
    measure = subject.question.defined
    columns = [Column(_("Period")), Column(say(measure.unit), "number")]
    keys = part_keys(one.rows if one else ())
    columns += [Column(head, "number") for head in part_heads(keys)]
    columns.append(Column(heading(subject), "number"))
    flags, question = noted(subject)[0], subject.grouped(level.value)
    rows: list[list[Value]] = []
    notes: list[str] = []
    broken = elsewhere(subject)
    for row in one.rows if one else ():
        key = row.key[0]
        told = [partial.get(key, "") if isinstance(key, Period) else "", own_words(flags, key)]
        if isinstance(key, Period):
            told += composed(subject, question, key).sentences
            told += [str(one) for one in broken if one.touches(key)]
        name = value_name(measure, level.value, key, of_filings=is_filed(subject))
        line: list[Value] = [name, row.value, *part_values(row, keys)]
        rows.append([*line, how_many(subject, row)])
        notes.append(" ".join(filter(None, told)))
    if any(notes):
        columns.append(Column(_("Note")))
        rows = [[*line, told] for line, told in zip(rows, notes, strict=True)]
    return Table(title(subject, level), columns, rows)


def own_words(flags: Noted, key: object) -> str:
    """That the number of this row has a definition of its own; its words stand in the footnote."""
    mark = Noted(flags.of(key)).mark
    return _("%(mark)s own definition differs") % {"mark": mark} if mark else ""


def beside_the_periods(
    subject: Subject, one: SourceRows | None, partial: Mapping[Period, str]
) -> list[str]:
    """What is incomplete, reason by reason, and what stands in no period."""
    by_reason: dict[str, list[str]] = {}
    for period, reason in partial.items():
        by_reason.setdefault(reason, []).append(numbers.period(period, current()))
    told = []
    for reason, names in by_reason.items():
        listed = listing(names) if len(names) <= 4 else f"{names[0]} … {names[-1]}"
        told.append(
            _("Incomplete: %(periods)s. %(reason)s") % {"periods": listed, "reason": reason}
        )
    for row in one.rows if one else ():
        if isinstance(row.key[0], Period):
            continue
        told.append(_outside(subject, row))
    return told


def _outside(subject: Subject, row: Row) -> str:
    shown = 0 if isinstance(row.value, Cell) else row.value
    values = {"value": numbers.number(shown, current())}
    if is_filed(subject) and shown < 0:
        return _("The parts of filings exceed their totals by %(value)s.") % {
            "value": numbers.number(-shown, current())
        }
    if is_filed(subject):
        return say(
            Message(
                "Not broken down into these periods: %(n)s number of filings, %(value)s.",
                "Not broken down into these periods: %(n)s numbers of filings, in all %(value)s.",
                how_many(subject, row),
                values,
            )
        )
    if row.key[0] is None:
        return say(
            Message(
                "Date not precise enough for these periods: %(n)s record, number %(value)s.",
                "Date not precise enough for these periods: %(n)s records, number %(value)s.",
                row.records,
                values,
            )
        )
    return say(
        Message(
            "No date: %(n)s record, number %(value)s.",
            "No date: %(n)s records, number %(value)s.",
            row.records,
            values,
        )
    )


def note(subject: Subject, one: SourceRows | None) -> str:
    """Number of records and source, in one line."""
    return note_of(subject, how_many(subject, *one.rows) if one else 0)


def note_of(subject: Subject, n: int) -> str:
    told = n_equals(subject, n)
    named = _("Source: %(source)s") % {"source": apart(attribution(subject.source))}
    return f"{told} · {named}"


def files(subject: Subject, key: str, *, pictures: bool = True) -> list[Link]:
    """The files of one block: its data, its pictures, and what must be known to use them."""
    if stays(subject):
        return []
    pairs = subject.asked.pairs(source=subject.source.key, map=None)
    links = [
        Link(words, subject.door.file(subject.question.measure, key, kind, pairs))
        for words, kind in FORMATS
        if pictures or kind in ("csv", "parquet")
    ]
    about = subject.door.file(subject.question.measure, key, "json", pairs)
    return [*links, Link(_("About these files (JSON)"), about)]


def _address(subject: Subject, level: Level) -> str:
    return subject.door.page(subject.question.measure, subject.asked.pairs(level=level.value), KEY)
