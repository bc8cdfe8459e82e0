"""Cells that cannot be read, gathered: what is wrong with several is said once, with all of them.

What is wrong in its own way stays a line of its own. Of a list that is cut, it is said how many
more there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cairn.kernel.text import noop
from cairn.reporting.sheets.opening import Left
from cairn.web.desk.sheets.words import problem_words

MOST = 200  # cells of one sentence
TOGETHER: Mapping[str, str] = {  # code → what is said of several cells at once
    "formula_without_value": noop(
        "These cells hold formulas whose results were never saved, so there is nothing to read. "
        "Open the workbook in a spreadsheet program, save it there, and send it again."
    ),
    "same_label_twice": noop(
        "Each of these cells gives a number for the same thing as another cell. Keep one of the "
        "two, or say what makes them different."
    ),
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """One sentence, and the cells that it is about, each with where it is corrected."""

    words: str
    cells: list[tuple[str, str]]
    more: int


def gathered(left: Iterable[Left], url_of: Callable[[Left], str]) -> list[Gathered]:
    """Every cell is in one of these, in the order of the sheet, or among those that are more."""
    groups: dict[str, list[Left]] = {}
    for one in left:
        code = one.key.rpartition("|")[2]
        words = code if code in TOGETHER else problem_words(one.error)
        groups.setdefault(words, []).append(one)
    return [
        Gathered(
            _(TOGETHER[words])
            if words in TOGETHER and len(found) > 1
            else problem_words(found[0].error),
            [(one.place, url_of(one)) for one in found[:MOST]],
            max(0, len(found) - MOST),
        )
        for words, found in groups.items()
    ]
