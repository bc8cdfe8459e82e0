"""How a workbook of cross-tabs is read, kept as a value that can be stored, shown and corrected.

A layout is proposed (`proposing.py`) and corrected by clicking on the sheet: every correction here
returns a new layout. It knows rows, columns and cells by their places and remembers what was
written there, so that it can be carried over to the file of the next quarter (`remembering.py`).
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from cairn.formats.grids import Area
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class NoSuchPlace(CairnError):
    text = noop("There is no table at this place of the sheet; choose a cell of a table.")


class Role(StrEnum):
    """What a row or a column is."""

    HEADER = "header"  # a row of headings, a column of labels, or a heading between the rows
    DATA = "data"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    NOTE = "note"
    IGNORED = "ignored"


class Axis(StrEnum):
    """What a heading or a label says about the numbers beside it."""

    COUNTRY = "country"  # nationality: a code of `reference.countries`, or empty while it is asked
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "span"  # any other stretch of days
    SEX = "sex"
    AGE_GROUP = "age_group"
    MODE = "mode"
    BORDER = "border"
    PLACE = "place"  # a free label, such as the name of a post
    GROUP = "group"  # a heading over labels that says nothing of its own, such as a region
    MEASURE = "measure"
    TOTAL = "total"
    HEADING = "heading"  # names the axis of its column or row
    UNKNOWN = "unknown"


PERIODS = frozenset({Axis.MONTH, Axis.QUARTER, Axis.YEAR, Axis.SPAN})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one cell of headings or labels says; merged cells have the place of their first."""

    row: int
    column: int
    axis: Axis
    value: str
    written: str = ""
    chosen: bool = False  # by a person, and so carried over to other files


@dataclass(frozen=True, slots=True)
class Line:
    """One row or column of a block; `sums` are the lines that a total adds up."""

    at: int
    role: Role
    sums: tuple[int, ...] = ()
    written: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """What holds for all numbers of a block, and the cell that says it; row 0: the sheet's name."""

    axis: Axis
    value: str
    row: int = 0
    column: int = 0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a sheet."""

    area: Area
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    meanings: tuple[Meaning, ...] = ()
    constants: tuple[Constant, ...] = ()
    signature: str = ""  # of its headings and captions, once it is remembered


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet; `outside` are the rows that belong to no block: titles, notes, ignored."""

    name: str
    blocks: tuple[Block, ...] = ()
    outside: tuple[Line, ...] = ()
    ignored: bool = False
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """All sheets of a workbook."""

    sheets: tuple[SheetLayout, ...] = ()

    def sheet(self, name: str) -> SheetLayout | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def as_json(self) -> dict[str, Any]:
        """As the database gives it back: lists, not tuples, so that the two can be compared."""
        stored: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(tuple(_sheet(sheet) for sheet in stored["sheets"]))


def _sheet(stored: Mapping[str, Any]) -> SheetLayout:
    blocks = tuple(
        Block(
            Area(*block["area"]),
            tuple(map(_line, block["rows"])),
            tuple(map(_line, block["columns"])),
            tuple(Meaning(**one | {"axis": Axis(one["axis"])}) for one in block["meanings"]),
            tuple(Constant(**one | {"axis": Axis(one["axis"])}) for one in block["constants"]),
            block.get("signature", ""),
        )
        for block in stored["blocks"]
    )
    outside = tuple(map(_line, stored["outside"]))
    return SheetLayout(stored["name"], blocks, outside, stored["ignored"], stored["signature"])


def _line(stored: Mapping[str, Any]) -> Line:
    return Line(**{**stored, "role": Role(stored["role"]), "sums": tuple(stored["sums"])})


# --- corrections ---------------------------------------------------------------------------------


def with_ignored(layout: Layout, sheet: str, ignored: bool = True) -> Layout:
    """Leave a whole sheet out, or take it in again."""
    return _changed(layout, replace(_found(layout, sheet), ignored=ignored))


def with_role(
    layout: Layout,
    sheet: str,
    *,
    row: int | None = None,
    column: int | None = None,
    role: Role,
    sums: Iterable[int] = (),
    block: int | None = None,
) -> Layout:
    """Say what a row or a column is. A column needs a row or the number of the block it is of."""
    held = _found(layout, sheet)
    at = row if row is not None and column is None else column
    line_of = "rows" if row is not None and column is None else "columns"
    assert at is not None
    number = _block_at(held, row, column) if block is None else block
    if number is None:
        if line_of == "rows":
            outside = _put(held.outside, Line(at, role, tuple(sums), chosen=True))
            return _changed(layout, replace(held, outside=outside))
        raise NoSuchPlace()
    chosen = held.blocks[number]
    lines = getattr(chosen, line_of)
    before = next((line for line in lines if line.at == at), Line(at, role))
    added = tuple(sums) if role in (Role.TOTAL, Role.SUBTOTAL) else ()
    lines = _put(lines, replace(before, role=role, sums=added or before.sums, chosen=True))
    changed = replace(chosen, rows=lines) if line_of == "rows" else replace(chosen, columns=lines)
    return _with_block(layout, held, number, changed)


def with_meaning(
    layout: Layout, sheet: str, cell: tuple[int, int], axis: Axis, value: str, written: str = ""
) -> Layout:
    """Say what the heading or the label in a cell means."""
    held = _found(layout, sheet)
    row, column = cell
    number = _block_at(held, row, column)
    if number is None:
        raise NoSuchPlace()
    block = held.blocks[number]
    before = [one for one in block.meanings if (one.row, one.column) == cell]
    others = tuple(one for one in block.meanings if (one.row, one.column) != cell)
    said = written or (before[0].written if before else "")
    kept = tuple(one for one in before if one.axis is not axis and one.chosen)
    meaning = Meaning(row, column, axis, value, said, chosen=True)
    return _with_block(layout, held, number, replace(block, meanings=(*others, *kept, meaning)))


