"""Maps: shaded areas, points as large as their number, and hexagons.

Boundaries come as GeoJSON from the caller, who also gives the usual disclaimer as a note; shading
uses an equal-area projection. Areas without a number keep the colour of land and a dashed border
where records exist; a number is never guessed. The five shades hold about as many areas each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cairn.figures.answers import SourceRows
from cairn.figures.charts.alt import alt, described, ended, numbers
from cairn.figures.charts.frame import Spec, framed, isolated, notes_of
from cairn.figures.charts.geometry import drawable
from cairn.figures.charts.theme import DESKTOP, LIGHT, Size, Theme
from cairn.figures.charts.words import Words
from cairn.figures.places import Point
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell

PROJECTION = {"type": "equalEarth"}
GeoJSON = Mapping[str, Any]


def areas(
    one: SourceRows | None,
    question: Question,
    words: Words,
    boundaries: GeoJSON,
    *,
    key: str = "iso3",
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
    notes: Sequence[str] = (),
) -> Spec:
    """The map of an answer by one dimension; `key` is the property that names a feature."""
    return shaded(
        one,
        question.dimensions[0],
        words,
        boundaries,
        key=key,
        size=size,
        theme=theme,
        notes=notes,
    )


def shaded(
    one: SourceRows | None,
    dimension: str,
    words: Words,
    boundaries: GeoJSON,
    *,
    key: str = "iso3",
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
    notes: Sequence[str] = (),
) -> Spec:
    """Rows by one thing, which `words` names as `dimension`, as areas with shades.

    Records whose area is not recorded, unknown or not on the map are told below it.
    """
    rows = {row.key[0]: row for row in one.rows} if one else {}
    # An area without a code is not where "not recorded" was.
    codes = {feature["properties"].get(key) for feature in boundaries["features"]} - {None, ""}
    shown = [row for code, row in rows.items() if code in codes]
    breaks = classes(numbers(shown), len(theme.sequential))
    features: list[Spec] = []
    plain: list[GeoJSON] = []
    for feature in boundaries["features"]:
        code = feature["properties"].get(key)
        row = rows.get(code) if code else None
        if row is None:
            plain.append(feature)
            continue
        empty = isinstance(row.value, Cell)
        shade = None if isinstance(row.value, Cell) else shade_of(row.value, breaks)
        properties = {
            "c": theme.land if shade is None else theme.sequential[shade],
            "e": int(empty),
            "d": described(words.name(dimension, code), row, words),
        }
        features.append(
            {
                "type": "Feature",
                "geometry": drawable(feature["geometry"]),
                "properties": properties,
            }
        )
    elsewhere = [
        described(words.name(dimension, code), row, words)
        for code, row in rows.items()
        if code not in codes
    ]
    shading: Spec = {
        "data": {"values": features},
        "mark": {"type": "geoshape", "stroke": theme.paper, "strokeWidth": 0.4},
        "encoding": {
            "fill": {"field": "properties.c", "type": "nominal", "scale": None, "legend": None},
            "stroke": {
                "condition": {"test": "datum.properties.e", "value": theme.quiet},
                "value": theme.paper,
            },
            "strokeDash": {
                "condition": {"test": "datum.properties.e", "value": [2, 2]},
                "value": [1, 0],
            },
            "description": {"field": "properties.d"},
        },
    }
    layers = [land(plain, theme), shading, *_scale(breaks, words, theme, size)]
    return _framed(
        layers,
        words,
        theme,
        size,
        alt=alt(one and replace(one, rows=tuple(shown)), (dimension,), words, "areas"),
        notes=notes_of(one, words, [*_some(elsewhere), *notes]),
        below=26,
    )


def hexagons(
    one: SourceRows | None,
    question: Question,
    words: Words,
    boundaries: GeoJSON,
    *,
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
    notes: Sequence[str] = (),
) -> Spec:
    """The map of an answer by hexagon; what has no place is told below it."""
    rows = one.rows if one else ()
    placed = numbers([row for row in rows if row.key[0] is not None])
    breaks = classes(placed, len(theme.sequential))
    cells: list[Spec] = []
    elsewhere = []
    for row in rows:
        cell = row.key[0]
        if not isinstance(cell, str):
            elsewhere.append(described(words.name("place", None), row, words))
        elif not isinstance(row.value, Cell):
            shade = theme.sequential[shade_of(row.value, breaks)]
            properties = {"c": shade, "d": words.number(row.value)}
            cells.append({"type": "Feature", "geometry": outline(cell), "properties": properties})
    shading: Spec = {
        "data": {"values": cells},
        "mark": {"type": "geoshape", "stroke": theme.paper, "strokeWidth": 0.3},
        "encoding": {
            "fill": {"field": "properties.c", "type": "nominal", "scale": None, "legend": None},
            "description": {"field": "properties.d"},
        },
    }
    most = max(placed, default=0)
    text = words.say("alt_hexagons", n=words.number(len(cells)), most=words.number(most))
    if not cells:
        text = words.say("alt_empty")
    return _framed(
        [land(boundaries["features"], theme), shading, *_scale(breaks, words, theme, size)],
        words,
        theme,
        size,
        alt=ended(text, words),
        notes=notes_of(one, words, [*elsewhere, *notes]),
        below=26,
    )


def points(
    found: Sequence[Point],
    words: Words,
    boundaries: GeoJSON,
    *,
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
    notes: Sequence[str] = (),
) -> Spec:
    """The map of single records: the area of a circle is the number; an open one has none."""
    most = max((p.value for p in found if not isinstance(p.value, Cell)), default=0) or 1
    largest = size.width / 34
    circles = [
        {
            "x": round(point.lon, 2),
            "y": round(point.lat, 2),
            "r": 6 if isinstance(point.value, Cell) else _area(point.value / most, largest),
            "e": int(isinstance(point.value, Cell)),
            "d": words.value(point.value),
        }
        # Small ones are drawn last, so that a large one hides none.
        for point in sorted(found, key=lambda p: 0 if isinstance(p.value, Cell) else -p.value)
    ]
    marks: Spec = {
        "data": {"values": circles},
        "mark": {"type": "circle", "strokeWidth": 0.6, "stroke": theme.accent},
        "encoding": {
            "longitude": {"field": "x", "type": "quantitative"},
            "latitude": {"field": "y", "type": "quantitative"},
            "size": {"field": "r", "type": "quantitative", "scale": None, "legend": None},
            "fill": {"value": theme.accent},
            "fillOpacity": {"condition": {"test": "datum.e", "value": 0}, "value": 0.35},
            "description": {"field": "d"},
        },
    }
    text = words.say("alt_points", n=words.number(len(found)))
    counted = words.say("records", n=words.number(len(found)))
    lines = [counted, words.say("uncertain_place"), *notes, words.caveat]
    return _framed(
        [land(boundaries["features"], theme), marks],
        words,
        theme,
        size,
        alt=ended(text if found else words.say("alt_empty"), words),
        notes=[*lines, words.say("source", source=words.source)],
    )


def land(features: Sequence[GeoJSON], theme: Theme) -> Spec:
    """The areas themselves, without any number."""
    shapes = [
        {"type": "Feature", "geometry": drawable(feature["geometry"]), "properties": {}}
        for feature in features
    ]
    mark = {"type": "geoshape", "fill": theme.land, "stroke": theme.paper, "aria": False}
    return {"data": {"values": shapes}, "mark": mark | {"strokeWidth": 0.4}}


def outline(cell: str) -> Spec:
    """A hexagon as GeoJSON, in the direction in which Vega draws the inside."""
    import h3

    ring = [[lon, lat] for lat, lon in h3.cell_to_boundary(cell)]
    # Planar winding is wrong for a cell on the antimeridian; H3 itself winds counter-clockwise.
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]][::-1]]}


def classes(values: Sequence[int], shades: int) -> list[int]:
    """The upper ends of the classes, with about as many areas in each; equal numbers together."""
    ordered = sorted(values)
    if not ordered:
        return []
    wanted = (ordered[math.ceil(len(ordered) * n / shades) - 1] for n in range(1, shades + 1))
    return list(dict.fromkeys(wanted))


def shade_of(value: int, breaks: Sequence[int]) -> int:
    """The number of the class that holds the value."""
    return next(number for number, upper in enumerate(breaks) if value <= upper)


def _area(share: float, largest: float) -> float:
    return round(max(8.0, math.pi * largest * largest * share), 1)


def _some(names: Sequence[str], most: int = 4) -> list[str]:
    return [" · ".join(names[:most]) + (" …" if len(names) > most else "")] if names else []


def _scale(breaks: Sequence[int], words: Words, theme: Theme, size: Size) -> list[Spec]:
    """The shades with their upper ends, under the map, in reading direction."""
    wide = min(92.0, size.width / max(1, len(breaks)))
    values = []
    for number, upper in enumerate(breaks):
        left = size.width - (number + 1) * wide if words.rtl else number * wide
        values.append(
            {
                "x": left,
                "x2": left + wide - 2,
                "m": left + wide / 2,
                "c": theme.sequential[number],
                "t": isolated(words.say("up_to", n=words.number(upper)), words),
            }
        )
    along: Spec = {"type": "quantitative", "axis": None, "scale": None}
    return [
        {
            "data": {"values": values},
            "mark": {"type": "rect", "aria": False},
            "encoding": {
                "x": {"field": "x", **along},
                "x2": {"field": "x2"},
                "y": {"value": size.height + 6},
                "y2": {"value": size.height + 14},
                "fill": {"field": "c", "type": "nominal", "scale": None, "legend": None},
            },
        },
        {
            "data": {"values": values},
            "mark": {"type": "text", "baseline": "top", "aria": False},
            "encoding": {
                "x": {"field": "m", **along},
                "y": {"value": size.height + 17},
                "text": {"field": "t"},
            },
        },
    ]


def _framed(layers: Sequence[Spec], words: Words, theme: Theme, size: Size, **rest: Any) -> Spec:
    return framed(layers, words, theme, size, extra={"projection": PROJECTION}, **rest)
