"""What a new release may change of what earlier ones said; the rest waits.

A reader of both releases sees differences. So in each published cell a revision either changes
nothing, or it changes the unwaived contributions of at least three owners, and the changes hide
each other by the residual rule. Changes that do not pass wait: the filing stays for this release as
the last one knew it, in every cell, so that a release shows one state of the world and not a
mixture. A filing that was withdrawn is a change like any other: published figures stand.

A leaf cell that the earlier release had no code for, such as a new quarter, is no revision. Where
only such cells change a total that was published before, and the change does not pass, the total is
withheld instead.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from cairn.releases.disclosure.residual import hidden, knows
from cairn.releases.disclosure.rules import Rule
from cairn.releases.disclosure.tables import Truth, order
from cairn.releases.disclosure.viewers import Known, Viewer
from cairn.releases.folder import Folder, Key


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that is out: what was published, and the truth it was made from, as it stood then.
    `Protected` of the time has both."""

    folder: Folder
    truth: Truth


@dataclass(frozen=True, slots=True)
class Standing:
    """`truth`: what may be told now. `waiting`: the contributions that wait, each as the last
    release knew it. `withheld`: totals published before that only new cells change."""

    truth: Truth
    waiting: frozenset[Known] = frozenset()
    withheld: frozenset[Key] = frozenset()


def stand(
    truth: Truth,
    earlier: Sequence[Earlier],
    rule: Rule,
    viewers: Collection[Viewer],
    waived: frozenset[Known] = frozenset(),
) -> Standing:
    """The truth with every change taken back that has to wait; `earlier`: the oldest first."""
    if not earlier:
        return Standing(truth)
    last = earlier[-1].truth
    waiting: set[Known] = set()
    now = truth
    while True:
        held: set[Known] = set()
        withheld: set[Key] = set()
        since = _changes(last, now)
        for one in earlier:
            for key, changes in _changes(one.truth, now).items():
                if key not in one.folder.cells:
                    continue
                if _passes(key, changes, one, now, rule, viewers, waived):
                    continue
                # What has changed since the last release waits, also what goes back to the state
                # of an older one: then it is what remains that would stand alone.
                if revised := {change.known for change in since.get(key, ()) if not change.new}:
                    held |= revised
                elif last.contributions.get(key) != now.contributions.get(key):
                    withheld.add(key)
        held = held or _above_the_most(last, now)
        if not held:
            return Standing(now, frozenset(waiting), frozenset(withheld))
        waiting |= held
        now = _taken_back(truth, last, waiting)


@dataclass(frozen=True, slots=True)
class _Change:
    known: Known
    by: int
    new: bool  # the earlier release had no code for this leaf


def _changes(before: Truth, now: Truth) -> dict[Key, list[_Change]]:
    """Per cell, the contributions to its leaves that differ."""
    found = defaultdict(list)
    changed = [
        leaf
        for leaf in sorted({*before.counts, *now.counts}, key=order)
        if before.counts.get(leaf) != now.counts.get(leaf) and leaf.measure in before.measures
    ]
    for leaf in changed:
        old, given = before.counts.get(leaf, {}), now.counts.get(leaf, {})
        new = any(
            name not in before.dimensions or code not in before.dimensions[name].part_of
            for name, code in leaf.at
        )
        changes = [
            _Change((leaf, owner), given.get(owner, 0) - old.get(owner, 0), new)
            for owner in sorted({*old, *given})
            if old.get(owner) != given.get(owner)
        ]
        for key in now.above(leaf, now.shapes(leaf.measure)):
            found[key] += changes
    return found


def _passes(
    key: Key,
    changes: Iterable[_Change],
    one: Earlier,
    now: Truth,
    rule: Rule,
    viewers: Collection[Viewer],
    waived: frozenset[Known],
) -> bool:
    unwaived = [change for change in changes if change.known not in waived]
    sums: dict[str, int] = defaultdict(int)
    for change in unwaived:
        sums[change.known[1]] += change.by
    appears = (key in one.truth.contributions) != (key in now.contributions)
    owners = {owner for owner, by in sums.items() if by or appears}
    if not owners:
        return True
    if len(owners) < rule.revisions.owners:
        return False
    for viewer in viewers:
        rest: dict[str, int] = defaultdict(int)
        for change in unwaived:
            if not knows(now, viewer, change.known, key):
                rest[change.known[1]] += change.by
        if not hidden((abs(by) for by in rest.values()), rule.contributions.p):
            return False
    return True


def _taken_back(truth: Truth, last: Truth, waiting: Collection[Known]) -> Truth:
    counts = {leaf: dict(given) for leaf, given in truth.counts.items()}
    for leaf, owner in waiting:
        before = last.counts.get(leaf, {})
        if owner in before:
            counts.setdefault(leaf, {})[owner] = before[owner]
        else:
            counts.get(leaf, {}).pop(owner, None)
    kept = {leaf: given for leaf, given in counts.items() if given}
    return replace(truth, counts=kept, lenient=True)


def _above_the_most(last: Truth, now: Truth) -> set[Known]:
    """Where one half of a change waits, so does the other: parts never exceed their whole."""
    held: set[Known] = set()
    for key in now.above_the_most():
        most = now.measures[key.measure].at_most
        for leaf in {*last.counts, *now.counts}:
            if leaf.measure in (key.measure, most) and now.inside(leaf.at, key.at):
                old, given = last.counts.get(leaf, {}), now.counts.get(leaf, {})
                held |= {(leaf, o) for o in {*old, *given} if old.get(o) != given.get(o)}
    return held
