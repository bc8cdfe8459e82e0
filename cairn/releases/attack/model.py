"""What an attacker can write down: unknown counts with their bounds, and the sums that hold.

Built from public files and one attacker's knowledge, and from nothing else. Every integer solution
is a state of the world that this attacker cannot rule out. Nothing is solved here.

Unknown are the count of every cell of every release, and what each contributor filed there. A
filing is known by contributor and version, so a version that stands in two releases is the same
unknown in both: where no filing changed, nothing changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cairn.kernel.cells import Cell
from cairn.releases.attack.knowledge import Entry, Knowledge
from cairn.releases.attack.places import Places
from cairn.releases.folder import Band, Folder, Key, Measure

MOST = 1_000_000  # no cell is supposed to hold more, unless a larger one is printed
JOINT = 4096  # finest cells that no table prints are written down up to this many per measure


@dataclass(frozen=True, slots=True)
class Count:
    """The count of one cell in one release; `release` numbers the folders as they were given."""

    release: int
    key: Key


@dataclass(frozen=True, slots=True)
class Filed:
    """What one contributor filed in one version, as far as it lies at `key`."""

    key: Key
    contributor: str
    version: str


Unknown = Count | Filed
Table = dict[tuple[str, frozenset[tuple[str, str]]], dict[str, int]]
Terms = tuple[tuple[int, int], ...]  # (number of the unknown, coefficient)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that was found where none belongs, as bounds on the cell that it speaks of."""

    release: int
    key: Key
    low: int
    high: int


@dataclass(slots=True)
class Model:
    """`low` and `high` bound each unknown; of each row, `low ≤ sum of coefficient × unknown ≤
    high`, where None is no bound. `filed` names, by the number of a cell, all that was filed there,
    where that is known. All numbers are integers."""

    unknowns: list[Unknown] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    rows: list[tuple[Terms, int | None, int | None]] = field(default_factory=list)
    at: dict[Unknown, int] = field(default_factory=dict)
    filed: dict[int, list[int]] = field(default_factory=dict)

    def number(self, one: Unknown) -> int:
        if one not in self.at:
            self.at[one] = len(self.unknowns)
            self.unknowns.append(one)
            self.low.append(0)
            self.high.append(MOST)
        return self.at[one]

    def narrow(self, number: int, low: int, high: int) -> None:
        self.low[number] = max(self.low[number], low)
        self.high[number] = min(self.high[number], high)

    def equal(self, whole: Iterable[int], parts: Iterable[int]) -> None:
        terms: dict[int, int] = defaultdict(int)
        for number in whole:
            terms[number] += 1
        for number in parts:
            terms[number] -= 1
        if kept := tuple((n, c) for n, c in terms.items() if c):
            self.rows.append((kept, 0, 0))

    def table(self, release: int, values: Sequence[int]) -> "Table":
        """One release of a solution, as `checking.wrong` takes it."""
        found: Table = {}
        for one, number in self.at.items():
            if isinstance(one, Count) and one.release == release:
                counts = found[one.key.measure, one.key.at] = {"": values[number]}
                for part in self.filed.get(number, ()):
                    who = self.unknowns[part].contributor  # type: ignore[union-attr]
                    counts[who] = counts.get(who, 0) + values[part]
        return found

    def broken(self, values: Sequence[int]) -> bool:
        """Whether these integers are no solution. Exact."""
        if any(not self.low[n] <= v <= self.high[n] for n, v in enumerate(values)):
            return True
        for terms, low, high in self.rows:
            total = sum(c * values[n] for n, c in terms)
            if (low is not None and total < low) or (high is not None and total > high):
                return True
        return False


def bounds(printed: int | Band | Cell, measure: Measure) -> tuple[int, int]:
    """What a cell says of its count: a printed zero is a true zero, any other number is above what
    is withheld, a band has its limits, and what is withheld is at least 1. A number that is no
    multiple of its base was not rounded."""
    if isinstance(printed, Cell):
        return 1, MOST
    if isinstance(printed, Band):
        return printed.low, MOST if printed.high is None else printed.high
    if printed == 0:
        return 0, 0
    away = measure.base // 2 if printed % measure.base == 0 else 0
    low = max(printed - away, measure.small + 1)
    return (low, printed + away) if low <= printed + away else (printed - away, printed + away)


def build(folders: Sequence[Folder], knowledge: Knowledge, facts: Iterable[Fact] = ()) -> Model:
    """The model of one attacker. Raises `ContradictoryHierarchies`."""
    model = Model()
    places = Places.of(folders)
    most = max([MOST, *(10 * v for f in folders for v in f.cells.values() if type(v) is int)])
    filed = _Filings(model, places, knowledge)
    for number, folder in enumerate(folders):
        _cells(model, number, folder, filed)
    filed.add_sums()
    for fact in facts:
        known = model.number(Count(fact.release, fact.key))
        model.narrow(known, fact.low, fact.high)
    filed.fix_known()
    model.high = [most if high == MOST else high for high in model.high]
    return model


