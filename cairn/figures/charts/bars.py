"""Bars from a common zero: the breakdown of one answer, and the comparison of two selections.

A row without a number keeps its place and says so in words; it has no bar. Names stand at the bars,
so there is no legend to look up, except for the two selections of a comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cairn.figures.answers import KeyPart, Row, SourceRows
from cairn.figures.charts.alt import alt, described, ended, label
from cairn.figures.charts.frame import Spec, framed, isolated, notes_of
from cairn.figures.charts.theme import DESKTOP, LIGHT, Size, Theme
from cairn.figures.charts.words import Words, marked, shorten, width_of
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell

SHOWN = 15  # bars; the table has all of them
BAR = 24  # pixels for one


def breakdown(
    one: SourceRows | None,
    question: Question,
    words: Words,
    *,
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
    most: int = SHOWN,
) -> Spec:
    """The largest values of one source, in order; how many are not drawn is said below."""
    rows = _ordered(one.rows if one else ())
    drawn = rows[:most]
    values = [
        {
            "k": str(number),
            # Below zero is what parts say too much, or a source takes back: a number, no length.
            "v": None if isinstance(row.value, Cell) else max(0, row.value),
            "s": 0,
            "t": marked(words.value(row.value), words.mark),
            "d": described(label(row, question, words), row, words),
        }
        for number, row in enumerate(drawn)
    ]
    more = [words.say("not_drawn", n=words.number(len(rows) - most))] if len(rows) > most else []
    layers = _layers(
        values, [label(row, question, words) for row in drawn], [theme.accent], words, theme, size
    )
    return framed(
        layers,
        words,
        theme,
        size,
        alt=alt(one, question, words, "bars"),
        notes=notes_of(one, words, more),
        height=max(1, len(drawn)) * BAR,
        below=-6,
    )


def comparison(
    first: SourceRows | None,
    second: SourceRows | None,
    question: Question,
    words: Words,
    names: tuple[str, str],
    *,
    size: Size = DESKTOP,
    theme: Theme = LIGHT,
    most: int = SHOWN,
) -> Spec:
    """Two selections beside each other, row by row; both answer the same measure and `by`."""
    tables: list[dict[tuple[KeyPart, ...], Row]] = [
        {row.key: row for row in one.rows} if one else {} for one in (first, second)
    ]
    keys = list(dict.fromkeys(row.key for table in tables for row in _ordered(table.values())))
    absent = words.say("no_record")
    values = []
    for number, key in enumerate(keys[:most]):
        for which, table in enumerate(tables):
            row = table.get(key)
            called = label(row, question, words) if row else ""
            value = row.value if row else None
            values.append(
                {
                    "k": str(number),
                    "v": None if isinstance(value, Cell) else value,
                    "s": which,
                    "t": words.value(row.value) if row else absent,
                    "d": words.say(
                        "pair",
                        name=names[which],
                        value=described(called, row, words) if row else absent,
                    ),
                }
            )
    labels = [label(_any(tables, key), question, words) for key in keys[:most]]
    colours = list(theme.categories[:2])
    layers = _layers(values, labels, colours, words, theme, size)
    heads = [{"s": n, "n": isolated(name, words)} for n, name in enumerate(names)]
    layers.append(_heads(heads, colours, words, size))
    more = [words.say("not_drawn", n=words.number(len(keys) - most))] if len(keys) > most else []
    text = words.say("alt_comparison", first=names[0], second=names[1], n=words.number(len(labels)))
    return framed(
        layers,
        words,
        theme,
        size,
        alt=ended(text, words),
        notes=[*more, words.caveat, words.say("source", source=words.source)],
        height=max(1, len(labels)) * BAR * 2,
        below=-6,
    )


def _any(tables: Sequence[dict[tuple[KeyPart, ...], Row]], key: tuple[KeyPart, ...]) -> Row:
    return next(table[key] for table in tables if key in table)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(
        rows,
        # What the source does not say comes last: it is not one more kind.
        key=lambda row: (
            None in row.key,
            isinstance(row.value, Cell),
            -_or_zero(row),
            str(row.key),
        ),
    )


def _or_zero(row: Row) -> int:
    return 0 if isinstance(row.value, Cell) else row.value


def _layers(
    values: list[Spec],
    labels: Sequence[str],
    colours: list[str],
    words: Words,
    theme: Theme,
    size: Size,
) -> list[Spec]:
    """Bars with names beside them and numbers at their ends."""
    widest = max((width_of(text, size.text) for text in labels), default=0)
    room = min(widest + 12, size.width * 0.4)
    ends = max((width_of(value["t"], size.text) for value in values), default=0) + 10
    far = size.width - room - ends
    span = [size.width - room, ends] if words.rtl else [room, room + max(10, far)]
    top = max((value["v"] or 0 for value in values), default=0) or 1
    place: Spec = {
        "field": "k",
        "type": "nominal",
        "sort": None,
        "axis": None,
        "scale": {"domain": [str(n) for n in range(len(labels))], "paddingInner": 0.25},
    }
    offset: Spec = {"yOffset": {"field": "s", "scale": {"paddingInner": 0.1}}}
    length: Spec = {
        "field": "v",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, top], "range": span},
    }
    colour: Spec = {
        "field": "s",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(range(len(colours))), "range": colours},
    }
    side = -1 if words.rtl else 1
    end_of_bar = "right" if words.rtl else "left"
    names = [
        {"k": str(n), "n": isolated(shorten(text, room - 8, size.text), words)}
        for n, text in enumerate(labels)
    ]
    for value in values:
        value["t"] = isolated(value["t"], words)
        value["z"] = value["v"] or 0
    return [
        {
            "data": {"values": [value for value in values if value["v"] is not None]},
            "mark": {"type": "bar"},
            "encoding": {
                "y": place,
                **offset,
                "x": length,
                "x2": {"datum": 0},
                "color": colour,
                "description": {"field": "d"},
            },
        },
        {
            "data": {"values": values},
            "mark": {"type": "text", "align": end_of_bar, "dx": 5 * side, "aria": False},
            "encoding": {
                "y": place,
                **offset,
                "x": length | {"field": "z"},
                "text": {"field": "t"},
            },
        },
        {
            "data": {"values": names},
            "mark": {
                "type": "text",
                "align": "left" if words.rtl else "right",
                "aria": False,
            },
            "encoding": {
                "y": place,
                "x": {"value": size.width - room + 8 if words.rtl else room - 8},
                "text": {"field": "n"},
            },
        },
    ]


def _heads(heads: list[Spec], colours: Sequence[str], words: Words, size: Size) -> Spec:
    """The names of the two selections, in their colours, above the bars."""
    at = 0.0
    for head in heads:
        head["x"] = size.width - at if words.rtl else at
        at += width_of(head["n"], size.text) + 24
    return {
        "layer": [
            {
                "data": {"values": [head]},
                "mark": {
                    "type": "text",
                    "align": "right" if words.rtl else "left",
                    "baseline": "bottom",
                    "fontWeight": 600,
                    "color": colour,
                    "aria": False,
                },
                "encoding": {
                    "x": {"value": head["x"]},
                    "y": {"value": -4},
                    "text": {"value": head["n"]},
                },
            }
            for head, colour in zip(heads, colours, strict=True)
        ]
    }
