"""Numbers beside a figure (n, records, contributors) are told in bands only, and are cells too.

A band says that the number lies between its limits; below the first there is none, and the number
is withheld. Contributors are not a measure, for the same ones stand in several cells: their band
is computed here and never enters a folder of tables, where cells add up.
"""

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.tables import Given
from cairn.releases.folder import Band


def band(n: int, edges: tuple[int, ...]) -> int | Band | Cell:
    """The band of a count, 0 where there is none of it, withheld below the first band."""
    if n < 0:
        raise ValueError(f"a count cannot be negative: {n}")
    if n == 0:
        return 0
    low = max((one for one in edges if one <= n), default=None)
    if low is None:
        return Cell.WITHHELD
    return Band(low, min((one - 1 for one in edges if one > n), default=None))


def contributors(given: Given, edges: tuple[int, ...]) -> int | Band | Cell:
    """How many stand behind a number; who filed a zero hides nobody and is not counted."""
    return band(sum(n > 0 for n in given.values()), edges)
