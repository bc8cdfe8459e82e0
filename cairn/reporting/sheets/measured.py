"""What each table of a sheet counts, and who says so: shown before anything is taken over. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cairn.reporting.reading.crosstabs.layout import Axis, Constant, Layout
from cairn.reporting.reading.crosstabs.results import CrosstabReading
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.answered import Answered
from cairn.reporting.sheets.asking import Asked, Table
from cairn.reporting.sheets.taking import TAKEN, for_filings

TITLE, PERSON, HEADINGS = "title", "person", "headings"


@dataclass(frozen=True, slots=True)
class Measured:
    """One table, and the numbers of the section that its cells are."""

    table: Table
    measures: tuple[str, ...]  # in the order of the section
    cells: int
    source: str  # a title, a person, or headings
    row: int = 0  # of the title
    column: int = 0

    @property
    def key(self) -> str:
        return f"{asking.MEASURE}|{self.table.sheet}|{self.table.number}"


def measured(
    reading: CrosstabReading, layout: Layout, measures: Sequence[str]
) -> Iterator[Measured]:
    """Every table of which something is taken."""
    cells = for_filings(reading.cells, set(measures))
    for table in asking.tables(layout):
        held = [one for one in cells if table.holds(one.sheet, one.row, one.column)]
        named = {one.measure for one in held if one.kind in TAKEN}
        if not named:
            continue
        said = _constant(table)
        source = HEADINGS if said is None else PERSON if said.chosen else TITLE
        found = tuple(one for one in measures if one in named)
        at = (said.row, said.column) if said else (0, 0)
        yield Measured(table, found, len(held), source, *at)


def sayable(found: Sequence[Measured], measures: Sequence[str]) -> list[Answered]:
    """What a title says of a whole table, as something that a person may say otherwise."""
    return [
        Answered(
            Asked(
                one.key, asking.MEASURE, asking.WHICH_NUMBER, {}, "", one.table.sheet,
                one.table.block.area.top, one.table.block.area.left, 1, (asking.OTHER, *measures),
            ),
            one.measures[0],
        )
        for one in found
        if one.source == TITLE
    ]  # fmt: skip


def _constant(table: Table) -> Constant | None:
    said = [one for one in table.block.constants if one.axis is Axis.MEASURE and one.value]
    if any(one.axis is Axis.MEASURE for one in table.block.meanings):
        return None
    return said[0] if said else None
