"""Corrections on the sheet itself: what a cell, a row, a column, a table or a sheet is."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from cairn.formats.numbers import read_count
from cairn.reporting.reading.crosstabs import layout as layouts
from cairn.reporting.reading.crosstabs.finding import Finder
from cairn.reporting.reading.crosstabs.layout import Axis, Layout, NoSuchPlace, Role
from cairn.reporting.reading.crosstabs.lookup import Lookup
from cairn.reporting.reading.crosstabs.proposing import with_headings_above
from cairn.reporting.reading.crosstabs.questions import number_key
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.errors import NoCellOfNumbers, NotOfThese, NumberWanted
from cairn.reporting.sheets.holding import held_by, kept
from cairn.reporting.sheets.meaning import meanings_said, one_of
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.naming import reading_words
from cairn.reporting.sheets.opening import Opened, opened

NUMBER = "number"  # what a cell is said to be: the number that is written
ROW, COLUMN, CELL, LIKE, HEADS, TABLE, WHOLE = (
    *("row", "column", "cell", "like", "heads", "table", "sheet"),
)


@transaction.atomic
def correct_sheet(
    *,
    file: SheetFile,
    sheet: str,
    row: int | None,
    column: int | None,
    scope: str,
    what: str,
    text: str = "",
    by: Any,
    revision: int | None = None,
) -> SheetFile:
    """Say what a cell, a row, a column, a table or a sheet is; `what` is a role, a meaning, or
    `NUMBER` where `text` is the number that counts in the place of what the cell says."""
    held = held_by(file, by, revision)
    now = opened(held)
    shown = next((one for one in now.sheets if one.name == sheet), None)
    inside = shown is not None and (row is None or 1 <= row <= shown.height)
    if not inside or not (column is None or shown is not None and 0 <= column < shown.width):
        raise NoSuchPlace()
    if what == NUMBER:
        _write_number(now, sheet, row, column, text)
        held.answers = now.answers.as_json()
        return kept(held, "answers")
    now.layout = _corrected(now, sheet, row, column, scope, what, text)
    held.layout = now.layout.as_json()
    return kept(held, "layout")


def _write_number(now: Opened, sheet: str, row: int | None, column: int | None, text: str) -> None:
    """A number in the place of what a cell says; without one, the cell counts as it was again."""
    table = asking.table_at(now.layout, sheet, row, column)
    if row is None or column is None or table is None:
        raise NoCellOfNumbers()
    shown = next(one for one in now.sheets if one.name == sheet)
    look = Lookup(shown, table.block)
    if row not in look.counted_rows or column not in look.counted_columns:
        raise NoCellOfNumbers()
    key = number_key(sheet, row, column)
    others = {place: n for place, n in now.answers.numbers.items() if place != key}
    if text:
        number = read_count(text)
        if number is None:
            raise NumberWanted()
        others[key] = number
    elif key not in now.answers.numbers:
        raise NumberWanted()
    now.answers = replace(now.answers, numbers=others)


def _corrected(
    now: Opened, sheet: str, row: int | None, column: int | None, scope: str, what: str, text: str
) -> Layout:
    layout = now.layout
    if scope == WHOLE:
        one_of(what, (Role.IGNORED.value, Role.DATA.value))
        return layouts.with_ignored(layout, sheet, what == Role.IGNORED)
    if row is None and scope != COLUMN or column is None and scope not in (ROW, HEADS):
        raise NoSuchPlace()
    if scope in (ROW, COLUMN) and what in tuple(Role):
        return _with_role(layout, sheet, row, column, scope, Role(what))
    if scope == ROW and row is not None:
        return _row_meant(now, sheet, row, column, what, text)
    if scope == COLUMN:
        return _column_meant(now, sheet, column or 0, row, what, text)
    assert row is not None
    if scope == HEADS:
        return _with_heads(now, sheet, row, column)
    assert column is not None
    if scope == CELL and asking.table_at(layout, sheet, row, column) is None:
        return _title_meant(now, sheet, row, column, what, text)
    if scope == CELL:
        return meant(now, sheet, (row, column), what, text)
    if scope == LIKE:
        if what not in asking.LABEL_KINDS:
            raise NotOfThese()
        return layouts.with_axis(layout, sheet, (row, column), Axis(what))
    table = asking.table_at(layout, sheet, row, column)
    if table is None:
        raise NoSuchPlace()
    one_of(scope, (TABLE,))
    for axis, value in meanings_said(now, what, text):
        layout = layouts.with_constant(layout, sheet, table.number, axis, value)
    return layout


def _title_meant(now: Opened, sheet: str, row: int, column: int, what: str, text: str) -> Layout:
    """A title above a table says what it says of all numbers of the next table below it."""
    if what in tuple(Role):
        return _with_role(now.layout, sheet, row, column, ROW, Role(what))
    number = asking.below(now.layout, sheet, row)
    if number is None:
        raise NoSuchPlace()
    written = str(now.value_at(sheet, row, column) or "")
    layout = now.layout
    for axis, value in meanings_said(now, what, text, written):
        layout = layouts.with_constant(layout, sheet, number, axis, value, (row, column))
    return layout


def _with_heads(now: Opened, sheet: str, row: int, column: int | None) -> Layout:
    """The headings end with this row: of the table that it is in, or of the next one below."""
    table = asking.table_at(now.layout, sheet, row, column)
    if table and row >= table.block.area.top and row != table.block.area.bottom:
        rows = range(table.block.area.top, row + 1)
        return layouts.with_header_rows(now.layout, sheet, table.number, rows)
    return _above(now, sheet, row + 1, column)


def _above(now: Opened, sheet: str, first: int, column: int | None) -> Layout:
    """The next table begins at row `first`, with the headings that end right above it."""
    shown = next(one for one in now.sheets if one.name == sheet)
    of_sheet = [one for one in asking.tables(now.layout) if one.sheet == sheet]
    below = [one for one in of_sheet if one.block.area.top >= first]
    table = min(below, key=lambda one: one.block.area.top, default=None)
    if table is None:
        raise NoSuchPlace()
    used = max((one.block.area.bottom for one in of_sheet if one.block.area.bottom < first),
               default=0)  # fmt: skip
    heads = Finder(shown).heads_above(first, used) or (first - 1,)
    held = now.layout.sheet(sheet)
    if held is None or heads[0] <= used:
        raise NoSuchPlace()
    words, others = reading_words(now.section)
    changed = with_headings_above(
        shown, held, table.number, heads, today=now.today, words=words, others=others
    )
    return layouts.with_sheet(now.layout, changed)


def _row_meant(
    now: Opened, sheet: str, row: int, column: int | None, what: str, text: str
) -> Layout:
    """What a row stands for is said of its label; one without numbers groups those below it."""
    if what == Axis.GROUP and asking.table_at(now.layout, sheet, row, column) is None:
        now.layout = _above(now, sheet, row, column)
    table = asking.table_at(now.layout, sheet, row, column)
    if table is None:
        raise NoSuchPlace()
    shown = next(one for one in now.sheets if one.name == sheet)
    look = Lookup(shown, table.block)
    labels = [at for at in look.labels if shown.at(*shown.anchor(row, at)) is not None]
    if row in look.heads or not labels:
        raise NotOfThese()
    place = shown.anchor(row, column if column in labels else labels[-1])
    if what == Axis.GROUP and not any(shown.at(row, at) is not None for at in look.counted_columns):
        now.layout = layouts.with_role(
            now.layout, sheet, row=row, role=Role.HEADER, block=table.number
        )
    return meant(now, sheet, place, what, text)


def _column_meant(
    now: Opened, sheet: str, column: int, row: int | None, what: str, text: str
) -> Layout:
    """What a column stands for is said of its labels, or of the heading nearest to its numbers."""
    table = asking.table_at(now.layout, sheet, row, column)
    if table is None:
        raise NoSuchPlace()
    shown = next(one for one in now.sheets if one.name == sheet)
    look = Lookup(shown, table.block)
    if column in look.labels:
        if what not in asking.LABEL_KINDS:
            raise NotOfThese()
        first = next((at for at in look.counted_rows if shown.at(at, column) is not None), None)
        if first is None:
            raise NoSuchPlace()
        return layouts.with_axis(now.layout, sheet, (first, column), Axis(what))
    over = look.over.get(column, ())
    if not over:
        raise NoSuchPlace()
    return meant(now, sheet, over[-1], what, text)


def _with_role(
    layout: Layout, sheet: str, row: int | None, column: int | None, scope: str, role: Role
) -> Layout:
    """A total that is said to be one adds up the data before it, back to the last total."""
    block = None
    if scope == COLUMN:
        table = asking.table_at(layout, sheet, row, column)
        if table is None:
            raise NoSuchPlace()
        block = table.number
    changed = (
        layouts.with_role(layout, sheet, row=row, role=role)
        if scope == ROW
        else layouts.with_role(layout, sheet, row=row, column=column, role=role, block=block)
    )
    at = row if scope == ROW else column
    table = asking.table_at(changed, sheet, row, column)
    if role not in (Role.TOTAL, Role.SUBTOTAL) or table is None or at is None:
        return changed
    lines = table.block.rows if scope == ROW else table.block.columns
    if next((line.sums for line in lines if line.at == at), ()):
        return changed
    before = [line for line in lines if line.at < at]
    if role is Role.SUBTOTAL:
        last = max((line.at for line in before if line.role is Role.SUBTOTAL), default=-1)
        before = [line for line in before if line.at > last]
    sums = [line.at for line in before if line.role is Role.DATA]
    return layouts.with_role(
        changed, sheet, row=row, column=None if scope == ROW else column, role=role, sums=sums,
        block=table.number,
    )  # fmt: skip


def meant(now: Opened, sheet: str, cell: tuple[int, int], what: str, text: str = "") -> Layout:
    """The layout with the meaning of one heading or label."""
    table = asking.table_at(now.layout, sheet, *cell)
    if table is None:
        raise NoSuchPlace()
    if what in tuple(Role):
        scope = ROW if _is_label(now, sheet, table, cell) else COLUMN
        return _with_role(now.layout, sheet, *cell, scope, Role(what))
    written = str(now.value_at(sheet, *cell) or "")
    layout = now.layout
    for axis, value in meanings_said(now, what, text, written):
        layout = layouts.with_meaning(layout, sheet, cell, axis, value, written)
    return layout


def _is_label(now: Opened, sheet: str, table: asking.Table, cell: tuple[int, int]) -> bool:
    held = next(one for one in now.sheets if one.name == sheet)
    return cell[1] in Lookup(held, table.block).labels
