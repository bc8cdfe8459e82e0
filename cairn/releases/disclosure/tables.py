"""The truth as the builder of a release holds it: who contributed how much, cell by cell.

Contributions stand at leaf cells; every total is the sum of its recorded leaves. A leaf that nobody
recorded is absent, which is not 0, and so is a total without recorded leaves. Tables are linked by
standing at the same place (`cairn.releases.folder`). The truth is internal: of it only what
`protect` lets through reaches a `Folder`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.releases.folder import Dimension, Key, Measure, Table

Given = Mapping[str, int]  # contributor → persons or events
Place = tuple[str, tuple[tuple[str, str], ...]]


class UnreadableTruth(CairnError):
    text = noop("What is to be protected contradicts itself: %(problem)s.")


@dataclass(frozen=True, slots=True)
class Side:
    """A measure that is told in bands beside another one, such as records beside persons."""

    measure: str
    of: str
    bands: str = "numbers"  # or "few": the bands of the rule


@dataclass(frozen=True)
class Truth:
    """`counts`: per leaf cell, what each contributor gave, an integer of 0 or more. `events_of`:
    per measure of persons, the measure that counts their events. `sensitive`: dimensions and
    measures that tell what happened to a person or what she did. `on_map`: dimensions whose codes
    are drawn on a map. `open`: contributors whose series are public anyway.
    Raises `UnreadableTruth` with everything that contradicts."""

    release: str
    dimensions: Mapping[str, Dimension]
    measures: Mapping[str, Measure]
    tables: tuple[Table, ...]
    counts: Mapping[Key, Given]
    events_of: Mapping[str, str] = field(default_factory=dict)
    sensitive: frozenset[str] = frozenset()
    on_map: frozenset[str] = frozenset()
    sides: tuple[Side, ...] = ()
    open: frozenset[str] = frozenset()
    lenient: bool = field(default=False, repr=False, compare=False)  # while changes are taken back

    def __post_init__(self) -> None:
        problems = [*dict.fromkeys(self._problems())]
        if not problems and not self.lenient:
            problems = [
                f"{one.measure} at {sorted(one.at)} is too much" for one in self.above_the_most()
            ]
        if problems:
            raise UnreadableTruth(problem="; ".join(problems[:20]))

    def _problems(self) -> Iterator[str]:
        named = {*self.events_of, *self.events_of.values()}
        named |= {name for side in self.sides for name in (side.measure, side.of)}
        named |= {one.measure for one in self.tables}
        named |= {one.at_most for one in self.measures.values() if one.at_most}
        yield from (f"no measure {name!r}" for name in sorted(named - {*self.measures}))
        used = {name for table in self.tables for name in table.dimensions} | self.on_map
        yield from (f"no dimension {name!r}" for name in sorted(used - {*self.dimensions}))
        wanted = defaultdict(set)
        for table in self.tables:
            wanted[table.measure] |= {
                name
                for name in table.dimensions
                if name in self.dimensions and self.dimensions[name].part_of
            }
        grains: dict[str, set[str]] = {}
        for leaf, given in self.counts.items():
            if leaf.measure not in self.measures:
                yield f"no measure {leaf.measure!r}"
            for name, code in leaf.at:
                if name not in self.dimensions or code not in self.leaves[name]:
                    yield f"{name} {code!r} is no leaf"
            grain = {name for name, _ in leaf.at}
            if grains.setdefault(leaf.measure, grain) != grain or wanted[leaf.measure] - grain:
                yield f"{leaf.measure}: not every cell stands at a leaf of each dimension"
            if not given:
                yield f"{leaf.measure}: nobody recorded {sorted(leaf.at)}"
            for owner, n in given.items():
                if isinstance(n, bool) or not isinstance(n, int) or n < 0:
                    yield f"{leaf.measure} {owner!r}: {n!r} is no count"

    def above_the_most(self) -> list[Key]:
        """The cells that exceed what they are a part of; a truth has none."""
        found = []
        for key, given in self.contributions.items():
            most = self.measures[key.measure].at_most
            whole = self.contributions.get(Key(most, key.at)) if most else None
            if whole is not None and sum(given.values()) > sum(whole.values()):
                found.append(key)
        return found

    @cached_property
    def leaves(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(one.leaves) for name, one in self.dimensions.items()}

    @cached_property
    def _chains(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Per dimension and code: the code and what it is part of, up to below the total."""
        chains = {}
        for name, one in self.dimensions.items():
            for code in one.part_of:
                chain, at = [], code
                while at != one.total:
                    chain.append(at)
                    at = one.part_of[at]
                chains[name, code] = tuple(chain)
        return chains

    def inside(self, at: Collection[tuple[str, str]], place: Collection[tuple[str, str]]) -> bool:
        """Whether a cell at `at` is part of the one at `place`, or the same."""
        stands = dict(at)
        return all(
            name in stands and code in self._chains.get((name, stands[name]), ())
            for name, code in place
        )

    def shapes(self, measure: str) -> frozenset[tuple[str, ...]]:
        """The sets of dimensions by which a measure is needed: published, or to judge another."""
        needing = {measure}
        needing |= {one for one, events in self.events_of.items() if events == measure}
        needing |= {one.name for one in self.measures.values() if one.at_most == measure}
        needing |= {side.of for side in self.sides if side.measure == measure}
        return frozenset(
            tuple(sorted(table.dimensions)) for table in self.tables if table.measure in needing
        )

    def above(self, leaf: Key, shapes: Collection[tuple[str, ...]]) -> set[Key]:
        """The cells of tables of these shapes that a leaf is part of."""
        stands = dict(leaf.at)
        found = set()
        for shape in shapes:
            ways = [
                [(), *(((name, code),) for code in self._chains[name, stands[name]])]
                for name in shape
                if name in stands
            ]
            found |= {
                Key(leaf.measure, frozenset(step for one in way for step in one))
                for way in product(*ways)
            }
        return found

    @cached_property
    def contributions(self) -> Mapping[Key, Given]:
        """Per recorded cell of the tables, what each contributor gave to it in all."""
        found: dict[Key, dict[str, int]] = {}
        shapes = {name: self.shapes(name) for name in self.measures}
        for leaf, given in self.counts.items():
            if leaf.measure not in shapes:
                continue
            for key in self.above(leaf, shapes[leaf.measure]):
                sums = found.setdefault(key, {})
                for owner, n in given.items():
                    sums[owner] = sums.get(owner, 0) + n
        return found

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Every cell of the published tables, recorded or not, in order."""
        found = set()
        for table in self.tables:
            ways = [
                [(), *(((name, code),) for code in self.dimensions[name].part_of)]
                for name in table.dimensions
            ]
            found |= {
                Key(table.measure, frozenset(step for one in way for step in one))
                for way in product(*ways)
            }
        return tuple(sorted(found, key=order))


def order(key: Key) -> Place:
    """The order of cells, by which ties are broken: it looks at no number."""
    return key.measure, tuple(sorted(key.at))
