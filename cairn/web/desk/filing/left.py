"""Lines that were not saved, on a page of their own: two numbers to choose from, or a problem."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cairn.reporting.filings.models import Filing
from cairn.web.desk.filing.cells import Line, was_text
from cairn.web.desk.filing.lines import Shown, told_of
from cairn.web.desk.filing.words import key_words


@dataclass(frozen=True, slots=True)
class Left:
    """One of them, and what it is of."""

    measure: str
    words: str
    text: str
    shown: Shown


def left_of(filing: Filing, lines: Iterable[Line]) -> Iterator[Left]:
    for number, line in enumerate(lines, start=1):
        if line.problem is None and line.theirs is None:
            continue
        written = " · ".join(text for text in line.dims.values() if text)
        words = key_words(filing, line.key) if line.key else key_words(filing, line.measure)
        words = words if line.key or not written else f"{words} · {written}"
        shown = Shown(
            number,
            words,
            line.dims,
            (),
            line.text,
            line.reason,
            was_text(line.was),
            **told_of(line),
        )
        yield Left(line.measure, words, line.text, shown)
