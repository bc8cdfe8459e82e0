"""Rows of a table that leave out what its other rows say, such as "Others" without a sex. Pure.

A row that says no sex beside rows that do is of the same table: left as it is, it would stand alone
in a table of its own, of which a part would look like the whole. The source did not say its sex, so
it goes in as not known to the source.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cairn.reporting.reading.crosstabs.layout import Area, Layout
from cairn.reporting.reading.crosstabs.results import CrosstabCell

NOT_SAID = {"sex": "unknown"}  # dimensions whose list has a value for what the source did not say


def with_unsaid(
    cells: Sequence[CrosstabCell], layout: Layout
) -> tuple[list[CrosstabCell], frozenset[int]]:
    """The cells, in their order, and the places in it of those to which it was added that their
    source did not say. A row whose parts stand beside it, as "Niger" above its men and women, is
    their whole and stays."""
    found, filled = list(cells), set()
    areas = {sheet.name: [block.area for block in sheet.blocks] for sheet in layout.sheets}
    for name, value in NOT_SAID.items():
        saying = {one.sheet for one in found if name in one.dims}
        silent = {one.sheet for one in found if name not in one.dims}
        for sheet in saying & silent:
            for places in _tables(found, sheet, areas.get(sheet, ())):
                for at in _incomplete([(at, found[at]) for at in places], name):
                    found[at] = replace(found[at], dims={**found[at].dims, name: value})
                    filled.add(at)
    return found, frozenset(filled)


def _tables(
    cells: Sequence[CrosstabCell], sheet: str, areas: Iterable[Area]
) -> Iterable[Sequence[int]]:
    """Places of the cells of each table, and of each thing that it counts."""
    held: dict[tuple[int, str | None], list[int]] = defaultdict(list)
    known = list(areas)
    for at, one in enumerate(cells):
        if one.sheet != sheet:
            continue
        for number, (top, left, bottom, right) in enumerate(known):
            if top <= one.row <= bottom and left <= one.column <= right:
                held[number, one.measure].append(at)
                break
    return held.values()


def _incomplete(cells: Sequence[tuple[int, CrosstabCell]], name: str) -> Iterator[int]:
    """Those that say all that others say but for `name`, and are no whole of others."""
    saying = [one for _, one in cells if name in one.dims]
    cuts = {frozenset(one.dims) for one in saying}
    wholes = {(one.span, _rest(one, name)) for one in saying}
    for at, one in cells:
        if name in one.dims or {*one.dims, name} not in cuts:
            continue
        if (one.span, _rest(one, name)) not in wholes:
            yield at


def _rest(cell: CrosstabCell, name: str) -> frozenset[tuple[str, str]]:
    return frozenset((key, value) for key, value in cell.dims.items() if key != name)
