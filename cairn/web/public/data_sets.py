"""The pages of the published data sets, and their rows as files.

A data set is described by the snapshot itself. Rows are sent as they are read, in constant memory:
as CSV straight from the snapshot, as Parquet from a copy that is made once for each snapshot.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.figures import connection
from cairn.figures.manifest import EVENTS_TAB, Gap, Source
from cairn.figures.measures import Measure, measures
from cairn.figures.questions import Question
from cairn.figures.schema import TABLES, VISIBILITY
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import known_dimensions, table_of
from cairn.kernel.collation import in_order
from cairn.kernel.dates import DateSpan, Precision
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.web import numbers
from cairn.web.components import Column, Fact, Link, Table, Value
from cairn.web.explore.citing import named
from cairn.web.explore.labels import apart, dimension_name, listing, title_of
from cairn.web.explore.numbers_of import gap_words
from cairn.web.say import current, say

CHUNK = 10_000  # rows
# Columns that are about this instance and not about what the source says.
INTERNAL = {column.name for column in VISIBILITY} | {"version", "incident"}
DATES_ARE = {
    Precision.DAY: noop("to the day"),
    Precision.MONTH: noop("to the month"),
    Precision.QUARTER: noop("to the quarter"),
    Precision.HALF: noop("to the half-year"),
    Precision.YEAR: noop("to the year"),
    Precision.SPAN: noop("stretches of other lengths"),
}

BASES = {  # what one number of a table is
    EVENTS_TAB: noop("events"),
    "detections": noop("detections"),
    "encounters": noop("encounters"),
    "arrivals": noop("arrivals"),
    "boats": noop("boats"),
    "applications": noop("applications"),
    "returns": noop("returns"),
}


class NoSuchDataSet(NotFound):
    text = noop("There is no published data set of this name.")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of data sets."""

    title: str
    publisher: str
    address: str
    covers: DateSpan | None
    records: int
    measures: str
    gaps: int
    retrieved: date | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the line of coverage, in thousandths of its length."""

    at: int
    wide: int
    gap: bool


@dataclass(frozen=True, slots=True)
class DataSet:
    """The page of one data set."""

    key: str
    title: str
    publisher: str
    facts: tuple[Fact, ...]
    licence: Link
    citation: str
    notes: tuple[str, ...]
    gaps: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    first: str
    last: str
    tables: Table
    measures: tuple[Link, ...]
    files: tuple[Link, ...]


def listed(snapshot: Snapshot) -> list[Listed]:
    """All published data sets, by title."""
    found = [
        Listed(
            title_of(source),
            apart(source.publisher),
            reverse("public:data_set", args=[source.key]),
            covers(source),
            records_of(snapshot, source),
            listing(say(one.title) for one in measures_of(snapshot, source)),
            len(source.gaps),
            source.retrieved,
        )
        for source in snapshot.sources
    ]
    return in_order(found, current(), lambda one: one.title)


def data_set(snapshot: Snapshot, key: str) -> DataSet:
    """One data set as its page shows it."""
    source = source_of(snapshot, key)
    return DataSet(
        key=source.key,
        title=title_of(source),
        publisher=apart(source.publisher),
        facts=tuple(_facts(snapshot, source)),
        licence=Link(say(source.licence) or _("not stated"), source.licence_url),
        citation=apart(named(source)),
        notes=tuple(say(note) for note in source.notes.splitlines() if note.strip()),
        gaps=tuple(gap_words(gap.first, gap.last, gap.reason) for gap in source.gaps),
        stretches=tuple(stretches(source.coverage_from, source.coverage_to, source.gaps)),
        first=numbers.day(source.coverage_from, current()) if source.coverage_from else "",
        last=numbers.day(source.coverage_to, current()) if source.coverage_to else "",
        tables=_tables(snapshot, source),
        measures=tuple(
            Link(
                say(one.title),
                f"{reverse('explore:measure', args=[one.key])}?source={source.key}",
            )
            for one in measures_of(snapshot, source)
        ),
        files=tuple(
            Link(words, reverse("public:data_rows", args=[source.key, kind]))
            for words, kind in (("CSV", "csv"), ("Parquet", "parquet"))
        ),
    )


def source_of(snapshot: Snapshot, key: str) -> Source:
    found = next((source for source in snapshot.sources if source.key == key), None)
    if found is None:
        raise NoSuchDataSet()
    return found


def covers(source: Source) -> DateSpan | None:
    if source.coverage_from is None or source.coverage_to is None:
        return None
    return DateSpan(source.coverage_from, source.coverage_to, Precision.SPAN)


def records_of(snapshot: Snapshot, source: Source) -> int:
    """All rows of the source; its tables overlap, so this is a number of rows, not of events."""
    return sum(one.rows for one in snapshot.manifest.contents if one.source == source.key)


def measures_of(snapshot: Snapshot, source: Source) -> list[Measure]:
    """The measures that this source answers."""
    return [
        one
        for one in measures().values()
        if source.key in known_dimensions(snapshot, Question(one.key))
    ]


def stretches(first: date | None, last: date | None, gaps: tuple[Gap, ...]) -> Iterator[Stretch]:
    """Coverage as a line from its first to its last day, broken by its gaps."""
    if first is None or last is None:
        return
    days = (last - first).days + 1

    def place(day: date) -> int:
        return round(1000 * min(max(0, (day - first).days), days) / days)

    at = 0
    for gap in sorted(gaps, key=lambda one: one.first):
        begins, ends = place(gap.first), place(gap.last + timedelta(days=1))
        if begins > at:
            yield Stretch(at, begins - at, gap=False)
        if ends > begins:
            yield Stretch(begins, max(4, ends - begins), gap=True)
        at = max(at, ends)
    if at < 1000:
        yield Stretch(at, 1000 - at, gap=False)


def _facts(snapshot: Snapshot, source: Source) -> Iterator[Fact]:
    yield Fact(pgettext("of a source", "Publisher"), source.publisher)
    yield Fact(_("Retrieved"), source.retrieved)
    yield Fact(_("Covers"), covers(source) or _("not known"))
    yield Fact(_("Rows"), records_of(snapshot, source))
    if source.sha256:
        yield Fact(_("SHA-256 of the file"), source.sha256)
    yield Fact(_("Snapshot"), snapshot.id)


def _tables(snapshot: Snapshot, source: Source) -> Table:
    """The tables of the source: what each counts, by what, and how exact its dates are."""
    lines: list[list[Value]] = []
    for one in snapshot.manifest.contents:
        if one.source != source.key:
            continue
        table = table_of(source, one.tab)
        lines.append(
            [
                one.tab or _("events"),
                say(BASES.get(table.basis, table.basis)),
                listing(dimension_name(name).lower() for name in table.dimensions) or "–",
                say(DATES_ARE[table.level]),
                one.rows,
            ]
        )
    columns = [
        Column(_("Table")),
        Column(_("Counts")),
        Column(_("By")),
        Column(_("Dates")),
        Column(_("Rows"), "number"),
    ]
    return Table(_("Tables of this data set"), columns, lines)


def kind_of(snapshot: Snapshot, source: Source) -> str:
    """The table of the snapshot in which the rows of this source are."""
    for one in snapshot.manifest.contents:
        if one.source == source.key and one.rows:
            return one.table
    raise NoSuchDataSet()


def row_columns(table: str) -> list[str]:
    """The columns that a file of rows has, under the names of the snapshot."""
    return [column.name for column in TABLES[table] if column.name not in INTERNAL]


def rows(snapshot: Snapshot, source: Source) -> Iterator[tuple[Any, ...]]:
    """The rows of one source as they are read."""
    table = kind_of(snapshot, source)
    cursor = connection.cursor().cursor()  # its own: the answer is read while others ask
    found = cursor.execute(_query(snapshot, table), {"source": source.key})
    while chunk := found.fetchmany(CHUNK):
        yield from chunk


def parquet_path(snapshot: Snapshot, source: Source) -> Path:
    """The rows of one source as a file, made when it is first asked for; those of earlier
    snapshots make room for it (who is still reading one reads it to its end)."""
    folder = Path(settings.CAIRN_DATA) / "cache" / "rows"
    place = folder / f"{snapshot.id}-{source.key}.parquet"
    if place.exists():
        return place
    folder.mkdir(parents=True, exist_ok=True)
    sql = _query(snapshot, kind_of(snapshot, source))
    with tempfile.TemporaryDirectory(dir=folder) as private:
        made = Path(private) / place.name
        connection.cursor().execute(
            f"COPY ({sql}) TO {connection.literal(made)} (FORMAT parquet, COMPRESSION zstd)",
            {"source": source.key},
        )
        made.replace(place)
    for earlier in folder.glob(f"{'?' * len(snapshot.id)}-{source.key}.parquet"):
        if earlier != place:
            earlier.unlink(missing_ok=True)
    return place


def _query(snapshot: Snapshot, table: str) -> str:
    columns = ", ".join(f'"{name}"' for name in row_columns(table))
    path = connection.literal(snapshot.path / f"{table}.parquet")
    return f"SELECT {columns} FROM read_parquet({path}) WHERE source = $source"
