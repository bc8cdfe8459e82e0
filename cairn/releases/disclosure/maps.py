"""What may be drawn on a map that is not open: how fine, how late, and as which tables.

Hexagons at sea no finer than the rule's resolution, first-level divisions on land. All resolutions
are one hierarchy, so that they are audited as one linked table: a coarse hexagon is the sum of the
fine ones whose index is below its own. (Looking the point up again at the coarse resolution would
put some points near an edge into another hexagon, and the sums would not close.) The minima of
persons and events are applied by `protect` to the dimensions named in `Truth.on_map`.
"""

from collections.abc import Collection
from datetime import date, timedelta

import h3

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.releases.disclosure.rules import Rule
from cairn.releases.folder import Dimension


class TooFine(Refused):
    text = noop(
        "Hexagons of resolution %(resolution)s are too fine for a published map; the finest is "
        "%(finest)s."
    )


def hexagons(
    name: str, cells: Collection[str], coarser: Collection[int], rule: Rule, total: str = "all"
) -> Dimension:
    """The H3 cells of a map, all of one resolution, with what contains them at the coarser ones.
    Raises `TooFine`."""
    if not cells:
        raise ValueError(f"{name}: a map without cells")
    finest = max(h3.get_resolution(one) for one in cells)
    if finest > rule.maps.resolution_at_sea:
        raise TooFine(resolution=finest, finest=rule.maps.resolution_at_sea)
    part_of: dict[str, str] = {}
    for cell in sorted(cells):
        if h3.get_resolution(cell) != finest:
            raise ValueError(f"{name}: {cell} is of another resolution than {finest}")
        code = cell
        for resolution in sorted({*coarser}, reverse=True):
            if resolution < finest:
                above = h3.cell_to_parent(cell, resolution)
                part_of[code], code = above, above
        part_of[code] = total
    return Dimension(name, total, part_of)


def tells_from(day: date, rule: Rule, *, route_change: bool = False) -> date:
    """The first day on which a map may show what happened on `day`: so long after the end of its
    quarter."""
    month = 3 * ((day.month - 1) // 3) + 4
    after = date(day.year + month // 13, (month - 1) % 12 + 1, 1)
    wait = rule.maps.days_route_change if route_change else rule.maps.days
    return after - timedelta(days=1) + timedelta(days=wait)
