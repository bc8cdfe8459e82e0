"""What every chart has around it: title, caveat, number of records and source, inside the picture.

A picture travels without its page, so everything that the number needs is drawn into it. Text lines
are wrapped here, because a drawing wraps nothing; text from right to left is aligned to the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cairn.figures.answers import SourceRows
from cairn.figures.charts.theme import Size, Theme, config
from cairn.figures.charts.words import Words, marked, wrap

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LINE = 1.35  # line height

Spec = dict[str, Any]


def framed(
    layers: Sequence[Spec],
    words: Words,
    theme: Theme,
    size: Size,
    *,
    alt: str,
    notes: Sequence[str] = (),
    below: float = 0,
    height: float | None = None,
    extra: Spec | None = None,
) -> Spec:
    """A whole specification; `below` is the room that the axis takes under the drawing."""
    tall = size.height if height is None else height
    below_it = [line for note in notes if note for line in wrap(note, size.width, size.text)]
    foot = {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "align": "right" if words.rtl else "left",
            "baseline": "top",
            "lineHeight": round(size.text * LINE),
            "color": theme.quiet,
            "aria": False,
        },
        "encoding": {
            "x": {"value": size.width if words.rtl else 0},
            "y": {"value": tall + below + 14},
            "text": {"value": [isolated(line, words) for line in below_it]},
        },
    }
    called = wrap(marked(words.title, words.mark), size.width, size.title * 1.08)
    title: Spec = {"text": [isolated(line, words) for line in called]}
    told = [text for text in (words.definition, words.subtitle, words.total) if text]
    if told:
        lines = [line for text in told for line in wrap(text, size.width, size.text)]
        title["subtitle"] = [isolated(line, words) for line in lines]
    return {
        "$schema": SCHEMA,
        "description": alt,
        "width": size.width,
        "height": tall,
        "autosize": {"type": "pad", "contains": "content"},
        "padding": 8,
        "title": title,
        "layer": [*layers, foot],
        "config": config(theme, words, size),
        **(extra or {}),
    }


def notes_of(one: SourceRows | None, words: Words, more: Sequence[str] = ()) -> list[str]:
    """The lines under a chart: what is special, how many records, caveat and source."""
    source = words.say("source", source=words.source)
    counted = counted_of(one, words)
    return [*words.footnotes, *more, counted, words.caveat, source, *words.behind]


def counted_of(one: SourceRows | None, words: Words) -> str:
    """How many records there are, and how many of them have no number."""
    counted = []
    if one:
        without = sum(row.not_recorded for row in one.rows)
        n = sum(row.records for row in one.rows) - (without if words.numbers_alone else 0)
        counted.append(words.say("records", n=words.number(n)))
        if without:
            counted.append(words.say("without_number", n=words.number(without)))
    return " · ".join(counted)


def isolated(text: str, words: Words) -> str:
    """The text with its own direction: numbers and Latin names stay in place in Arabic."""
    return f"\u202b{text}\u202c" if words.rtl and text else text


def named_values(field: str, names: Sequence[str]) -> str:
    """A Vega expression that writes `names[n]` for the number n."""
    import json

    listed = json.dumps(list(names), ensure_ascii=False)
    return f"{listed}[{field}]"
