"""The map: shaded areas, hexagons, single records. It is drawn when somebody asks for it.

Areas are shaded in an equal-area projection, by the server. Hexagons and points come as a picture
too, and where JavaScript runs as a map that can be moved, beside a list of the largest records.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cairn.figures.answers import SourceRows
from cairn.figures.charts import maps
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.geometry import drawable
from cairn.figures.charts.theme import LIGHT, Theme
from cairn.figures.places import RESOLUTIONS
from cairn.figures.questions import Question
from cairn.kernel.text import Message
from cairn.reference.boundaries import ATTRIBUTION, DISCLAIMER, REMARKS, boundaries_path
from cairn.web import numbers
from cairn.web.components import Column, Link, Table, Value
from cairn.web.explore.composed import sentences
from cairn.web.explore.counted import heading, how_many
from cairn.web.explore.filed import is_filed, noted
from cairn.web.explore.labels import dimension_name, value_name
from cairn.web.explore.lacking import footnotes, marked
from cairn.web.explore.panels import Panel
from cairn.web.explore.pictures import inline, words_for
from cairn.web.explore.records import heads, largest, line
from cairn.web.explore.subject import Subject
from cairn.web.explore.trend import files, note
from cairn.web.say import current, say

KEY = "map"
AREAS, HEXAGONS, POINTS = "areas", "hexagons", "points"
BY = ("country", "destination", "origin")  # what may be shaded, the best first
RESOLUTION = 3  # of the hexagons in the picture


@dataclass(frozen=True, slots=True)
class Map:
    """The panel. Without `kind` it is closed: a button that leads to the page with it."""

    kind: str
    opening: str
    tabs: Sequence[Link]
    disclaimer: str
    remarks: Sequence[str]
    attribution: str
    panel: Panel | None = None
    chart: SafeString | str = ""
    data: str = ""  # where the moving map reads its marks
    land: str = ""
    records: str = ""  # where it asks for the records at one place
    picture: str = ""


def kinds(subject: Subject) -> list[str]:
    """The maps that this source can be drawn as."""
    found = [AREAS] if any(name in subject.dimensions for name in BY) else []
    return [*found, HEXAGONS, POINTS] if subject.question.defined.table == "events" else found


def area_dimension(subject: Subject) -> str | None:
    """What the areas are: where it happened, or where people went or came from."""
    if subject.asked.by in BY and subject.asked.by in subject.dimensions:
        return subject.asked.by
    known = [name for name in BY if name in subject.dimensions]
    # A map with one area says nothing: the source that counts one country has its origins drawn.
    for name in known:
        one = subject.ask(subject.grouped(name))
        if one and sum(1 for row in one.rows if row.key[0]) > 1:
            return name
    return known[0] if known else None


def panel(subject: Subject) -> Map | None:
    """The panel; None where the source knows no place at all."""
    possible = kinds(subject)
    if not possible:
        return None
    asked, door, measure = subject.asked, subject.door, subject.question.measure
    kind = asked.map if asked.map in possible else ""
    names = {AREAS: _("Areas"), HEXAGONS: _("Hexagons"), POINTS: _("Records")}
    opened = Map(
        kind=kind,
        opening=door.page(measure, asked.pairs(map=_first(possible)), KEY),
        tabs=[
            Link(names[one], door.page(measure, asked.pairs(map=one), KEY), one == kind)
            for one in possible
        ],
        disclaimer=say(DISCLAIMER),
        remarks=[say(remark) for remark in REMARKS],
        attribution=say(ATTRIBUTION),
    )
    return _drawn(subject, opened) if kind else opened


def _first(possible: Sequence[str]) -> str:
    return POINTS if POINTS in possible else possible[0]


def _drawn(subject: Subject, opened: Map) -> Map:
    """The open map with what its kind needs."""
    door, measure = subject.door, subject.question.measure
    pairs = subject.asked.pairs(source=subject.source.key)
    if opened.kind == AREAS:
        question, one, drawing = areas(subject)
        told = Panel(
            key=KEY,
            title=title(subject, question),
            note=note(subject, one),
            table=_table(subject, question, one),
            files=files(subject, KEY),
            noted=noted(subject)[0],
            partial=tuple(sentences(subject, question, one)),
        )
        return replace(opened, panel=told, chart=inline(drawing))
    told = Panel(
        key=KEY,
        title=title(subject, None, opened.kind),
        note=note(subject, subject.whole),
        partial=tuple(_elsewhere(subject)),
        table=_largest(subject),
        files=files(subject, KEY),
    )
    return replace(
        opened,
        panel=told,
        data=door.named("hexagons" if opened.kind == HEXAGONS else "points", measure, pairs),
        records=door.named("records", measure, pairs),
        land=land_address(),
        picture=door.file(measure, KEY, "png", pairs),
    )


def title(subject: Subject, question: Question | None, kind: str = AREAS) -> str:
    measure = say(subject.question.defined.title)
    if question is not None:
        dimension = dimension_name(question.dimensions[0]).lower()
        return _("Map: %(measure)s, by %(dimension)s") % {
            "measure": measure,
            "dimension": dimension,
        }
    if kind == HEXAGONS:
        return _("Map: %(measure)s, by hexagon") % {"measure": measure}
    return _("Map: %(measure)s, record by record") % {"measure": measure}


def areas(subject: Subject, theme: Theme = LIGHT) -> tuple[Question, SourceRows | None, Spec]:
    """The question by area, its answer and its drawing."""
    dimension = area_dimension(subject)
    assert dimension
    question = subject.grouped(dimension)
    one = subject.ask(question)
    words = words_for(subject, question, one, title(subject, question))
    drawing = maps.areas(one, question, words, land(), theme=theme, notes=[say(DISCLAIMER)])
    return question, one, drawing


def spec(subject: Subject, theme: Theme = LIGHT) -> Spec:
    """The drawing of the PNG and SVG files: areas, or hexagons for the two finer maps."""
    if subject.asked.map in (HEXAGONS, POINTS) and HEXAGONS in kinds(subject):
        question = subject.grouped(f"h3_{RESOLUTION}")
        one = subject.ask(question)
        words = words_for(subject, question, one, title(subject, None, HEXAGONS))
        return maps.hexagons(one, question, words, land(), theme=theme, notes=[say(DISCLAIMER)])
    return areas(subject, theme)[2]


def _table(subject: Subject, question: Question, one: SourceRows | None) -> Table:
    measure, dimension = subject.question.defined, question.dimensions[0]
    rows = sorted(
        one.rows if one else (),
        key=lambda row: (row.key[0] is None, -(row.value if isinstance(row.value, int) else 0)),
    )
    lines: list[list[Value]] = [
        [
            marked(
                subject,
                value_name(measure, dimension, row.key[0], of_filings=is_filed(subject)),
                row,
            ),
            row.value,
            how_many(subject, row),
        ]
        for row in rows
    ]
    columns = [
        Column(dimension_name(dimension)),
        Column(say(measure.unit), "number"),
        Column(heading(subject), "number"),
    ]
    told = " ".join(footnotes(subject, rows))
    return Table(title(subject, question), columns, lines, help=told)


def _elsewhere(subject: Subject) -> Iterator[str]:
    """The records of the selection that no map can show."""
    one = subject.ask(subject.grouped(f"h3_{min(RESOLUTIONS)}"))
    for row in one.rows if one else ():
        if row.key[0] is None:
            value = row.value if isinstance(row.value, int) else 0
            yield say(
                Message(
                    "%(n)s record has no place and is not on the map; its number is %(value)s.",
                    "%(n)s records have no place and are not on the map; their number is "
                    "%(value)s.",
                    row.records,
                    {"value": numbers.number(value, current())},
                )
            )


def _largest(subject: Subject) -> Table:
    """The records with the largest numbers, for who does not use the map."""
    found = largest(subject)
    return Table(
        _("The largest records on the map"), heads(), [list(line(subject, one)) for one in found]
    )


@lru_cache(maxsize=1)
def land() -> Mapping[str, Any]:
    """The boundaries, read and made ready for drawing once."""
    found: dict[str, Any] = json.loads(boundaries_path().read_text("utf-8"))
    for feature in found["features"]:
        feature["geometry"] = drawable(feature["geometry"])
    return found


def land_address() -> str:
    """Where the browser reads the boundaries: with their fingerprint, to be kept for a year."""
    return reverse("explore:land", args=[land_mark()])


@lru_cache(maxsize=1)
def land_mark() -> str:
    return hashlib.sha256(boundaries_path().read_bytes()).hexdigest()[:12]
