"""Alternative texts, from the data alone: what a reader who cannot see the chart needs to know."""

from __future__ import annotations

from collections.abc import Sequence

from cairn.figures.answers import Row, SourceRows
from cairn.figures.charts.words import Words
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period


def alt(
    one: SourceRows | None,
    question: Question | tuple[str, ...],
    words: Words,
    kind: str,
    n: int | None = None,
) -> str:
    """The text of a chart of this kind: trend, bars, flow, areas, points or hexagons.

    `question` may be no more than what its rows are by. `n` says how many rows have a number, where
    only the largest are here.
    """
    if one is None or not one.rows:
        return ended(words.say("alt_empty"), words)
    rows = [row for row in one.rows if not isinstance(row.value, Cell)]
    if kind == "trend":
        assert isinstance(question, Question)
        position = question.by.index(question.level or "")
        rows = [row for row in rows if isinstance(row.key[position], Period)]
    if not rows:
        return ended(words.say("alt_empty"), words)
    best, worst = max(rows, key=_value), min(rows, key=_value)
    values = {
        "n": words.number(len(rows) if n is None else n),
        "best": label(best, question, words),
        "worst": label(worst, question, words),
        "most": words.value(best.value),
        "least": words.value(worst.value),
    }
    if kind == "trend":
        values |= {
            "first": label(rows[0], question, words),
            "last": label(rows[-1], question, words),
        }
    if kind == "flow":
        assert isinstance(question, Question)
        values["best"] = link(best, question, words)
    return ended(words.say(f"alt_{kind}", **values), words)


def ended(text: str, words: Words) -> str:
    """The text with its title before it and its source after it."""
    source = words.say("source", source=words.source)
    return " ".join([f"{words.title}.", text, *words.footnotes, source])


def label(row: Row, question: Question | tuple[str, ...], words: Words) -> str:
    """What one row is called: its keys, one after the other."""
    by = question.by if isinstance(question, Question) else question
    return words.comma.join(words.name(name, part) for name, part in zip(by, row.key, strict=True))


def described(name: str, row: Row, words: Words) -> str:
    """A mark's own label: its name and its number."""
    return words.say("pair", name=name, value=words.value(row.value))


def link(row: Row, question: Question, words: Words) -> str:
    """A flow's own label."""
    origin, end = (words.name(name, part) for name, part in zip(question.by, row.key, strict=True))
    return words.say("link", origin=origin, end=end, value=words.value(row.value))


def _value(row: Row) -> int:
    assert not isinstance(row.value, Cell)
    return row.value


def numbers(rows: Sequence[Row]) -> list[int]:
    """The values of the rows that have one."""
    return [row.value for row in rows if not isinstance(row.value, Cell)]
