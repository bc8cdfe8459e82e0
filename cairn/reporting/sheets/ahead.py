"""Numbers of a table whose time is not over, and what an answer about its time can do. Pure.

A quarter that is filed before its last month is over has a column of that month, empty or
estimated. Such columns and rows can be left aside; of the others nothing has to be said.
"""

from dataclasses import dataclass
from datetime import date

from cairn.formats.grids import Area
from cairn.kernel.dates import DateSpan, Period
from cairn.reporting.reading.crosstabs.accounting import Class
from cairn.reporting.reading.crosstabs.layout import Block, Layout, Role, with_role
from cairn.reporting.reading.crosstabs.results import CrosstabReading


@dataclass(frozen=True, slots=True)
class Ahead:
    """The lines of one table that are not over, and the times of its others."""

    period: Period  # from the first to the last day of what is not over
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    others: tuple[DateSpan, ...]
    whole_lines: bool  # the lines hold all of it, and nothing else

    @property
    def aside(self) -> bool:
        """Whether it can be left aside, and something else stays."""
        return self.whole_lines and bool(self.others)

    def place(self, block: Block) -> tuple[int, int]:
        """The heading or the label that says it: row and column."""
        first = min((line.at for line in block.rows if line.role is Role.DATA), default=0)
        heads = [line.at for line in block.rows if line.role is Role.HEADER and line.at < first]
        said = [one for one in block.meanings if one.row in heads or not heads]
        if self.columns:
            over = [one.row for one in said if one.column == self.columns[0]]
            return max(over, default=max(heads, default=block.area.top)), self.columns[0]
        if self.rows:
            return self.rows[0], block.area.left
        return block.area.top, block.area.left

    def left_by(self, span: DateSpan) -> bool:
        """Whether who says that the table speaks of this time says to leave the rest aside."""
        return (
            self.aside
            and span.latest < self.period.first
            and all(span.earliest <= o.earliest and o.latest <= span.latest for o in self.others)
        )

    def without(self, layout: Layout, sheet: str, number: int) -> Layout:
        """The layout with its lines left aside."""
        for row in self.rows:
            layout = with_role(layout, sheet, row=row, role=Role.IGNORED, block=number)
        for column in self.columns:
            layout = with_role(layout, sheet, column=column, role=Role.IGNORED, block=number)
        return layout


def ahead(reading: CrosstabReading, sheet: str, area: Area, today: date) -> Ahead:
    """Of a table of which something is not over."""
    top, left, bottom, right = area
    cells = [
        (one.row, one.column, one.span)
        for one in reading.cells
        if one.sheet == sheet and one.span and one.kind is not Class.HIDDEN
        and top <= one.row <= bottom and left <= one.column <= right
    ]  # fmt: skip
    late = [one for one in cells if one[2].earliest > today]
    others = [one for one in cells if one[2].earliest <= today]
    columns = {one[1] for one in late} - {one[1] for one in others}
    rest = [one for one in late if one[1] not in columns]
    rows = {one[0] for one in rest} - {one[0] for one in others}
    period = Period(min(s.earliest for *_, s in late), max(s.latest for *_, s in late))
    spans = dict.fromkeys(span for *_, span in others)
    held = all(one[0] in rows for one in rest)
    return Ahead(period, tuple(sorted(rows)), tuple(sorted(columns)), tuple(spans), held)
