"""The panel by one dimension: a table with bars, in which what is not known keeps rows of its own.

"Not recorded" (the source is silent), "unknown to the source" (it says that it does not know) and
"date not precise enough" are three things, and none of them is one more value.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cairn.figures.answers import Row, SourceRows
from cairn.figures.charts.bars import breakdown as bars
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.theme import DESKTOP, LIGHT, Size, Theme
from cairn.figures.questions import Question
from cairn.figures.schema import SEVERAL_COUNTRIES
from cairn.kernel.cells import Cell
from cairn.web.components import Link
from cairn.web.explore.composed import sentences
from cairn.web.explore.counted import heading, how_many
from cairn.web.explore.filed import is_filed, noted
from cairn.web.explore.labels import UNKNOWN, dimension_name, value_name, written
from cairn.web.explore.lacking import footnotes, lacks
from cairn.web.explore.numbers_of import part_heads, part_keys, part_values
from cairn.web.explore.panels import Bar, Breakdown
from cairn.web.explore.pictures import words_for
from cairn.web.explore.subject import Subject
from cairn.web.explore.trend import files, note
from cairn.web.say import say

KEY = "breakdown"
SHOWN = 12  # rows; one link shows all
PREFERRED = ("route", "origin", "country", "destination", "place", "cause", "kind", "sex", "mode")


def dimension_of(subject: Subject) -> str | None:
    """What the table is by: what was asked for, or the first that is not fixed by a filter."""
    known = subject.dimensions
    if subject.asked.by in known:
        return subject.asked.by
    fixed = {name for name, values in subject.question.where if len(values) == 1}
    free = [name for name in (*PREFERRED, *known) if name in known and name not in fixed]
    return free[0] if free else None


def panel(subject: Subject) -> Breakdown | None:
    """The panel; None where the source knows no dimension."""
    dimension = dimension_of(subject)
    if dimension is None:
        return None
    one = subject.ask(subject.grouped(dimension))
    keys = part_keys([*one.rows, *one.not_precise] if one else ())
    rows = _bars(subject, dimension, one, keys)
    shown = rows if subject.asked.everything else _first(rows)
    return Breakdown(
        key=KEY,
        title=title(subject, dimension),
        dimension=dimension_name(dimension),
        note=note(subject, one),
        rows=tuple(shown),
        heads=part_heads(keys),
        more=len(rows) - len(shown),
        all_address=subject.door.page(
            subject.question.measure, [*subject.asked.pairs(by=dimension), ("all", "1")], KEY
        ),
        files=files(subject, KEY),
        tabs=[
            Link(dimension_name(name), _address(subject, name), name == dimension)
            for name in subject.dimensions
        ],
        noted=noted(subject)[0],
        told=(
            *footnotes(subject, one.rows if one else ()),
            *sentences(subject, subject.grouped(dimension), one),
        ),
        counted=heading(subject),
    )


def title(subject: Subject, dimension: str) -> str:
    values = {
        "measure": say(subject.question.defined.title),
        "dimension": dimension_name(dimension).lower(),
    }
    return _("%(measure)s, by %(dimension)s") % values


def spec(
    subject: Subject,
    question: Question,
    one: SourceRows | None,
    theme: Theme = LIGHT,
    size: Size = DESKTOP,
) -> Spec:
    """The chart of the PNG and SVG files."""
    words = words_for(subject, question, one, title(subject, question.dimensions[0]))
    return bars(one, question, words, size=size, theme=theme)


def ordered(rows: Sequence[Row]) -> list[Row]:
    """The largest first; what is unknown, several or silent at the end."""
    return sorted(rows, key=lambda row: (_rank(row), -_plain(row), str(row.key)))


def _bars(
    subject: Subject, dimension: str, one: SourceRows | None, keys: Sequence[str]
) -> list[Bar]:
    rows = ordered(one.rows if one else ())
    most = max((abs(_plain(row)) for row in rows), default=0)
    measure = subject.question.defined
    found = [
        Bar(
            name=_name(subject, dimension, row),
            value=row.value,
            share=_share(row, most),
            records=how_many(subject, row),
            parts=part_values(row, keys),
            address=subject.door.page(
                measure.key,
                subject.asked.pairs(
                    **{dimension: written(row.key[0]), "source": subject.source.key, "by": None}
                ),
            ),
            aside=_rank(row) > 0,
            lacks=lacks(subject, row),
        )
        for row in rows
    ]
    beside = one.not_precise if one else ()
    if beside:
        found.append(_imprecise(subject, beside, keys))
    return found


def _name(subject: Subject, dimension: str, row: Row) -> str:
    filed = is_filed(subject)
    if filed and row.key[0] is None and _plain(row) < 0:
        return _("The parts exceed the total")
    return value_name(subject.question.defined, dimension, row.key[0], of_filings=filed)


def _imprecise(subject: Subject, rows: Sequence[Row], keys: Sequence[str]) -> Bar:
    """All records that touch the period and do not lie inside, whatever their value."""
    known = [row.value for row in rows if not isinstance(row.value, Cell)]
    return Bar(
        name=_("For a longer time (not counted above)")
        if is_filed(subject)
        else _("Date not precise enough (not counted above)"),
        value=sum(known) if known else Cell.NOT_RECORDED,
        share=None,
        records=how_many(subject, *rows),
        parts=tuple(
            sum(map(_number, each))
            for each in zip(*(part_values(r, keys) for r in rows), strict=True)
        ),
        aside=True,
    )


def _first(rows: list[Bar]) -> list[Bar]:
    """The first rows, and always those of what is not known."""
    plain = [row for row in rows if not row.aside]
    aside = [row for row in rows if row.aside]
    return [*plain[:SHOWN], *aside] if len(plain) > SHOWN + 2 else rows


def _share(row: Row, most: int) -> float | None:
    if isinstance(row.value, Cell) or most == 0:
        return None
    return round(100 * max(0, row.value) / most, 1)


def _rank(row: Row) -> int:
    key = row.key[0]
    if key is None:
        return 3
    if key in UNKNOWN:
        return 2
    return 1 if key == SEVERAL_COUNTRIES else 0


def _plain(row: Row) -> int:
    return _number(row.value)


def _number(value: int | Cell) -> int:
    return 0 if isinstance(value, Cell) else value


def _address(subject: Subject, dimension: str) -> str:
    return subject.door.page(subject.question.measure, subject.asked.pairs(by=dimension), KEY)