def with_axis(layout: Layout, sheet: str, cell: tuple[int, int], axis: Axis) -> Layout:
    """Say what all headings of a row, or all labels of a column, are that nobody knew: places."""
    held = _found(layout, sheet)
    number = _block_at(held, *cell)
    if number is None:
        raise NoSuchPlace()
    block = held.blocks[number]
    heads = {line.at for line in block.rows if line.role is Role.HEADER}
    before = {one.axis for one in block.meanings if (one.row, one.column) == cell and one.chosen}

    def same(one: Meaning) -> bool:
        beside = one.row == cell[0] if cell[0] in heads else one.column == cell[1]
        said = one.chosen and one.axis in before  # it is said anew
        return beside and (said or one.axis in (Axis.UNKNOWN, Axis.GROUP))

    meanings = tuple(
        replace(one, axis=axis, value="" if axis is Axis.COUNTRY else one.written, chosen=True)
        if same(one)
        else one
        for one in block.meanings
    )
    return _with_block(layout, held, number, replace(block, meanings=meanings))


def with_constant(
    layout: Layout, sheet: str, block: int, axis: Axis, value: str, cell: tuple[int, int] = (0, 0)
) -> Layout:
    """Say what holds for all numbers of a block, and which cell says it; an empty value takes it
    back."""
    held = _found(layout, sheet)
    if not 0 <= block < len(held.blocks):
        raise NoSuchPlace()
    periods = axis in PERIODS
    kept = tuple(
        one
        for one in held.blocks[block].constants
        if one.axis is not axis and not (periods and one.axis in PERIODS)
    )
    said = (Constant(axis, value, *cell, chosen=True),) if value else ()
    changed = replace(held.blocks[block], constants=(*kept, *said))
    return _with_block(layout, held, block, changed)


def with_header_rows(layout: Layout, sheet: str, block: int, rows: Iterable[int]) -> Layout:
    """Say which rows hold the headings of a block; none above the last of them is data."""
    held = _found(layout, sheet)
    if not 0 <= block < len(held.blocks):
        raise NoSuchPlace()
    heads, chosen = set(rows), held.blocks[block]
    first, last = min(heads), max(heads)
    top, left, bottom, right = chosen.area
    lines = {line.at: line for line in chosen.rows}
    for at in range(min(first, top), bottom + 1):
        line = lines.get(at, Line(at, Role.DATA))
        if at in heads:
            lines[at] = replace(line, role=Role.HEADER, sums=(), chosen=True)
        elif at < first or at < last:
            lines[at] = replace(line, role=Role.IGNORED, sums=(), chosen=True)
        elif line.role is Role.HEADER and line.at < last + 3:
            lines[at] = replace(line, role=Role.DATA)
        else:
            lines[at] = line
    area = Area(min(first, top), left, bottom, right)
    ordered = tuple(lines[at] for at in sorted(lines))
    return _with_block(layout, held, block, replace(chosen, area=area, rows=ordered))


def without_block(layout: Layout, sheet: str, block: int) -> Layout:
    """Leave a whole table out: each of its rows, so that each can be taken in again."""
    held = _found(layout, sheet)
    if not 0 <= block < len(held.blocks):
        raise NoSuchPlace()
    rows = tuple(
        line if line.role is Role.HEADER else replace(line, role=Role.IGNORED, chosen=True)
        for line in held.blocks[block].rows
    )
    return _with_block(layout, held, block, replace(held.blocks[block], rows=rows))


def without_axis(layout: Layout, sheet: str, block: int, axis: Axis) -> Layout:
    """Say that the labels or headings of this kind in a table say nothing of its numbers."""
    held = _found(layout, sheet)
    meanings = tuple(
        replace(one, axis=Axis.GROUP, value=one.written, chosen=True) if one.axis is axis else one
        for one in held.blocks[block].meanings
    )
    constants = tuple(one for one in held.blocks[block].constants if one.axis is not axis)
    changed = replace(held.blocks[block], meanings=meanings, constants=constants)
    return _with_block(layout, held, block, changed)


def with_sheet(layout: Layout, held: SheetLayout) -> Layout:
    """The layout with one of its sheets understood in another way."""
    return _changed(layout, held)


def _found(layout: Layout, name: str) -> SheetLayout:
    held = layout.sheet(name)
    if held is None:
        raise NoSuchPlace()
    return held


def _block_at(held: SheetLayout, row: int | None, column: int | None) -> int | None:
    for number, block in enumerate(held.blocks):
        top, left, bottom, right = block.area
        if (row is None or top <= row <= bottom) and (column is None or left <= column <= right):
            return number
    return None


def _put(lines: tuple[Line, ...], line: Line) -> tuple[Line, ...]:
    kept = [one for one in lines if one.at != line.at]
    return tuple(sorted([*kept, line], key=lambda one: one.at))


def _with_block(layout: Layout, held: SheetLayout, number: int, block: Block) -> Layout:
    blocks = (*held.blocks[:number], block, *held.blocks[number + 1 :])
    return _changed(layout, replace(held, blocks=blocks))


def _changed(layout: Layout, held: SheetLayout) -> Layout:
    return dataclasses.replace(
        layout,
        sheets=tuple(held if sheet.name == held.name else sheet for sheet in layout.sheets),
    )
