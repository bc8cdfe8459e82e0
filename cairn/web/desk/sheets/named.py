"""Likely names as the page lists them, each with all that goes with it where it is taken out."""

from dataclasses import dataclass

from cairn.formats.grids import CellValue
from cairn.reporting.sheets.opening import Opened
from cairn.reporting.sheets.settling import Goes, goes_with
from cairn.reporting.sheets.taking import place_of
from cairn.web.desk.sheets.grid import written
from cairn.web.say import current


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a cell that looks like a name."""

    number: int
    place: str
    words: str
    heading: str  # over it, where that is what makes it a likely name
    goes: Goes
    beside: str  # what stands in its row besides


def named(now: Opened) -> list[Named]:
    held = {sheet.name: sheet for sheet in now.sheets}
    found = []
    for n, (one, words) in enumerate(now.names):
        goes = goes_with(now, one)
        cells: tuple[CellValue, ...] = ()
        if goes is Goes.ROW:
            cells = held[one.sheet].rows[one.row - 1]
        own = {
            like.column for like, _ in now.names if (like.sheet, like.row) == (one.sheet, one.row)
        }
        beside = (written(value, current()) for at, value in enumerate(cells)
                  if value is not None and at not in own)  # fmt: skip
        place = place_of(one.sheet, one.row, one.column) if one.row else one.sheet
        found.append(Named(n, place, words, one.heading, goes, " · ".join(beside)))
    return found
