"""What stands of a figure of Explore in a folder: its numbers with caveat, source, the day up to
which they go and the address that shows this very figure.

Only what is published is read, anew at each opening; the facts say of which day the figures are.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from cairn.figures.measures import measures
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level
from cairn.kernel.text import noop
from cairn.web import numbers
from cairn.web.components import Column, Table, Value
from cairn.web.explore import breakdown, trend
from cairn.web.explore.citing import citation, named
from cairn.web.explore.doors import Door, public_door
from cairn.web.explore.heading import headline
from cairn.web.explore.labels import bare, selected
from cairn.web.explore.lacking import footnotes
from cairn.web.explore.numbers_of import coverage_words, part_heads, part_keys, part_values
from cairn.web.explore.page import address_of
from cairn.web.explore.reading import read
from cairn.web.explore.subject import Subject, find
from cairn.web.library.folder.excerpts import Excerpt
from cairn.web.library.folder.keys import Key
from cairn.web.say import current, say

KIND = noop("Figure")
GONE = noop("Nothing is published for this figure; it may have been withdrawn or renamed.")
NUMBER = "number"


def of_figure(key: Key, door: Door | None = None) -> Excerpt:
    """The figure that a key names, as the newest published snapshot answers it."""
    door = door or public_door()
    measure, _dot, block = key.place.partition(".")
    subject = _subject(door, measure, key.asked) if measure in measures() else None
    made = _BLOCKS[block](subject) if subject and block in _BLOCKS else None
    if subject is None or made is None:
        return Excerpt(
            str(key), say(KIND), measure, "", "ltr", "", notes=(say(GONE),), missing=True
        )
    table, told = made
    question, source = subject.question, subject.source
    anchor = "headline" if block == NUMBER else block
    address = f"{settings.ENVIRONMENT.origin}{address_of(subject)}"
    defined = question.defined
    return Excerpt(
        key=str(key),
        kind=say(KIND),
        title=table.caption,
        language=current(),
        direction="",
        address=f"{address}#{anchor}",
        facts=tuple(_facts(subject)),
        notes=tuple(dict.fromkeys([say(defined.caveat), *told, *coverage_words(subject)])),
        sources=(_source(subject),),
        citation=bare(citation(subject, address)),
        invented=source.invented,
        table=replace(table, caption=say(defined.question), help=say(defined.source_note)),
    )


def _subject(door: Door, measure: str, asked: str) -> Subject | None:
    if door.snapshot is None:
        return None
    understood = read(door, measures()[measure], QueryDict(asked))
    return None if understood.wrong else find(door, understood)


def _facts(subject: Subject) -> list[tuple[str, str]]:
    language, covered = current(), subject.coverage
    not_known = _("not recorded")
    last = numbers.day(covered.last, language) if covered.last else not_known
    built = date.fromisoformat(subject.door.data.manifest.built_at[:10])
    snapshot = f"{numbers.day(built, language)} ({subject.door.data.id[:12]})"
    return [
        (_("Selection"), selected(subject.question) or _("Everything that is recorded")),
        (_("Unit"), say(subject.question.defined.unit)),
        (_("Data up to"), last),
        (_("Snapshot"), snapshot),
    ]


def _source(subject: Subject) -> str:
    told = bare(named(subject.source))
    day = subject.source.retrieved
    if day is None:
        return told
    words = _("%(url)s, read on %(day)s")
    return words % {"url": told, "day": numbers.day(day, current())}


def _number(subject: Subject) -> tuple[Table, list[str]]:
    """The one number of the selection, with its parts."""
    top, row = headline(subject), subject.row
    keys = part_keys([row] if row else [])
    columns = [Column(_("Selection")), Column(top.unit_heading, "number")]
    columns += [Column(head, "number") for head in part_heads(keys)]
    name = selected(subject.question) or _("Everything that is recorded")
    parts = part_values(row, keys) if row else ()
    line: list[Value] = [name, top.value, *parts]
    told = [top.counted, *footnotes(subject, [row])]
    return Table(say(subject.question.defined.title), columns, [line]), told


def _trend(subject: Subject) -> tuple[Table, list[str]] | None:
    level: Level | None = subject.level()
    if level is None:
        return None
    one = subject.ask(subject.grouped(level.value))
    partial = trend.incomplete(subject, one, level)
    table = trend.table(subject, one, partial, level)
    return table, trend.beside_the_periods(subject, one, partial)


def _breakdown(subject: Subject) -> tuple[Table, list[str]] | None:
    found = breakdown.panel(replace(subject, asked=replace(subject.asked, everything=True)))
    if found is None:
        return None
    unit = say(subject.question.defined.unit)
    columns = [Column(found.dimension), Column(unit, "number")]
    columns += [Column(head, "number") for head in (*found.heads, found.counted)]
    empty: list[Value] = [Cell.NOT_RECORDED] * len(found.heads)
    rows: list[list[Value]] = [
        [bar.name, bar.value, *(bar.parts or empty), bar.records] for bar in found.rows
    ]
    return Table(found.title, columns, rows), list(found.told)


# Named in `COLLECTED` of Explore's page.
_BLOCKS: Mapping[str, Callable[[Subject], tuple[Table, list[str]] | None]] = {
    NUMBER: _number,
    trend.KEY: _trend,
    breakdown.KEY: _breakdown,
}
