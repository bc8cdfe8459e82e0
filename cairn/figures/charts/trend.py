"""Figures over time: bars for one series of few periods, otherwise lines.

A period without records is a gap, not a zero; a partial period is lighter, dashed and named, and a
dashed line leads to it. Bars and lines begin at zero. Values stand at the marks where they fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cairn.figures.answers import IMPRECISE, UNDATED, Row, SourceRows
from cairn.figures.charts.alt import alt, described
from cairn.figures.charts.frame import Spec, framed, isolated, named_values, notes_of
from cairn.figures.charts.theme import DESKTOP, LIGHT, Size, Theme
from cairn.figures.charts.words import Words, marked, shorten, width_of
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period

BARS = 40  # periods; more are drawn as a line
POINTS = 60  # periods; with more, the points of a line carry no labels of their own
FEW_TICKS = 5  # up to here an axis has one for each whole number
SERIES = 7  # lines that can be told apart


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    name: str


def trend(
    one: SourceRows | None,
    question: Question,
    words: Words,
    *,
    partial: Mapping[Period, str] | None = None,
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
) -> Spec:
    """The chart of one source's rows; `partial` holds the periods that it does not cover whole.

    With one dimension beside the level, its largest values are a line each; which ones is the
    caller's choice if there are more than seven.
    """
    level = question.level
    assert level
    position, partial = question.by.index(level.value), dict(partial or {})
    rows = one.rows if one else ()
    periods = periods_of(question, rows, position, level)
    if question.period:
        partial |= {p: "" for p in periods if not within(p, question.period)}
    series = _series(question, rows, position)
    bars = len(series) <= 1 and len(periods) <= BARS
    points = points_of(question, words, series, periods, position, partial)
    notes = notes_of(one, words, told_below(rows, position, partial, periods, words))
    labels = [words.name(level.value, period) for period in periods]
    top = nice_top(max((point["v"] or 0 for point in points), default=0))
    names = [_Line(n, _name(question, rest, words)) for n, rest in enumerate(series)]
    plot = size if len(series) < 2 else replace(size, width=size.width - _room(names, size))
    colours = theme.categories[: len(series)] if len(series) > 1 else (theme.accent,)
    layers = bars_of(points, words, theme.accent, plot, len(periods)) if bars else []
    layers = layers or lines_of(points, colours, len(periods))
    time = time_axis(labels, level, periods, words, plot, bars)
    for layer in layers:
        layer["encoding"] = {"x": time, "y": amount_axis(top, words), **layer["encoding"]}
    if len(series) > 1:
        layers += _names(names, points, top, words, theme, plot)
    return framed(
        layers,
        words,
        theme,
        plot,
        alt=alt(one, question, words, "trend"),
        notes=notes,
        below=size.text + 12,
    )


def within(period: Period, whole: Period) -> bool:
    return whole.first <= period.first and period.last <= whole.last


def periods_of(
    question: Question, rows: Sequence[Row], position: int, level: Level
) -> list[Period]:
    found = [row.key[position] for row in rows]
    known = [key for key in found if isinstance(key, Period)]
    if not known:
        return []
    return list(Period(min(known).first, max(known).last).split(level))


def _series(
    question: Question, rows: Sequence[Row], position: int
) -> dict[tuple[object, ...], dict[Period, Row]]:
    """The rows by everything but time; the largest series first, seven at most."""
    series: dict[tuple[object, ...], dict[Period, Row]] = {}
    for row in rows:
        period = row.key[position]
        if isinstance(period, Period):
            rest = (*row.key[:position], *row.key[position + 1 :])
            series.setdefault(rest, {})[period] = row
    ordered = sorted(series, key=lambda rest: -_sum(series[rest].values()))
    return {rest: series[rest] for rest in ordered[:SERIES]}


def _sum(rows: Iterable[Row]) -> int:
    return sum(row.value for row in rows if not isinstance(row.value, Cell))


def _name(question: Question, rest: Sequence[object], words: Words) -> str:
    """What a line is called: the values of the dimensions beside the level."""
    named = zip(question.dimensions, rest, strict=True)
    return words.comma.join(words.name(dimension, part) for dimension, part in named)  # type: ignore[arg-type]


def points_of(
    question: Question,
    words: Words,
    series: Mapping[tuple[object, ...], Mapping[Period, Row]],
    periods: Sequence[Period],
    position: int,
    partial: Mapping[Period, str],
) -> list[Spec]:
    points = []
    for number, (rest, rows) in enumerate(series.items()):
        name = _name(question, rest, words)
        for index, period in enumerate(periods):
            row = rows.get(period)
            if row is None or isinstance(row.value, Cell):
                points.append({"i": index, "v": None, "s": number, "n": name, "p": 0})
                continue
            called = words.name(question.by[position], period)
            if period in partial:
                called = words.say("is_partial", name=called)
            text = described(f"{name}, {called}" if name else called, row, words)
            mark = words.marks.get(period, "")
            if mark:
                text = f"{text} ({mark} {words.texts['own_definition']})"
            point: Spec = {
                "i": index,
                "v": row.value,
                "s": number,
                "n": name,
                "p": int(period in partial),
                "d": text,
                "t": marked(words.number(row.value), mark),
            }
            points.append(point | ({"f": mark} if mark else {}))
    return points


def time_axis(
    labels: Sequence[str],
    level: Level,
    periods: Sequence[Period | None],
    words: Words,
    size: Size,
    bars: bool,
) -> Spec:
    """The axis of the periods; None is a place that is left free."""
    named = labels
    shown = [i for i, period in enumerate(periods) if period]
    if level is not Level.YEAR and len(labels) > 12:  # the years are enough
        shown = [i for i, period in enumerate(periods) if period and period.first.month == 1]
        named = [words.digits(str(period.first.year)) if period else "" for period in periods]
    widest = max((width_of(named[i], size.text) for i in shown), default=1) + 10
    room = max(1, int(size.width / widest))
    step = -(-len(shown) // room) if shown else 1
    axis = {
        "title": None,
        "values": shown[::step],
        "labelExpr": named_values("datum.value", [isolated(n, words) for n in named]),
        "labelAngle": 0,
        "grid": False,
        "labelOverlap": False,
    }
    scale: Spec = {"domain": list(range(len(labels))), "reverse": words.rtl}
    scale |= {"paddingInner": 0.25, "paddingOuter": 0.1} if bars else {"padding": 0.5}
    return {"field": "i", "type": "ordinal", "scale": scale, "axis": axis}


def nice_top(highest: int) -> float:
    """The end of an axis from zero: the next 1, 1.5, 2, 3, 4, 5, 6 or 8 with zeros behind."""
    if highest <= 1:
        return 1
    unit = float(10 ** math.floor(math.log10(highest)))
    steps = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
    return max(1, next(step * unit for step in steps if step * unit >= highest))


def amount_axis(top: float, words: Words) -> Spec:
    # Parts of a person are no ticks: rounded, they would stand twice on a short axis.
    few = {"values": list(range(int(top) + 1))} if top < FEW_TICKS else {}
    return {
        "field": "v",
        "type": "quantitative",
        "scale": {"domain": [0, top]},
        "axis": {
            "title": isolated(words.unit_marked, words),
            "titleAngle": 0,
            "titleAlign": "right" if words.rtl else "left",
            "titleAnchor": "end",
            "titleY": -8,
            "tickCount": 4,
            "domain": False,
            "orient": "right" if words.rtl else "left",
            "format": ",d",
            "tickMinStep": 1,
            **few,
        },
    }


def bars_of(
    points: Sequence[Spec], words: Words, colour: str, size: Size, periods: int
) -> list[Spec]:
    if not points:
        return []
    bars: Spec = {
        "data": {"values": [point for point in points if point["v"] is not None]},
        "mark": {"type": "bar", "color": colour},
        "encoding": {
            "fillOpacity": {"condition": {"test": "datum.p", "value": 0.25}, "value": 1},
            "stroke": {"condition": {"test": "datum.p", "value": colour}, "value": None},
            "strokeDash": {"condition": {"test": "datum.p", "value": [4, 3]}, "value": [1, 0]},
            "description": {"field": "d"},
        },
    }
    room = size.width / max(1, periods)
    fits = all(width_of(point.get("t", ""), size.text) < room for point in points)
    top = max((point["v"] for point in points if point["v"] is not None), default=0)
    written = [p for p in points if p["v"] is not None and (fits or p["v"] == top)]
    told = {p["i"] for p in written}
    # A mark stands at its bar even where the number does not fit.
    written += [p | {"t": p["f"]} for p in points if p.get("f") and p["i"] not in told]
    labels: Spec = {
        "data": {"values": written},
        "mark": {"type": "text", "baseline": "bottom", "dy": -3, "aria": False},
        "encoding": {"text": {"field": "t"}},
    }
    return [bars, labels]


def lines_of(points: Sequence[Spec], colours: Sequence[str], periods: int) -> list[Spec]:
    """A line for each colour, which is the number `s` of its points."""
    series = len(colours)
    colour: Spec = {"value": colours[0]}
    if series > 1:
        colour = {
            "field": "s",
            "type": "nominal",
            "scale": {"domain": list(range(series)), "range": list(colours)},
            "legend": None,
        }
    line: Spec = {"type": "line", "strokeWidth": 2}
    line["invalid"] = "break-paths-show-path-domains"
    layers: list[Spec] = [
        {
            "data": {"values": _whole(points)},
            "mark": line,
            "encoding": {"color": colour, "description": {"field": "n"}},
        },
        {
            "data": {"values": _towards_partial(points)},
            "mark": line | {"strokeDash": [4, 3], "aria": False},
            "encoding": {"color": colour},
        },
    ]
    if periods <= POINTS:
        layers.append(
            {
                "data": {"values": [point for point in points if point["v"] is not None]},
                "mark": {"type": "point", "filled": True, "size": 28},
                "encoding": {
                    "color": colour,
                    "fillOpacity": {"condition": {"test": "datum.p", "value": 0}, "value": 1},
                    "description": {"field": "d"},
                },
            }
        )
    written = [point for point in points if point["v"] is not None]
    if series == 1 and written:
        highest = max(written, key=lambda point: point["v"])
        layers.append(
            {
                "data": {"values": [highest, *_marks(written, highest)]},
                "mark": {"type": "text", "baseline": "bottom", "dy": -5, "aria": False},
                "encoding": {"text": {"field": "t"}},
            }
        )
    return layers


def _marks(points: Sequence[Spec], beside: Spec) -> list[Spec]:
    """The reference marks along a line; of more points than can be told apart, only where one
    begins."""
    flagged = [p for p in points if p.get("f") and p is not beside]
    if len(points) > POINTS:
        before = {p["i"]: p.get("f") for p in points}
        flagged = [p for p in flagged if before.get(p["i"] - 1) != p["f"]]
    return [p | {"t": p["f"]} for p in flagged]


def _whole(points: Sequence[Spec]) -> list[Spec]:
    """The line through complete periods; a partial one breaks it."""
    return [
        {"i": p["i"], "s": p["s"], "n": p["n"], "v": None if p["p"] else p["v"]} for p in points
    ]


def _towards_partial(points: Sequence[Spec]) -> list[Spec]:
    """The dashed pieces: each partial period with its neighbours."""
    by_place = {(p["s"], p["i"]): p for p in points}
    kept = []
    for (series, index), point in by_place.items():
        beside = [by_place.get((series, index + step)) for step in (-1, 0, 1)]
        near = any(p and p["p"] for p in beside)
        kept.append({"i": index, "s": series, "v": point["v"] if near else None})
    return kept if any(p["v"] is not None for p in kept) else []


def _room(names: Sequence[_Line], size: Size) -> int:
    """How wide the names beside the lines may be."""
    widest = max((width_of(line.name, size.text) for line in names), default=0)
    return round(min(widest + 14, size.width * 0.34))


def _names(
    names: Sequence[_Line],
    points: Sequence[Spec],
    top: float,
    words: Words,
    theme: Theme,
    size: Size,
) -> list[Spec]:
    """The name of each line at its end, moved apart where two would meet."""
    room = _room(names, size)
    ends: list[tuple[float, _Line]] = []
    for line in names:
        own = [p["v"] for p in points if p["s"] == line.number and p["v"] is not None]
        if own:
            ends.append((size.height * (1 - own[-1] / top), line))
    layers: list[Spec] = []
    free = size.text / 2
    for number, (wished, line) in enumerate(sorted(ends, key=lambda end: end[0])):
        left = len(ends) - number - 1  # those below need their place too
        y = max(free, min(wished, size.height - left * size.text * 1.25))
        free = y + size.text * 1.25
        text = isolated(shorten(line.name, room, size.text), words)
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {
                    "type": "text",
                    "align": "right" if words.rtl else "left",
                    "color": theme.categories[line.number],
                    "fontWeight": 600,
                    "aria": False,
                },
                "encoding": {
                    "x": {"value": -8 if words.rtl else size.width + 8},
                    "y": {"value": round(y, 1)},
                    "text": {"value": text},
                },
            }
        )
    return layers


def told_below(
    rows: Sequence[Row],
    position: int,
    partial: Mapping[Period, str],
    periods: Sequence[Period],
    words: Words,
) -> list[str]:
    """Partial periods by name with their reasons, and what stands in no period."""
    lines = []
    listed = [period for period in periods if period in partial]
    if listed:
        names = words.comma.join(words.period(period) for period in listed)
        reasons = " ".join(dict.fromkeys(partial[p] for p in listed if partial[p]))
        lines.append(f"{words.say('partial', periods=names)}. {reasons}".strip())
    for key, text in ((IMPRECISE, "beside_imprecise"), (UNDATED, "beside_undated")):
        beside = [row for row in rows if row.key[position] == key]
        if beside:
            lines.append(words.say(text, value=words.number(_sum(beside))))
    return lines
