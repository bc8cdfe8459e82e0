"""Charts as pictures: specifications from `figures.charts`, drawn once and kept on disk.

A picture is addressed by the content of its specification, so that what is kept is never stale and
may be deleted at any time. The folder cannot grow without end: each of its drawers keeps the
latest few. In a page the drawing goes without title and foot, which the page has as text.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cairn.figures.answers import SourceRows
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.geometry import Drawable
from cairn.figures.charts.theme import DARK, LIGHT
from cairn.figures.charts.words import Words
from cairn.figures.manifest import Source
from cairn.figures.questions import Question
from cairn.kernel.dates import DateSpan, Precision
from cairn.web import numbers
from cairn.web.explore.composed import sentences
from cairn.web.explore.counted import in_drawings
from cairn.web.explore.filed import (
    IN_A_DRAWING,
    INVENTED,
    Noted,
    is_filed,
    marking,
    noted,
    on_the_way_words,
)
from cairn.web.explore.labels import (
    chart_names,
    plain_title,
    publisher_of,
    selected,
    side_by_side,
)
from cairn.web.explore.lacking import footnotes as lacking_in
from cairn.web.explore.lacking import marked
from cairn.web.explore.leaving import carried
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say
from cairn.web.units import in_words

Kind = Literal["svg", "png"]
DRAWING = "1"  # raised when the same specification is to be drawn differently
IN_A_DRAWER = 24  # pictures; there are 256 drawers
LIGHT_PAPER, DARK_PAPER = "light", "dark"
THEMES = {LIGHT_PAPER: LIGHT, DARK_PAPER: DARK}
NOTHING = Noted()
TYPES: dict[str, str] = {"svg": "image/svg+xml", "png": "image/png"}


def words_for(
    subject: Subject,
    question: Question,
    one: SourceRows | None,
    title: str,
    *,
    compared: Subject | None = None,
) -> Words:
    """Everything that a chart of these rows says, in the language of the reader. Of two selections
    that are compared each says for itself what it is and how its own numbers were made."""
    source, language = subject.source, current()
    flags = NOTHING if compared else noted(subject)[0]
    both = (subject, compared) if compared else (subject,)
    footnotes = [wording.footnote(IN_A_DRAWING) for wording in flags.wordings]
    if not compared:
        footnotes += lacking_in(subject, [subject.row, *(one.rows if one else ())])
        footnotes += sentences(subject, question, one)
    words = Words.of(
        language,
        gettext,
        title=title,
        definition=say(question.defined.question),
        subtitle="" if compared else _selection(subject),
        total="" if compared else _total(subject),
        source=attribution(source),
        caveat=say(question.defined.caveat),
        unit=say(question.defined.unit),
        names=_names(subject, question, one),
        **numbers.in_drawings(language),
        mark=flags.mark,
        numbers_alone=is_filed(subject),
        marks=flags.marks([part for row in one.rows for part in row.key] if one else ()),
        footnotes=[
            *footnotes,
            *([say(INVENTED)] if any(one.source.invented for one in both) else []),
            *filter(None, [on_the_way_words(*both)]),
        ],
        behind=list(_behind(*both)),
    )
    return replace(words, texts={**words.texts, **in_drawings(subject)})


def _names(
    subject: Subject, question: Question, one: SourceRows | None
) -> dict[str, dict[str, str]]:
    """What the rows of a drawing are called, with the mark of those that lack a number."""
    found = chart_names(question, one)
    if len(question.dimensions) == 1 and question.level is None and one:
        name = question.dimensions[0]
        for row in one.rows:
            key = "" if row.key[0] is None else str(row.key[0])
            found[name][key] = marked(subject, found[name][key], row)
    return found


def _selection(subject: Subject) -> str:
    """What was selected, and the time of which the numbers are where no period was."""
    told = [selected(subject.question)]
    covered = subject.coverage
    if subject.question.period is None and covered.first and covered.last:
        span = DateSpan(covered.first, covered.last, Precision.SPAN)
        told.append(numbers.date_span(span, current()))
    return " · ".join(filter(None, told))


def _total(subject: Subject) -> str:
    """The number of the whole selection, where there is one."""
    value = subject.row.value if subject.row else None
    if not isinstance(value, int):
        return ""
    told = in_words(subject.question.defined.unit, value)
    return gettext("Total: %(total)s") % {"total": marked(subject, told, subject.row)}


def _behind(*subjects: Subject) -> Iterator[str]:
    """How the numbers are marked, and as of when they stand."""
    if held := marking(*subjects):
        yield held
        yield from filter(None, [carried(*subjects).line])
    data = subjects[0].door.data
    built = date.fromisoformat(data.manifest.built_at[:10])
    yield gettext("Figures of %(day)s, snapshot %(snapshot)s") % {
        "day": numbers.day(built, current()),
        "snapshot": data.id[:12],
    }


def attribution(source: Source) -> str:
    """How the publisher wants to be named, and under what terms."""
    names = dict.fromkeys(filter(None, (publisher_of(source), plain_title(source))))
    told = source.attribution or side_by_side(names)
    return f"{told} ({say(source.licence)})" if source.licence else told


def bare(spec: Spec) -> Spec:
    """The drawing alone, for a page that says everything else as text beside it."""
    kept = {key: value for key, value in spec.items() if key != "title"}
    return kept | {"layer": spec["layer"][:-1]}  # the last layer is the foot


def inline(spec: Spec, css: str = "") -> SafeString:
    """The drawing as it stands in a page; its marks are reached by pointer and keyboard."""
    svg = draw(bare(spec), "svg").decode()
    return mark_safe(svg.replace("<svg ", f'<svg data-marks class="{css}" ', 1))


def draw(spec: Spec, kind: Kind) -> bytes:
    """The picture, from the folder of pictures if it was drawn before."""
    text = json.dumps(_known(spec), sort_keys=True, ensure_ascii=False)
    name = hashlib.sha256(f"{DRAWING} {kind} {text}".encode()).hexdigest()
    place = _folder() / name[:2] / f"{name[2:]}.{kind}"
    try:
        return place.read_bytes()
    except FileNotFoundError:
        pass
    from cairn.figures.charts.render import render

    drawn = render(spec, kind, language=current())
    _keep(place, drawn)
    return drawn


def _known(spec: Spec) -> Spec:
    """The specification with the fingerprints of boundaries in their place: a map of the world has
    ten thousand points, which are the same in every map."""
    return spec | {"layer": [_known_layer(layer) for layer in spec.get("layer", ())]}


def _known_layer(layer: Spec) -> Spec:
    values = layer.get("data", {}).get("values", ())
    if not any(isinstance(one.get("geometry"), Drawable) for one in values):
        return layer
    marked = [
        one | {"geometry": one["geometry"].mark}
        if isinstance(one.get("geometry"), Drawable)
        else one
        for one in values
    ]
    return layer | {"data": layer["data"] | {"values": marked}}


def _folder() -> Path:
    return Path(settings.CAIRN_DATA) / "cache" / "pictures"


def _keep(place: Path, drawn: bytes) -> None:
    """Put it down in one step; a full or read-only disk only costs drawing it again."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(drawn)
        os.replace(name, place)
        by_age = sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in by_age[:-IN_A_DRAWER]:
            old.unlink(missing_ok=True)
    except OSError:
        return
