"""What one attacker can work out of public folders: an interval for every target.

Targets are the withheld cells, every contribution that the attacker does not know, at every printed
cell, and every change of one from release to release. A target is *safe* only where integers that
fit everything were found on both sides of what the rule asks; *recovered* where proven bounds are
too narrow; anything else is *unproven*, which is as bad. The truth is not read here:
`scoring.py` compares with it.

The rule: what is withheld must be able to be all of 1 to 9 (of events: 1 to what is withheld). Of a
contribution r the attacker must be left with 0.85 r and with 1.15 r; without the truth, an interval
is too narrow if it leaves that to none of its values. Where the attacker holds K of a cell itself,
what it knows by that alone narrows the interval that is asked: K to 9.
"""

import enum
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

from cairn.kernel.cells import Cell
from cairn.releases.attack.knowledge import PUBLIC, Knowledge
from cairn.releases.attack.model import Count, Fact, Filed, Model, Terms, build
from cairn.releases.attack.places import Places
from cairn.releases.attack.solving import Clock, Component, components, tighten
from cairn.releases.folder import Folder, Key

FULL = 10_000  # cells; above, targets are sampled
SAMPLE = 500  # targets of each kind
PERSONS = 9  # counts of persons up to here are withheld, whatever a folder says of itself
SHARE = 15  # per cent: nearer than this nobody may estimate a contribution


class Kind(enum.StrEnum):
    CELL = "cell"
    CONTRIBUTION = "contribution"
    CHANGE = "change"


class Verdict(enum.StrEnum):
    SAFE = "safe"
    RECOVERED = "recovered"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Target:
    """`asked`: what the interval of a cell must contain."""

    kind: Kind
    release: str
    key: Key
    contributor: str | None
    terms: Terms
    asked: tuple[int, int] | None = None


@dataclass(slots=True)
class Found:
    """`low` and `high` lie outside the truth, or are None where that was not worked out; `least`
    and `most` were reached by witnesses."""

    target: Target
    low: int | None = None
    high: int | None = None
    least: int | None = None
    most: int | None = None

    def reach(self, value: int) -> None:
        self.least = value if self.least is None else min(self.least, value)
        self.most = value if self.most is None else max(self.most, value)

    @property
    def verdict(self) -> Verdict:
        if asked := self.target.asked:
            if (self.low or 0) > asked[0] or (self.high is not None and self.high < asked[1]):
                return Verdict.RECOVERED
            wide = self.least is not None and self.most is not None
            wide = wide and self.least <= asked[0] and self.most >= asked[1]  # type: ignore[operator]
            return Verdict.SAFE if wide else Verdict.UNPROVEN
        if self.low is not None and self.high is not None and too_near(self.low, self.high):
            return Verdict.RECOVERED
        if self.least is not None and self.most is not None:
            solved = (self.low, self.high) == (self.least, self.most)
            if solved or self.least != self.most:
                return Verdict.UNPROVEN if too_near(self.least, self.most) else Verdict.SAFE
        return Verdict.UNPROVEN

    @property
    def width(self) -> float:
        """How much room is left, compared with what is asked; 1 is just enough."""
        low = self.least if self.low is None else self.low
        high = self.most if self.high is None else self.high
        if low is None or high is None:
            return inf
        if asked := self.target.asked:
            return (high - low + 1) / (asked[1] - asked[0] + 1)
        if low <= 0 <= high:
            return inf
        near, far = sorted((abs(low), abs(high)))
        return far * (100 - SHARE) / (near * (100 + SHARE))


def too_near(low: int, high: int) -> bool:
    """Whether every value of the interval is known to within the share."""
    if low <= 0 <= high:
        return False
    near, far = sorted((abs(low), abs(high)))
    return far * (100 - SHARE) < near * (100 + SHARE)


@dataclass(slots=True)
class Report:
    """What one attacker found. `possible` is false where files and knowledge contradict each
    other, and None where time was up before one solution was found: nothing is proven then.
    `targets` counts all there are, `found` those that were tried; `witnesses` are whole
    alternatives, one number for each unknown of `model`."""

    attacker: str
    model: Model
    possible: bool | None = True
    targets: dict[Kind, int] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    witnesses: list[list[int]] = field(default_factory=list)

    def of(self, verdict: Verdict) -> list[Found]:
        return [one for one in self.found if one.verdict is verdict]

    @property
    def narrowest(self) -> Found | None:
        return min(self.found, key=lambda one: one.width, default=None)

    @property
    def nothing(self) -> bool:
        return not self.found

    @property
    def full(self) -> bool:
        return len(self.found) == sum(self.targets.values())

    @property
    def passed(self) -> bool:
        return self.possible is True and all(one.verdict is Verdict.SAFE for one in self.found)


