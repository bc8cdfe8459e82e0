"""Which places of a table by months nobody filled in, though others in its row were: pure.

A place that is empty is no zero. A sum over its row or its column holds what was filled in, and
whoever reads the sum is told that something of it may be absent.
"""

from collections import defaultdict
from collections.abc import Iterable


def left_empty(keys: Iterable[str]) -> list[str]:
    """The keys of the empty places, in order: of each table of a measure that is cut by months and
    by something else, where its row and its column have some number or a reason for none."""
    tables: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for key in keys:
        measure, _bar, rest = key.partition("|")
        when, _bar, part = rest.partition("|")
        if when and part:
            names = "|".join(one.partition("=")[0] for one in part.split("|"))
            tables[measure, names].add((when, part))
    found = []
    for (measure, _names), filled in tables.items():
        spans, parts = ({pair[at] for pair in filled} for at in (0, 1))
        found += [
            f"{measure}|{when}|{part}"
            for when in spans
            for part in parts
            if (when, part) not in filled
        ]
    return sorted(found)
