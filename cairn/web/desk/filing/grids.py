"""Numbers of one breakdown as a table to read: a line for each, or a grid of months."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import DIMENSIONS
from cairn.reporting.filings.models import Filing
from cairn.web import numbers
from cairn.web.components import Column, Table, Value
from cairn.web.desk.filing.ordering import in_order
from cairn.web.desk.filing.words import (
    WHEN,
    cut_words,
    dimension_words,
    span_value,
    value_words,
)
from cairn.web.explore.lacking import MARK, lacking_words
from cairn.web.say import current

MOST_MONTHS = 12  # columns of a grid


def value_of(given: CountInput) -> int | Cell:
    if given.value is not None:
        return given.value
    return given.missing or Cell.NOT_RECORDED


def table_of(
    filing: Filing, names: tuple[str, ...], rows: list[CountInput], lines: int, unit: str
) -> tuple[Table, int]:
    """The table, and how many of its lines are not shown."""
    if len(names) == 2 and names[1] == WHEN and (months := _months(filing, rows)):
        return _grid(names, rows, months, lines)
    listed = in_order(rows)
    table = Table(
        caption=cut_words(names),
        columns=[*(Column(dimension_words(name)) for name in names), Column(unit, "number")],
        rows=[(*_names(one), value_of(one)) for one in listed[:lines]],
    )
    return table, max(0, len(listed) - lines)


def _names(one: CountInput) -> list[str]:
    found = [value_words(name, one.dims[name]) for name in DIMENSIONS if one.dims.get(name)]
    return [*found, *([value_words(WHEN, span_value(one.span))] if one.span else [])]


def _months(filing: Filing, rows: Sequence[CountInput]) -> list[Period]:
    """The months of the period; none where they are too many, or a number is of something else."""
    months = list(filing.whole.split(Level.MONTH))
    known = {(one.first, one.last) for one in months}
    spans = {(one.span.earliest, one.span.latest) for one in rows if one.span}
    return months if len(months) <= MOST_MONTHS and spans <= known else []


def _grid(
    names: tuple[str, ...], rows: list[CountInput], months: list[Period], lines: int
) -> tuple[Table, int]:
    """What it is by down the side, months across, with sums of both. There is no sum where a number
    is missing for a reason: it would say less than was counted. One in which a place is empty bears
    a mark."""
    by_value: dict[str, dict[date, CountInput]] = {}
    for one in in_order(rows):
        assert one.span is not None
        by_value.setdefault(one.dims[names[0]], {})[one.span.earliest] = one
    starts = [one.first for one in months]
    body = [
        (
            value_words(names[0], value),
            *(value_of(cells[start]) if start in cells else None for start in starts),
            _sum([cells.get(start) for start in starts]),
        )
        for value, cells in by_value.items()
    ]
    down = [_sum([cells.get(start) for cells in by_value.values()]) for start in starts]
    every = [cells.get(start) for cells in by_value.values() for start in starts]
    total: list[Sequence[Value]] = [(_("Sum"), *down, _sum(every))]
    told = [f"{MARK} {lacking_words()}"] if None in every else []
    without = any(one.value is None for one in rows)
    table = Table(
        caption=cut_words(names),
        columns=[
            Column(dimension_words(names[0])),
            *(Column(_month_words(one), "number") for one in months),
            Column(_("Sum"), "number"),
        ],
        rows=body[:lines],
        totals=total,
        help=" ".join(
            [
                *(
                    [_("A sum is left out where a number is missing for a reason.")]
                    if without
                    else []
                ),
                *told,
            ]
        ),
    )
    return table, max(0, len(body) - lines)


def _sum(places: Sequence[CountInput | None]) -> int | str | None:
    """The sum of what was filled in, with the mark where a place is empty."""
    given = [one for one in places if one]
    if not given or any(one.value is None for one in given):
        return None
    found = sum(one.value or 0 for one in given)
    if len(given) == len(places):
        return found
    return f"{numbers.number(found, current())}\u202f{MARK}"


def _month_words(month: Period) -> str:
    return numbers.period_short(month, current())