def attack(
    folders: Sequence[Folder],
    knowledge: Knowledge = PUBLIC,
    *,
    facts: Iterable[Fact] = (),
    exact: bool = False,
    split: bool = True,
    full: int = FULL,
    clock: Clock | None = None,
) -> Report:
    """Attack all folders at once. `exact` works out every interval to the end instead of stopping
    once it is wide enough; `full` is the number of cells above which targets are sampled."""
    clock = clock or Clock()
    model = build(folders, knowledge, facts)
    report = Report(knowledge.attacker, model)
    targets = [*_targets(model, folders, knowledge)]
    for kind in Kind:
        report.targets[kind] = sum(one.kind is kind for one in targets)
    if sum(len(folder.cells) for folder in folders) > full:
        targets = _sample(targets, "|".join(folder.release for folder in folders))
    report.found = [Found(one) for one in targets]
    report.possible = tighten(model)
    if report.possible:
        _work(report, clock, exact=exact, split=split)
    return report


def _targets(model: Model, folders: Sequence[Folder], knowledge: Knowledge) -> Iterator[Target]:
    places = Places.of(folders)
    known = {(one.key, one.contributor, one.version) for one in knowledge.known}
    shared: dict[Terms, bool] = {}
    filed: dict[tuple[Key, str], list[tuple[int, list[int]]]] = {}
    for number, folder in enumerate(folders):
        roll = [one for one in knowledge.roll if one.release == folder.release]
        rolled = {one.where.measure for one in roll}
        for key in sorted(folder.cells, key=lambda k: (k.measure, sorted(k.at))):
            if folder.cells[key] in {Cell.NOT_RECORDED, Cell.NOT_APPLICABLE}:
                continue
            mine, others = 0, False
            for entry in roll:
                if entry.where.measure != key.measure:
                    continue
                if (common := places.meet(key, entry.where)) is None:
                    continue
                one = model.at[Filed(common, entry.contributor, entry.version)]
                if (
                    entry.contributor in knowledge.holds
                    or (common, entry.contributor, entry.version) in known
                ):
                    mine += model.low[one]
                    continue
                others = True
                group = filed.setdefault((key, entry.contributor), [])
                if not group or group[-1][0] != number:
                    group.append((number, []))
                group[-1][1].append(one)
            asked = _asked(folder, key, mine, others or key.measure not in rolled)
            if asked and folder.cells[key] is Cell.WITHHELD:
                cell: Terms = ((model.at[Count(number, key)], 1),)
                yield Target(Kind.CELL, folder.release, key, None, cell, asked)
    for (key, who), several in filed.items():
        for number, ones in several:
            terms: Terms = tuple((n, 1) for n in sorted(ones))
            if shared.setdefault(terms, True):
                shared[terms] = False
                yield Target(Kind.CONTRIBUTION, folders[number].release, key, who, terms)
        for (_, before), (number, after) in zip(several, several[1:], strict=False):
            gone, come = {*before} - {*after}, {*after} - {*before}
            if gone and come:
                terms = (*((n, 1) for n in sorted(come)), *((n, -1) for n in sorted(gone)))
                yield Target(Kind.CHANGE, folders[number].release, key, who, terms)


def _asked(folder: Folder, key: Key, mine: int, others: bool) -> tuple[int, int] | None:
    measure = folder.measures[key.measure]
    most = max(measure.small, PERSONS) if measure.unit == "persons" else measure.small
    return (max(1, mine), most) if others and mine < most else None


def _sample(targets: list[Target], seed: str) -> list[Target]:
    chosen: list[Target] = []
    for kind in Kind:
        of_kind = [one for one in targets if one.kind is kind]
        chosen += random.Random(seed).sample(of_kind, min(SAMPLE, len(of_kind)))
    return chosen


