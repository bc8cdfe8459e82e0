"""What the captions of a table say of whom it counts, where a sheet holds more than one. Pure.

The words of the caller's measures say which number a table gives. A caption in other words may
speak of other people: "Smugglers arrested" below "Smuggled migrants". Such a table never takes the
number of the one above it; it is asked about.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn.kernel.text import noop
from cairn.reporting.reading.crosstabs.labels import Reader, Sense
from cairn.reporting.reading.crosstabs.layout import Axis, Block
from cairn.reporting.reading.crosstabs.words import begins_note, generic_sheet

TAB_ALONE = noop(
    "Only the name of the sheet, %(written)r, says what it counts; no title and no heading does."
)
TAB_DIFFERS = noop(
    "The title %(written)r and the name of the sheet, %(tab)r, say different numbers; choose one."
)
_NUMBERING = re.compile(r"\d+|[ivx]+|[a-z]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Title:
    """A text above a table; row 0 is the name of the sheet."""

    row: int
    column: int
    text: str


def nearest(
    titles: Sequence[Title], axis: Axis, reader: Reader
) -> tuple[Title, Sense, bool] | None:
    """The nearest title that says one thing on this axis; and whether it says nothing else."""
    for title in titles:
        senses, left = reader.senses(title.text)
        found = [sense for sense in senses if sense.axis is axis and sense.value]
        outer = title.text.partition("(")[0].strip()
        if left and outer and not reader.senses(outer)[1]:
            left = ""  # what stands in brackets only explains
        if len({sense.value for sense in found}) == 1:
            return title, found[0], not left
        if found:
            return None
    return None


def doubt_of_tab(
    title: Title, sense: Sense, titles: Sequence[Title], reader: Reader
) -> tuple[str, dict[str, str]] | None:
    """Why what a table counts is asked: only the name of its sheet says it, or that name says
    another number than the title, which goes before it."""
    if not title.row:
        return TAB_ALONE, {"written": title.text}
    tab = [one for one in titles if not one.row]
    other = nearest(tab, Axis.MEASURE, reader)
    if other is None or other[1].value == sense.value:
        return None
    return TAB_DIFFERS, {"written": title.text, "tab": other[0].text}


def speaks_of_others(titles: Sequence[Title], reader: Reader) -> tuple[str, Title] | None:
    """The nearest title whose words are those of another section, as "section/measure". Where it
    names a number of ours beside them, only words for other people count."""
    for title in titles:
        if title.row and begins_note(title.text):
            continue
        senses, left = reader.senses(title.text)
        ours = any(sense.axis is Axis.MEASURE for sense in senses)
        others = reader.of_others(title.text)
        if ours:  # and not by a word of it: without vowels, Arabic writes smuggled like smugglers
            others = [value for value in reader.of_others(left) if reader.is_of_people(value)]
        if others:
            named = [value for value in others if not value.endswith("/")]
            return (named or others)[0], title
        if ours:
            return None
    return None


def heads_another(title: Title, floor: int, titles: Sequence[Title], reader: Reader) -> bool:
    """True where `title` lies above the table before this one, which ends at row `floor`, and this
    one has a caption of its own in words that nobody knows: it may count something else."""
    if not floor or title.row > floor:
        return False
    return any(
        _unknown(own.text, reader)
        for own in titles
        if own.row > floor and not begins_note(own.text)
    )


def _unknown(text: str, reader: Reader) -> bool:
    if "place" in reader.heading(text):
        return False  # "Post of Gaya": a part of the same
    _senses, left = reader.senses(text)
    return any(not _NUMBERING.fullmatch(word) and not generic_sheet(word) for word in left.split())


def above(block: Block, blocks: Iterable[Block]) -> range:
    """The rows between a table and the one above it, or the top of the sheet."""
    ends = [one.area.bottom for one in blocks if one.area.bottom < block.area.top]
    return range(max(ends, default=0) + 1, block.area.top)
