"""The headline: the number with its parts, its change on the time before, and how sure it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cairn.figures.answers import Number, Row
from cairn.kernel.cells import Cell
from cairn.kernel.text import Message
from cairn.web import numbers
from cairn.web.components import Head
from cairn.web.explore.changing import ChangeInWords, change_of
from cairn.web.explore.composed import composed
from cairn.web.explore.counted import how_many, n_equals
from cairn.web.explore.filed import Noted, is_filed, noted
from cairn.web.explore.lacking import footnotes, lacks
from cairn.web.explore.making import undated
from cairn.web.explore.numbers_of import about_deaths, coverage_words, parts_of
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say
from cairn.web.units import unit_behind

GRADE = "quality"  # the dimension in which a publisher grades what it drew on


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands at the top of the page."""

    value: Number
    unit: str  # in the form that the number takes
    unit_heading: str
    parts: tuple[Head, ...]
    counted: str  # how many records or cells it rests on
    change: ChangeInWords | None
    sure: tuple[str, ...]  # sentences on how far the number can be trusted
    noted: Noted = field(default_factory=Noted)  # where a State's own definition differs
    invented: bool = False
    told: tuple[str, ...] = ()  # of what it was made
    lacks: bool = False  # a number that belongs here is not recorded


def headline(subject: Subject) -> Headline:
    row = subject.row
    measure = subject.question.defined
    change = change_of(subject)
    value = row.value if row else Cell.NOT_RECORDED
    return Headline(
        value=value,
        unit=unit_behind(measure.unit, value),
        unit_heading=say(measure.unit),
        parts=tuple(parts_of(row)) if row and measure.has_parts else (),
        counted=n_equals(subject, how_many(subject, row) if row else 0),
        change=change,
        sure=tuple(_how_sure(subject, change)),
        noted=noted(subject)[0],
        invented=subject.source.invented,
        told=(*footnotes(subject, [row]), *composed(subject, subject.grouped()).sentences),
        lacks=lacks(subject, row),
    )


def _how_sure(subject: Subject, change: ChangeInWords | None) -> Iterator[str]:
    """A few short lines, each from the data."""
    if row := subject.row:
        yield _rests_on(row, subject)
        if subject.question.defined.has_parts:
            yield from _parts(row)
        yield from _silent(row, subject)
    beside = subject.imprecise.records if subject.imprecise else 0
    outside = beside + (undated(subject) if subject.question.period else 0)
    if outside and is_filed(subject):
        yield say(
            Message(
                "%(n)s more number is for a longer time than this period; it is not counted.",
                "%(n)s more numbers are for a longer time than this period; they are not counted.",
                outside,
            )
        )
    elif outside:
        yield say(
            Message(
                "%(n)s more record has no date, or one too vague for this period; it is not "
                "counted.",
                "%(n)s more records have no date, or one too vague for this period; they are not "
                "counted.",
                outside,
            )
        )
    yield from _coverage(subject, change)
    if GRADE in subject.dimensions:
        yield _(
            "The publisher grades its sources from 1 to 5. It says that what the grades mean "
            "changed over the years, so they are not a scale of trust."
        )


def _rests_on(row: Row, subject: Subject) -> str:
    if about_deaths(subject):
        return say(
            Message(
                "It is a minimum, from %(n)s record: deaths that nobody recorded are not in it.",
                "It is a minimum, from %(n)s records: deaths that nobody recorded are not in it.",
                row.records,
            )
        )
    if is_filed(subject):
        return say(
            Message(
                "It rests on %(n)s number of filings.",
                "It rests on %(n)s numbers of filings.",
                how_many(subject, row),
            )
        )
    return say(Message("It rests on %(n)s record.", "It rests on %(n)s records.", row.records))


def _parts(row: Row) -> Iterator[str]:
    missing, value = row.parts["missing"], row.value
    if isinstance(missing, int) and isinstance(value, int) and value > 0 and missing > 0:
        share = numbers.percent(missing / value, current())
        yield _("%(share)s of it are people missing, presumed dead.") % {"share": share}
    n = row.parts["neither"]
    if isinstance(n, int) and n:
        yield say(
            Message(
                "%(n)s record states only the total, so its dead and missing cannot be told apart.",
                "%(n)s records state only the total, so their dead and missing cannot be told "
                "apart.",
                n,
            )
        )


def _silent(row: Row, subject: Subject) -> Iterator[str]:
    if row.not_recorded and is_filed(subject):
        yield say(
            Message(
                "In %(n)s place a filing gives no number; it adds nothing and is not a zero.",
                "In %(n)s places filings give no number; they add nothing and are not zeros.",
                row.not_recorded,
            )
        )
    elif row.not_recorded:
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


def _coverage(subject: Subject, change: ChangeInWords | None) -> Iterator[str]:
    """In one line where both periods are complete; otherwise what is missing, gap by gap."""
    if change is not None and change.complete:
        yield _("The source covers the whole of %(period)s and of %(before)s.") % {
            "period": change.period,
            "before": change.year_before,
        }
        return
    yield from coverage_words(subject)
