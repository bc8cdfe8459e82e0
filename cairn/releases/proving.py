"""Joins the half that protects with the half that attacks: the audit that `protect` is handed.

Everybody of whom `protect` knows what they see becomes an attacker, who knows who filed and which
version of each filing stands in which release. The attackers get the public folders and that
knowledge; the truth is read here only to write the knowledge down.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from cairn.releases.attack.attacking import Verdict, attack
from cairn.releases.attack.knowledge import PUBLIC, Entry, Knowledge, Known
from cairn.releases.attack.solving import Clock
from cairn.releases.disclosure.tables import Truth
from cairn.releases.disclosure.viewers import Known as Seen
from cairn.releases.disclosure.viewers import Viewer
from cairn.releases.folder import Folder, Key

Filing = frozenset[tuple[Key, int]]  # all that one contributor gave of one measure


def knowledge(
    viewer: Viewer, truths: Sequence[Truth], waived: frozenset[Seen] = frozenset()
) -> Knowledge:
    """What this viewer knows beside the folders of these releases, the oldest first. A sum that it
    may see is taken as known with all that it is made of: more than it knows, never less."""
    versions: dict[tuple[str, str], list[Filing]] = {}
    roll: list[Entry] = []
    known: dict[Known, None] = {}
    holds = viewer.owners | {name for truth in truths for name in truth.open}
    for truth in truths:
        seen = viewer.knows | waived
        for measure, contributor, filing in _filings(truth):
            held = versions.setdefault((measure, contributor), [])
            if filing not in held:
                held.append(filing)
            version = str(held.index(filing) + 1)
            roll.append(Entry(truth.release, Key(measure), contributor, version))
            for leaf, value in sorted(filing, key=lambda one: sorted(one[0].at)):
                if (
                    contributor in viewer.owners | truth.open
                    or (leaf, contributor) in seen
                    or any(who == contributor and _below(truth, leaf, key) for key, who in seen)
                ):
                    known[Known(leaf, contributor, version, value)] = None
    return Knowledge(viewer.name, holds, tuple(roll), tuple(known))


def auditor(
    viewers: Collection[Viewer],
    truths: Sequence[Truth],
    *,
    waived: frozenset[Seen] = frozenset(),
    clock: Callable[[], Clock] = Clock,
) -> Callable[[Folder, Sequence[Folder]], set[Key]]:
    """An `Audit` for `protect`: the keys of this or an earlier release of which something is not
    proven safe from the public, who knows nothing, from one who knows only who filed, and from each
    of these viewers; where an attack has no time left, all keys of the release.

    `truths`: of all releases, the new one last. Whoever could combine must be among `viewers`
    (`viewers.with_pairs`)."""
    attackers = [PUBLIC, *(knowledge(one, truths, waived) for one in (Viewer("roll"), *viewers))]

    def audit(folder: Folder, earlier: Sequence[Folder]) -> set[Key]:
        failing: set[Key] = set()
        for attacker in attackers:
            report = attack([*earlier, folder], attacker, clock=clock())
            if not report.possible:
                return {*folder.cells}
            failing |= {one.target.key for one in report.found if one.verdict is not Verdict.SAFE}
        return failing

    return audit


def _filings(truth: Truth) -> Iterator[tuple[str, str, Filing]]:
    found: dict[tuple[str, str], set[tuple[Key, int]]] = {}
    for leaf, given in truth.counts.items():
        for contributor, value in given.items():
            found.setdefault((leaf.measure, contributor), set()).add((leaf, value))
    for (measure, contributor), filing in sorted(found.items()):
        yield measure, contributor, frozenset(filing)


def _below(truth: Truth, leaf: Key, above: Key) -> bool:
    """Whether a finest cell is part of another cell."""
    if leaf.measure != above.measure:
        return False
    stands = dict(leaf.at)
    for name, code in above.at:
        at = stands.get(name)
        part_of = truth.dimensions[name].part_of
        while at is not None and at != code:
            at = part_of.get(at)
        if at is None:
            return False
    return True
