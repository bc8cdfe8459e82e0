"""A release in the making: what is shown so far, and what is given up next where an audit fails.

Steps, the mildest first: withhold the failing cell itself; withhold one neighbour in an equation
that it stands in; leave out the breakdown below it, then the one that it stands in, then its
measure. A withheld total that its parts push above 1 loses them at once. Every step gives up at
least one cell, so there is an end; none looks at a number that is not printed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.primary import Reason, Shown
from cairn.releases.disclosure.relations import Equation, equations
from cairn.releases.disclosure.rules import Rule
from cairn.releases.disclosure.tables import Place, Truth, order
from cairn.releases.folder import Band, Folder, Key


class Draft:
    def __init__(
        self,
        truth: Truth,
        rule: Rule,
        shown: dict[Key, Shown],
        reasons: dict[Key, Reason],
        supersedes: str | None = None,
    ) -> None:
        self.truth, self.rule, self.shown, self.reasons = truth, rule, shown, reasons
        self.supersedes = supersedes
        recorded = {key for key, cell in shown.items() if cell is not Cell.NOT_RECORDED}
        self.equations = equations(truth.dimensions, truth.tables, recorded)
        self._of: dict[Key, list[Equation]] = defaultdict(list)
        self._below: dict[Key, list[Equation]] = defaultdict(list)
        for equation in self.equations:
            total, parts = equation
            self._below[total].append(equation)
            for key in (total, *parts):
                self._of[key].append(equation)
        for key, why in reasons.items():
            self._withhold(key, why)
        for key in shown:
            if shown[key] is Cell.WITHHELD:
                self.reasons.setdefault(key, Reason.SMALL)

    def folder(self) -> Folder:
        """What would be published now: no reason, no number that is not printed."""
        return Folder(
            release=self.truth.release,
            dimensions=self.truth.dimensions,
            measures={
                name: one
                for name, one in self.truth.measures.items()
                if any(table.measure == name for table in self.truth.tables)
            },
            tables=self.truth.tables,
            cells=dict(self.shown),
            rule=self.rule.stored(),
            supersedes=self.supersedes,
        )

    def keep(self, key: Key, cell: Shown) -> None:
        """As an earlier release had it."""
        if cell is Cell.WITHHELD:
            self._withhold(key, self.reasons.get(key, Reason.REVISION))
        else:
            self.shown[key] = cell
            self.reasons.pop(key, None)

    def leave_out(self, key: Key) -> None:
        if self.shown.pop(key, None) is not None:
            self.reasons[key] = Reason.COARSENED

    def retreat(self, failing: Collection[Key]) -> bool:
        """Give up what is needed for these cells; False if there was nothing to give up."""
        given_up: set[Key] = set()
        for key in sorted(failing, key=order):
            if self.shown.get(key) is Cell.WITHHELD and (pushed := self._pushed(key)):
                return bool(self._drop_below(key, self._between(*pushed)))
        for key in sorted(failing, key=order):
            if key not in self.shown:
                continue
            if any(given_up & {total, *parts} for total, parts in self._of[key]):
                continue  # something beside it was given up just now: let the audit look again
            given_up |= self._step(key)
        return bool(given_up)

    def _step(self, key: Key) -> set[Key]:
        if self._printed(key):
            self._withhold(key, Reason.AUDIT)
            return {key}
        neighbour = self._neighbour(key) if self.shown[key] is Cell.WITHHELD else None
        if neighbour is not None:
            self._withhold(neighbour, Reason.AUDIT)
            return {neighbour}
        for total, parts in self._below[key]:
            if dropped := self._drop_below(key, self._between(total, parts[0])):
                return dropped
        for total, parts in self._of[key]:
            if dropped := self._drop_below(total, self._between(total, parts[0])):
                return dropped
        return self._drop(one for one in [*self.shown] if one.measure == key.measure)

    def _pushed(self, key: Key) -> tuple[Key, Key] | None:
        """The total and a part of an equation by which a withheld total is known to exceed 1."""
        for total, parts in self._below[key]:
            if sum(map(self._least, parts)) > 1:
                return total, parts[0]
        return None

    def _printed(self, key: Key) -> bool:
        cell = self.shown.get(key)
        return isinstance(cell, Band) or (isinstance(cell, int) and cell > 0)

    def _neighbour(self, key: Key) -> Key | None:
        """A printed cell of an equation of this one, or the same place of a linked measure."""
        candidates: list[tuple[int, int, Place, Key]] = []
        for total, parts in self._of[key]:
            cells = (total, *parts)
            withheld = sum(self.shown.get(one) is Cell.WITHHELD for one in cells)
            candidates += [
                (withheld, -len(one.at), order(one), one) for one in cells if self._printed(one)
            ]
        if candidates:
            return min(candidates)[-1]
        measures = self.truth.measures
        linked = [
            Key(name, key.at)
            for name in sorted(measures)
            if name == measures[key.measure].at_most or measures[name].at_most == key.measure
        ]
        return next((one for one in linked if self._printed(one)), None)

    def _least(self, key: Key) -> int:
        """The least that anyone knows to be in a cell, from what is printed there and below."""
        cell = self.shown.get(key)
        if isinstance(cell, Band):
            return cell.low
        if isinstance(cell, int):
            return max(0, cell - self.truth.measures[key.measure].base // 2)
        below = [sum(map(self._least, parts)) for _, parts in self._below[key]]
        return max([int(cell is Cell.WITHHELD), *below])

    def _between(self, total: Key, part: Key) -> str:
        """The dimension in which a cell is part of another."""
        return next(name for name, _ in sorted(part.at - total.at))

    def _drop_below(self, key: Key, name: str) -> set[Key]:
        """Leave out, for the whole measure, all that stands below the cell's code in a dimension.
        If only the cell's own parts were left out, totals in another direction would tell them."""
        code = dict(key.at).get(name)
        above = key.at & {(name, code)}
        return self._drop(
            one
            for one in [*self.shown]
            if one.measure == key.measure
            and self.truth.inside(one.at, above)
            and dict(one.at).get(name) not in (code, None)
        )

    def _drop(self, keys: Iterable[Key]) -> set[Key]:
        dropped = set()
        for key in keys:
            self.leave_out(key)
            dropped.add(key)
        return dropped

    def _withhold(self, key: Key, why: Reason) -> None:
        self.shown[key] = Cell.WITHHELD
        self.reasons.setdefault(key, why)
        for side in self.truth.sides:  # what stands beside a figure goes with it
            beside = Key(side.measure, key.at)
            if side.of == key.measure and self._printed(beside):
                self._withhold(beside, why)
