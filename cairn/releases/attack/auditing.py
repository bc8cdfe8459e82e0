"""Everything that is tried on one or several folders, as each of several attackers.

Reads public files and what each attacker knows; passes only if every file is known, every target
of every attacker is proven safe, every witness is accepted by `checking.py`, and there was
something to attack.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.releases import folder as folders_of
from cairn.releases.attack import checking
from cairn.releases.attack.attacking import FULL, Kind, Report, attack
from cairn.releases.attack.knowledge import PUBLIC, Knowledge, check_fits
from cairn.releases.attack.scanning import Finding, scan
from cairn.releases.attack.solving import Clock


class SameRelease(CairnError):
    text = noop("%(first)s and %(second)s both call themselves release %(release)r.")


@dataclass(slots=True)
class Audit:
    """`findings`: what no public folder may hold; `reports`: one of each attacker; `checked`: how
    many witness tables were read again by `checking.py`, `refused`: what it said against them."""

    findings: list[Finding] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    checked: int = 0
    refused: list[str] = field(default_factory=list)
    cells: int = 0

    @property
    def nothing(self) -> bool:
        return all(report.nothing for report in self.reports)

    @property
    def passed(self) -> bool:
        safe = all(report.passed for report in self.reports)
        return safe and not (self.findings or self.refused or self.nothing)

    def tried(self, kind: Kind) -> tuple[int, int]:
        """How many targets of a kind were tried, and how many there are, over all attackers."""
        tried = sum(one.target.kind is kind for report in self.reports for one in report.found)
        return tried, sum(report.targets[kind] for report in self.reports)


def audit(
    paths: Sequence[Path],
    attackers: Sequence[Knowledge] = (PUBLIC,),
    *,
    full: int = FULL,
    clock: Callable[[], Clock] = Clock,
    enough: Callable[[Audit], bool] = lambda _: False,
    exact: bool = False,
) -> Audit:
    """Attack the folders together, as each attacker in turn; `clock` makes the clock of each.
    `enough` is asked after each, to stop early. Raises `UnreadableFolder`, `SameRelease`,
    `ContradictoryHierarchies`, and `Problems` where knowledge does not fit the folders."""
    found = Audit()
    folders = [folders_of.read(path) for path in paths]
    names: dict[str, Path] = {}
    for path, folder in zip(paths, folders, strict=True):
        if before := names.get(folder.release):
            raise SameRelease(first=before.name, second=path.name, release=folder.release)
        names[folder.release] = path
    for number, (path, folder) in enumerate(zip(paths, folders, strict=True)):
        found.findings += scan(path, folder, number)
    found.cells = sum(len(folder.cells) for folder in folders)
    facts = [fact for finding in found.findings for fact in finding.facts]
    for knowledge in attackers:
        if enough(found):
            break
        check_fits(knowledge, folders)
        report = attack(folders, knowledge, facts=facts, full=full, clock=clock(), exact=exact)
        if facts and not report.possible:  # a number that says something else than its name
            report = attack(folders, knowledge, full=full, clock=clock(), exact=exact)
        found.reports.append(report)
        for witness in report.witnesses:
            for number, path in enumerate(paths):
                table = report.model.table(number, witness)
                found.refused += checking.wrong(path, table)
            found.checked += 1
    return found
