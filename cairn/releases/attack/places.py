"""Where cells stand in relation to one another, in one folder or in several taken together.

Says which cells are part of which, and where two regions overlap; says nothing about counts.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.releases.folder import Dimension, Folder, Key


class ContradictoryHierarchies(CairnError):
    text = noop(
        "%(dimension)s: %(code)r is part of %(one)r in one release and of %(other)r in another, so "
        "they cannot be attacked together. Name the codes apart."
    )


class Places:
    """The hierarchies of all dimensions, asked by key. A dimension that a key lacks is at its
    total, as in `cairn.releases.folder`."""

    def __init__(self, dimensions: Iterable[Dimension]) -> None:
        self.totals: dict[str, str] = {}
        self.above: dict[str, dict[str, str]] = {}
        self.below: dict[str, dict[str, tuple[str, ...]]] = {}
        for one in dimensions:
            self.totals[one.name] = one.total
            self.above[one.name] = dict(one.part_of)
            below: dict[str, list[str]] = {}
            for code in sorted(one.part_of):
                below.setdefault(one.part_of[code], []).append(code)
            self.below[one.name] = {code: tuple(parts) for code, parts in below.items()}

    @classmethod
    def of(cls, folders: Iterable[Folder]) -> "Places":
        """The hierarchies of all folders as one; a level that one of them adds is added."""
        totals: dict[str, str] = {}
        part_of: dict[str, dict[str, str]] = {}
        for folder in folders:
            for one in folder.dimensions.values():
                total = totals.setdefault(one.name, one.total)
                if total != one.total:
                    raise ContradictoryHierarchies(
                        dimension=one.name, code="", one=total, other=one.total
                    )
                known = part_of.setdefault(one.name, {})
                for code, parent in one.part_of.items():
                    if known.setdefault(code, parent) != parent:
                        raise ContradictoryHierarchies(
                            dimension=one.name, code=code, one=known[code], other=parent
                        )
        return cls(Dimension(name, total, part_of[name]) for name, total in totals.items())

    def within(self, dimension: str, code: str, region: str) -> bool:
        """Whether `code` is `region` or part of it."""
        above = self.above[dimension]
        while code != region:
            if code not in above:
                return False
            code = above[code]
        return True

    def holds(self, region: Key, key: Key) -> bool:
        """Whether `key` lies in `region` of the same measure."""
        at = dict(key.at)
        return region.measure == key.measure and all(
            self.within(d, at.get(d, self.totals[d]), code) for d, code in region.at
        )

    def meet(self, key: Key, region: Key) -> Key | None:
        """The part of `key` that lies in `region`, or None if they have nothing in common."""
        at = dict(key.at)
        for dimension, code in region.at:
            mine = at.get(dimension, self.totals[dimension])
            if self.within(dimension, code, mine):
                at[dimension] = code
            elif not self.within(dimension, mine, code):
                return None
        return Key(key.measure, frozenset(at.items()))

    def splits(self, key: Key) -> Iterator[tuple[Key, ...]]:
        """For each dimension in which `key` has parts: the keys of these parts."""
        at = dict(key.at)
        for dimension, below in self.below.items():
            if parts := below.get(at.get(dimension, self.totals[dimension])):
                rest = [(d, c) for d, c in key.at if d != dimension]
                yield tuple(
                    Key(key.measure, frozenset([*rest, (dimension, part)])) for part in parts
                )

    def atoms(self, key: Key, dimensions: Iterable[str]) -> Iterator[Key]:
        """The finest keys below `key`, told apart by the given dimensions."""
        at = dict(key.at)
        names = sorted(dimensions)
        leaves = [self._leaves(name, at.get(name, self.totals[name])) for name in names]
        for codes in product(*leaves):
            stands = zip(names, codes, strict=True)
            yield Key(key.measure, frozenset((d, c) for d, c in stands if c != self.totals[d]))

    def _leaves(self, dimension: str, code: str) -> list[str]:
        parts = self.below[dimension].get(code, ())
        return [leaf for part in parts for leaf in self._leaves(dimension, part)] or [code]
