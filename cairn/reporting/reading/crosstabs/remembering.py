"""The layout of an organisation's file, found again in the file of the next quarter.

The signature of a sheet is made of its headings without numbers and periods, so that another month
or another list of nationalities changes nothing. What a person decided is carried over by what was
written in the cell, never by its place alone; and what was left out of a table, or said of all of
it, holds for the same table only, by its headings and its captions. Of another one nothing is left
out because it happens to have a row of the same name.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cairn.formats.months import fold, month_pattern
from cairn.reporting.reading.crosstabs.captions import above
from cairn.reporting.reading.crosstabs.finding import TEXT, Finder, Found, kind_of
from cairn.reporting.reading.crosstabs.labels import Reader
from cairn.reporting.reading.crosstabs.layout import (
    PERIODS,
    Axis,
    Block,
    Constant,
    Layout,
    Line,
    Meaning,
    Role,
    SheetLayout,
)
from cairn.reporting.reading.crosstabs.periods import find_period
from cairn.reporting.reading.crosstabs.proposing import propose
from cairn.reporting.reading.crosstabs.questions import Question
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.reading.crosstabs.words import begins_note, plain

_DIGITS = re.compile(r"\d+|[ivx]+(?= квартал)")


def signature(sheet: Sheet) -> str:
    """A digest of the structure of a sheet: its headings, less their numbers and periods."""
    finder = Finder(sheet)
    shapes = [_shape(sheet, finder, found) for found in finder.tables()]
    said = "\n".join(dict.fromkeys(shapes))  # as many blocks as there are quarters so far
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _shape(sheet: Sheet, finder: Finder, found: Found) -> str:
    rows = []
    for row in found.heads:
        words = [
            timeless(sheet.at(row, column))
            for column in finder.rows[row - 1].filled
            if found.left <= column <= found.right
        ]
        rows.append("|".join(dict.fromkeys(words)))
    return "/".join(rows)


def timeless(value: object) -> str:
    """What is written there without its numbers and periods; "#" where nothing else is."""
    if isinstance(value, date) or kind_of(value) != TEXT:  # type: ignore[arg-type]
        return "#"
    found = find_period(str(value))
    if found:
        return plain(_DIGITS.sub("", month_pattern().sub("", fold(found.rest)))) or "#"
    return plain(_DIGITS.sub("", str(value)))


def fits(layout: Layout, sheet: Sheet) -> SheetLayout | None:
    """The remembered sheet with the same headings, by its name where there are several."""
    mark = signature(sheet)
    same = [held for held in layout.sheets if held.signature == mark]
    return next((held for held in same if held.name == sheet.name), same[0] if same else None)


def remembered(layout: Layout, sheets: Iterable[Sheet]) -> Layout:
    """The layout with the signatures of its sheets and tables, ready to be kept."""
    shown = {sheet.name: sheet for sheet in sheets}
    return Layout(
        tuple(
            replace(held, signature=signature(shown[held.name]), blocks=_marked(held, shown))
            if held.name in shown
            else replace(held, signature="")
            for held in layout.sheets
        )
    )


def _marked(held: SheetLayout, shown: Mapping[str, Sheet]) -> tuple[Block, ...]:
    sheet = shown[held.name]
    return tuple(replace(one, signature=mark_of(sheet, one, held.blocks)) for one in held.blocks)


def mark_of(sheet: Sheet, block: Block, blocks: Iterable[Block]) -> str:
    """By what a table is known again: its headings and captions, less their numbers and periods."""
    top, left, _bottom, right = block.area
    heads = [line.at for line in block.rows if line.role is Role.HEADER]
    first = range(
        top, next((at for at in range(top, top + len(heads) + 1) if at not in heads), top)
    )
    titles = [sheet.at(row, at) for row in above(block, blocks) for at in range(sheet.width)]
    captions = [one for one in titles if kind_of(one) == TEXT and not begins_note(str(one))]
    headings = [sheet.at(row, at) for row in first for at in range(left, right + 1)]
    words = [timeless(one) for one in (*captions, None, *headings) if one is not None]
    said = "|".join(dict.fromkeys(word for word in words if word and word != "#"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def adapt(
    layout: Layout,
    sheet: Sheet,
    *,
    today: date,
    language: str | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
    others: Mapping[str, Sequence[str]] | None = None,
    called: str = "",
) -> SheetLayout:
    """What is proposed for this sheet, with all that a person decided for the one it fits."""
    reader = Reader(words, language, others)
    proposal = propose(sheet, today=today, language=language, reader=reader, called=called)
    fresh, held = proposal.layout, fits(layout, sheet)
    if held is None:
        return fresh
    renamed = timeless(held.name) != timeless(sheet.name)
    blocks = tuple(
        _carried(
            block,
            _same(sheet, block, fresh.blocks, held.blocks),
            held.blocks,
            renamed and any(_of_tab(one, block) for one in proposal.questions),
        )
        for block in fresh.blocks
        if held.blocks
    )
    return replace(fresh, blocks=blocks or fresh.blocks, ignored=held.ignored)


def _same(
    sheet: Sheet, block: Block, fresh: Sequence[Block], held: Sequence[Block]
) -> Sequence[Block]:
    """The tables that this one is again: those of its headings and captions, or the only one there
    was where it is the only one now. Its lines are then left out by nobody but a person, and what
    was said of all of it does not hold: another title may say something else."""
    mark = mark_of(sheet, block, fresh)
    if same := [one for one in held if one.signature == mark]:
        return same
    if len(fresh) == len(held) == 1 and not any(map(_of_others, block.constants)):
        rows, columns = _counted(held[0].rows), _counted(held[0].columns)
        return [replace(held[0], rows=rows, columns=columns, constants=())]
    return []


def _of_tab(one: Question, block: Block) -> bool:
    """Whether the name of the sheet says, or contradicts, what this table counts."""
    at = (block.area.top, block.area.left)
    return one.axis == Axis.MEASURE.value and (one.row, one.column) == at


def _of_others(one: Constant) -> bool:
    return one.axis is Axis.MEASURE and "/" in one.value


def _counted(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(one for one in lines if one.role is not Role.IGNORED)


def _carried(fresh: Block, same: Sequence[Block], blocks: Sequence[Block], doubted: bool) -> Block:
    """The decisions on headings and labels of any block; lines and what holds for a whole table
    from the same one. `doubted`: its sheet has another name, which speaks of what it counts."""
    meanings: dict[str, list[Meaning]] = {}
    for block in blocks:
        for one in block.meanings:
            if one.chosen and one.written and one.axis not in PERIODS:
                meanings.setdefault(plain(one.written), []).append(one)
    kept: list[Meaning] = []
    for one in fresh.meanings:
        decided = meanings.get(plain(one.written), ())
        if decided and one.axis not in PERIODS:
            kept += [
                replace(said, row=one.row, column=one.column, written=one.written)
                for said in decided
            ]
        else:
            kept.append(one)
    beside = same[0].constants if same else ()
    constants = [
        one
        for one in beside
        if one.chosen and one.axis not in PERIODS and not (doubted and one.axis is Axis.MEASURE)
    ]
    axes = {one.axis for one in constants}
    return replace(
        fresh,
        meanings=tuple(dict.fromkeys(kept)),
        constants=(*constants, *_others(fresh.constants, axes)),
        rows=_lines(fresh.rows, [line for block in same for line in block.rows]),
        columns=_lines(fresh.columns, [line for block in same for line in block.columns]),
    )


def _others(constants: Iterable[Constant], axes: set[Axis]) -> tuple[Constant, ...]:
    return tuple(one for one in constants if one.axis not in axes)


def _lines(fresh: Sequence[Line], held: Iterable[Line]) -> tuple[Line, ...]:
    """Roles that a person gave, by what is written at the row or column; sums are found anew. A
    month that was left aside, as one that was not over, is not left aside in the next file."""
    decided = {plain(line.written): line.role for line in held if line.chosen and line.written}
    return tuple(
        replace(line, role=role, chosen=True, sums=line.sums if role in _TOTALS else ())
        if line.written
        and (role := decided.get(plain(line.written)))
        and not (role is Role.IGNORED and timeless(line.written) == "#")
        else line
        for line in fresh
    )


_TOTALS = (Role.TOTAL, Role.SUBTOTAL)
