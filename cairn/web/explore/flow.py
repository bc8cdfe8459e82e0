"""The panel from origin to where people went, where one table of the source knows both.

The drawing is large, so a page names it and the browser fetches it when it comes into view. On a
narrow screen its names would not be readable: there the table stands alone.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from cairn.figures.answers import SourceRows
from cairn.figures.charts.alt import alt
from cairn.figures.charts.flow import flow as ribbons
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.theme import DESKTOP, LIGHT, Theme
from cairn.figures.charts.words import Words
from cairn.figures.largest import Largest, largest
from cairn.figures.places import flow_end
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.web.components import Column, Table, Value
from cairn.web.explore.composed import sentences
from cairn.web.explore.counted import heading, how_many
from cairn.web.explore.filed import is_filed, noted
from cairn.web.explore.labels import dimension_name, value_name
from cairn.web.explore.lacking import lacking_words, lacks
from cairn.web.explore.panels import Panel, Picture
from cairn.web.explore.pictures import DARK_PAPER, LIGHT_PAPER, words_for
from cairn.web.explore.subject import Subject
from cairn.web.explore.trend import files, note_of
from cairn.web.say import say

KEY = "flow"
LISTED = 12  # lines of the table in the page; the file has all
TALLER = 420  # a flow of two columns of nine names needs more height than a trend
FEWEST = 2  # one line is no flow


def question_of(subject: Subject) -> Question | None:
    """The question by origin and the best end; None where the source cannot say both."""
    end = flow_end(subject.door.data, subject.question, subject.source.key)
    return subject.grouped("origin", end) if end else None


def panel(subject: Subject) -> Panel | None:
    """The panel; None where there is nothing to draw."""
    question = question_of(subject)
    if question is None:
        return None
    door = subject.door
    found = largest(door.data, question, subject.source.key, LISTED, **door.answering())
    if found is None or sum(_plain(row.value) > 0 for row in found.shown.rows) < FEWEST:
        return None
    one = found.shown
    return Panel(
        key=KEY,
        title=title(subject, question),
        note=note_of(subject, found.records),
        alt=alt(one, question, words(subject, question, one), "flow", found.with_number),
        picture=Picture(
            _drawing(subject, LIGHT_PAPER), _drawing(subject, DARK_PAPER), DESKTOP.width, TALLER
        ),
        table=table(subject, question, found),
        files=files(subject, KEY),
        noted=noted(subject)[0],
        partial=tuple(sentences(subject, question, one)),
    )


def _drawing(subject: Subject, paper: str) -> str:
    pairs = subject.asked.pairs(source=subject.source.key, map=None, bare=paper)
    return subject.door.file(subject.question.measure, KEY, "svg", pairs)


def title(subject: Subject, question: Question) -> str:
    values = {
        "measure": say(subject.question.defined.title),
        "end": dimension_name(question.dimensions[1]).lower(),
    }
    return _("%(measure)s, from origin to %(end)s") % values


def words(subject: Subject, question: Question, one: SourceRows | None) -> Words:
    return words_for(subject, question, one, title(subject, question))


def spec(
    subject: Subject, question: Question, one: SourceRows | None, theme: Theme = LIGHT
) -> Spec:
    """The chart, in the page and in the files."""
    size = replace(DESKTOP, height=TALLER)
    return ribbons(one, question, words(subject, question, one), size=size, theme=theme)


def table(subject: Subject, question: Question, found: Largest) -> Table:
    """The largest lines; the file has every one."""
    measure = subject.question.defined
    silent = any(lacks(subject, row) for row in found.shown.rows)
    lines: list[list[Value]] = [
        [
            *(
                value_name(measure, name, part, of_filings=is_filed(subject))
                for name, part in zip(question.by, row.key, strict=True)
            ),
            row.value,
            how_many(subject, row),
            *([lacking_words() if lacks(subject, row) else ""] if silent else []),
        ]
        for row in found.shown.rows
    ]
    columns = [
        *(Column(dimension_name(name)) for name in question.dimensions),
        Column(say(measure.unit), "number"),
        Column(heading(subject), "number"),
        *([Column(_("Note"))] if silent else []),
    ]
    left_out = found.lines - len(lines)
    told = _("The files hold %(n)s more lines.") % {"n": left_out} if left_out else ""
    return Table(title(subject, question), columns, lines, help=told)


def _plain(value: int | Cell) -> int:
    return 0 if isinstance(value, Cell) else value
