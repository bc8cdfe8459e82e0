"""Where people came from and where they were recorded: ribbons between two columns.

The ribbons are computed here and drawn as areas: thickness is the number, and both columns are of
one height. Small ends are gathered in "others". The reading direction of the language decides on
which side the origins stand. Rows without a number have no ribbon; the table has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.figures.answers import KeyPart, Row, SourceRows
from cairn.figures.charts.alt import alt
from cairn.figures.charts.frame import Spec, framed, isolated, notes_of
from cairn.figures.charts.theme import DESKTOP, LIGHT, Size, Theme
from cairn.figures.charts.words import Words, shorten
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell

NODES = 8  # in each column; the rest is one more, "others"
STEPS = 6  # points along a ribbon
GAP = 0.02  # between nodes, as a share of the height
NODE = 10  # pixels, the width of a node
OTHERS = "\0others"


@dataclass(frozen=True, slots=True)
class _Node:
    key: KeyPart
    top: float
    bottom: float


def flow(
    one: SourceRows | None,
    question: Question,
    words: Words,
    *,
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
) -> Spec:
    """The chart of an answer by origin and one other dimension, the second in `by`."""
    rows = one.rows if one else ()
    links, gathered = _links(rows)
    columns = [_column(links, side) for side in (0, 1)]
    ribbons = _ribbons(links, columns, question, words)
    margin = size.width * (0.27 if size.narrow else 0.22)
    span = [size.width - margin, margin] if words.rtl else [margin, size.width - margin]
    along: Spec = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, 1], "range": span, "nice": False, "zero": False},
    }
    down: Spec = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, 1], "range": [0, size.height], "nice": False},
    }
    colour: Spec = {
        "field": "c",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": list(range(NODES + 1)),
            "range": [theme.categories[n % 7] for n in range(NODES)] + [theme.quiet],
        },
    }
    layers: list[Spec] = [
        {
            "data": {"values": ribbons},
            "mark": {"type": "area", "opacity": 0.45, "interpolate": "monotone"},
            "encoding": {
                "x": {"field": "x", **along},
                "y": {"field": "a", **down},
                "y2": {"field": "b"},
                "detail": {"field": "l"},
                "color": colour,
                "description": {"field": "d"},
            },
        }
    ]
    for side, column in enumerate(columns):
        layers += _drawn(column, side, question, words, theme, size, span)
    more = [words.say("gathered", n=words.number(sum(gathered)))] if any(gathered) else []
    return framed(
        layers,
        words,
        theme,
        size,
        alt=alt(one, question, words, "flow"),
        notes=notes_of(one, words, more),
        below=-4,
    )


def _links(
    rows: Sequence[Row],
) -> tuple[dict[tuple[KeyPart, KeyPart], int], tuple[int, int]]:
    """The numbers between the largest nodes, and how many nodes of each column were gathered."""
    counted = [(row.key, row.value) for row in rows if not isinstance(row.value, Cell)]
    kept: list[list[KeyPart]] = []
    gathered = []
    for side in (0, 1):
        sums: dict[KeyPart, int] = {}
        for key, value in counted:
            sums[key[side]] = sums.get(key[side], 0) + value
        ordered = sorted((k for k in sums if sums[k]), key=lambda k: (-sums[k], str(k)))
        whole = len(ordered) <= NODES + 1
        kept.append(ordered if whole else ordered[:NODES])
        gathered.append(0 if whole else len(ordered) - NODES)
    links: dict[tuple[KeyPart, KeyPart], int] = {}
    for key, value in counted:
        origin = key[0] if key[0] in kept[0] else OTHERS
        end = key[1] if key[1] in kept[1] else OTHERS
        if value:
            links[origin, end] = links.get((origin, end), 0) + value
    return links, (gathered[0], gathered[1])


def _column(links: dict[tuple[KeyPart, KeyPart], int], side: int) -> list[_Node]:
    """The nodes of one column from the top, the largest first and "others" last."""
    sums: dict[KeyPart, int] = {}
    for pair, value in links.items():
        sums[pair[side]] = sums.get(pair[side], 0) + value
    ordered = sorted(sums, key=lambda key: (key == OTHERS, key is None, -sums[key], str(key)))
    total = sum(sums.values())
    free = 1 - GAP * max(0, len(ordered) - 1)
    nodes, top = [], 0.0
    for key in ordered:
        bottom = top + sums[key] / total * free
        nodes.append(_Node(key, top, bottom))
        top = bottom + GAP
    return nodes


def _ribbons(
    links: dict[tuple[KeyPart, KeyPart], int],
    columns: Sequence[Sequence[_Node]],
    question: Question,
    words: Words,
) -> list[Spec]:
    """The outline of every ribbon, point by point from origin to end."""
    places = [{node.key: number for number, node in enumerate(column)} for column in columns]
    filled = [{node.key: node.top for node in column} for column in columns]
    total = sum(links.values())
    ordered = sorted(links, key=lambda pair: (places[0][pair[0]], places[1][pair[1]]))
    scales = [(1 - GAP * max(0, len(column) - 1)) / total if total else 0 for column in columns]
    points: list[Spec] = []
    for number, pair in enumerate(ordered):
        value = links[pair]
        starts = [filled[side][pair[side]] for side in (0, 1)]
        thick = [value * scales[side] for side in (0, 1)]
        for side in (0, 1):
            filled[side][pair[side]] += thick[side]
        text = words.say(
            "link",
            origin=_name(question.by[0], pair[0], words),
            end=_name(question.by[1], pair[1], words),
            value=words.number(value),
        )
        colour = NODES if pair[0] == OTHERS else min(places[0][pair[0]], NODES)
        for step in range(STEPS + 1):
            x = step / STEPS
            bend = x * x * (3 - 2 * x)  # level at both ends
            top = starts[0] + (starts[1] - starts[0]) * bend
            thickness = thick[0] + (thick[1] - thick[0]) * bend
            points.append(
                {
                    "x": round(x, 2),
                    "a": round(top, 4),
                    "b": round(top + thickness, 4),
                    "l": number,
                    "c": colour,
                    "d": text,
                }
            )
    return points


def _name(dimension: str, key: KeyPart, words: Words) -> str:
    return words.say("others") if key == OTHERS else words.name(dimension, key)


def _drawn(
    column: Sequence[_Node],
    side: int,
    question: Question,
    words: Words,
    theme: Theme,
    size: Size,
    span: Sequence[float],
) -> list[Spec]:
    """The nodes of one column and their names, outside the ribbons."""
    outward = (-1 if side == 0 else 1) * (-1 if words.rtl else 1)
    edge = span[side]
    room = size.width * (0.27 if size.narrow else 0.22) - NODE - 8
    down: Spec = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, 1], "range": [0, size.height], "nice": False},
    }
    nodes, names = [], []
    last = -size.text
    for node in column:
        nodes.append({"a": round(node.top, 4), "b": round(node.bottom, 4)})
        middle = (node.top + node.bottom) / 2 * size.height
        if middle - last >= size.text * 0.9:  # a name that would cover its neighbour's is left out
            last = middle
            name = shorten(_name(question.by[side], node.key, words), room, size.text)
            names.append({"m": round(middle / size.height, 4), "n": isolated(name, words)})
    return [
        {
            "data": {"values": nodes},
            "mark": {"type": "rect", "color": theme.ink, "aria": False},
            "encoding": {
                "x": {"value": min(edge, edge + outward * NODE)},
                "x2": {"value": max(edge, edge + outward * NODE)},
                "y": {"field": "a", **down},
                "y2": {"field": "b"},
            },
        },
        {
            "data": {"values": names},
            "mark": {
                "type": "text",
                "align": "right" if outward < 0 else "left",
                "baseline": "middle",
                "aria": False,
            },
            "encoding": {
                "x": {"value": edge + outward * (NODE + 6)},
                "y": {"field": "m", **down},
                "text": {"field": "n"},
            },
        },
    ]
