"""The residual p% rule: what remains unknown to a viewer must not be one contributor's, nearly.

For a cell and a viewer, the contributions that the viewer knows are taken away, and the unknown
positive ones ordered, r1 ≥ r2 ≥ … The cell may be told only if none is unknown or the others sum to
p hundredths of r1 at least; so nobody, not the second contributor either, comes closer to r1 than
that. Zero filers hide nobody. Where a viewer knows the contribution to a cell only in part, the
rest is what is unknown.

Source: the p% rule of Hundepool et al., Statistical Disclosure Control (2012), 4.2.2, with one set
of knowledge per viewer in the place of the second largest contributor's.
"""

from collections.abc import Collection, Iterable, Mapping

from cairn.releases.disclosure.tables import Given, Truth
from cairn.releases.disclosure.viewers import Known, Viewer
from cairn.releases.folder import Key


def hidden(unknown: Iterable[int], p: int) -> bool:
    """Whether these unknown contributions hide each other; whole numbers, p in hundredths."""
    ordered = sorted((one for one in unknown if one > 0), reverse=True)
    return not ordered or 100 * sum(ordered[1:]) >= p * ordered[0]


def knows(truth: Truth, viewer: Viewer, part: Known, cell: Key) -> bool:
    """Whether a contribution to a leaf is known, where what is asked about is the cell."""
    leaf, owner = part
    return owner in viewer.owners or any(
        owner == whose
        and leaf.measure == key.measure
        and truth.inside(leaf.at, key.at)
        and truth.inside(key.at, cell.at)
        for key, whose in viewer.knows
    )


class Knowledge:
    """What every viewer knows of every cell, worked out once for a truth."""

    def __init__(self, truth: Truth, viewers: Collection[Viewer]) -> None:
        self._owners = {frozenset(one.owners) for one in viewers if not one.knows}
        self._partly = [(one.owners, _known(truth, one)) for one in viewers if one.knows]

    def exposed(self, key: Key, given: Given, p: int) -> bool:
        """Whether some viewer would come too close to a contribution if this cell were told."""
        asked = {frozenset(owners & given.keys()) for owners in self._owners}
        if any(not hidden((n for o, n in given.items() if o not in one), p) for one in asked):
            return True
        for owners, known in self._partly:
            told = known.get(key, {})
            rest = (n - told.get(o, 0) for o, n in given.items() if o not in owners)
            if not hidden(rest, p):
                return True
        return False


def _known(truth: Truth, viewer: Viewer) -> Mapping[Key, Given]:
    """Per cell, how much of each contribution the viewer can add up from what it knows below."""
    entries: dict[str, dict[str, list[Key]]] = {}
    for key, owner in viewer.knows:
        entries.setdefault(owner, {}).setdefault(key.measure, []).append(key)
    found: dict[Key, dict[str, int]] = {}
    for leaf, given in truth.counts.items():
        relevant = {
            owner: keys
            for owner in given
            if (
                keys := [
                    key
                    for key in entries.get(owner, {}).get(leaf.measure, ())
                    if truth.inside(leaf.at, key.at)
                ]
            )
        }
        if not relevant:
            continue
        for cell in truth.above(leaf, truth.shapes(leaf.measure)):
            for owner, keys in relevant.items():
                if any(truth.inside(key.at, cell.at) for key in keys):
                    told = found.setdefault(cell, {})
                    told[owner] = told.get(owner, 0) + given[owner]
    return found
