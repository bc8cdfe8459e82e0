"""Two selections over time, one beside the other on one scale, and never one upon the other.

Each has its own periods and its own colour, with its name above them; a free place keeps them
apart. Zero, gaps and partial periods are drawn as in any chart over time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cairn.figures.answers import Row, SourceRows
from cairn.figures.charts.alt import ended
from cairn.figures.charts.frame import Spec, counted_of, framed, isolated
from cairn.figures.charts.theme import DESKTOP, LIGHT, Size, Theme
from cairn.figures.charts.trend import (
    BARS,
    amount_axis,
    bars_of,
    lines_of,
    nice_top,
    periods_of,
    points_of,
    time_axis,
    told_below,
    within,
)
from cairn.figures.charts.words import Words, marked, shorten
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period

HEAD = 1.8  # lines of text that are kept free for the names above the marks


@dataclass(frozen=True, slots=True)
class Side:
    """One selection by period: its name, its rows, and the periods not covered whole."""

    name: str
    question: Question  # by a level alone
    one: SourceRows | None
    partial: Mapping[Period, str] = field(default_factory=dict)
    mark: str = ""  # behind its name: its definition differs (`Words.footnotes`)
    marks: Mapping[Period, str] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.one.rows if self.one else ()

    @property
    def periods(self) -> list[Period]:
        level = self.question.level
        assert level
        return periods_of(self.question, self.rows, 0, level)

    @property
    def incomplete(self) -> dict[Period, str]:
        """The partial periods, with those that the question itself cuts."""
        asked = self.question.period
        cut = {p: "" for p in self.periods if not within(p, asked)} if asked else {}
        return dict(self.partial) | cut


def beside(
    first: Side, second: Side, words: Words, *, size: Size = DESKTOP, theme: Theme = LIGHT
) -> Spec:
    """The chart of both; they are by the same level."""
    sides, level = (first, second), first.question.level
    assert level
    assert level == second.question.level
    places: list[Period | None] = [*first.periods, None, *second.periods]
    starts = (0, len(first.periods) + 1)
    drawn = [_points(side, words, start) for side, start in zip(sides, starts, strict=True)]
    highest = max((point["v"] or 0 for points in drawn for point in points), default=0)
    free = HEAD * size.text / size.height
    top = nice_top(round(highest * (1 + free)) if highest else 0)
    bars = len(places) - 1 <= BARS
    layers: list[Spec] = []
    for number, points in enumerate(drawn):
        colour = theme.categories[number]
        if bars:
            layers += bars_of(points, words, colour, size, len(places))
        elif points:
            layers += lines_of(points, (colour,), len(places))
    labels = [words.name(level.value, period) if period else "" for period in places]
    time = time_axis(labels, level, places, words, size, bars)
    for layer in layers:
        layer["encoding"] = {"x": time, "y": amount_axis(top, words), **layer["encoding"]}
    layers += _names(sides, words, theme, size)
    notes = [note for side in sides for note in _notes(side, words)]
    text = " ".join([words.say("alt_beside"), *(_told(side, words) for side in sides)])
    return framed(
        layers,
        words,
        theme,
        size,
        alt=ended(text, words),
        notes=[
            *words.footnotes,
            *notes,
            words.caveat,
            words.say("source", source=words.source),
            *words.behind,
        ],
        below=size.text + 12,
    )


def _points(side: Side, words: Words, start: int) -> list[Spec]:
    """The marks of one side, from its own place on; each says which selection it belongs to."""
    own = replace(words, marks=side.marks)
    found = points_of(side.question, own, {(): _by_period(side)}, side.periods, 0, side.incomplete)
    for point in found:
        point["i"] += start
        if "d" in point:
            point["d"] = words.say("pair", name=side.name, value=point["d"])
    return found


def _by_period(side: Side) -> dict[Period, Row]:
    return {row.key[0]: row for row in side.rows if isinstance(row.key[0], Period)}


def _names(sides: Sequence[Side], words: Words, theme: Theme, size: Size) -> list[Spec]:
    """The name of each side in its colour, above its marks: the first at the start of the line, the
    second at its end."""
    layers: list[Spec] = []
    for number, side in enumerate(sides):
        at_start = number == 0
        left = at_start is not words.rtl
        name = shorten(side.name, size.width * 0.48, size.text * 1.06)
        text = isolated(marked(name, side.mark), words)
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {
                    "type": "text",
                    "align": "left" if left else "right",
                    "baseline": "top",
                    "color": theme.categories[number],
                    "fontWeight": 600,
                    "aria": False,
                },
                "encoding": {
                    "x": {"value": 4 if left else size.width - 4},
                    "y": {"value": 4},
                    "text": {"value": text},
                },
            }
        )
    return layers


def _notes(side: Side, words: Words) -> list[str]:
    """What must be known of one side, each line with its name."""
    below = told_below(side.rows, 0, side.incomplete, side.periods, words)
    counted = counted_of(side.one, words)
    return [words.say("pair", name=side.name, value=line) for line in (*below, counted) if line]


def _told(side: Side, words: Words) -> str:
    """One side in the alternative text."""
    rows = _by_period(side)
    known = {p: row.value for p, row in rows.items() if not isinstance(row.value, Cell)}
    if not known:
        return words.say("alt_side_empty", side=side.name)
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    return words.say(
        "alt_side",
        side=side.name,
        n=words.number(len(known)),
        first=words.period(min(known)),
        last=words.period(max(known)),
        best=words.period(best),
        most=words.number(known[best]),
        worst=words.period(worst),
        least=words.number(known[worst]),
    )
