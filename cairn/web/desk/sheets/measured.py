"""What each table of a sheet counts, in the words of its reader."""

from dataclasses import dataclass
from urllib.parse import urlencode

from cairn.reporting.sheets.measured import PERSON, TITLE
from cairn.reporting.sheets.opening import Opened
from cairn.reporting.sheets.taking import place_of
from cairn.web.say import say


@dataclass(frozen=True, slots=True)
class Counts:
    """One table of it."""

    place: str
    measures: list[str]
    cells: int
    title: str  # that says it, as it is written
    said: bool  # by a person
    change: str  # where it is said anew; empty where headings say it


def counts(now: Opened) -> list[Counts]:
    """Every table, in the order of the workbook."""
    sheets = {one.name: number for number, one in enumerate(now.sheets)}
    found = []
    for one in now.measured:
        area, name = one.table.block.area, one.table.sheet
        title = now.value_at(name, one.row, one.column) if one.source == TITLE and one.row else ""
        query = urlencode({"sheet": sheets[name], "change": one.key})
        found.append(
            Counts(
                place_of(name, area.top, area.left),
                [say(now.section.measures[key].title) for key in one.measures],
                one.cells,
                " ".join(str(title or "").split()),
                one.source == PERSON,
                f"?{query}#asks" if one.source in (PERSON, TITLE) else "",
            )
        )
    return found
