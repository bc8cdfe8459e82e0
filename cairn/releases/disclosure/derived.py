"""Ratios, changes and index numbers: worked out from published values, and from nothing else.

So they tell nothing that the published values do not. Where an input is withheld so is the result;
where one is not recorded, or a division has no sense, it says so. A band is no value to work with.
"""

from collections.abc import Sequence
from fractions import Fraction

from cairn.kernel.cells import Cell
from cairn.releases.folder import Band

Value = int | Band | Cell
Result = Fraction | Cell


def ratio(part: Value, whole: Value) -> Result:
    """`part` over `whole`, exact; 0/0 and n/0 are not applicable."""
    if (missing := _missing(part, whole)) is not None:
        return missing
    assert isinstance(part, int)
    assert isinstance(whole, int)
    return Fraction(part, whole) if whole else Cell.NOT_APPLICABLE


def change(now: Value, before: Value) -> Result:
    """The difference as a share of `before`; Fraction(1, 5) is a rise by 20 %."""
    found = ratio(now, before)
    return found if isinstance(found, Cell) else found - 1


def index(values: Sequence[Value], base: int) -> list[Result]:
    """Each value as a ratio to the one at position `base`."""
    return [ratio(one, values[base]) for one in values]


def _missing(*values: Value) -> Cell | None:
    """Withheld comes first: it must not be guessed from the way in which a result is missing."""
    if Cell.WITHHELD in values or any(isinstance(one, Band) for one in values):
        return Cell.WITHHELD
    return next((one for one in values if isinstance(one, Cell)), None)
