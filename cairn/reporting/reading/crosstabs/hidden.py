"""What is hidden, told by what is written there, so that an answer holds for the next file too.

A mark is made of the headings of a column or the labels of a row, without their numbers and
periods; of a column its letter too. What has the same mark as something of which another thing was
said, or no words at all, is asked anew.
"""

from collections.abc import Iterable, Iterator, Mapping

from cairn.formats.grids import column_letter
from cairn.reporting.reading.crosstabs.layout import Layout, Role
from cairn.reporting.reading.crosstabs.questions import hidden_key
from cairn.reporting.reading.crosstabs.remembering import timeless
from cairn.reporting.reading.crosstabs.sheets import Sheet


def marked(
    answers: Mapping[str, str], sheets: Iterable[Sheet], layout: Layout
) -> Mapping[str, str]:
    """Answers by mark, as they are kept."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for key, mark in _marks(sheets, layout):
        if key in answers and found.setdefault(mark, answers[key]) != answers[key]:
            twice.add(mark)
    return {mark: answer for mark, answer in found.items() if mark not in twice}


def unmarked(kept: Mapping[str, str], sheets: Iterable[Sheet], layout: Layout) -> dict[str, str]:
    """Answers that were kept by mark, for the places of this file."""
    return {key: kept[mark] for key, mark in _marks(sheets, layout) if mark in kept}


def _marks(sheets: Iterable[Sheet], layout: Layout) -> Iterator[tuple[str, str]]:
    """The key of each hidden sheet, row and column, and its mark."""
    for sheet in sheets:
        held = layout.sheet(sheet.name)
        blocks = held.blocks if held else ()
        if sheet.hidden:
            yield hidden_key(sheet.name), f"sheet|{timeless(sheet.name)}"
        heads = sorted({line.at for one in blocks for line in one.rows if line.role is Role.HEADER})
        labels = {line.at for one in blocks for line in one.columns if line.role is Role.HEADER}
        for column in sorted(sheet.hidden_columns):
            words = _words(sheet.shown(row, column) for row in heads)
            mark = f"column|{column_letter(column)}|{words}"
            yield hidden_key(sheet.name, column=column), mark
        for row in sorted(sheet.hidden_rows):
            words = _words(sheet.shown(row, column) for column in sorted(labels))
            if words.strip("#|"):
                yield hidden_key(sheet.name, row), f"row|{words}"


def _words(values: Iterable[object]) -> str:
    return "|".join(dict.fromkeys(timeless(value) for value in values if value is not None))
