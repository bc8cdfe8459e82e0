"""Totals compared with their parts, down and across; a total is never counted.

A total of totals closes where the parts below it add up, or the subtotals as they are stated. Parts
that are not recorded add nothing, which a difference may come from. What a person left aside is
still in the totals of whoever made the sheet, so it is added up with the others; a total that is
right without it closes too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs import errors
from cairn.reporting.reading.crosstabs.layout import Line, Role
from cairn.reporting.reading.crosstabs.lookup import TOTALS, Lookup
from cairn.reporting.reading.crosstabs.sheets import Place, Sheet

NumberAt = Callable[[int], int | None]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One total: where it stands, what it says, and what its parts add up to."""

    sheet: str
    row: int
    column: int
    stated: int
    computed: int | None  # None: nothing adds up to it
    difference: int | None
    closes: bool  # down its column or across its row


def reconcile(
    sheet: Sheet,
    look: Lookup,
    numbers: Mapping[Place, int | None],
    left_out: tuple[frozenset[int], frozenset[int]],
    find: Callable[[int, int, CairnError], None],
) -> list[Reconciled]:
    """Compare every total of one table, and tell of each that does not close."""
    found: list[Reconciled] = []
    hidden_rows, hidden_columns = left_out
    rows = {at: look.rows[at] for at in look.counted_rows}
    columns = {at: look.columns[at] for at in look.counted_columns}
    every_row = rows | {at: look.rows[at] for at in look.aside_rows}
    every_column = columns | {at: look.columns[at] for at in look.aside_columns}

    plans = {
        ("row", at): _plan(line, every_row, hidden_rows)
        for at, line in rows.items()
        if line.role in TOTALS
    } | {
        ("column", at): _plan(line, every_column, hidden_columns)
        for at, line in columns.items()
        if line.role in TOTALS
    }

    def compare(row: int, column: int) -> None:
        stated = numbers.get((row, column))
        if stated is None or row in hidden_rows or column in hidden_columns:
            return
        ways: list[_Way] = []
        if rows[row].role in TOTALS and rows[row].sums:
            ways.append(_way(plans["row", row], lambda at: numbers.get((at, column))))
        if columns[column].role in TOTALS and columns[column].sums:
            ways.append(_way(plans["column", column], lambda at: numbers.get((row, at))))
        if not ways:
            found.append(Reconciled(sheet.name, row, column, stated, None, None, False))
            find(row, column, errors.TotalOfNothing())
            return
        if any(stated in way.sums for way in ways):  # the sum of all, down or across
            found.append(Reconciled(sheet.name, row, column, stated, stated, 0, True))
            return
        computed = ways[0].sums[0]
        difference = stated - computed
        found.append(Reconciled(sheet.name, row, column, stated, computed, difference, False))
        hidden = any(stated == way.with_hidden for way in ways)
        kind = errors.TotalCountsHidden if hidden else errors.TotalDoesNotClose
        find(row, column, kind(stated=stated, computed=computed, difference=difference))

    for row, line in rows.items():
        for column, over in columns.items():
            if line.role in TOTALS or over.role in TOTALS:
                compare(row, column)
    return found


class _Way(NamedTuple):
    """What a total may be the sum of in one direction; the parts themselves come first."""

    sums: tuple[int, ...]
    with_hidden: int


class _Plan(NamedTuple):
    """The lines that may add up to a total, in the ways in which they may."""

    ways: tuple[list[int], ...]
    with_hidden: list[int]


def _plan(line: Line, lines: Mapping[int, Line], hidden: frozenset[int]) -> _Plan:
    parts = _leaves(line, lines, hidden)
    ways = [parts]
    direct = [one for one in line.sums if one not in hidden]
    if direct != parts:
        ways.append(direct)
    if subtotals := _subtotals(line, lines, hidden):
        ways.append(subtotals)
    if any(lines[at].role is Role.IGNORED for at in parts):
        ways.append([at for at in parts if lines[at].role is not Role.IGNORED])
    every = [*_leaves(line, lines, frozenset()), *_hidden_between(line, lines, hidden)]
    return _Plan(tuple(ways), every if every != parts else [])


def _way(plan: _Plan, number: NumberAt) -> _Way:
    with_hidden = _sum(plan.with_hidden, number) if plan.with_hidden else -1
    return _Way(tuple(_sum(way, number) for way in plan.ways), with_hidden)


def _sum(lines: Sequence[int], number: NumberAt) -> int:
    return sum(number(line) or 0 for line in lines)


def _leaves(line: Line, lines: Mapping[int, Line], hidden: frozenset[int]) -> list[int]:
    """The lines of data that a total adds up in the end."""
    found: dict[int, None] = {}
    waiting, seen = list(line.sums), {line.at}
    while waiting:
        at = waiting.pop(0)
        one = lines.get(at)
        if one is None or at in seen:
            continue
        seen.add(at)
        if one.role is Role.DATA or one.role is Role.IGNORED and not one.sums:
            if at not in hidden:
                found[at] = None
        elif one.sums:
            waiting += one.sums
    return list(found)


def _subtotals(line: Line, lines: Mapping[int, Line], hidden: frozenset[int]) -> list[int]:
    """Subtotals as stated, in the place of the parts that each of them holds."""
    parts = set(_leaves(line, lines, hidden))
    chosen: list[int] = []
    ordered = sorted(
        (one for one in lines.values() if one.role is Role.SUBTOTAL and one.at != line.at),
        key=lambda one: -len(one.sums),
    )
    for one in ordered:
        held = set(_leaves(one, lines, hidden))
        if held and held < parts | held and held <= parts:
            chosen.append(one.at)
            parts -= held
    return [*chosen, *sorted(parts)] if chosen else []


def _hidden_between(line: Line, lines: Mapping[int, Line], hidden: frozenset[int]) -> list[int]:
    """Hidden lines among the parts that the total does not name."""
    named = set(_leaves(line, lines, frozenset()))
    if not named:
        return []
    return [at for at in sorted(hidden) if at in lines and min(named) < at < max(named)
            and at not in named and lines[at].role is Role.DATA]  # fmt: skip