def _work(report: Report, clock: Clock, *, exact: bool, split: bool) -> None:
    model = report.model
    groups = components(model, (one.target.terms for one in report.found), split)
    home = {n: at for at, group in enumerate(groups) for n in group}
    by_group: dict[int, list[Found]] = {}
    for one in report.found:
        loose = next((home[n] for n, _ in one.target.terms if n in home), None)
        if loose is not None:
            by_group.setdefault(loose, []).append(one)
        else:
            one.low = one.high = sum(c * model.low[n] for n, c in one.target.terms)
            one.reach(one.low)
    base = [*model.low]
    kept: list[tuple[list[int], list[int]]] = []
    for at, group in enumerate(groups):
        component = Component(model, group, clock)
        work = _Work(component, model, by_group.get(at, []))
        work.run(exact)
        if not work.witnesses and (one_more := component.push((), False)):
            work.witnesses.append(one_more)
        if not work.witnesses:
            report.possible = False if component.impossible else None
            return
        for n, value in zip(group, work.witnesses[0], strict=True):
            base[n] = value
        kept += [(group, witness) for witness in work.witnesses]
    for group, witness in kept:
        whole = [*base]
        for n, value in zip(group, witness, strict=True):
            whole[n] = value
        report.witnesses.append(whole)


class _Work:
    """The targets of one component: many at once by one witness, the rest one by one."""

    def __init__(self, component: Component, model: Model, found: list[Found]) -> None:
        self.component, self.found = component, found
        self.witnesses: list[list[int]] = []
        self.place = {n: at for at, n in enumerate(component.unknowns)}
        self.parts = [
            (
                one,
                [(self.place[n], c) for n, c in one.target.terms if n in self.place],
                sum(c * model.low[n] for n, c in one.target.terms if n not in self.place),
            )
            for one in found
        ]
        self.rows_of: dict[int, set[int]] = {}
        for number, (terms, _, _) in enumerate(model.rows):
            for n, _ in terms:
                if n in self.place:
                    self.rows_of.setdefault(n, set()).add(number)

    def run(self, exact: bool) -> None:
        if not exact and len(self.found) > 2:
            for greatest in (False, True, False, True):
                self._many(greatest)
        for one in self.found:
            if exact or one.verdict is not Verdict.SAFE:
                self._single(one, exact)

    def _many(self, greatest: bool) -> None:
        waiting = [one for one in self.found if not _done(one, greatest)]
        together, first = waiting, True
        while together:
            terms: dict[int, int] = {}
            for one in together:
                for n, c in one.target.terms:
                    terms[n] = terms.get(n, 0) + c
            witness = self.component.push(terms.items(), greatest)
            if witness is None:
                return
            before = len(waiting)
            self._note(witness)
            waiting = [one for one in waiting if not _done(one, greatest)]
            if len(waiting) == before and not first:
                return
            together, first = self._apart(waiting), False

    def _apart(self, waiting: list[Found]) -> list[Found]:
        """Targets that share no row, so that each has room of its own."""
        used: set[int] = set()
        chosen = []
        for one in waiting:
            rows = set().union(*(self.rows_of.get(n, set()) for n, _ in one.target.terms))
            if not rows & used:
                used |= rows
                chosen.append(one)
        return chosen

    def _single(self, one: Found, exact: bool) -> None:
        asked = None if exact else one.target.asked
        for greatest in (False, True):

            def decided(outer: int, greatest: bool = greatest) -> bool:
                return asked is not None and (outer < asked[1] if greatest else outer > asked[0])

            extreme, witness = self.component.extreme(one.target.terms, greatest, decided)
            if greatest:
                one.high = extreme.outer
            else:
                one.low = extreme.outer
            if witness is not None:
                self._note(witness)

    def _note(self, witness: list[int]) -> None:
        kept = False
        for one, terms, shift in self.parts:
            before = one.least, one.most
            one.reach(shift + sum(c * witness[n] for n, c in terms))
            kept |= before != (one.least, one.most)
        if kept:
            self.witnesses.append(witness)


def _done(one: Found, greatest: bool) -> bool:
    if one.verdict is Verdict.SAFE:
        return True
    if asked := one.target.asked:
        if greatest:
            return one.most is not None and one.most >= asked[1]
        return one.least is not None and one.least <= asked[0]
    return False
