"""One number of one filer, period by period: bars from zero.

A period without a number is a gap. A number that nobody else has looked at yet is lighter, and a
drawing of invented numbers says so inside itself, so that it says so wherever it is copied to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cairn.figures.charts.frame import Spec, framed, isolated
from cairn.figures.charts.theme import DESKTOP, LIGHT, Size, Theme
from cairn.figures.charts.trend import amount_axis, bars_of, nice_top, time_axis
from cairn.figures.charts.words import Words, marked
from cairn.kernel.dates import Level, Period

PARTIAL = "*"  # behind a number that is not whole


def own(
    values: Mapping[Period, int],
    words: Words,
    *,
    level: Level,
    light: Mapping[Period, str],
    partial: Mapping[Period, str] | None = None,
    alt: str,
    notes: Sequence[str] = (),
    mark: str = "",
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
) -> Spec:
    """`light`: periods that are drawn lighter, and what their mark says of it; `partial`: the same
    of those whose number is not whole, which bears a sign; `mark`: what stands across the drawing,
    such as "Invented"."""
    partial = partial or {}
    first, last = min(values).first, max(values).last
    periods = list(Period(first, last).split(level))
    labels = [words.name(level.value, period) for period in periods]
    points: list[Spec] = []
    for index, period in enumerate(periods):
        value = values.get(period)
        shown = words.number(value) if value is not None else ""
        shown = marked(shown, PARTIAL) if shown and period in partial else shown
        told = words.say("pair", name=labels[index], value=shown)
        for said in filter(None, (light.get(period), partial.get(period))):
            told = f"{told} ({said})"
        pale = int(period in light or period in partial)
        point = {"i": index, "v": value, "s": 0, "n": "", "p": pale}
        point |= {"f": PARTIAL} if period in partial else {}
        points.append(point if value is None else point | {"d": told, "t": shown})
    layers = bars_of(points, words, theme.accent, size, len(periods))
    time = time_axis(labels, level, periods, words, size, bars=True)
    top = nice_top(max(values.values()))
    for layer in layers:
        layer["encoding"] = {"x": time, "y": amount_axis(top, words), **layer["encoding"]}
    if mark:
        layers.append(_across(mark, words, size, theme))
    return framed(
        layers, words, theme, size, alt=alt, notes=notes, below=size.text + 12, height=size.height
    )


def _across(mark: str, words: Words, size: Size, theme: Theme) -> Spec:
    """What stands across the drawing, so that a copy of it carries it along."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "align": "center",
            "baseline": "middle",
            "fontSize": 2 * size.title,
            "fontWeight": 600,
            "color": theme.attention,
            "opacity": 0.35,
        },
        "encoding": {
            "x": {"value": size.width / 2},
            "y": {"value": size.height / 2},
            "text": {"value": isolated(mark, words)},
        },
    }
