"""Which cells are the sum of which: the equations that anyone can write down from the hierarchies.

They hold between recorded cells of the published tables, whatever numbers stand there.
"""

from collections.abc import Collection, Iterable, Mapping

from cairn.releases.disclosure.tables import order
from cairn.releases.folder import Dimension, Key, Table

Equation = tuple[Key, tuple[Key, ...]]  # a cell, and those it is the sum of


def equations(
    dimensions: Mapping[str, Dimension], tables: Iterable[Table], recorded: Collection[Key]
) -> list[Equation]:
    """Each once, in the order of its total; `recorded`: the cells that have a number."""
    shapes: dict[str, list[frozenset[str]]] = {}
    for table in tables:
        shapes.setdefault(table.measure, []).append(frozenset(table.dimensions))
    parts = {
        name: {code: one.parts(code) for code in (one.total, *one.part_of)}
        for name, one in dimensions.items()
    }
    there = recorded if isinstance(recorded, set | frozenset | dict) else {*recorded}
    found: dict[tuple[Key, str], Equation] = {}
    for key in sorted(there, key=order):
        stands = dict(key.at)
        for shape in shapes.get(key.measure, ()):
            if not {*stands} <= shape:
                continue
            for name in sorted(shape):
                if (key, name) in found:
                    continue
                code = stands.get(name, dimensions[name].total)
                rest = key.at - {(name, code)}
                below = tuple(
                    part
                    for one in parts[name][code]
                    if (part := Key(key.measure, rest | {(name, one)})) in there
                )
                if below:
                    found[key, name] = key, below
    return [*found.values()]