def _cells(model: Model, number: int, folder: Folder, filed: "_Filings") -> None:
    places = Places(folder.dimensions.values())
    absent = {k for k, v in folder.cells.items() if v in {Cell.NOT_RECORDED, Cell.NOT_APPLICABLE}}
    dims: dict[str, set[str]] = defaultdict(set)
    for table in folder.tables:
        dims[table.measure] |= {*table.dimensions}
    queue = [key for key in folder.cells if key not in absent]
    printed = {*queue}
    joint = {m: names for m, names in dims.items() if _few(places.atoms(Key(m), names))}
    gaps = _gaps(printed, absent, places)
    dead = {a for gap in gaps for a in places.atoms(gap, joint.get(gap.measure, ()))}
    seen = {*queue}
    for key in queue:  # grows while it is walked
        one = model.number(Count(number, key))
        if key in printed:
            model.narrow(one, *bounds(folder.cells[key], folder.measures[key.measure]))
        split = False
        for parts in places.splits(key):
            if not any(part in printed for part in parts):
                continue
            split = True
            kept = [part for part in parts if part not in absent]
            model.equal([one], [model.number(Count(number, part)) for part in kept])
            for part in kept:
                if part not in seen:
                    seen.add(part)
                    queue.append(part)
        if not split and key.measure in joint:
            finest = [a for a in places.atoms(key, joint[key.measure]) if a not in dead]
            if finest and finest != [key]:
                model.equal([one], [model.number(Count(number, part)) for part in finest])
                seen |= {*finest}
    for key in sorted(seen, key=lambda k: (k.measure, sorted(k.at))):
        of = folder.measures[key.measure].at_most
        if of and (other := Count(number, Key(of, key.at))) in model.at:
            terms = ((model.at[Count(number, key)], 1), (model.at[other], -1))
            model.rows.append((terms, None, 0))
    filed.add(number, folder, seen, gaps)


def _gaps(printed: set[Key], absent: set[Key], places: Places) -> set[Key]:
    """Where nobody answered beside others who did: what lies there is in no total. Where no part of
    a printed cell was answered, nothing is said of the parts."""
    beside = {
        part
        for key in printed
        for parts in places.splits(key)
        if any(part in printed for part in parts)
        for part in parts
        if part in absent
    }
    return {key for key in beside if not any(p in printed for s in places.splits(key) for p in s)}


def _few(atoms: Iterable[Key]) -> bool:
    """Whether the finest cells, which no table may print, can be written down: three tables of two
    dimensions say more together than through the totals that they share."""
    return next(islice(atoms, JOINT, None), None) is None


class _Filings:
    """The unknown contributions, release by release. Where the roll of a release says nothing of a
    measure, its cells are only known to be at least what is known of them."""

    def __init__(self, model: Model, places: Places, knowledge: Knowledge) -> None:
        self.model, self.places, self.knowledge = model, places, knowledge
        self.keys: dict[tuple[str, str, str], set[Key]] = defaultdict(set)
        self.sums: list[tuple[Count, list[Filed], bool]] = []
        self.bound: list[tuple[Key, tuple[str, str, str]]] = []
        self.nothing: set[Filed] = set()
        for known in knowledge.known:
            self.keys[known.key.measure, known.contributor, known.version].add(known.key)
        self.limits: dict[str, str] = {}

    def add(self, number: int, folder: Folder, seen: set[Key], gaps: set[Key]) -> None:
        for measure in folder.measures.values():
            if measure.at_most:
                self.limits[measure.name] = measure.at_most
        roll: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.knowledge.roll:
            if entry.release == folder.release:
                roll[entry.where.measure].append(entry)
        for key in seen:
            parts = self._at(key, roll[key.measure])
            if roll[key.measure]:
                self.sums.append((Count(number, key), parts, True))
            elif known := self._known_at(key):
                self.sums.append((Count(number, key), known, False))
        for key in gaps:
            self.nothing |= {*self._at(key, roll[key.measure])}

    def _at(self, key: Key, roll: Iterable[Entry]) -> list[Filed]:
        found = []
        for entry in roll:
            if (common := self.places.meet(key, entry.where)) is not None:
                self.keys[key.measure, entry.contributor, entry.version].add(common)
                found.append(Filed(common, entry.contributor, entry.version))
        return found

    def _known_at(self, key: Key) -> list[Filed]:
        """What is known of contributors of whom one version only is known: the cell holds at least
        that much. Of the others it is not known which version was counted."""
        versions: dict[str, set[str]] = defaultdict(set)
        for one in self.knowledge.known:
            versions[one.contributor].add(one.version)
        return [
            Filed(one.key, one.contributor, one.version)
            for one in self.knowledge.known
            if len(versions[one.contributor]) == 1 and self.places.holds(key, one.key)
        ]

    def add_sums(self) -> None:
        model = self.model
        for (measure, contributor, version), keys in sorted(
            self.keys.items(), key=lambda item: item[0]
        ):
            queue = sorted(keys, key=lambda k: sorted(k.at))
            seen = {*queue}
            for key in queue:
                whole = model.number(Filed(key, contributor, version))
                for parts in self.places.splits(key):
                    if any(part in seen for part in parts):
                        numbers = [model.number(Filed(p, contributor, version)) for p in parts]
                        model.equal([whole], numbers)
                        queue += [part for part in parts if part not in seen]
                        seen |= {*parts}
                if of := self.limits.get(measure):
                    self.bound.append((key, (of, contributor, version)))
        for count, filed, all_of_it in self.sums:
            terms = [(model.number(count), 1), *((model.number(p), -1) for p in filed)]
            model.rows.append((tuple(terms), 0, 0 if all_of_it else None))
            if all_of_it:
                model.filed[terms[0][0]] = [n for n, _ in terms[1:]]
        for key, (of, contributor, version) in self.bound:
            other = model.at.get(Filed(Key(of, key.at), contributor, version))
            if other is not None:
                mine = model.number(Filed(key, contributor, version))
                model.rows.append((((mine, 1), (other, -1)), None, 0))
        for one in self.nothing:
            model.narrow(model.number(one), 0, 0)

    def fix_known(self) -> None:
        for one in self.knowledge.known:
            number = self.model.number(Filed(one.key, one.contributor, one.version))
            self.model.narrow(number, one.value, one.value)
        for unknown, number in self.model.at.items():
            if isinstance(unknown, Filed) and unknown.contributor in self.knowledge.holds:
                value = self.knowledge.sum_at(unknown, self.places)
                self.model.narrow(number, value, value)
